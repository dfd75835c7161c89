/**
 * A schema of objects whose keys are names from outside.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.

/**
 * Makes a schema of objects with any keys, as `z.record` does, which loses a key named `__proto__`: a class may be called
 * that.
 *
 * @param value the schema of each value
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "npm:zod@4.6.7";
 * const parsed = recordOf(z.number()).parse(JSON.parse('{ "__proto__": 1, "dog": 2 }'));
 * assert.deepEqual(Object.entries(parsed), [["__proto__", 1], ["dog", 2]]);
 * ```
 */
export function recordOf<Value>(value: z.ZodType<Value>): z.ZodType<Record<string, Value>> {
  return z.custom<object>(
    (found) => typeof found === "object" && found !== null && !Array.isArray(found),
    "expected an object",
  ).transform((object, context) => {
    const entries = Object.entries(object).flatMap(([key, content]): [string, Value][] => {
      const parsed = value.safeParse(content, { reportInput: true });
      if (parsed.success) return [[key, parsed.data]];
      for (const issue of parsed.error.issues) {
        const path = [key, ...issue.path];
        context.issues.push({ ...issue, path } as z.core.$ZodRawIssue);
      }
      return [];
    });
    // Unlike an assignment, this makes every key the object's own.
    return Object.fromEntries(entries);
  });
}
