/** What `search` reads: the database, the queries, and of the database's items those that were found. */
import type { OnProgress } from "../src/basics/progress.ts";
import type { Metric } from "../src/compute/compute.ts";
import type { Where } from "../src/datasets/where.ts";
import { codeOf, otherCodeNotes } from "../src/embeddings/made_by.ts";
import { requireOneSpace } from "../src/embeddings/one_space.ts";
import type { RowTally } from "../src/embeddings/row_notes.ts";
import { type FoundItem, hitsOf, type QueryHits } from "../src/measures/retrieval/hits.ts";
import type { Neighbors } from "../src/measures/retrieval/search_nearest.ts";
import { type Database, openDatabase } from "./database_input.ts";
import type { DryRunOptions } from "./estimates.ts";
import type { CommonOptions } from "./options.ts";
import { type NamedSet, readSet } from "./set_input.ts";

/** Rows between two reports of progress while items are read. */
const REPORTED_ROWS = 2 ** 16;

/** Values of the options of `search`. */
export interface SearchCommandOptions extends CommonOptions, DryRunOptions {
  query: string;
  k: number;
  metric: Metric;
  items?: string;
  queryItems?: string;
  labelColumn: string;
  where?: Where;
  force: boolean;
}

/** A database and queries that lie in one space. */
export interface OpenSearch {
  readonly database: Database;
  readonly queries: NamedSet;
  /** What must be said of both, a sentence each. */
  readonly notes: readonly string[];
}

/** The hits of all queries, and what must be said of them. */
export interface SearchResult {
  readonly hits: readonly QueryHits[];
  readonly notes: readonly string[];
}

/**
 * Opens what is searched, and reads the queries.
 *
 * @param checked as `openDatabase` takes it
 * @throws {InputError} as `openDatabase` and `readSet`, and when both do not lie in one space
 */
export async function openSearch(
  path: string,
  options: SearchCommandOptions,
  checked?: string,
): Promise<OpenSearch> {
  const database = await openDatabase(path, options.items, options.where, checked);
  const queries = await readSet(options.query, options.queryItems, "--query-items");
  const notes = [
    ...requireOneSpace({ name: path, set: database.set }, queries),
    ...await otherCodeNotes([
      ...database.parts.map(({ name, identity }) => ({ name, code: codeOf(identity) })),
      { name: queries.name, code: codeOf(queries.set.identity) },
    ]),
  ];
  return { database, queries, notes };
}

/** Names the rows that were found by their items. */
export async function namedHits(
  { database, queries, notes }: OpenSearch,
  found: Neighbors,
  tally: RowTally,
  labelColumn: string,
  report: OnProgress,
): Promise<SearchResult> {
  const { firstZero } = tally;
  const items = await foundItems(database, found.rows, firstZero, report);
  const zero = firstZero === undefined ? undefined : items.get(firstZero);
  return {
    hits: hitsOf(found, queries.set.items, items, labelColumn),
    notes: [
      ...notes,
      ...database.notes ?? tally.notes(database.set.name, zero?.id),
      ...queries.notes,
    ],
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

/** The files and folders that `search` reads. */
export function inputsOf(
  path: string,
  { query, items, queryItems }: SearchCommandOptions,
): string[] {
  return [path, query, items, queryItems].filter((input) => input !== undefined);
}
