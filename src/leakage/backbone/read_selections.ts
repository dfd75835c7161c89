/**
 * What projector files say was chosen on which items.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { readInputFile } from "../../basics/input_file.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { unreadable } from "../../formats/reading.ts";
import { readSafetensors } from "../../formats/safetensors.ts";
import type { Selection } from "./selection.ts";

/** Of the files that `train` writes; the room of projectors lies below this one. */
const PROJECTOR_SCHEMA = "earnest/projector/1";

const selectionSchema = z.array(
  z.strictObject({ what: z.string(), chosenOn: z.array(z.string()) }),
);

/**
 * What was chosen on which items while projectors were trained, for `findSelection`: with early stopping the step.
 *
 * @throws {InputError} when there is no such file, or it is malformed
 */
export async function readSelections(path: string): Promise<Selection[]> {
  const { metadata } = readSafetensors(await readInputFile(path), path);
  if (metadata["schema"] !== PROJECTOR_SCHEMA) {
    const found = quotable(metadata["schema"] ?? "missing");
    throw unreadable(path, `its schema is ${found}; expected ${PROJECTOR_SCHEMA}`);
  }
  return parseJson(
    metadata["selection"] ?? "null",
    `${path}: selection`,
    selectionSchema,
  );
}
