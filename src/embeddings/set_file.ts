/**
 * `set.json`, schema `earnest/embeddings/1`: what the values of an embedding set depend on, and the contents of its
 * folder.
 * @module
 */
import { expectedOf } from "../basics/expected.ts";
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../basics/record_schema.ts";
import { messageOf } from "../basics/errors.ts";
import { readInputFile } from "../basics/input_file.ts";
import { readJson } from "../basics/json.ts";
import { quotable } from "../basics/printable.ts";
import { decodeUtf8, unreadable } from "../formats/reading.ts";
import type { UnreadableItem, UnusualItem } from "./embedding_set.ts";
import { fingerprintOf, type JsonObject } from "./identity.ts";
import type { Cut } from "./parts.ts";

/** The schema's name and version. */
export const SET_SCHEMA = "earnest/embeddings/1";

/** Name of the file that describes the set. */
export const SET_FILE = "set.json";
/** Name of the file of values, float32, rows × dim. */
export const VALUES_FILE = "embeddings.npy";
/** Name of the file of items, one line for each row. */
export const ITEMS_FILE = "items.jsonl";

/** Largest file: a million unreadable items with their reasons fit. */
const MOST_BYTES = 2 ** 28;

/** The environment that computed values, text by name: adapter, driver, runtime, threads. */
export type Environment = Readonly<Record<string, string>>;

/** The identity of a set: the caller's fields, and how the items are cut into parts. */
export type SetIdentity = JsonObject & Cut;

interface Common {
  /** What the values depend on. */
  readonly identity: SetIdentity;
  /** SHA-256 of the identity's canonical JSON. */
  readonly fingerprint: string;
  /** The environments of the parts, each once; for an unfinished set, that of the process that began it. */
  readonly environments: readonly Environment[];
}

/** A set that may lack parts. */
export interface UnfinishedSet extends Common {
  /** Whether all parts are merged into one file. */
  readonly complete: false;
}

/** A set that can be read. */
export interface CompleteSet extends Common {
  /** Whether all parts are merged into one file. */
  readonly complete: true;
  /** Number of rows. */
  readonly rows: number;
  /** Numbers in a row. */
  readonly dim: number;
  /** SHA-256 of the files. */
  readonly sha256: Readonly<Record<typeof VALUES_FILE | typeof ITEMS_FILE, string>>;
  /** Items without a row. */
  readonly unreadable: readonly UnreadableItem[];
  /** Items that were read although their files are unusual; absent without any. */
  readonly unusual?: readonly UnusualItem[] | undefined;
}

/** The content of the file, without the schema's name. */
export type SetFile = UnfinishedSet | CompleteSet;

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits");
const common = {
  schema: z.literal(SET_SCHEMA),
  fingerprint: sha256,
  identity: z.looseObject({ items: count, partItems: z.int().positive() }),
  environments: z.array(recordOf(z.string())),
};

/** An item without a row, as files store it. */
export const unreadableItemSchema: z.ZodType<UnreadableItem> = z.strictObject({
  id: z.string(),
  row: z.int().positive(),
  reason: z.string(),
  timedOut: z.literal(true).optional(),
});

/** An item whose file is unusual, as files store it. */
export const unusualItemSchema: z.ZodType<UnusualItem> = z.strictObject({
  id: z.string(),
  row: z.int().positive(),
  note: z.string(),
});

const schema = z.discriminatedUnion("complete", [
  z.strictObject({ ...common, complete: z.literal(false) }),
  z.strictObject({
    ...common,
    complete: z.literal(true),
    rows: count,
    dim: count,
    sha256: z.strictObject({ [VALUES_FILE]: sha256, [ITEMS_FILE]: sha256 }),
    unreadable: z.array(unreadableItemSchema),
    unusual: z.array(unusualItemSchema).optional(),
  }),
]);

/**
 * Reads the `set.json` of a folder.
 *
 * @throws {InputError} when it is missing, malformed, of another version, or its fingerprint is not its identity's
 * @throws {SurroundingsError} when it cannot be read
 */
export async function readSetFile(folder: string): Promise<SetFile> {
  const path = join(folder, SET_FILE);
  return parseSetFile(decodeUtf8(await readInputFile(path, MOST_BYTES), path), path);
}

/**
 * Parses the file.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, what was found and what is expected
 *
 * @example
 * Formats a value for a message, at any depth and length.
 * import assert from "node:assert/strict";
 * const message = 'Cannot read "set.json": its schema is missing; expected "earnest/embeddings/1"';
 * assert.throws(() => parseSetFile("{}", SET_FILE), { message });
 * ```
 */
export function parseSetFile(text: string, name: string): SetFile {
  const json = readJson(text, name);
  checkSchema((json as { schema?: unknown } | null)?.schema, name);
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const step = (at: unknown, key: PropertyKey) => (at as Record<PropertyKey, unknown>)[key];
    const value = quoted(path.reduce(step, json));
    throw unreadable(
      name,
      `"${quotable(path.join("."))}" is ${value}; ${quotable(expectedOf(message))}`,
    );
  }
  const { schema: _, ...set } = parsed.data as SetFile & { schema: unknown };
  checkConsistency(set, name);
  return set;
}

function checkSchema(found: unknown, name: string): void {
  if (found === SET_SCHEMA) return;
  const newer = typeof found === "string" && /^earnest\/embeddings\/\d+$/.test(found);
  const reason = newer ? "this version of Earnest knows" : "expected";
  throw unreadable(name, `its schema is ${quoted(found)}; ${reason} "${SET_SCHEMA}"`);
}

/** A value as a message quotes it, whatever its depth and length. */
function quoted(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? "a list" : "an object";
  }
  return quotable(JSON.stringify(value));
}

function checkConsistency(set: SetFile, name: string): void {
  let fingerprint: string;
  try {
    fingerprint = fingerprintOf(set.identity);
  } catch (thrown) {
    throw unreadable(name, `its identity is malformed: ${messageOf(thrown)}`);
  }
  if (fingerprint !== set.fingerprint) {
    const reason = `its fingerprint is ${set.fingerprint}; that of its identity is ${fingerprint}`;
    throw unreadable(name, reason);
  }
  if (!set.complete) return;
  const { rows, dim, unreadable: { length }, identity: { items } } = set;
  if (rows > 0 && dim === 0) throw unreadable(name, `${rows} rows of no numbers`);
  if (rows + length !== items) {
    throw unreadable(name, `${rows} rows and ${length} unreadable items; expected ${items} in all`);
  }
}

/** Formats the text of the file. */
export function formatSetFile(set: SetFile): string {
  return JSON.stringify({ schema: SET_SCHEMA, ...set }, null, 2) + "\n";
}
