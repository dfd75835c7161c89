/** `earnest search SET --query SET`: the items that are nearest to those of another set, exactly. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { suggestion } from "../src/basics/nearest.ts";
import { printable } from "../src/basics/printable.ts";
import { type Metric, MOST_NEAREST } from "../src/compute/compute.ts";
import type { Where } from "../src/datasets/where.ts";
import { codeOf, otherCodeNotes } from "../src/embeddings/made_by.ts";
import { requireOneSpace } from "../src/embeddings/one_space.ts";
import { shorten } from "../src/report/text.ts";
import { type FoundItem, hitsOf, type QueryHits } from "../src/measures/retrieval/hits.ts";
import { type DatabaseRows, searchRows } from "../src/measures/retrieval/search_nearest.ts";
import { RowTally } from "../src/embeddings/row_notes.ts";
import type { StoredSet } from "../src/embeddings/stored_set.ts";
import type { OnProgress } from "../src/basics/progress.ts";
import { type Database, openDatabase } from "./database_input.ts";
import { dryRunOption, type DryRunOptions } from "./estimates.ts";
import { openOut } from "./output_file.ts";
import { printSearchEstimate } from "./search_estimate.ts";
import { NEAREST } from "./outputs.ts";
import { counted, nameCell, tableOf } from "./table.ts";
import { measureOn, printNotes, wholeNumber } from "./measure_options.ts";
import { command, type CommonOptions, whereOption } from "./options.ts";
import { readSet } from "./set_input.ts";
import { wrap } from "./wrap.ts";

/** Queries whose hits are shown; a file or the JSON value has all. */
const SHOWN_QUERIES = 5;
/** Rows between two reports of progress while items are read. */
const REPORTED_ROWS = 2 ** 16;
/** Characters of a query's text that are shown. */
const SHOWN_TEXT = 200;
const METRICS = ["cosine", "inner-product", "euclidean"] as const;

interface SearchCommandOptions extends CommonOptions, DryRunOptions {
  query: string;
  k: number;
  metric: Metric;
  items?: string;
  queryItems?: string;
  labelColumn: string;
  where?: Where;
  out?: string;
  force: boolean;
}

/** The `search` command. */
export function searchCommand(): Command {
  return command(
    "search",
    "Finds the items of a set that are nearest to those of another; every one is compared.",
    "earnest search clips --query clips -k 5 --out nearest.jsonl",
    { device: true },
  )
    .argument("<set>", "embedding set to search, a folder of several, or an array with --items")
    .requiredOption("--query <set>", "embedding set of the queries, or an array with --query-items")
    .addOption(
      new Option("-k <n>", "items to find for each query").default(10)
        .argParser(wholeNumber(1, MOST_NEAREST)),
    )
    .addOption(
      new Option("--metric <metric>", "what is near").choices(METRICS).default("cosine")
        .argParser(parseMetric),
    )
    .option("--items <file>", "manifest of the items of an array that is searched")
    .option("--query-items <file>", "manifest of the items of an array of queries")
    .option("--label-column <name>", "column of labels, which are shown", "label")
    .addOption(whereOption("the items that are searched"))
    .option("--out <file>", "write all hits, a query a line (.jsonl)")
    .option("--force", "replace the file", false)
    .addOption(dryRunOption().conflicts("force"))
    .action(search);
}

function parseMetric(value: string): Metric {
  const metric = METRICS.find((known) => known === value);
  if (metric !== undefined) return metric;
  throw new InvalidArgumentError(suggestion(value, METRICS));
}

async function search(path: string, options: SearchCommandOptions): Promise<void> {
  const { query, k, metric, out, labelColumn } = options;
  if (options.dryRun) return await printSearchEstimate(path, options);
  using file = await openOut(out, ".jsonl", NEAREST, options.force);
  file?.protect(inputsOf(path, options));
  const database = await openDatabase(path, options.items, options.where);
  const queries = await readSet(query, options.queryItems, "--query-items");
  const notes = [
    ...requireOneSpace({ name: path, set: database.set }, queries),
    ...await otherCodeNotes([
      ...database.parts.map(({ name, identity }) => ({ name, code: codeOf(identity) })),
      { name: queries.name, code: codeOf(queries.set.identity) },
    ]),
  ];
  const tally = new RowTally();
  const { found, items } = await measureOn(
    options,
    async (compute, { report }) => {
      const rows = tallied(database.set, tally);
      const found = await searchRows(compute, queries.set, rows, { k, metric, onProgress: report });
      return { found, items: await foundItems(database, found.rows, tally.firstZero, report) };
    },
  );
  const zero = tally.firstZero === undefined ? undefined : items.get(tally.firstZero);
  notes.push(...database.notes ?? tally.notes(path, zero?.id), ...queries.notes);
  const hits = hitsOf(found, queries.set.items, items, labelColumn);
  await file?.write(hits.map((one) => `${JSON.stringify(one)}\n`).join(""));
  if (options.json) {
    const result = { schema: "earnest/search/1", set: path, query, k, metric, out, results: hits };
    return console.log(safeJson({ ...result, notes }));
  }
  printHits(hits, options);
  printNotes(notes);
}

/** Rows that are counted while they are searched. */
function tallied(set: StoredSet, tally: RowTally): DatabaseRows {
  return {
    name: set.name,
    rows: set.rows,
    async *blocks(from, to) {
      for await (const block of set.blocks(from, to)) {
        tally.add(block);
        yield block;
      }
    },
  };
}

/** Reads the items of the rows that were found, and of one more that a note names. */
async function foundItems(
  { set, setOf }: Database,
  rows: Uint32Array,
  noted: number | undefined,
  report: OnProgress,
): Promise<ReadonlyMap<number, FoundItem>> {
  const wanted = new Set(rows);
  if (noted !== undefined) wanted.add(noted);
  const items = new Map<number, FoundItem>();
  const isWanted = (row: number) => {
    if (row % REPORTED_ROWS === 0) report({ stage: "reading items", done: row, total: set.rows });
    return wanted.has(row);
  };
  await set.visit(isWanted, (row, item) => {
    items.set(row, setOf === undefined ? item : { ...item, set: setOf(row) });
  });
  report({ stage: "reading items", done: set.rows, total: set.rows });
  return items;
}

function inputsOf(path: string, { query, items, queryItems }: SearchCommandOptions): string[] {
  return [path, query, items, queryItems].filter((input) => input !== undefined);
}

function printHits(results: readonly QueryHits[], { metric, out }: SearchCommandOptions): void {
  const score = metric === "euclidean" ? "distance" : metric === "cosine" ? "cosine" : "product";
  for (const { query, text, hits } of results.slice(0, SHOWN_QUERIES)) {
    const said = text === undefined || text === query ? "" : `: ${shorten(text, SHOWN_TEXT)}`;
    console.log(wrap(printable(`${query}${said}`), ""));
    console.log(tableOf([
      ["  item", "label", score],
      ...hits.map(({ id, score, label = "", set }, at) => [
        `${at + 1} ${nameCell(set === undefined ? id : `${set}/${id}`, 36)}`,
        nameCell(label, 20),
        score.toPrecision(4),
      ]),
    ]));
    console.log();
  }
  const more = results.length - SHOWN_QUERIES;
  if (out !== undefined) {
    console.log(`${counted(results.length, "query", "queries")}: ${printable(out)}`);
  } else if (more > 0) {
    console.log(`${counted(more, "more query", "more queries")}; --out or --json has them all.`);
  }
}
