/**
 * Parts of the schemas of `results.json`: numbers with their intervals, and names.
 * @module
 */
import { recordOf } from "../../basics/record_schema.ts";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.

export const text = z.string();
export const texts = z.array(text);
export const number = z.number();
export const numbers = z.array(number);
export const byName = recordOf(number);

export const ends = { low: number, high: number, low_fixed: number, high_fixed: number };
export const interval = z.object(ends);
export const measured = z.object({ value: number, ...ends });
export const accuracy = z.object({ mean: number, ...ends, per_seed: numbers });
export const optionalMeasured = measured.exactOptional();
export const pair = { audio: text, text };
