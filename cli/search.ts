/** `earnest search SET --query SET`: the items that are nearest to those of another set, exactly. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { suggestion } from "../src/basics/nearest.ts";
import { type Metric, MOST_NEAREST } from "../src/compute/compute.ts";
import { RowTally, tallied } from "../src/embeddings/row_notes.ts";
import { searchRows } from "../src/measures/retrieval/search_nearest.ts";
import { measureOn, wholeNumber } from "./measure_options.ts";
import { command, whereOption } from "./options.ts";
import { dryRunOption } from "./estimates.ts";
import { openOut } from "./output_file.ts";
import { printSearchEstimate } from "./search_estimate.ts";
import { NEAREST } from "./outputs.ts";
import { inputsOf, namedHits, openSearch, type SearchCommandOptions } from "./search_input.ts";
import { hitLines, printResult } from "./search_output.ts";
import { collectShards, requireFolder, runShards } from "./search_task.ts";
import { chosenShard, shardOption } from "./shards.ts";

const METRICS = ["cosine", "inner-product", "euclidean"] as const;

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
    .option("--out <file>", "write all hits, a query a line (.jsonl); with --shard a folder")
    .addOption(shardOption())
    .addOption(
      new Option("--force", "replace the file; not with --shard").default(false)
        .conflicts("shard"),
    )
    .addOption(dryRunOption().conflicts("force"))
    // Also where submit parses the command for its tasks.
    .hook("preAction", (searches) => requireFolder(searches.opts()))
    .action(search);
}

function parseMetric(value: string): Metric {
  const metric = METRICS.find((known) => known === value);
  if (metric !== undefined) return metric;
  throw new InvalidArgumentError(suggestion(value, METRICS));
}

async function search(path: string, options: SearchCommandOptions): Promise<void> {
  if (options.dryRun) return await printSearchEstimate(path, options);
  const shard = chosenShard(options.shard);
  if (shard?.kind === "collect") return await collectShards(path, options);
  if (shard !== undefined) return await runShards(path, options, shard);
  const { k, metric, out, labelColumn } = options;
  using file = await openOut(out, ".jsonl", NEAREST, options.force);
  file?.protect(inputsOf(path, options));
  const search = await openSearch(path, options);
  const { database, queries } = search;
  const tally = new RowTally();
  const result = await measureOn(options, async (compute, { report }) => {
    const rows = tallied(database.set, tally);
    const found = await searchRows(compute, { queries: queries.set, database: rows }, {
      k,
      metric,
      onProgress: report,
    });
    return await namedHits(search, found, tally, labelColumn, report);
  });
  await file?.write(hitLines(result));
  printResult(path, result, options, out);
}
