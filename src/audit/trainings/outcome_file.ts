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
import { sha256Of } from "../../basics/sha256.ts";
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
  for (const [field, Type] of Object.entries(ARRAYS)) {
    if (!(value instanceof Type)) continue;
    const { buffer, byteOffset, byteLength } = value;
    return { [field]: new Uint8Array(buffer, byteOffset, byteLength).toBase64() };
  }
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    const fields = Object.entries(value!).filter(([, content]) => content !== undefined);
    return Object.fromEntries(fields.map(([field, content]) => [field, plainOf(content)]));
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

/** What identifies an outcome. */
export interface OutcomeIdentity {
  /** Hash of its settings and data, and of the device. */
  readonly fingerprint: string;
  /** Hash of the code that trains it. */
  readonly code: string;
}

/** Returns the text of the file. */
export function formatOutcome(
  outcome: TrainingOutcome,
  { fingerprint, code }: OutcomeIdentity,
): string {
  const plain = plainOf(stored(outcome));
  const sha256 = sha256Of(JSON.stringify(plain));
  const told = { schema: OUTCOME_SCHEMA, fingerprint, code, sha256 };
  return JSON.stringify({ ...told, outcome: plain }) + "\n";
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
