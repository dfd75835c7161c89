/**
 * The checklist of what a reviewer would ask, as a table of a paper.
 * @module
 */
import { printable } from "../../../basics/printable.ts";
import type { MethodsInput } from "../methods/sentence.ts";
import { keys, type PaperTable, words } from "../table.ts";
import { backboneQuestions } from "./backbones.ts";
import { leakQuestions } from "./leaks.ts";
import { sizeQuestions } from "./sizes.ts";

/** Makes the checklist: each question with its answer, the report's section and the key of `results.json`. */
export function checklistTable(input: MethodsInput): PaperTable {
  const rows = [...sizeQuestions(input), ...leakQuestions(input), ...backboneQuestions(input)]
    .map(({ question, answer, report, results }) => [question, answer, report, results]);
  return {
    name: "checklist",
    columns: ["question", "answer", "report", "results"],
    rows,
    shown: [{
      caption:
        "What a reviewer would ask, with the answer of this audit, the section of its report " +
        "and the key of results.json.",
      heads: [
        ...["question", "answer", "section of the report"].map(words),
        keys("in results.json"),
      ],
      groups: [{ rows: rows.map((row) => row.map((cell) => printable(cell))) }],
    }],
  };
}
