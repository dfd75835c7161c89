/** What commands print of an audit. */
import { safeJson } from "../src/basics/safe_json.ts";
import { join } from "node:path";
import type { AuditResults } from "../src/audit/results/results.ts";
import { printable } from "../src/basics/printable.ts";
import { resultsTable } from "../src/report/table.ts";
import { withRange } from "../src/statistics/format.ts";
import { leadSentences } from "../src/report/words/lead.ts";
import { wrap } from "./wrap.ts";

/** Prints what was found: a table and plain English for people, JSON for programs. */
export function printResults(results: AuditResults, folder: string, json: boolean): void {
  if (json) return console.log(safeJson(results));
  console.log(resultsTable(results));
  console.log();
  for (const point of leadSentences(results)) console.log(wrap(point, "- "));
  if (results.published.length > 0) console.log(wrap(publishedLine(results), "- "));
  for (const note of results.notes) console.log(wrap(printable(note), "- "));
  const others = results.attribution.length > 1 ? " (with what is found of every backbone)" : "";
  console.log(`\nReport: ${join(folder, "report.html")}${others}`);
}

/** The accuracy of published models in their own shared spaces. */
function publishedLine({ published }: AuditResults): string {
  const models = published.map(({ name, balanced_top1: accuracy }) =>
    `${printable(name)} ${withRange(accuracy.value, accuracy)}`
  );
  return `Published, as it is, in its own shared space: ${models.join(", ")}.`;
}
