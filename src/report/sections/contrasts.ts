/**
 * The report's section about every two chosen backbones of a side.
 * @module
 */
import { wordsOf } from "../../audit/results/measure_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { type Section, table } from "../elements.ts";
import { markup } from "../markup.ts";
import { partColumns, partRow } from "../part_table.ts";

/** The heading of the section. */
export const CONTRASTS_TITLE = "Backbones beside each other";

/** Makes the section on how far backbones differ; undefined where no side has two. */
export function contrastsSection({ contrasts, measure }: AuditResults): Section | undefined {
  const words = wordsOf(measure);
  if (contrasts.length === 0) return undefined;
  const groups = Map.groupBy(
    contrasts,
    ({ between, side, with: other }) => JSON.stringify([between, side, other]),
  );
  const tables = Array.from(groups.values(), (own) => {
    const { between: [first, second], with: other } = own[0]!;
    const rows = own.map((one) => partRow(one.condition, one));
    const conditions = own.map(({ condition }) => condition);
    return table(`${first} − ${second}, both with ${other}`, partColumns(words), rows, {
      conditions,
    });
  });
  return {
    title: CONTRASTS_TITLE,
    answers: "How far do two backbones differ, with the same one on the other side?",
    body:
      markup`<p>The ${words.accuracy} of one backbone minus that of another, with the same backbone on the
other side. The intervals are those of the differences, from paired resamples: the same ${words.classes}, clips
and seeds in both.</p>
${tables}
`,
  };
}
