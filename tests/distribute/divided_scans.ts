// Scans in shards beside scans of the whole, for tests.
import assert from "node:assert/strict";
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { collectScan } from "../../src/distribute/collect_scan.ts";
import type { DividedScanWork } from "../../src/distribute/divided_scan.ts";
import { scanShards } from "../../src/distribute/scan_shards.ts";
import type { CorpusScanOptions } from "../../src/leakage/corpus/options.ts";
import { SCAN_FOLDER } from "../../src/leakage/folder/kinds.ts";
import { scanIntoFolder, writeScan } from "../../src/leakage/folder/scan_into_folder.ts";
import { Examples, WorstFindings } from "../../src/leakage/output/worst.ts";

/** Findings that are kept as the worst. */
const MOST = 20;

const command = { command: "scan", words: [], directory: "/" } as const;

/** What a test scans. */
export function workOf(
  path: string,
  folder: string,
  options: CorpusScanOptions,
): DividedScanWork {
  return {
    path,
    folder,
    options,
    kind: SCAN_FOLDER,
    keepPairs: false,
    worst: MOST,
    further: {},
  };
}

/** Scans a shard. */
export async function scanShard(work: DividedScanWork, index: number, count: number) {
  return await scanShards(work, { kind: "counted", index, count }, command);
}

/** Puts shards together, and gives all that a command would write or print. */
export async function collected(work: DividedScanWork) {
  const { options, folder } = work;
  const collected = { examples: new Examples(), worst: new WorstFindings(MOST) };
  const results = await collectScan(
    work,
    (place, scan, blocks) => writeScan(place, scan, scan.linesOf(blocks, collected), options),
  );
  return { results, ...shown(collected), files: filesOf(folder) };
}

/** Scans the whole, and gives the same. */
export async function whole({ path, options }: DividedScanWork, folder: string) {
  const collected = { examples: new Examples(), worst: new WorstFindings(MOST) };
  const results = await scanIntoFolder(path, folder, { ...options, collected });
  return { results, ...shown(collected), files: filesOf(folder) };
}

function shown({ examples, worst }: { examples: Examples; worst: WorstFindings }) {
  return { examples: examples.spread(MOST), worst: worst.sorted(), given: worst.given };
}

function filesOf(folder: string): Record<string, string> {
  const names = ["findings.jsonl", "scan.json"];
  return Object.fromEntries(names.map((name) => [name, Deno.readTextFileSync(join(folder, name))]));
}

/** Scans in so many shards, in an order that is not that of the file, and compares with the whole. */
export async function assertSame(work: DividedScanWork, shards: number): Promise<void> {
  const expected = await whole(work, `${work.folder}-whole`);
  let pairs = 0;
  for (let i = 0; i < shards; i++) {
    const { result } = await scanShard(work, (i + 1) % shards, shards);
    pairs += result!.pairs;
  }
  assert.equal(pairs, expected.results.pairs);
  assert.deepEqual(await collected(work), expected);
}

/** What made rows are like. */
export interface Made {
  /** Number of rows. */
  readonly rows: number;
  /** Number of different ids; undefined for no column of ids. */
  readonly ids: number | undefined;
}

const TEXTS = [
  "A dog barks, and a car passes",
  'a "puppy" whines',
  "rain\nfalls on a roof",
  "ein Hund bellt im Garten",
  "hot dog stand – naïve",
  "cow",
  "",
  "nan",
];

/**
 * Makes rows whose texts are short and whose notes are long: a manifest of a few rows fills several blocks of the reader.
 */
export function madeRows({ rows, ids }: Made, seed: number): Record<string, string>[] {
  const random = new RandomStream(seed, "rows");
  const below = (most: number) => Math.floor(random.uniform() * most);
  return Array.from({ length: rows }, (_, i) => ({
    ...(ids === undefined ? {} : { id: `clip ${below(ids)}` }),
    text: TEXTS[below(TEXTS.length)]!,
    note: `${below(3) === 0 ? "over\nlines " : ""}${"x".repeat(40_000 + below(60_000))}`,
    fold: String(i % 3),
    source_id: below(4) === 0 ? String(below(40)) : "nan",
  }));
}

/** Rows as CSV, with quotes where they are needed, and some where they are not. */
export function csvOf(rows: readonly Record<string, string>[]): string {
  const columns = Object.keys(rows[0]!);
  const cell = (text: string, i: number) =>
    /[",\n]/.test(text) || i % 5 === 0
      ? `"${text.replaceAll('"', '""')}"`
      : i % 7 === 0
      ? `${text}5" wide`
      : text;
  return [columns, ...rows.map((row) => columns.map((column) => row[column]!))]
    .map((cells, i) => `${cells.map((text, at) => cell(text, i === 0 ? 1 : i + at)).join(",")}\n`)
    .join("");
}

/** Rows as JSON Lines. */
export function jsonlOf(rows: readonly Record<string, string>[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("\n");
}

/** The other inputs, and the options that name them. */
export async function writeInputs(folder: string): Promise<CorpusScanOptions> {
  const accepted = {
    schema: "earnest/suppressions/1",
    suppressions: [{ rule: "TEXT-EXACT", label: "rain", reason: "wet" }, {
      item: "none",
      reason: "unused",
    }],
  };
  const files = {
    "labels.txt": "dog\nrain\ncow\n",
    "items.csv": "id,label,source_id\ne1,dog,11\ne2,rain,22\n",
    "accepted.json": JSON.stringify(accepted),
    "listed.txt": "clip 3\nclip 5\n",
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), text);
  }
  return {
    labels: join(folder, "labels.txt"),
    items: join(folder, "items.csv"),
    suppressions: join(folder, "accepted.json"),
    rules: ["TEXT-EXACT", "TEXT-LEMMA", "AUDIO-SOURCE"],
  };
}
