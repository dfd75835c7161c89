/**
 * Reads and checks the files beside `results.json` that a report needs.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseLines } from "../../audit/folder/finished.ts";
import { type CellPlace, cellPlace } from "../../audit/results/cell_place.ts";
import { type Maps, MAPS_SCHEMA } from "../../audit/results/maps.ts";
import { SPACES } from "../../audit/results/spaces.ts";
import { parseJson } from "../../basics/parse_json.ts";

/** The fields of a row of `cells.jsonl` that the report needs; a row is one training. */
export interface ReportCell extends CellPlace {
  /** Numbers of items by true label (rows) and given label (columns), in the order of the class fold. */
  readonly confusion: readonly (readonly number[])[];
}

const cell: z.ZodType<ReportCell> = z.object({
  ...cellPlace,
  confusion: z.array(z.array(z.number().nonnegative())),
});

/**
 * Parses `cells.jsonl`.
 *
 * @param text the text of the file
 * @param name the file's name, for errors
 * @throws {InputError} with the line, the key, what was found and what is expected
 */
export function parseCells(text: string, name: string): ReportCell[] {
  return parseLines(text, name, cell);
}

const maps: z.ZodType<Maps> = z.object({
  schema: z.literal(MAPS_SCHEMA),
  maps: z.array(z.object({
    space: z.enum(SPACES),
    audio: z.string().exactOptional(),
    text: z.string().exactOptional(),
    condition: z.string().exactOptional(),
    perplexity: z.number(),
    points: z.array(z.object({
      id: z.string(),
      label: z.string().exactOptional(),
      x: z.number(),
      y: z.number(),
    })),
  })),
});

/**
 * Parses `maps.json`.
 *
 * @throws {InputError} with the key, what was found and what is expected
 */
export function parseMaps(text: string, name: string): Maps {
  return parseJson(text, name, maps);
}
