/** `earnest search SET --query SET`: the items that are nearest to those of another set, exactly. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { suggestion } from "../src/basics/nearest.ts";
import { printable } from "../src/basics/printable.ts";
import { type Metric, MOST_NEAREST } from "../src/compute/compute.ts";
import type { Where } from "../src/datasets/where.ts";
import { requireOneSpace } from "../src/embeddings/one_space.ts";
import { shorten } from "../src/report/text.ts";
import { hitsOf, type QueryHits } from "../src/measures/retrieval/hits.ts";
import { searchNearest } from "../src/measures/retrieval/search_nearest.ts";
import { dryRunOption, type DryRunOptions } from "./estimates.ts";
import { openOut } from "./output_file.ts";
import { printSearchEstimate } from "./search_estimate.ts";
import { NEAREST } from "./outputs.ts";
import { counted, nameCell, tableOf } from "./table.ts";
import { measureOn, printNotes, wholeNumber } from "./measure_options.ts";
import { command, type CommonOptions, whereOption } from "./options.ts";
import { codeNotes, readSet } from "./set_input.ts";
import { wrap } from "./wrap.ts";

/** Queries whose hits are shown; a file or the JSON value has all. */
const SHOWN_QUERIES = 5;
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
    .argument("<set>", "embedding set to search, or an array with --items")
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
  const database = await readSet(path, options.items, "--items", options.where);
  const queries = await readSet(query, options.queryItems, "--query-items");
  const notes = [
    ...requireOneSpace(database, queries),
    ...await codeNotes(database, queries),
    ...database.notes,
    ...queries.notes,
  ];
  const found = await measureOn(
    options,
    (compute, progress) =>
      searchNearest(compute, queries.set, database.set, { k, metric }, progress.report),
  );
  const hits = hitsOf(found, queries.set.items, database.set.items, labelColumn);
  await file?.write(hits.map((one) => `${JSON.stringify(one)}\n`).join(""));
  if (options.json) {
    const result = { schema: "earnest/search/1", set: path, query, k, metric, out, results: hits };
    return console.log(safeJson({ ...result, notes }));
  }
  printHits(hits, options);
  printNotes(notes);
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
      ...hits.map(({ id, score, label = "" }, at) => [
        `${at + 1} ${nameCell(id, 36)}`,
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
