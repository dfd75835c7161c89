/**
 * Checks whether two sets can be compared: whether their embeddings lie in one space.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { SetDescription } from "./embedding_set.ts";
import {
  canonicalJson,
  differencesOf,
  type Json,
  type JsonObject,
  quotableJson,
} from "./identity.ts";

/** A set, and its name in messages. */
interface Named {
  readonly name: string;
  readonly set: Pick<SetDescription, "columns" | "identity">;
}

/**
 * Where a set's embeddings come from, according to its `set.json`: a frozen backbone, the shared space of projectors,
 * or elsewhere.
 */
export type Space = "backbone" | "shared" | "unknown";

/** Returns where a set's embeddings come from. */
export function spaceOf({ identity }: Pick<SetDescription, "identity">): Space {
  if (identity["projector"] !== undefined) return "shared";
  return identity["backbone"] === undefined ? "unknown" : "backbone";
}

/**
 * Refuses sets of different widths.
 *
 * @throws {InputError} that names both
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = (columns: number) => ({ columns, identity: {} });
 * assert.throws(() => requireOneWidth({ name: "a", set: set(2) }, { name: "b", set: set(3) }), {
 *   message: '"a" has rows of 2 numbers, "b" of 3; expected one space',
 * });
 * ```
 */
export function requireOneWidth(first: Named, second: Named): void {
  if (first.set.columns === second.set.columns) return;
  throw new InputError(
    `"${quotable(first.name)}" has rows of ${first.set.columns} numbers, ` +
      `"${quotable(second.name)}" of ${second.set.columns}; expected one space`,
  );
}

/**
 * Refuses sets that cannot lie in one space: sets of different widths or, if their `set.json` says so, of different
 * projectors.
 *
 * @returns notes for the reader if it is uncertain that they do
 * @throws {InputError} that names both
 */
export function requireOneSpace(first: Named, second: Named): string[] {
  requireOneWidth(first, second);
  const [one, other] = [projectorOf(first), projectorOf(second)];
  if (one === other) return one === undefined ? [unproven(first, second)].flat() : [];
  const said = (projector: string | undefined) =>
    projector === undefined ? "of no projector" : `of projector ${quotable(projector)}`;
  throw new InputError(
    `"${quotable(first.name)}" is ${said(one)}, "${quotable(second.name)}" ${said(other)}; ` +
      "expected one shared space",
  );
}

/**
 * Refuses sets that are not parts of one: of different widths, projectors or backbones.
 *
 * @throws {InputError} that names both, and the first field that differs
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = (name: string) => ({ columns: 2, identity: { backbone: { name } } });
 * const [first, second] = [{ name: "db/0", set: set("a") }, { name: "db/1", set: set("b") }];
 * assert.throws(() => requireOneBackbone(first, second), {
 *   message: '"db/0" has backbone.name "a", "db/1" has "b"; expected sets of one backbone',
 * });
 * ```
 */
export function requireOneBackbone(first: Named, second: Named): void {
  requireOneSpace(first, second);
  const backboneOf = ({ set: { identity } }: Named): JsonObject =>
    identity["backbone"] === undefined ? {} : { backbone: identity["backbone"] };
  const [difference] = differencesOf(backboneOf(first), backboneOf(second));
  if (difference === undefined) return;
  const said = (value: Json | undefined) =>
    value === undefined ? "none" : `"${quotableJson(value)}"`;
  throw new InputError(
    `"${quotable(first.name)}" has ${difference.field} ${said(difference.first)}, ` +
      `"${quotable(second.name)}" has ${said(difference.second)}; expected sets of one backbone`,
  );
}

/** Returns the hash that identifies a set's projectors, the same for both sides. */
function projectorOf({ set: { identity } }: Named): string | undefined {
  const projector: Json | undefined = identity["projector"];
  if (projector === undefined) return undefined;
  const hash = (projector as { sha256?: Json } | null)?.sha256;
  return typeof hash === "string" ? hash : canonicalJson(projector);
}

function unproven(first: Named, second: Named): string[] {
  if (spaceOf(first.set) !== "backbone" || spaceOf(second.set) !== "backbone") return [];
  const [one, other] = [first, second].map(({ set }) => canonicalJson(set.identity["backbone"]!));
  if (one === other) return [];
  return [
    "The sets come from different backbones; only where these were trained together do they " +
    "share a space.",
  ];
}
