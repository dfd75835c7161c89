/**
 * `pools.json`, schema `earnest/pools/1`: the pairs of each pool, and how they were chosen.
 *
 * Each key has a line of its own, so that the first lines of a large file show what it is. Each list of ids is written
 * once: a shuffled pool is a list of text ids in the order of `clean`, a series is one order and how much of it each
 * pool takes.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../../basics/record_schema.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { LEAK_RULES, type LeakRule } from "../findings.ts";
import type { ControlMatch } from "./control_match.ts";
import { LEAK_UNITS } from "./flagged.ts";
import type { PoolLists } from "./pool_set.ts";
import { checkPools } from "./pools_checks.ts";

/** The schema's name and version. */
export const POOLS_SCHEMA = "earnest/pools/1";

/** Name of the file. */
export const POOLS_FILE = "pools.json";

/** Most bytes of the file: half a million pairs with 20 shuffled pools fit. A text twice as long cannot be parsed. */
const MOST_BYTES = 2 ** 28;

/** How pools were chosen. */
export interface PoolsOrigin {
  /** Version of Earnest, and so of its rules. */
  readonly version: string;
  /** SHA-256 of the code that chose them; files of earlier versions lack it. */
  readonly code?: { readonly trainings: string };
  /** Whether each rule that ran flags its findings or only reports them. */
  readonly rules: Readonly<Partial<Record<LeakRule, "flags" | "reports">>>;
  /**
   * SHA-256 of each input, by the name that the user gave: of a file's bytes, of a data set in the form that its
   * embedding sets use, of labels after parsing.
   */
  readonly inputs: Readonly<Record<string, string>>;
}

/** The content of the file without the schema's name. */
export interface PoolsFile extends PoolsOrigin, PoolLists {
  /** How well the control matches the clean pool; absent in files of versions that did not compare topics. */
  readonly controlMatch?: ControlMatch;
}

const count = z.int().nonnegative();
const ids = z.array(z.string());
const counts = recordOf(count);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "expected 64 hex digits");
const share = z.number().min(0).max(1);
const both = z.tuple([count, count]);

const controlMatch = z.strictObject({
  valid: z.boolean(),
  reason: z.string().optional(),
  pairs: both,
  sounds: both,
  topics: both,
});

/** What earlier versions wrote: numbers of what was removed, without sounds and topics. */
const earlierMatch = z.strictObject({
  pairsRemoved: count,
  pairsTarget: count,
  classesRemoved: count,
  classesTarget: count,
});

const schema = z.strictObject({
  schema: z.literal(POOLS_SCHEMA),
  version: z.string(),
  code: z.strictObject({ trainings: sha256 }).optional(),
  rules: z.partialRecord(z.enum(LEAK_RULES), z.enum(["flags", "reports"])),
  inputs: recordOf(sha256),
  seed: count,
  // Earlier versions removed pairs alone.
  unit: z.enum(LEAK_UNITS).default("pair"),
  flaggedBy: counts,
  flaggedAlone: counts,
  removedWithSound: count.default(0),
  controlMatch: z.union([controlMatch, earlierMatch]),
  notes: z.array(z.string()),
  validation: z.strictObject({
    fraction: share,
    by: z.enum(["class", "source"]),
    groups: count,
    ids,
  }).optional(),
  dirty: ids,
  clean: ids,
  control: ids,
  doses: z.strictObject({
    order: ids,
    steps: z.array(z.strictObject({ dose: share, flagged: count })),
  }),
  diversity: z.strictObject({
    order: ids,
    steps: z.array(z.strictObject({ classes: count, pairs: count })),
  }).optional(),
  shuffled: z.array(z.strictObject({ seed: count, texts: ids })),
});

/** Implements {@link readPools}, which `doors/leakage/pools_file.ts` documents. */
export async function readPools(path: string): Promise<PoolsFile> {
  return parsePools(decodeUtf8(await readInputFile(path, MOST_BYTES), path), path);
}

/** Implements {@link parsePools}, which `doors/leakage/pools_file.ts` documents. */
export function parsePools(text: string, name: string): PoolsFile {
  const { schema: _, ...pools } = parseJson(text, name, schema);
  // zod reads a missing key as undefined; the type allows no key with the value undefined.
  const { code, validation, diversity, rules, controlMatch: match, ...always } = pools;
  const file = {
    ...always,
    rules: rules as PoolsFile["rules"],
    ...("valid" in match ? { controlMatch: matchOf(match) } : {}),
    ...(code ? { code } : {}),
    ...(validation ? { validation } : {}),
    ...(diversity ? { diversity } : {}),
  };
  checkPools(file, name);
  return file;
}

function matchOf({ reason, ...numbers }: z.infer<typeof controlMatch>): ControlMatch {
  return { ...numbers, ...(reason === undefined ? {} : { reason }) };
}

/** Implements {@link writePools}, which `doors/leakage/pools_file.ts` documents. */
export async function writePools(path: string, pools: PoolsFile): Promise<void> {
  const lines = fileLines(pools).map((line) => new TextEncoder().encode(line));
  const size = lines.reduce((sum, { length }) => sum + length, 0);
  if (size > MOST_BYTES) {
    throw new InputError(
      `The pools of ${pools.dirty.length} pairs take ${size} bytes; expected at most ${MOST_BYTES}: ` +
        `make fewer than ${pools.shuffled.length} shuffled ones`,
    );
  }
  await writeFileAtomic(path, ReadableStream.from(lines));
}

/** Yields the file's text line by line: a line for each key, short ones first, and one for each shuffled pool. */
function fileLines(
  { dirty, clean, control, doses, diversity, shuffled, ...short }: PoolsFile,
): string[] {
  const series = { doses, ...(diversity ? { diversity } : {}) };
  const entries = Object.entries({
    schema: POOLS_SCHEMA,
    ...short,
    dirty,
    clean,
    control,
    ...series,
  });
  return [
    "{\n",
    ...entries.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`),
    '  "shuffled": [\n',
    ...shuffled.map((pool, i) =>
      `    ${JSON.stringify(pool)}${i + 1 < shuffled.length ? "," : ""}\n`
    ),
    "  ]\n}\n",
  ];
}
