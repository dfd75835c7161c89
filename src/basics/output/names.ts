/**
 * Names that are derived from another one, such as a temporary file's: they fit into a folder whatever the length of the
 * name that they are made from.
 * @module
 */
import { basename, dirname, join } from "node:path";
import { hash32 } from "../random.ts";

/** Bytes of a name that the file systems in use take; some count characters, which are never more. */
const MOST_BYTES = 255;

const encoder = new TextEncoder();
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/**
 * A name with something before and behind it. Where that is too long for a folder, the name is cut between two
 * characters, and a hash of the whole name stands for the rest.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fitted("clean", ".", ".lock"), ".clean.lock");
 * const long = fitted("ü".repeat(125), ".", ".lock");
 * assert.match(long, /^\.ü+~[0-9a-f]{8}\.lock$/);
 * assert.ok(new TextEncoder().encode(long).length <= 255);
 * ```
 */
export function fitted(name: string, before: string, after: string): string {
  const room = MOST_BYTES - lengthOf(before) - lengthOf(after);
  if (lengthOf(name) <= room) return `${before}${name}${after}`;
  const mark = `~${hash32(name).toString(16).padStart(8, "0")}`;
  let cut = "";
  let bytes = lengthOf(mark);
  for (const character of name) {
    bytes += lengthOf(character);
    if (bytes > room) break;
    cut += character;
  }
  return `${before}${cut}${mark}${after}`;
}

function lengthOf(text: string): number {
  return encoder.encode(text).length;
}

/**
 * A path beside another one, whose name begins with a dot and tells whose it is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(beside("a/clean", "replacement"), "a/.clean.replacement");
 * ```
 */
export function beside(path: string, ending: string): string {
  return join(dirname(path), fitted(basename(path), ".", `.${ending}`));
}

/** A path beside another one that only this call gives. */
export function uniqueBeside(path: string, ending: string): string {
  return beside(path, `${crypto.randomUUID()}.${ending}`);
}

/**
 * Whether a name is one that {@link uniqueBeside} gave for a path.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { basename } from "node:path";
 * assert.ok(isUniqueBeside("a/clean", "partial", basename(uniqueBeside("a/clean", "partial"))));
 * assert.ok(!isUniqueBeside("a/clean", "partial", ".clean.old.partial"));
 * ```
 */
export function isUniqueBeside(path: string, ending: string, name: string): boolean {
  const match = new RegExp(`\\.${UUID}\\.${ending}$`).exec(name);
  return match !== null && name === fitted(basename(path), ".", match[0]);
}

/** Whether a name is one that {@link uniqueBeside} gave for any path. */
export function isUnique(ending: string, name: string): boolean {
  return new RegExp(`^\\..+\\.${UUID}\\.${ending}$`).test(name);
}

/**
 * A path beside another one that people find: its name with a number.
 *
 * @param ending what stays at the end of the name, such as `.json`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(numbered("a/clean.json", 2, ".json"), "a/clean-2.json");
 * ```
 */
export function numbered(path: string, number: number, ending = ""): string {
  const name = basename(path);
  const stem = ending !== "" && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
  return join(dirname(path), fitted(stem, "", `-${number}${name.slice(stem.length)}`));
}
