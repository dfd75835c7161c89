/**
 * Which code made an embedding set, or anything else that records it, and the note if that is not the running code.
 * @module
 */
import { type CodeHashes, codeHashes, shortHash } from "../basics/code_hashes.ts";
import type { CodePart } from "../basics/code_rooms.ts";
import { quotable } from "../basics/printable.ts";
import type { Json, JsonObject } from "./identity.ts";

/** Something that was made, with the hashes of the code that made it, if recorded. */
export interface MadeBy {
  /** Its name in messages. */
  readonly name: string;
  /** The hashes. */
  readonly code: Partial<CodeHashes>;
}

const PARTS: readonly CodePart[] = ["embeddings", "trainings"];

/**
 * Returns the code that made a set, as its identity records it, including that of its projectors if it was projected.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const identity = { backbone: { name: "x" }, code: { embeddings: "3fa1" } };
 * const projected = { code: { trainings: "9bc2" }, projectedFrom: { identity } };
 * assert.deepEqual(codeOf(projected), { embeddings: "3fa1", trainings: "9bc2" });
 * assert.deepEqual(codeOf({}), {});
 * ```
 */
export function codeOf(identity: JsonObject): Partial<CodeHashes> {
  const found: Partial<Record<CodePart, string>> = {};
  for (let at: Json | undefined = identity; at !== undefined;) {
    for (const part of PARTS) {
      const hash = fieldOf(fieldOf(at, "code"), part);
      if (typeof hash === "string") found[part] ??= hash;
    }
    at = fieldOf(fieldOf(at, "projectedFrom"), "identity");
  }
  return found;
}

/** Returns an identity without the hashes of the code: what was requested, whatever code made it. */
export function withoutCode({ earnest: _earnest, code: _code, ...asked }: JsonObject): JsonObject {
  return asked;
}

/**
 * Returns a note, in one sentence, if something was made by other code than the running one; otherwise nothing.
 *
 * @throws {SurroundingsError} when something records its code, and that of this checkout cannot be read
 */
export async function otherCodeNotes(all: readonly MadeBy[]): Promise<string[]> {
  if (all.every(({ code }) => Object.keys(code).length === 0)) return [];
  const now = await codeHashes();
  const others = all.flatMap(({ name, code }) => {
    const hashes = PARTS.flatMap((part) => {
      const hash = code[part];
      return hash === undefined || hash === now[part]
        ? []
        : [`${part} ${quotable(shortHash(hash))}, now ${shortHash(now[part])}`];
    });
    return hashes.length === 0 ? [] : [`"${quotable(name)}" (${hashes.join("; ")})`];
  });
  if (others.length === 0) return [];
  return [`Made by other code than this, and kept as it is: ${[...new Set(others)].join(", ")}.`];
}

function fieldOf(value: Json | undefined, field: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
      Object.hasOwn(value, field)
    ? (value as JsonObject)[field]
    : undefined;
}
