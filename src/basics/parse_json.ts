/**
 * Parses JSON from outside into plain types; an error names the key, the found value and the expected one.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { expectedOf } from "./expected.ts";
import { InputError } from "./errors.ts";
import { readJson } from "./json.ts";
import { suggestion } from "./nearest.ts";
import { quotable } from "./printable.ts";

/**
 * Parses a JSON text with a schema.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @param schema the expected form; unknown keys of its strict objects are errors that name the nearest known key
 * @throws {InputError} when the text is not JSON, repeats a key, is nested more than 100 deep, or does not fit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "npm:zod@4.6.7";
 * const schema = z.strictObject({ seeds: z.array(z.int()) });
 * assert.deepEqual(parseJson('{ "seeds": [1] }', "a.json", schema), { seeds: [1] });
 * assert.throws(
 *   () => parseJson('{ "sedes": [1] }', "a.json", schema),
 *   { message: 'Cannot use "a.json": unknown key "sedes"; did you mean "seeds"?' },
 * );
 * ```
 */
export function parseJson<Parsed>(text: string, name: string, schema: z.ZodType<Parsed>): Parsed {
  const parsed = schema.safeParse(readJson(text, name), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new InputError(`Cannot use "${name}": ${reasonOf(parsed.error.issues, schema)}`);
}

function reasonOf(all: readonly z.core.$ZodIssue[], schema: z.ZodType): string {
  const issues = all.flatMap(likeliest);
  // An unknown key is the likeliest cause of any other fault, such as a missing key.
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]!;
  const at = quotable(keyPath(issue.path));
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    const place = at === "" ? "" : ` in "${at}"`;
    return `unknown key "${quotable(key)}"${place}; ${suggestion(key, knownKeys(schema, issue))}`;
  }
  const what = at === "" ? "it" : `"${at}"`;
  return `${what} is ${jsonExcerpt(issue.input)}; ${expectedOf(issue.message)}`;
}

/** Picks the issues of the union alternative that fits best: those that lie deepest. */
function likeliest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const depth = (issues: z.core.$ZodIssue[]) =>
    Math.max(
      ...issues.map(({ path, code }) => path.length + (code === "unrecognized_keys" ? 1 : 0)),
    );
  const best = issue.errors.reduce((a, b) => depth(b) > depth(a) ? b : a);
  if (depth(best) === 0) return [issue];
  return best.flatMap((inner) => likeliest({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Lists the keys that a schema knows beside an unknown one. */
function knownKeys(schema: z.ZodType, { path, input }: z.core.$ZodIssueUnrecognizedKeys): string[] {
  let candidates: unknown[] = alternatives(schema);
  for (const key of path) {
    candidates = candidates.flatMap((at) => {
      if (at instanceof z.ZodObject) return alternatives(at.shape[key as string]);
      if (at instanceof z.ZodArray) return alternatives(at.element);
      if (at instanceof z.ZodRecord) return alternatives(at.valueType);
      return [];
    });
  }
  const objects = candidates.filter((at) => at instanceof z.ZodObject);
  const found = Object.keys((input ?? {}) as object);
  const shared = ({ shape }: z.ZodObject) => found.filter((key) => key in shape).length;
  const [best] = objects.sort((a, b) => shared(b) - shared(a));
  return best ? Object.keys(best.shape) : [];
}

/** A schema without its wrappers (defaults, optional, preprocessing), or all schemas of a union. */
function alternatives(schema: unknown): unknown[] {
  if (
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
  ) return alternatives(schema.unwrap());
  // The output of a preprocessing step.
  if (schema instanceof z.ZodPipe) return alternatives(schema.out);
  return schema instanceof z.ZodUnion ? schema.options.flatMap(alternatives) : [schema];
}

function keyPath(path: readonly PropertyKey[]): string {
  return path.map((key) => typeof key === "number" ? `[${key}]` : `.${String(key)}`).join("")
    .replace(/^\./, "");
}

function jsonExcerpt(input: unknown): string {
  return quotable(JSON.stringify(input) ?? "nothing");
}
