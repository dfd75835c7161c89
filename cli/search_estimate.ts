/** What `search` would cost. */
import { isFolder } from "../src/basics/on_disk.ts";
import { inputFileSize } from "../src/basics/input_file.ts";
import { InputError } from "../src/basics/errors.ts";
import { estimateSearch, type SearchedSet } from "../src/distribute/estimate_search.ts";
import { splitArrayName } from "../src/embeddings/arrays.ts";
import { openFolderOfSets } from "../src/embeddings/folder_of_sets.ts";
import { readSetStart } from "../src/embeddings/reading.ts";
import type { Where } from "../src/datasets/where.ts";
import { printEstimate } from "./estimates.ts";
import { measureOn } from "./measure_options.ts";
import type { SearchCommandOptions } from "./search_input.ts";
import { readSet } from "./set_input.ts";

/** Prints what a search would cost. Of the folder of a set, its size and some items are read and no more. */
export async function printSearchEstimate(
  path: string,
  options: SearchCommandOptions,
): Promise<void> {
  const { k, metric, labelColumn, out } = options;
  const database = await searched(path, options.items, "--items", options.where);
  const queries = await searched(options.query, options.queryItems, "--query-items");
  if (queries.columns !== database.columns) {
    throw new InputError(
      `Queries of width ${queries.columns} and a database of width ${database.columns}; expected one space`,
    );
  }
  await printEstimate(
    "search",
    options,
    (shards) =>
      measureOn(options, (compute, progress) =>
        estimateSearch(compute, queries, database, {
          ...{ k, metric, labelColumn, shards, isWritten: out !== undefined },
          onProgress: progress.report,
        })),
  );
}

async function searched(
  path: string,
  items: string | undefined,
  option: string,
  where?: Where,
): Promise<SearchedSet> {
  const { file } = splitArrayName(path);
  const joined = where === undefined ? await openFolderOfSets(path) : undefined;
  if (joined !== undefined) {
    const starts = await Promise.all(joined.sets.map(({ name }) => readSetStart(name)));
    const bytes = starts.reduce((sum, start) => sum + start.bytes, 0);
    return { rows: joined.rows, columns: joined.columns, items: starts[0]!.items, bytes };
  }
  // Which rows are kept is known when all items are read.
  if (where === undefined && await isFolder(file)) {
    const set = await readSetStart(path);
    if (set.rows > 0) return set;
  }
  const { set } = await readSet(path, items, option, where);
  const bytes = await isFolder(file) ? (await readSetStart(path)).bytes : await inputFileSize(file);
  return { rows: set.rows, columns: set.columns, items: set.items, bytes };
}
