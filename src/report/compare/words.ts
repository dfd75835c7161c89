/**
 * The words of a comparison, for terminal and page.
 * @module
 */
import type {
  ComparedEvaluation,
  ComparedModel,
  ComparedRow,
  Comparison,
  RowClaim,
  RowDifference,
  Subtracted,
  TooFew,
} from "../../audit/comparison/comparison.ts";
import { isAboveChance } from "../../audit/claims/evidence.ts";
import type { ClaimKind } from "../../audit/results/claims.ts";
import { wordsOf } from "../../audit/results/measure_names.ts";
import { printable } from "../../basics/printable.ts";
import type { Interval } from "../../statistics/intervals.ts";
import { chanceText, count, decimal, withRange } from "../../statistics/format.ts";

const CLAIMS: Readonly<Record<ClaimKind, string>> = {
  "few-seeds": "few seeds",
  "few-classes": "few classes",
  "few-sources": "few sources",
  "nothing-flagged": "nothing flagged",
  "leakage": "leakage",
  "flagged-pairs-hurt": "flagged pairs hurt",
  "no-leakage-shown": "no leakage shown",
  "volume": "volume",
  "not-above-chance": "not above chance",
  "needs-no-text-meaning": "needs no text meaning",
  "no-better-than-audio-alone": "no better than audio alone",
  "transfer": "transfer",
  "backbone": "audio backbone adds",
  "backbone-labels": "its training labels give",
  "residual-leaks": "topics that sound like classes",
  "backbones-differ": "backbones differ",
  "published-score": "above chance",
};

/** Returns the name of a row, safe to print. */
export function rowName(row: ComparedRow | ComparedModel): string {
  if ("model" in row) return printable(row.model);
  return `${printable(row.audio)} with ${printable(row.text)}`;
}

/** Says what a row's accuracies are by chance, where that is not the evaluation's: where items have several labels. */
export function ownChance(
  { chance }: ComparedRow | ComparedModel,
  { chance: common }: ComparedEvaluation,
): string | undefined {
  return chanceText(chance) === chanceText(common) ? undefined : `chance ${chanceText(chance)}`;
}

/** Returns what a row's audit claims of it, in short words. */
export function claimWords(claims: readonly RowClaim[]): string {
  return claims.map(({ kind, condition, without_listed: again }) => {
    const words = kind === "transfer" || condition === undefined || kind.startsWith("backbone")
      ? CLAIMS[kind]
      : `${condition} ${CLAIMS[kind]}`;
    if (again === undefined) return words;
    if (again === "untested") return `${words} (listed topics may explain it: untested)`;
    return isAboveChance(again)
      ? `${words} (also without listed topics)`
      : `${words} (not shown without listed topics)`;
  }).join(", ");
}

/** Returns what audits have too little of, in short words. */
export function fewWords(few: readonly TooFew[]): string {
  return few.map((kind) => kind === "small-clean-pool" ? "small clean pool" : CLAIMS[kind])
    .join(", ");
}

/** Names what is subtracted, such as `dirty` or `flagged pairs`. */
export function subtractedName(of: Subtracted): string {
  return of === "flaggedPairs" ? "flagged pairs" : of;
}

/** Describes an evaluation in a line: `54 classes in 6 class folds, 272 items, chance 0.111`. */
export function evaluationWords({ class_folds, items, chance }: ComparedEvaluation): string {
  const classes = counted(class_folds.flat().length, "class", "classes");
  const folds = class_folds.length > 1 ? ` in ${class_folds.length} class folds` : "";
  return `${classes}${folds}, ${counted(items, "item")}, chance ${chanceText(chance)}`;
}

/** Describes what all rows have in common: measure, version and rules. */
export function definitionsWords({ definitions }: Comparison): string {
  const { version, unit, rules } = definitions;
  const clean = rules.length === 0
    ? "no rule flagged pairs"
    : `clean pools lack what ${rules.join(", ")} flag${rules.length === 1 ? "s" : ""}, with ` +
      (unit === "sound" ? "the other captions of its sound" : "no other captions of its sound");
  return `Earnest ${printable(version)}; ${clean}.`;
}

/** Returns the name of the measure where a sentence begins. */
export function measureName({ definitions: { measure } }: Comparison): string {
  return measure === "macro_map" ? "Macro mean average precision" : "Balanced top-1 accuracy";
}

/** Returns one line: how many audits there are, and from where to where their accuracies go. */
export function comparisonTitle({ audits, evaluations }: Comparison): string {
  const rows = evaluations.flatMap(({ rows }) => rows);
  const rangeOf = (condition: "dirty" | "clean") => {
    const means = rows.flatMap((row) => row[condition]?.mean ?? []);
    if (means.length === 0) return [];
    const [lowest, highest] = [Math.min(...means), Math.max(...means)].map(decimal);
    return [`${condition} ${lowest === highest ? lowest : `${lowest} to ${highest}`}`];
  };
  const what = `${counted(audits.length, "audit")} side by side`;
  // Accuracies among different labels have no common range.
  const ranges = evaluations.length > 1 ? [] : [...rangeOf("dirty"), ...rangeOf("clean")];
  return ranges.length === 0 ? what : `${what}: ${ranges.join(", ")}`;
}

/** Returns what may be said of the rows: the differences that are shown, or that none is. */
export function comparisonSentences(comparison: Comparison): string[] {
  const { evaluations } = comparison;
  const differences = evaluations.flatMap((one) => one.differences);
  const shown = evaluations.flatMap((one) =>
    one.differences.filter((each) => each.shown !== "not shown")
      .map((each) => differenceSentence(comparison, one, each))
  );
  const none = differences.length > 0 && shown.length === 0
    ? [
      `None of ${
        counted(differences.length, "difference")
      } is shown by intervals that hold together.`,
    ]
    : [];
  return [...shown, ...none, ...comparison.notes];
}

function differenceSentence(
  { definitions, evaluations }: Comparison,
  { rows, models }: ComparedEvaluation,
  { row, from, of, value, low_together: low, high_together: high, shown }: RowDifference,
): string {
  const nameOf = (number: number) =>
    rowName([...rows, ...models].find((one) => one.row === number)!);
  const { accuracy } = wordsOf(definitions.measure);
  const what = of === "dirty" || of === "clean" ? `${of} ${accuracy}` : subtractedName(of);
  const all = evaluations.reduce((sum, { differences }) => sum + differences.length, 0);
  const together = all > 1 ? `, an interval that holds with those of all ${count(all)}` : "";
  const size = shown === "higher"
    ? withRange(value, ends(low, high))
    : withRange(-value, ends(-high, -low));
  return `Row ${row} (${nameOf(row)}): ${what} is ${shown} than that of row ${from} (${
    nameOf(from)
  }) by ${size}${together}.`;
}

/** An interval for classes like these, in the form of those that have both. */
export function ends(low: number, high: number): Interval {
  return { low, high, low_fixed: low, high_fixed: high };
}

function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
