/**
 * Reads what a comparison needs of an audit's folder.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError } from "../../basics/errors.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { recordOf } from "../../basics/record_schema.ts";
import { parseResults } from "../claims/read_results.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { isFound, parseLines, readAuditFile, refuseUnfinished } from "../folder/finished.ts";
import { CELLS_FILE, RESULTS_FILE } from "../folder/kind.ts";
import { refuseOtherCells } from "../folder/whole_cells.ts";
import { type CellPlace, cellPlace } from "../results/cell_place.ts";
import { FIRST_SCHEMA } from "../results/first_results.ts";
import { type AuditResults, RESULTS_SCHEMA } from "../results/results.ts";
import { parseRun, RUN_FILE } from "../results/run_file.ts";

/** The fields of a row of `cells.jsonl` that a comparison needs; a row is one training in one class fold. */
export interface TrainedCell extends CellPlace {
  /** The last loss; null without training. */
  readonly final_loss: number | null;
  /** The measure of each class of the fold. */
  readonly per_class: Readonly<Record<string, number>>;
  /** Numbers of items by true label (rows) and given label; empty where items have several labels. */
  readonly confusion: readonly (readonly number[])[];
}

/** What a comparison needs of a finished audit. */
export interface FinishedAudit {
  /** Its folder, as it was named. */
  readonly folder: string;
  /** What it was asked for. */
  readonly configuration: AuditConfiguration;
  /** Its results. */
  readonly results: AuditResults;
  /** Its trainings. */
  readonly cells: readonly TrainedCell[];
}

const cell: z.ZodType<TrainedCell> = z.object({
  ...cellPlace,
  final_loss: z.number().nullable(),
  per_class: recordOf(z.number()),
  confusion: z.array(z.array(z.number().nonnegative())),
});

const anySchema = z.object({ schema: z.string() });

/**
 * Reads a finished audit.
 *
 * @throws {InputError} when the folder holds no finished audit, or one of the first schema, or a file is malformed
 */
export async function readFinishedAudit(folder: string): Promise<FinishedAudit> {
  if (!isFound(folder)) {
    throw new InputError(`"${quotable(folder)}" does not exist; expected the folder of an audit`);
  }
  refuseUnfinished(folder);
  const { configuration } = await readAuditFile(folder, RUN_FILE, parseRun);
  const results = await readAuditFile(folder, RESULTS_FILE, parseThisSchema);
  const cells = await readAuditFile(folder, CELLS_FILE, parseTrainedCells);
  refuseOtherCells(cells, results, join(folder, CELLS_FILE));
  return { folder, configuration, results, cells };
}

/**
 * Parses `cells.jsonl`.
 *
 * @throws {InputError} with the line, the key, what was found and what is expected
 */
export function parseTrainedCells(text: string, name: string): TrainedCell[] {
  return parseLines(text, name, cell);
}

/** Refuses results of the first schema, which has no control and no permutation test. */
function parseThisSchema(text: string, name: string): AuditResults {
  if (parseJson(text, name, anySchema).schema === FIRST_SCHEMA) {
    throw new InputError(
      `"${
        quotable(name)
      }": "schema" is "${FIRST_SCHEMA}", which has no control and no permutation ` +
        `test; expected "${RESULTS_SCHEMA}": run the audit again`,
    );
  }
  return parseResults(text, name);
}
