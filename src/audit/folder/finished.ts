/**
 * Reads the files of a finished audit's folder.
 * @module
 */
import { join } from "node:path";
import type { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError } from "../../basics/errors.ts";
import { readInputFile, unopened } from "../../basics/input_file.ts";
import { isThere } from "../../basics/output/place.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { RUN_FILE } from "../results/run_file.ts";
import { RESULTS_FILE } from "./kind.ts";

/** Most bytes of a file, which is held in memory whole; audits that a report can show have smaller files. */
const LARGEST_FILE_BYTES = 2 ** 28;

/**
 * Makes sure that a folder holds a finished audit.
 *
 * @throws {InputError} when it does not
 */
export function refuseUnfinished(folder: string): void {
  const name = quotable(folder);
  if (!isFound(join(folder, RUN_FILE))) {
    throw new InputError(`"${name}" is not an audit's folder; expected "${RUN_FILE}" in it`);
  }
  if (!isFound(join(folder, RESULTS_FILE))) {
    throw new InputError(
      `The audit in "${name}" is not finished: "${RESULTS_FILE}" is missing; continue it with --resume`,
    );
  }
}

/**
 * Whether anything is at a path that is to be read.
 *
 * @throws {EarnestError} when that cannot be found out
 */
export function isFound(path: string): boolean {
  return isThere(path, unopened);
}

/**
 * Reads and parses a file of an audit's folder.
 *
 * @param parse is given the text and the file's path, for errors
 * @throws {InputError} when the file is missing, too large, or not what `parse` expects
 */
export async function readAuditFile<Content>(
  folder: string,
  name: string,
  parse: (text: string, name: string) => Content,
): Promise<Content> {
  const path = join(folder, name);
  return parse(await readAuditText(path), path);
}

/** Reads the text of a file of an audit. */
export async function readAuditText(path: string): Promise<string> {
  return decodeUtf8(await readInputFile(path, LARGEST_FILE_BYTES), path);
}

/**
 * Parses a file with one JSON value a line.
 *
 * @throws {InputError} with the line, the key, what was found and what is expected
 */
export function parseLines<Row>(text: string, name: string, schema: z.ZodType<Row>): Row[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, at) => parseJson(line, `${name}, line ${at + 1}`, schema));
}
