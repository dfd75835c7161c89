/**
 * Schemas of lists without repeats: a seed or condition that appeared twice would count as two trainings.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.

/** A list that may be empty. */
export function once<Value extends string | number>(value: z.ZodType<Value>) {
  return z.array(value).refine(
    (list) => new Set(list).size === list.length,
    "expected each value once",
  ).meta({ uniqueItems: true });
}

/** A list of at least one value. */
export function distinct<Value extends string | number>(value: z.ZodType<Value>) {
  return once(value).min(1);
}
