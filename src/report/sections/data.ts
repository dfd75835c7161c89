/**
 * The report's sections about the basis of the figures: data, intervals, and how to reproduce them.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import type { AuditRun } from "../../audit/results/run_file.ts";
import { definitions, preformatted, type Section } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import { printable } from "../../basics/printable.ts";
import { count } from "../../statistics/format.ts";

/** Makes the section on sizes, notes and unknown words. */
export function dataSection(results: AuditResults): Section {
  const vocabulary = Object.entries(results.out_of_vocabulary).map(([text, words]) =>
    words.length === 0
      ? markup`<p><b>${text}</b> knows every word.</p>\n`
      : markup`<p><b>${text}</b> does not know ${count(words.length)}: ${
        words.map((word, index) => markup`${index > 0 ? ", " : ""}<i>${word}</i>`)
      }.</p>\n`
  );
  const notes = results.notes.map((note) => markup`<li>${note}</li>\n`);
  return {
    title: "Data",
    body: markup`${
      definitions({
        "training items": count(results.training_items),
        "evaluation items": count(results.evaluation_items),
        "classes": `${count(results.classes.length)} in ${
          count(results.class_folds.length)
        } class fold${results.class_folds.length === 1 ? "" : "s"}`,
        "training seeds": results.seeds.join(", "),
      })
    }${notes.length > 0 ? markup`<ul>\n${notes}</ul>\n` : undefined}
${
      vocabulary.length > 0
        ? markup`<h3>Words that the text backbone does not know</h3>\n${vocabulary}`
        : undefined
    }
${foldsOf(results)}
`,
  };
}

function foldsOf({ class_folds }: AuditResults): Markup | undefined {
  if (class_folds.length < 2) return undefined;
  const folds = class_folds.map((fold) => markup`<li>${fold.map(printable).join(", ")}</li>\n`);
  return markup`<h3>Class folds, each held out once</h3>\n<ol>\n${folds}</ol>\n`;
}

/** Makes the section on what the intervals mean. */
export function intervalsSection({ measure }: AuditResults): Section {
  const draws = measure === "macro_map"
    ? markup`<b>Classes like these</b> draws labels, the sources of all clips, and training seeds:
would other labels of this kind give the same? <b>These classes</b> draws sources and seeds: would
other recordings of the same labels?`
    : markup`<b>Classes like these</b> draws classes, each with its mean,
and training seeds: would other classes of this kind give the same? <b>These classes</b> draws
sources within classes, and seeds: would other recordings of the same classes?`;
  return {
    title: "Intervals",
    body:
      markup`<p>All intervals are 95 % bootstrap intervals, paired across conditions, so that an interval
of a difference is the difference's own. ${draws} Both are the hull of
percentile intervals and those with pseudo-classes or pseudo-sources, which hold what few of them
may miss near the ends of what can be. The sentences at the top use those for classes like these,
unless they say that it is for these classes.</p>
`,
  };
}

/** Makes the section with everything that is needed to reproduce the figures. */
export function reproductionSection(
  { fingerprint, environment, schema }: AuditResults,
  { command, configuration }: AuditRun,
): Section {
  return {
    title: "To make it again",
    body: markup`${preformatted(command)}
<h3>Configuration</h3>
${preformatted(compactJson(configuration))}
<h3>Fingerprint</h3>
${definitions({ schema, ...fingerprint })}
<h3>Environment</h3>
${definitions(environment)}
`,
  };
}

/** Formats JSON with lists of plain values on one line. */
function compactJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(
    /\[\n\s+[^[\]{}]*\n\s+\]/g,
    (list) => list.replaceAll(/\n\s+/g, " "),
  );
}
