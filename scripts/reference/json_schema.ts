/**
 * JSON Schemas of what users write, made of the schemas that parse it.
 * @module
 */
import { z } from "npm:zod@4.6.7";

/** A part of a JSON Schema, as far as the reference reads it. */
export interface JsonSchema {
  readonly description?: string;
  /** What holds without the key, in words, where there is no `default`. */
  readonly byDefault?: string;
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * Converts a schema to JSON Schema, draft 7: editors know it best. What holds by default is a key of its own here.
 *
 * @param known the JSON Schemas of schemas that say nothing of what they take
 */
export function jsonSchemaOf(
  schema: z.ZodType,
  known: ReadonlyMap<unknown, JsonSchema> = new Map(),
): JsonSchema {
  return z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    // Objects of any keys are parsed by a function; they say themselves what they are.
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const replaced = known.get(zodSchema);
      if (replaced !== undefined) {
        delete jsonSchema.oneOf;
        Object.assign(jsonSchema, replaced);
      }
      // The largest safe integer is no limit that the schema states.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (isEmpty(jsonSchema.default)) delete jsonSchema.default;
    },
  }) as JsonSchema;
}

/** Returns the schema as it is written: what holds by default is said in the description. */
export function written(schema: JsonSchema, title: string): string {
  const text = JSON.stringify(
    { title, ...schema },
    (_, value) => isDescribed(value) ? inOneText(value) : value,
    2,
  );
  return `${text}\n`;
}

function isDescribed(value: unknown): value is JsonSchema & { readonly description: string } {
  return typeof value === "object" && value !== null && "description" in value &&
    typeof value.description === "string";
}

function inOneText({ byDefault, description, ...rest }: JsonSchema) {
  const more = byDefault === undefined ? "" : ` Default: ${byDefault}.`;
  // Links of the reference lead nowhere in an editor.
  const plain = `${description}${more}`.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1");
  return { description: plain, ...rest };
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    Object.keys(value).length === 0;
}
