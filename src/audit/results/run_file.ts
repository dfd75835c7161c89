/**
 * `run.json`, schema `earnest/run/1`: what an audit's folder was asked for. It is the first file in the folder, so that
 * a folder without results is recognized as an unfinished audit.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { readInputFile } from "../../basics/input_file.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { type AuditConfiguration, parseConfiguration } from "../configuration/configuration.ts";

/** The schema's name and version. */
export const RUN_SCHEMA = "earnest/run/1";

/** Name of the file in an audit's folder. */
export const RUN_FILE = "run.json";

/** The content of the file without the schema's name. */
export interface AuditRun {
  /** The command line that reproduces the folder. */
  readonly command: string;
  /** The configuration with every default filled in. */
  readonly configuration: AuditConfiguration;
}

const schema = z.strictObject({
  schema: z.literal(RUN_SCHEMA),
  command: z.string(),
  configuration: z.unknown(),
});

/**
 * Parses the file.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} with the key, what was found and what is expected
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseConfiguration } from "../configuration/configuration.ts";
 * const configuration = parseConfiguration(
 *   `{ "evaluation": { "items": "e.csv" }, "training": { "items": "t.csv" },
 *      "audio": [{ "name": "a", "training": "t.npy", "evaluation": "e.npy" }],
 *      "text": [{ "name": "glove-100d", "backbone": "glove-100d" }] }`,
 *   "audit.json",
 * );
 * const run = { command: "earnest audit audit.json --out findings", configuration };
 * assert.deepEqual(parseRun(formatRun(run), RUN_FILE), run);
 * ```
 */
export function parseRun(text: string, name: string): AuditRun {
  const { command, configuration } = parseJson(text, name, schema);
  return { command, configuration: parseConfiguration(JSON.stringify(configuration), name) };
}

/** Returns the text of the file. */
export function formatRun({ command, configuration }: AuditRun): string {
  return JSON.stringify({ schema: RUN_SCHEMA, command, configuration }, null, 2) + "\n";
}

/**
 * Reads the file of an audit's folder.
 *
 * @throws {InputError} when it is missing or malformed
 */
export async function readRun(folder: string): Promise<AuditRun> {
  const path = join(folder, RUN_FILE);
  return parseRun(decodeUtf8(await readInputFile(path), path), path);
}
