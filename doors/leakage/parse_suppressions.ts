/**
 * Loads `src/leakage/output/parse_suppressions.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Suppression } from "../../src/leakage/output/suppressions.ts";

const loading = later<typeof import("../../src/leakage/output/parse_suppressions.ts")>(
  new URL("../../src/leakage/output/parse_suppressions.ts", import.meta.url),
);

/**
 * Parses a file of suppressions.
 *
 * @throws {InputError} when it is malformed, or an entry has no reason or suppresses everything
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = JSON.stringify({
 *   schema: "earnest/suppressions/1",
 *   suppressions: [{ rule: "TEXT-EXACT", label: "clapping", reason: "the item is a thunder clap" }],
 * });
 * assert.equal((await parseSuppressions(text, "accepted.json")).length, 1);
 * ```
 */
export async function parseSuppressions(text: string, name: string): Promise<Suppression[]> {
  return await (await loading()).parseSuppressions(text, name);
}
