/**
 * The identity of an embedding set: what its values depend on, as plain JSON, compared field by field where two runs
 * meet in one folder.
 * @module
 */
import { createHash } from "node:crypto";
import { quotable } from "../basics/printable.ts";

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  /** Field name to value. */
  readonly [field: string]: Json;
}

/** Deeper than any real identity; without a limit, a forged file could exhaust the stack. */
const DEEPEST = 32;

/**
 * Formats JSON with sorted keys and no white space: one text for one value, in whatever order its fields were set.
 *
 * @throws {RangeError} when a number is not finite, or the value is nested more than 32 deep
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(canonicalJson({ b: [1, null], a: "x" }), '{"a":"x","b":[1,null]}');
 * ```
 */
export function canonicalJson(value: Json): string {
  return nestedJson(value, 0);
}

function nestedJson(value: Json, depth: number): string {
  if (depth > DEEPEST) throw new RangeError(`JSON is nested more than ${DEEPEST} deep`);
  if (isList(value)) return `[${value.map((entry) => nestedJson(entry, depth + 1)).join(",")}]`;
  if (isObject(value)) {
    const fields = Object.keys(value).sort().map((field) =>
      `${JSON.stringify(field)}:${nestedJson(value[field]!, depth + 1)}`
    );
    return `{${fields.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`JSON has no number ${value}`);
  }
  return JSON.stringify(value);
}

/**
 * Computes the fingerprint of an identity: SHA-256 of its canonical JSON, 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(fingerprintOf({ a: 1, b: 2 }), fingerprintOf({ b: 2, a: 1 }));
 * assert.notEqual(fingerprintOf({ a: 1 }), fingerprintOf({ a: "1" }));
 * ```
 */
export function fingerprintOf(identity: JsonObject): string {
  return createHash("sha256").update(canonicalJson(identity)).digest("hex");
}

/** A field in which two values differ; a value that lacks the field has undefined. */
export interface Difference {
  /** The field's path: its keys, joined by dots. */
  readonly field: string;
  /** The first value's field. */
  readonly first: Json | undefined;
  /** The second value's field. */
  readonly second: Json | undefined;
}

/**
 * Lists the fields in which two JSON objects differ, each by its whole path to the innermost.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const [difference] = differencesOf({ model: { sha256: "a" } }, { model: { sha256: "b" } });
 * assert.deepEqual(difference, { field: "model.sha256", first: "a", second: "b" });
 * ```
 */
export function differencesOf(first: JsonObject, second: JsonObject): Difference[] {
  return fieldDifferences(first, second, "");
}

function fieldDifferences(
  first: Json | undefined,
  second: Json | undefined,
  field: string,
): Difference[] {
  const bothObjects = isObject(first) && isObject(second);
  const bothLists = isList(first) && isList(second);
  if (bothObjects || bothLists) {
    const [one, other] = [new Map(Object.entries(first)), new Map(Object.entries(second))];
    return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) =>
      fieldDifferences(one.get(name), other.get(name), field === "" ? name : `${field}.${name}`)
    );
  }
  // Identities are small; an object compared with anything else differs as a whole.
  const same = first !== undefined && second !== undefined &&
    canonicalJson(first) === canonicalJson(second);
  return same ? [] : [{ field, first, second }];
}

/** Formats a value for a message: text unchanged, all else as JSON. */
export function quotableJson(value: Json): string {
  return quotable(typeof value === "string" ? value : canonicalJson(value));
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
