/**
 * The report's section about the data: sizes, what a reader must know of them, unknown words and class folds.
 * @module
 */
import { wordsOf } from "../../audit/results/measure_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { definitions, type Section } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import { printable } from "../../basics/printable.ts";
import { count } from "../../statistics/format.ts";
import { mergedNotes } from "../words/notes.ts";

/** Makes the section on sizes, notes and unknown words. */
export function dataSection(results: AuditResults): Section {
  const vocabulary = Object.entries(results.out_of_vocabulary).map(([text, words]) =>
    words.length === 0
      ? markup`<p><b>${text}</b> knows every word.</p>\n`
      : markup`<p><b>${text}</b> does not know ${count(words.length)}: ${
        words.map((word, index) => markup`${index > 0 ? ", " : ""}<i>${word}</i>`)
      }.</p>\n`
  );
  const notes = mergedNotes(results.notes, results.class_folds.length).map((note) =>
    markup`<li>${note}</li>\n`
  );
  return {
    title: "Data",
    answers: "How many sounds and pairs, of what kind, and what must be known of them?",
    body: markup`${
      definitions({
        "training items": count(results.training_items),
        "evaluation items": count(results.evaluation_items),
        [wordsOf(results.measure).classes]: `${count(results.classes.length)} in ${
          count(results.class_folds.length)
        } class fold${results.class_folds.length === 1 ? "" : "s"}`,
        "training seeds": results.seeds.join(", "),
      })
    }${notes.length > 0 ? markup`<ul>\n${notes}</ul>\n` : undefined}
${
      vocabulary.length > 0
        ? markup`<h4>Words that the text backbone does not know</h4>\n${vocabulary}`
        : undefined
    }
${foldsOf(results)}
`,
  };
}

function foldsOf({ class_folds }: AuditResults): Markup | undefined {
  if (class_folds.length < 2) return undefined;
  const folds = class_folds.map((fold) => markup`<li>${fold.map(printable).join(", ")}</li>\n`);
  return markup`<h4>Class folds, each held out once</h4>\n<ol>\n${folds}</ol>\n`;
}
