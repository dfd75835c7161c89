/**
 * Loads `src/audit/inputs/read_inputs.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";
import type { InputOptions } from "../../src/audit/inputs/input_options.ts";
import type { AuditInputs } from "../../src/audit/inputs/shape.ts";

const loading = later<typeof import("../../src/audit/inputs/read_inputs.ts")>(
  new URL("../../src/audit/inputs/read_inputs.ts", import.meta.url),
);

/**
 * Reads everything that a configuration names, and runs the backbones whose embeddings it does not name.
 *
 * @param folder the configuration's folder, to which its paths are relative
 * @throws {InputError} when a file is missing or malformed, the two sides of a backbone differ in shape, two names are
 * the same, a class fold has fewer than two classes, a label cannot be embedded, or a leak rule lacks what it needs
 * @throws {SurroundingsError} when something cannot be fetched (WordNet, for the random codes of captions) or written
 */
export async function readInputs(
  configuration: AuditConfiguration,
  folder: string,
  options?: InputOptions,
): Promise<AuditInputs> {
  return await (await loading()).readInputs(configuration, folder, options);
}
