/**
 * Reads `results.json` and checks it once by a schema, which the compiler compares with the type.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../basics/parse_json.ts";
import { FIRST_SCHEMA, firstSchema, fromFirst } from "../results/first_results.ts";
import { asRead } from "../results/measure_names.ts";
import { type AuditResults, RESULTS_SCHEMA, type UnclaimedResults } from "../results/results.ts";
import { resultsSchema } from "../results/results_schema.ts";
import { withClaims } from "./claims.ts";

/** The checked shape; the compiler compares it with the type. */
const schema: z.ZodType<UnclaimedResults & Partial<AuditResults>> = z.preprocess(
  asRead,
  resultsSchema,
);

/** What tells which schema a file has. */
const anySchema = z.object({ schema: z.enum([RESULTS_SCHEMA, FIRST_SCHEMA]) });

/**
 * Parses `results.json`. Results of the first schema are brought into the shape of this one, with the claims that their
 * numbers allow.
 *
 * @param json its text
 * @param name the file's name, for errors
 * @throws {InputError} with the key, what was found and what is expected
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(() => parseResults('{ "schema": "earnest/audit/0" }', "results.json"), /results\.json/);
 * ```
 */
export function parseResults(json: string, name: string): AuditResults {
  if (parseJson(json, name, anySchema).schema === FIRST_SCHEMA) {
    return withClaims(fromFirst(parseJson(json, name, firstSchema)));
  }
  const { claims, ...results } = parseJson(json, name, schema);
  return claims === undefined ? withClaims(results) : { ...results, claims };
}
