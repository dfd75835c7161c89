/**
 * Checks that embedding sets have the expected modality, and come from the manifest that pools were made from.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { JsonObject } from "../../embeddings/identity.ts";
import type { Side } from "../parameters.ts";
import type { NamedEmbeddings } from "./pairing.ts";

/**
 * Returns the SHA-256 of the manifest of a set's items, if its identity records it, as `embed` does.
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
 * Refuses a set of the other modality, if its identity records its modality.
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
 * Refuses a set with the texts of pairs that was made from another manifest than the pools: the scanned texts may not
 * be those that are trained on. Sets that do not record their manifest, and pools that record no file, pass.
 *
 * @param known SHA-256 of each file that the pools were made from, or that was made with them, by its name
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
