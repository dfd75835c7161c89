/**
 * What the keys of a configuration are, said in their schema: the JSON Schema and the reference are made of it.
 * @module
 */
import type { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.

/**
 * Returns a schema that says what its key is.
 *
 * @param description a sentence or more, in Markdown
 * @param byDefault what holds without the key, where the schema itself has no default
 */
export function described<Schema extends z.ZodType>(
  schema: Schema,
  description: string,
  byDefault?: string,
): Schema {
  return schema.meta({ description, ...(byDefault === undefined ? {} : { byDefault }) });
}
