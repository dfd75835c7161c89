/**
 * The report's section on retrieval, where the evaluation has captions.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import type { RetrievalDirection, RetrievalResult } from "../../audit/results/retrieval.ts";
import type { RetrievalMeasure } from "../../measures/retrieval/retrieval.ts";
import { DEPTHS } from "../../measures/retrieval/retrieval.ts";
import { printable } from "../../basics/printable.ts";
import { chanceText, count, decimal } from "../../statistics/format.ts";
import { type Column, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";

/** The directions, in words. */
const DIRECTIONS = [
  ["Captions find sounds", "text_to_audio"],
  ["Sounds find captions", "audio_to_text"],
] as const;

/** Makes the section; undefined where the evaluation has no captions. */
export function retrievalSection(
  { retrieval = [] }: Pick<AuditResults, "retrieval">,
): Section | undefined {
  if (retrieval.length === 0) return undefined;
  const pairs = Map.groupBy(
    retrieval,
    ({ audio, text }) => `${printable(audio)} with ${printable(text)}`,
  );
  const tables = Array.from(
    pairs,
    ([name, own]) =>
      DIRECTIONS.map(([words, key]) => directionTable(`${words}: ${name}`, name, own, key)),
  );
  return {
    title: "Retrieval",
    answers: "Does a caption find its sound, and a sound its captions?",
    body:
      markup`<p>Whether a caption of the evaluation finds its sound among all sounds, and a sound
one of its captions among all captions; with class folds among those of its fold. Average precision
at 10 divides by the smaller of the number of right answers and 10. Intervals: sounds, by their
recordings, and seeds. Nothing is claimed of these numbers.</p>
${tables.flat()}`,
  };
}

function directionTable(
  title: string,
  arm: string,
  results: readonly RetrievalResult[],
  key: "text_to_audio" | "audio_to_text",
): Markup {
  const columns: Column[] = [
    { head: "trained on", words: true },
    ...DEPTHS.map((depth) => ({ head: `recall@${depth}` })),
    { head: "average precision@10" },
    { head: "median rank" },
  ];
  const rows = results.map(({ condition, [key]: found }) => rowOf(condition, found));
  const [first] = results;
  const { queries, candidates, recall } = first![key];
  const chance = DEPTHS.map((depth) => chanceText(recall[`k${depth}`]!.chance));
  const about = `${title}. ${count(queries)} queries among ${
    decimal(candidates).replace(/\.0+$/, "")
  }`;
  const conditions = results.map(({ condition }) => condition);
  const order = ["random order", ...chance, "", ""];
  return table(about, columns, [...rows, order], { arm, conditions });
}

function rowOf(condition: string, { recall, map_at_10, median_rank }: RetrievalDirection) {
  return [
    condition,
    ...DEPTHS.map((depth) => withEnds(recall[`k${depth}`]!)),
    withEnds(map_at_10),
    median_rank.toFixed(1),
  ];
}

function withEnds({ value, low, high }: RetrievalMeasure): string {
  return `${decimal(value)} [${decimal(low)}, ${decimal(high)}]`;
}
