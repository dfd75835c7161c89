/**
 * `cells/<fingerprint>.<code>.json`, schema `earnest/cell/5`: the exact outcome of one training of an audit on
 * one class fold.
 *
 * A typed array is written as an object with one field, `{ "$float32": "..." }`, that holds its little-endian bytes in
 * base64; an undefined element of a list is written as `{ "$undefined": true }`.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError, messageOf } from "../../basics/errors.ts";
import { matrixOf } from "../../basics/matrix.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of, sha256OfTexts } from "../../basics/sha256.ts";
import type { Json, JsonObject } from "../../embeddings/identity.ts";
import { formatCondition, parseCondition } from "../../leakage/pools/conditions.ts";
import type { Training } from "./plan.ts";
import type { TrainingOutcome } from "./run_training.ts";

/** The schema's name and version, which changes with the fields of outcomes, so that old files are not used. */
export const OUTCOME_SCHEMA = "earnest/cell/5";

/** The typed arrays that outcomes hold, by the field that represents them. */
const ARRAYS = {
  $uint8: Uint8Array,
  $int32: Int32Array,
  $uint32: Uint32Array,
  $float32: Float32Array,
  $float64: Float64Array,
} as const;

const schema = z.strictObject({
  schema: z.literal(OUTCOME_SCHEMA),
  fingerprint: z.string(),
  code: z.string(),
  sha256: z.string(),
  outcome: z.unknown(),
});

/**
 * Converts a value of plain objects, lists, strings, booleans, finite numbers and typed arrays to JSON. Undefined
 * fields are left out.
 *
 * @throws {TypeError} when it holds anything else, which JSON would lose silently
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plain = plainOf({ hits: Uint8Array.of(1, 0), loss: undefined });
 * assert.deepEqual(plain, { hits: { $uint8: "AQA=" } });
 * ```
 */
export function plainOf(value: unknown): Json {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) {
    return Array.from(value, (one) => one === undefined ? { $undefined: true } : plainOf(one));
  }
  const array = arrayIn(value);
  if (array !== undefined) return { [array.field]: array.bytes.toBase64() };
  return Object.fromEntries(
    fieldsOf(value).map(([field, content]) => [field, plainOf(content)]),
  );
}

/**
 * Yields the JSON of what {@link plainOf} gives, in pieces: the rows of 20,000 items in a shared space are 14 MB, and the
 * text, its bytes and what is hashed of it would be copies of them.
 */
function* plainPieces(value: unknown): Generator<string> {
  const array = arrayIn(value);
  if (array !== undefined) {
    yield `{"${array.field}":"`;
    for (let at = 0; at < array.bytes.length; at += PIECE_BYTES) {
      yield array.bytes.subarray(at, at + PIECE_BYTES).toBase64();
    }
    yield '"}';
  } else if (Array.isArray(value) && value.some(isObject)) {
    for (const [at, one] of value.entries()) {
      yield at === 0 ? "[" : ",";
      yield* plainPieces(one === undefined ? { $undefined: true } : one);
    }
    yield "]";
  } else if (isObject(value) && !Array.isArray(value)) {
    let before = "{";
    for (const [field, content] of fieldsOf(value)) {
      yield `${before}${JSON.stringify(field)}:`;
      yield* plainPieces(content);
      before = ",";
    }
    yield before === "{" ? "{}" : "}";
  } else {
    yield JSON.stringify(plainOf(value));
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** A typed array's field and bytes; undefined where a value is none. */
function arrayIn(value: unknown): { field: string; bytes: Uint8Array } | undefined {
  for (const [field, Type] of Object.entries(ARRAYS)) {
    if (!(value instanceof Type)) continue;
    const { buffer, byteOffset, byteLength } = value;
    return { field, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
  }
  return undefined;
}

/** The fields of a plain object that are defined. */
function fieldsOf(value: unknown): [string, unknown][] {
  if (isObject(value) && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.entries(value!).filter(([, content]) => content !== undefined);
  }
  throw new TypeError(`JSON has nothing for ${Object.prototype.toString.call(value)} ${value}`);
}

/** Restores a value that {@link plainOf} converted. */
function revived(value: Json): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(revived);
  const entries = Object.entries(value as JsonObject);
  const [field, content] = entries[0] ?? [];
  if (field === "$undefined") return undefined;
  for (const [name, Type] of Object.entries(ARRAYS)) {
    if (name === field) return new Type(Uint8Array.fromBase64(content as string).buffer);
  }
  return Object.fromEntries(entries.map(([field, content]) => [field, revived(content)]));
}

/** Bytes of an array that are encoded at once: a multiple of three, so that pieces of base64 follow each other. */
const PIECE_BYTES = 3 * 2 ** 18;

/** What identifies an outcome. */
export interface OutcomeIdentity {
  /** Hash of its settings and data, and of the device. */
  readonly fingerprint: string;
  /** Hash of the code that trains it. */
  readonly code: string;
}

/** Yields the text of the file, in pieces. */
export function* outcomePieces(
  outcome: TrainingOutcome,
  { fingerprint, code }: OutcomeIdentity,
): Generator<string> {
  const content = stored(outcome);
  const sha256 = sha256OfTexts(plainPieces(content));
  const told = { schema: OUTCOME_SCHEMA, fingerprint, code, sha256 };
  yield `${JSON.stringify(told).slice(0, -1)},"outcome":`;
  yield* plainPieces(content);
  yield "}\n";
}

/**
 * Parses the file.
 *
 * @param text JSON
 * @param identity the identity of the expected outcome
 * @param name the file's name, for errors
 * @throws {InputError} when the file holds another training, or changed after it was written
 */
export function parseOutcome(
  text: string,
  identity: OutcomeIdentity,
  name: string,
): TrainingOutcome {
  const { outcome, ...told } = parseJson(text, name, schema);
  const isWhole = told.sha256 === sha256Of(JSON.stringify(outcome));
  const isAsked = told.fingerprint === identity.fingerprint && told.code === identity.code;
  if (isWhole && isAsked) return restored(storedOf(outcome as Json, name));
  const what = isWhole ? "holds another training" : "changed after it was written";
  throw new InputError(`"${name}" ${what}; its hash does not match`);
}

/** The form of an outcome in these files: with the name of its condition, and one width for its matrices. */
interface StoredOutcome extends Omit<TrainingOutcome, "training" | "projected"> {
  readonly cell: Omit<Training, "condition"> & { readonly condition: string };
  readonly projected?: {
    readonly dim: number;
    readonly items: Float32Array;
    readonly texts: Float32Array;
  };
}

const numbers = z.array(z.number());
const bytes = z.instanceof(Uint8Array);
const counts = z.instanceof(Uint32Array);
const doubles = z.instanceof(Float64Array);
const floats = z.instanceof(Float32Array);

const found = z.object({ ranks: doubles, precisions: doubles });

/** What the fields must be; how long they must be for each other, the hash vouches for. */
const storedOutcome: z.ZodType<StoredOutcome> = z.object({
  cell: z.object({
    audio: z.string(),
    text: z.string(),
    randomText: z.boolean(),
    condition: z.string().refine((name) => parseCondition(name) !== undefined),
    fold: z.int(),
    seed: z.int(),
    rank: z.int(),
    draw: z.int(),
  }),
  trained: z.string(),
  pairs: z.int(),
  classes: z.int(),
  finalLoss: z.number().exactOptional(),
  chosenStep: z.int().exactOptional(),
  zeroShot: z.object({
    balancedTop1: z.number(),
    top1: z.number(),
    perClass: z.array(z.number().or(z.undefined())),
    confusion: counts,
    predicted: counts,
    hits: bytes,
    top5: z.number(),
    top5Hits: bytes,
    nearest: counts,
  }).exactOptional(),
  precisions: doubles.exactOptional(),
  ranking: z.object({
    macroMap: z.number(),
    chance: z.number(),
    values: doubles,
    areas: doubles,
    table: doubles,
    influences: doubles,
  }).exactOptional(),
  singlePrompts: numbers,
  looks: z.array(z.object({ step: z.int(), balancedTop1: z.number() })),
  retrieval: z.object({ captions: found, sounds: found }).exactOptional(),
  shared: z.object({
    silhouettesCosine: doubles,
    silhouettesEuclidean: doubles,
    centroidHits: bytes,
    neighborHits: z.array(bytes),
    nearestTexts: doubles,
    textSilhouettesCosine: doubles,
    textSilhouettesEuclidean: doubles,
    overlaps: doubles,
    centroids: z.object({ values: doubles, influences: doubles }).exactOptional(),
  }).exactOptional(),
  projected: z.object({ dim: z.int().positive(), items: floats, texts: floats }).exactOptional(),
}).refine(
  ({ zeroShot, precisions, ranking }) =>
    (ranking === undefined) === (zeroShot !== undefined && precisions !== undefined),
  { path: ["zeroShot"] },
);

/** Whoever changes a file may give it its right hash, too. */
function storedOf(plain: Json, name: string): StoredOutcome {
  let outcome: unknown;
  try {
    outcome = revived(plain);
  } catch (thrown) {
    throw new InputError(`Cannot use "${name}": an array in it is none (${messageOf(thrown)})`, {
      cause: thrown,
    });
  }
  const checked = storedOutcome.safeParse(outcome);
  // As it is, and not as the schema orders its fields: written again, it has the same bytes.
  if (checked.success) return outcome as StoredOutcome;
  const path = ["outcome", ...checked.error.issues[0]!.path].join(".");
  throw new InputError(`Cannot use "${name}": "${quotable(path)}" is not as Earnest writes it`);
}

function stored({ training, projected, ...outcome }: TrainingOutcome): StoredOutcome {
  return {
    cell: { ...training, condition: formatCondition(training.condition) },
    ...outcome,
    ...(projected
      ? {
        projected: {
          dim: projected.items.columns,
          items: projected.items.values,
          texts: projected.texts.values,
        },
      }
      : {}),
  };
}

function restored({ cell, projected, ...outcome }: StoredOutcome): TrainingOutcome {
  return {
    training: { ...cell, condition: parseCondition(cell.condition)! },
    ...outcome,
    ...(projected
      ? {
        projected: {
          items: matrixOf(projected.dim, projected.items),
          texts: matrixOf(projected.dim, projected.texts),
        },
      }
      : {}),
  };
}
