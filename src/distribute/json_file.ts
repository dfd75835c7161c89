/**
 * Reads the JSON files in the folder of shards.
 * @module
 */
import type { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { readInputFile } from "../basics/input_file.ts";
import { parseJson } from "../basics/parse_json.ts";
import { decodeUtf8 } from "../formats/reading.ts";

/**
 * Reads a JSON file of a schema.
 *
 * @throws {InputError} when it is missing or malformed
 * @throws {SurroundingsError} when it exists but cannot be read
 */
export async function readJsonFile<Parsed>(
  path: string,
  schema: z.ZodType<Parsed>,
): Promise<Parsed> {
  return parseJson(decodeUtf8(await readInputFile(path), path), path, schema);
}
