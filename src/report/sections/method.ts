/**
 * The report's sections about how its figures were made: intervals, and how to reproduce them.
 * @module
 */
import { wordsOf } from "../../audit/results/measure_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import type { AuditRun } from "../../audit/results/run_file.ts";
import { definitions, preformatted, type Section } from "../elements.ts";
import { markup } from "../markup.ts";
import { environmentSentence } from "../words/environment.ts";

/** Makes the section on what the intervals mean. */
export function intervalsSection({ measure }: AuditResults): Section {
  const { classes } = wordsOf(measure);
  const draws = measure === "macro_map"
    ? markup`<b>Labels like these</b> draws labels, the sources of all clips, and training seeds:
would other labels of this kind give the same? <b>These labels</b> draws sources and seeds: would
other recordings of the same labels?`
    : markup`<b>Classes like these</b> draws classes, each with its mean,
and training seeds: would other classes of this kind give the same? <b>These classes</b> draws
sources within classes, and seeds: would other recordings of the same classes?`;
  return {
    title: "Intervals",
    answers: "What do the brackets hold, and for whom?",
    body:
      markup`<p>All intervals are 95 % bootstrap intervals, paired across conditions, so that an interval
of a difference is the difference's own. ${draws} Both are the hull of
percentile intervals and those with pseudo-${classes} or pseudo-sources, which hold what few of them
may miss near the ends of what can be. The sentences at the top use those for ${classes} like these,
unless they say that it is for these ${classes}.</p>
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
    answers: "The command, the configuration, and what computed the numbers.",
    body: markup`<p>${environmentSentence(environment)}</p>
${preformatted(command)}
<h4>Configuration</h4>
${preformatted(compactJson(configuration))}
<h4>Fingerprint</h4>
${definitions({ schema, ...fingerprint })}
<h4>Environment, as it was recorded</h4>
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
