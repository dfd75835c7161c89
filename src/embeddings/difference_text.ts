/**
 * Says how two identities differ. Of contents and of code an identity has only hashes, whose digits tell a reader nothing:
 * the text names what they are of.
 * @module
 */
import { shortHash } from "../basics/code_hashes.ts";
import { quotable } from "../basics/printable.ts";
import { type Difference, type Json, quotableJson } from "./identity.ts";

const HASH = /^[0-9a-f]{64}$/;
/** Fields that hold a hash of Earnest's own code, and the kind of results that depend on it. */
const CODE = /^(?:code(?:\.(.+))?|(\w+)_code)$/;
/** Fields that hold a hash of what is named before them. */
const OF_CONTENT = /\.(sha256|values|items|fingerprint)$/;

/**
 * Describes a difference in words that follow "was begun".
 *
 * @param now the process that compares
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const steps = { field: "optimizer.steps", first: 300, second: undefined };
 * assert.equal(differenceText(steps, "this run"), "with optimizer.steps 300; this run has none");
 * const pairs = { field: "inputs.pairs", first: "a".repeat(64), second: "b".repeat(64) };
 * assert.equal(
 *   differenceText(pairs, "this task"),
 *   "with another content of pairs: SHA-256 aaaaaaaa…; this task has bbbbbbbb…",
 * );
 * ```
 */
export function differenceText({ field, first, second }: Difference, now: string): string {
  const code = CODE.exec(field);
  const said = (value: Json | undefined) => {
    if (value === undefined) return "none";
    const isShort = isHash(value) || (code !== null && typeof value === "string");
    return isShort ? shortHash(quotable(value)) : quotableJson(value);
  };
  if (code !== null) {
    const kind = code.slice(1).find((part) => part !== undefined) ?? "hash";
    return `by other code: ${kind} ${said(first)}; ${now} has ${said(second)}`;
  }
  if (isHash(first) && isHash(second)) {
    const what = quotable(field.replace(/^inputs\./, "").replace(OF_CONTENT, ""));
    return `with another content of ${what}: SHA-256 ${said(first)}; ${now} has ${said(second)}`;
  }
  const begun = first === undefined ? "without" : "with";
  const value = first === undefined ? "" : ` ${said(first)}`;
  return `${begun} ${quotable(field)}${value}; ${now} has ${said(second)}`;
}

function isHash(value: Json | undefined): value is string {
  return typeof value === "string" && HASH.test(value);
}
