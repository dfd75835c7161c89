/** What commands print of an audit. */
import { safeJson } from "../src/basics/safe_json.ts";
import { join } from "node:path";
import { asWritten } from "../src/audit/results/measure_names.ts";
import type { AuditResults } from "../src/audit/results/results.ts";
import { printable } from "../src/basics/printable.ts";
import { resultsTable } from "../src/report/table.ts";
import { leakSentence } from "../src/report/words/leaks.ts";
import { reportSentences } from "../src/report/words/report_sentences.ts";
import { wrap } from "./wrap.ts";

/** Prints what was found: a table and plain English for people, JSON for programs. */
export function printResults(results: AuditResults, folder: string, json: boolean): void {
  if (json) return console.log(safeJson(asWritten(results)));
  console.log(resultsTable(results));
  console.log();
  for (const sentence of [...reportSentences(results), leakSentence(results)]) {
    console.log(wrap(printable(sentence), "- "));
  }
  for (const note of results.notes) console.log(wrap(printable(note), "- "));
  console.log(`\nReport: ${join(folder, "report.html")}`);
}
