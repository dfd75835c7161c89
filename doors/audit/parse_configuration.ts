/**
 * Loads `src/audit/configuration/configuration.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";

const loading = later<typeof import("../../src/audit/configuration/configuration.ts")>(
  new URL("../../src/audit/configuration/configuration.ts", import.meta.url),
);

/**
 * Parses a configuration.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} with the key, what was found and what is expected
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * await assert.rejects(parseConfiguration(`{ "sedes": [1] }`, "audit.json"),
 *   /"sedes"; did you mean "seeds"\?/,
 * );
 * ```
 */
export async function parseConfiguration(text: string, name: string): Promise<AuditConfiguration> {
  return await (await loading()).parseConfiguration(text, name);
}
