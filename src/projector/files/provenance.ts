/**
 * Whether embedding sets are what they are taken for: of a modality, and of the manifest that pools were made from.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { JsonObject } from "../../embeddings/identity.ts";
import type { Side } from "../parameters.ts";
import type { NamedEmbeddings } from "./pairing.ts";

/**
 * SHA-256 of the manifest that a set's items are of, where its identity tells it: as `embed` writes it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(manifestOf({ manifest: { sha256: "a" } }), "a");
 * assert.equal(manifestOf({ importedFrom: { items: "b" } }), "b");
 * assert.equal(manifestOf({}), undefined);
 * ```
 */
export function manifestOf(identity: JsonObject): string | undefined {
  const at = (group: string, field: string) =>
    (identity[group] as JsonObject | null | undefined)?.[field];
  const found = at("manifest", "sha256") ?? at("importedFrom", "items");
  return typeof found === "string" ? found : undefined;
}

/**
 * Refuses a set of the other modality, where its identity tells which it is of.
 *
 * @throws {InputError} that names it
 */
export function requireModality({ name, set }: NamedEmbeddings, side: Side): void {
  const found = (set.identity["backbone"] as JsonObject | null | undefined)?.["modality"];
  if (found === undefined || found === side) return;
  const other = side === "audio" ? "text" : "audio";
  if (found !== other) return;
  throw new InputError(
    `"${quotable(name)}" holds embeddings of ${found}; expected those of ${side}`,
  );
}

/**
 * Refuses a set that tells the texts of pairs, but was made from another manifest than the pools: what was found clean
 * may not be what is trained on. Sets that do not tell their manifest, and pools that tell no file, pass.
 *
 * @param known SHA-256 of each file from which the pools were made, or that was made with them, by its name
 * @throws {InputError} that names both
 */
export function requireManifest(
  { name, set }: NamedEmbeddings,
  pools: string,
  known: Readonly<Record<string, string>>,
): void {
  const found = manifestOf(set.identity);
  const files = Object.entries(known);
  if (found === undefined || files.length === 0) return;
  if (files.some(([, sha256]) => sha256 === found)) return;
  const [first, sha256] = files[0]!;
  throw new InputError(
    `"${quotable(name)}" was made from a manifest with SHA-256 ${found.slice(0, 12)}…, but ` +
      `"${quotable(pools)}" from "${quotable(first)}", ${sha256.slice(0, 12)}…: what was scanned ` +
      "may not be what is trained on; embed that one, or allow it with --allow-other-manifest",
  );
}
