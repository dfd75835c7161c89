/**
 * The report's sections about what the figures rest on: leaks, data, intervals, and how to make them again.
 * @module
 */
import type { AuditResults } from "../audit/results.ts";
import { type Column, definitions, preformatted, table } from "./elements.ts";
import { type Markup, markup } from "./markup.ts";
import { printable } from "../basics/printable.ts";
import { count } from "./text.ts";

/** What the leak rules found, with examples. */
export function leaksSection({ leakage }: AuditResults): Markup {
  const { verdict, by_rule, examples } = leakage;
  const ruleColumns: Column[] = [
    { head: "rule", words: true },
    { head: "findings" },
    { head: "training pairs flagged" },
  ];
  const rules = Object.entries(by_rule).map(([rule, found]) => [
    markup`<code>${rule}</code>`,
    count(found.findings),
    count(found.flagged_pairs),
  ]);
  const exampleColumns = ["rule", "training text", "label", "training item"]
    .map((head) => ({ head, words: true }));
  const rows = examples.map(({ rule, evidence, label, item }) => [
    markup`<code>${rule}</code>`,
    evidence,
    label,
    item,
  ]);
  return markup`<section>
<h2>Leaks</h2>
<p>Verdict: <b>${verdict}</b>. ${
    VERDICTS[verdict]
  } What “clean” means depends on the rules that ran.
Findings are counted over all class folds; pairs are the mean over them.</p>
${table("Findings by rule", ruleColumns, rules)}
${rows.length > 0 ? table("Examples", exampleColumns, rows) : undefined}</section>
`;
}

const VERDICTS = {
  clean: "No rule that ran flagged a training pair.",
  leaky: "Training pairs give away evaluation labels or clips.",
  unknown: "A backbone does not declare what it was trained on.",
} as const;

/** Sizes, notes and unknown words. */
export function dataSection(results: AuditResults): Markup {
  const vocabulary = Object.entries(results.out_of_vocabulary).map(([text, words]) =>
    words.length === 0
      ? markup`<p><b>${text}</b> knows every word.</p>\n`
      : markup`<p><b>${text}</b> does not know ${count(words.length)}: ${
        words.map((word, index) => markup`${index > 0 ? ", " : ""}<i>${word}</i>`)
      }.</p>\n`
  );
  const notes = results.notes.map((note) => markup`<li>${note}</li>\n`);
  return markup`<section>
<h2>Data</h2>
${
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
${foldsOf(results)}</section>
`;
}

function foldsOf({ class_folds }: AuditResults): Markup | undefined {
  if (class_folds.length < 2) return undefined;
  const folds = class_folds.map((fold) => markup`<li>${fold.map(printable).join(", ")}</li>\n`);
  return markup`<h3>Class folds, each held out once</h3>\n<ol>\n${folds}</ol>\n`;
}

/** What the intervals mean. */
export function intervalsSection(): Markup {
  return markup`<section>
<h2>Intervals</h2>
<p>All intervals are 95 % percentile bootstrap intervals, paired across conditions, so that an interval of a difference
is the difference's own. <b>These classes</b> draws sources within classes, and training seeds: would other recordings
of the same classes give the same? <b>Classes like these</b> draws classes too: would other classes of this kind? The
sentences at the top use the wider one, for classes like these.</p></section>
`;
}

/** Everything that the same figures need. */
export function reproductionSection(
  { fingerprint, environment, schema }: AuditResults,
  { config, command }: { readonly config: string; readonly command: string },
): Markup {
  return markup`<section>
<h2>To make it again</h2>
${preformatted(command)}
<h3>Configuration</h3>
${preformatted(config)}
<h3>Fingerprint</h3>
${definitions({ schema, ...fingerprint })}
<h3>Environment</h3>
${definitions(environment)}</section>
`;
}
