/**
 * The files beside `results.json` in an audit's folder that its report needs, checked as they are read.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { type Maps, MAPS_SCHEMA } from "../../audit/results/maps.ts";
import { SPACES } from "../../audit/results/spaces.ts";
import { parseJson } from "../../basics/parse_json.ts";

/** What the report needs of a row of `cells.jsonl`: one cell and seed. */
export interface ReportCell {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** Whether random codes stood for the text backbone's embeddings. */
  readonly random_text: boolean;
  /** What the projectors trained on. */
  readonly condition: string;
  /** Number of the class fold, from 0. */
  readonly fold: number;
  /** Items by true label (rows) and by the label they got (columns), in the order of the class fold. */
  readonly confusion: readonly (readonly number[])[];
}

const cell: z.ZodType<ReportCell> = z.object({
  audio: z.string(),
  text: z.string(),
  random_text: z.boolean(),
  condition: z.string(),
  fold: z.int().nonnegative(),
  confusion: z.array(z.array(z.number().nonnegative())),
});

/**
 * Parses `cells.jsonl`.
 *
 * @param text its text
 * @param name the file's name, for errors
 * @throws {InputError} that names the line, the key, what was found and what is expected
 */
export function parseCells(text: string, name: string): ReportCell[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, at) => parseJson(line, `${name}, line ${at + 1}`, cell));
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
 * @throws {InputError} that names the key, what was found and what is expected
 */
export function parseMaps(text: string, name: string): Maps {
  return parseJson(text, name, maps);
}
