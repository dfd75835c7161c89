/**
 * Parses the files of suppressions.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError } from "../../basics/errors.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { LEAK_RULES } from "../findings.ts";
import { type Suppression, SUPPRESSION_KEYS } from "./suppressions.ts";

const SCHEMA = z.strictObject({
  schema: z.literal("earnest/suppressions/1"),
  suppressions: z.array(z.strictObject({
    rule: z.enum(LEAK_RULES).optional(),
    item: z.string().optional(),
    label: z.string().optional(),
    matched: z.string().optional(),
    reason: z.string().regex(/\S/, "expected a reason"),
  })),
});

/** Implements {@link parseSuppressions}, which `doors/leakage/parse_suppressions.ts` documents. */
export function parseSuppressions(text: string, name: string): Suppression[] {
  const { suppressions } = parseJson(text, name, SCHEMA);
  const all = suppressions.findIndex((one) =>
    SUPPRESSION_KEYS.every((key) => one[key] === undefined)
  );
  if (all >= 0) {
    throw new InputError(
      `Cannot use "${name}": suppression ${all + 1} suppresses everything; ` +
        "expected a rule, item, label or matched",
    );
  }
  return suppressions;
}
