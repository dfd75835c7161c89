/**
 * The keys of a JSON Schema as tables in Markdown.
 * @module
 */
import type { JsonSchema } from "./json_schema.ts";

/** Most values that the type of a list names. */
const MOST_NAMED = 8;

/** A key of the reference. */
interface Row {
  readonly key: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/**
 * Returns a table of an object's keys, those of objects in it included.
 *
 * @param prefix what the keys are written after, such as `evaluation.`
 */
export function tableOf(schema: JsonSchema, prefix: string): string {
  const rows = rowsOf(schema, prefix).map(({ key, schema, isRequired }) => [
    `\`${key}\``,
    typeText(schema),
    isRequired ? "_must be given_" : defaultText(schema),
    schema.description ?? "",
  ]);
  const head = [["key", "type", "default", "what it is"], ["---", "---", "---", "---"]];
  return [...head, ...rows].map((cells) => `| ${cells.map(escaped).join(" | ")} |`).join("\n");
}

function rowsOf(schema: JsonSchema, prefix: string): Row[] {
  return Object.entries(objectIn(schema)?.properties ?? {}).flatMap(([name, one]) => {
    const key = `${prefix}${name}`;
    const isRequired = objectIn(schema)!.required?.includes(name) ?? false;
    const own = { key, schema: one, isRequired };
    const inside = objectIn(one);
    if (inside?.properties === undefined) return [own];
    return [own, ...rowsOf(inside, `${key}.`)];
  });
}

/** The object that a schema describes: itself, or the alternative that is one. */
export function objectIn(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined) return schema;
  return schema.anyOf?.find(({ properties }) => properties !== undefined);
}

/** What a value may be, in few words. */
function typeText(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map(codeOf).join(", ");
  if (schema.const !== undefined) return codeOf(schema.const);
  const choices = schema.anyOf?.filter(({ type, anyOf }) => type !== undefined || anyOf) ?? [];
  if (choices.length > 0) return [...new Set(choices.map(typeText))].join(", or ");
  if (schema.type === "array") return listText(schema);
  if (schema.type === "object") return "object";
  if (schema.type === "string") return "text";
  if (schema.type === "boolean") return "`true`, `false`";
  if (schema.type === "integer") return `whole number${rangeText(schema)}`;
  if (schema.type === "number") return `number${rangeText(schema)}`;
  return [schema.type ?? []].flat().map((type) => typeText({ type })).join(", or ");
}

function listText({ items }: JsonSchema): string {
  if (Array.isArray(items)) return `list of ${items.length} numbers`;
  // A table cell cannot hold all rules; the page that is linked beside has them.
  if (((items as JsonSchema | undefined)?.enum?.length ?? 0) > MOST_NAMED) return "list of names";
  const one = items === undefined ? "" : typeText(items as JsonSchema);
  const many = one.startsWith("`")
    ? one
    : one.replace(/^(text|object|whole number|number)/, (name) => `${name}s`);
  return `list of ${many}`;
}

function rangeText(schema: JsonSchema): string {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const parts = [
    minimum === undefined ? [] : [`at least ${minimum}`],
    exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`],
    maximum === undefined ? [] : [`at most ${maximum}`],
    exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`],
  ].flat();
  return parts.length === 0 ? "" : `, ${parts.join(", ")}`;
}

function defaultText({ default: value, byDefault, ...schema }: JsonSchema): string {
  if (byDefault !== undefined) return byDefault;
  if (value !== undefined) return codeOf(value);
  return objectIn(schema) === undefined ? "" : "see its keys";
}

function codeOf(value: unknown): string {
  return `\`${JSON.stringify(value).replaceAll(",", ", ")}\``;
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|");
}
