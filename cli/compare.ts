/** `earnest compare DIR DIR...`: several audits side by side. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { join } from "node:path";
import { compareAudits } from "../src/audit/comparison/compare_audits.ts";
import type { Comparison } from "../src/audit/comparison/comparison.ts";
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { comparisonTable } from "../src/report/compare/table.ts";
import {
  claimWords,
  comparisonSentences,
  definitionsWords,
  ownChance,
  rowName,
} from "../src/report/compare/words.ts";
import { COMPARISON_PAGE, writeComparison } from "../src/report/compare/write_comparison.ts";
import { command, type CommonOptions } from "./options.ts";
import { wrap } from "./wrap.ts";

interface CompareOptions extends CommonOptions {
  out?: string;
  force: boolean;
}

/** The `compare` command. */
export function compareCommand(): Command {
  return command(
    "compare",
    "Sets finished audits side by side: a row for each pair of backbones and published model, and " +
      "their differences from the first row, where the evaluation is the same.",
    "earnest compare first second --out side-by-side",
    { seed: "seed of the resamples (default: that of the first audit)" },
  )
    .argument("<folders...>", "folders of finished audits")
    .option("--out <folder>", "folder to write: compare.html, compare.csv, compare.json")
    .option("--force", "replace an earlier output", false)
    .action(runCompare);
}

async function runCompare(folders: readonly string[], options: CompareOptions): Promise<void> {
  const { out, force, json, quiet, seed } = options;
  const comparison = await compareAudits(folders, { seed });
  if (out !== undefined) {
    const onNote = (note: string) => quiet || console.error(`earnest: ${printable(note)}`);
    await writeComparison(comparison, out, { force, onNote });
  }
  if (json) return console.log(safeJson(comparison));
  printComparison(comparison);
  if (out !== undefined) console.log(`\nPage: ${printable(join(out, COMPARISON_PAGE))}`);
}

function printComparison(comparison: Comparison): void {
  console.log(comparisonTable(comparison));
  console.log();
  for (const evaluation of comparison.evaluations) {
    for (const row of [...evaluation.rows, ...evaluation.models]) {
      const where = [`in "${printable(row.folder)}"`, ownChance(row, evaluation)];
      const words = [rowName(row), ...where].filter((one) => one).join(", ");
      const claims = row.claims.length === 0 ? "" : `: ${claimWords(row.claims)}`;
      console.log(wrap(words + claims, `  ${row.row}  `));
    }
  }
  console.log();
  for (const sentence of [...comparisonSentences(comparison), definitionsWords(comparison)]) {
    console.log(wrap(printable(sentence), "- "));
  }
}
