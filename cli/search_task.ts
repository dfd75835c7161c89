/** The shards of `search`: which of them this process does, and how they are put together. */
import { join } from "node:path";
import { writeFileAtomic } from "../src/basics/atomic.ts";
import { InputError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import { collectSearch } from "../src/distribute/collect_search.ts";
import {
  checkedItems,
  type DividedSearch,
  NEAREST_FILE,
} from "../src/distribute/divided_search.ts";
import type { TaskChoice } from "../src/distribute/open_task.ts";
import { searchShards } from "../src/distribute/search_shards.ts";
import { measureOn } from "./measure_options.ts";
import { progressDisplay } from "./progress.ts";
import {
  inputsOf,
  namedHits,
  type OpenSearch,
  openSearch,
  type SearchCommandOptions,
} from "./search_input.ts";
import { hitLines, printResult } from "./search_output.ts";
import { dividedCommand, printTask } from "./shards.ts";
import { counted } from "./table.ts";

/**
 * Makes sure that `--out` names a folder where the work is divided.
 *
 * @throws {InputError} when it is missing, or has the name of a file
 */
export function requireFolder({ shard, out, dryRun }: SearchCommandOptions): void {
  if (shard === undefined || dryRun) return;
  if (out === undefined) {
    throw new InputError("--shard needs --out, a folder that all shards share");
  }
  if (!out.toLowerCase().endsWith(".jsonl")) return;
  throw new InputError(
    `--out is "${quotable(out)}"; with --shard expected a folder, in which collect writes ` +
      NEAREST_FILE,
  );
}

/** Searches the shards of a task, and prints how that ended. */
export async function runShards(
  path: string,
  options: SearchCommandOptions,
  choice: TaskChoice,
): Promise<void> {
  const folder = options.out!;
  const task = await searchShards(
    {
      folder,
      inputs: inputsOf(path, options),
      open: async () =>
        divided(await openSearch(path, options, await checkedItems(folder)), options),
      onDevice: (work) => measureOn(options, (compute, { report }) => work(compute, report)),
    },
    choice,
    dividedCommand("search"),
  );
  const output = { out: folder, json: options.json };
  printTask(task, output, ({ rows }) => `${counted(rows, "row")} searched`);
}

/** Puts the shards together, and prints what the whole search prints. */
export async function collectShards(path: string, options: SearchCommandOptions): Promise<void> {
  const folder = options.out!;
  const progress = progressDisplay(options.quiet);
  const search = await openSearch(path, options, await checkedItems(folder));
  const result = await collectSearch(
    folder,
    divided(search, options),
    progress.report,
    async (place, { lists, tally, notes }) => {
      const { labelColumn } = options;
      const named = await namedHits(search, lists, tally, labelColumn, progress.report);
      await writeFileAtomic(join(place, NEAREST_FILE), hitLines(named));
      return { ...named, notes: [...named.notes, ...notes] };
    },
  ).finally(() => progress.stop());
  printResult(path, result, options, join(folder, NEAREST_FILE));
}

function divided(
  { database, queries }: OpenSearch,
  { k, metric, where }: SearchCommandOptions,
): DividedSearch {
  return { queries: queries.set, database: database.set, k, metric, where };
}
