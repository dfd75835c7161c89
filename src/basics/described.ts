/**
 * What the keys of files that users write are, said in their schemas: JSON Schemas and references are made of these.
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
