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
 * @param key the schema of each key
 * @param expected what is said of anything but an object
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "npm:zod@4.6.7";
 * const parsed = recordOf(z.number()).parse(JSON.parse('{ "__proto__": 1, "dog": 2 }'));
 * assert.deepEqual(Object.entries(parsed), [["__proto__", 1], ["dog", 2]]);
 * ```
 */
export function recordOf<Value>(
  value: z.ZodType<Value>,
  key: z.ZodType<string> = z.string(),
  expected = "expected an object",
): z.ZodType<Record<string, Value>> {
  return z.custom<object>(
    (found) => typeof found === "object" && found !== null && !Array.isArray(found),
    expected,
  ).transform((object, context) => {
    const entries = Object.entries(object).flatMap(([name, content]): [string, Value][] => {
      const named = key.safeParse(name, { reportInput: true });
      const parsed = value.safeParse(content, { reportInput: true });
      if (named.success && parsed.success) return [[name, parsed.data]];
      for (const issue of [...named.error?.issues ?? [], ...parsed.error?.issues ?? []]) {
        const path = [name, ...issue.path];
        context.issues.push({ ...issue, path } as z.core.$ZodRawIssue);
      }
      return [];
    });
    // Unlike an assignment, this makes every key the object's own.
    return Object.fromEntries(entries);
  });
}
