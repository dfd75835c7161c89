/** What `search` writes and prints. */
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import type { QueryHits } from "../src/measures/retrieval/hits.ts";
import { shorten } from "../src/report/text.ts";
import { printNotes } from "./measure_options.ts";
import type { SearchCommandOptions, SearchResult } from "./search_input.ts";
import { counted, nameCell, tableOf } from "./table.ts";
import { wrap } from "./wrap.ts";

/** Queries whose hits are shown; a file or the JSON value has all. */
const SHOWN_QUERIES = 5;
/** Characters of a query's text that are shown. */
const SHOWN_TEXT = 200;

/** The file of all hits: a query a line. */
export function hitLines({ hits }: SearchResult): string {
  return hits.map((one) => `${JSON.stringify(one)}\n`).join("");
}

/**
 * Prints the first hits as a table, or all as JSON.
 *
 * @param out the file that all are in
 */
export function printResult(
  path: string,
  { hits, notes }: SearchResult,
  { query, k, metric, json }: SearchCommandOptions,
  out: string | undefined,
): void {
  if (json) {
    const result = { schema: "earnest/search/1", set: path, query, k, metric, out, results: hits };
    return console.log(safeJson({ ...result, notes }));
  }
  printHits(hits, metric, out);
  printNotes(notes);
}

function printHits(
  results: readonly QueryHits[],
  metric: SearchCommandOptions["metric"],
  out: string | undefined,
): void {
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
