/**
 * Groups an audit's results by pair of backbones, as people read them.
 * @module
 */
import { printable } from "../basics/printable.ts";
import { comparisonsOf, COVERED } from "../audit/claims/chosen_pairs.ts";
import type { AuditCondition } from "../audit/configuration/conditions.ts";
import type {
  Attribution,
  AuditResults,
  ConditionResult,
  DiversityCurve,
  LeakDoseCurve,
} from "../audit/results/results.ts";
import { type MeasureWords, wordsOf } from "../audit/results/measure_names.ts";
import type { AudioReference } from "../audit/results/references.ts";
import type { AssociationResult, OverlapResult } from "../audit/results/spaces.ts";
import { count } from "../statistics/format.ts";
import { type Confusions, confusionsOf } from "./confusions.ts";
import type { ReportCell } from "./folder/read_folder.ts";

/** Everything that the results say about one audio backbone with one text backbone. */
export interface BackbonePair {
  /** Audio backbone, safe to print. */
  readonly audio: string;
  /** The name of the pair of backbones, such as `mn04 with glove-100d`, safe to print. */
  readonly name: string;
  /** What the audit calls its accuracies. */
  readonly words: MeasureWords;
  /** Whether the audio or the text backbone is a baseline, or the audio backbone a twin. */
  readonly isBaseline: boolean;
  /** The conditions that were trained. */
  readonly conditions: Readonly<Partial<Record<AuditCondition, ConditionResult>>>;
  /** How well the audio backbone alone separates the classes. */
  readonly reference: AudioReference | undefined;
  /**
   * Whether the reference of the same pairs may stand beside the dirty accuracy: its pairs are of at least nine tenths of
   * the classes. The others count as wrong, though the model may name them.
   */
  readonly isSamePairsComparable: boolean;
  /** The parts of the dirty accuracy; always undefined for a baseline. */
  readonly attribution: Attribution | undefined;
  /** Accuracy by the share of the leak that is kept, where it was trained. */
  readonly leakDose: LeakDoseCurve | undefined;
  /** Clean accuracy by number of training classes, where it was trained. */
  readonly diversity: DiversityCurve | undefined;
  /** What the accuracy of a class correlates with, dirty and clean, where it was measured. */
  readonly associations: readonly AssociationResult[];
  /** Overlap of neighborhoods in each space that was measured. */
  readonly overlaps: readonly OverlapResult[];
  /** Which labels the classes' items get. */
  readonly confusions: Confusions;
}

/** Whether the pairs of a condition are captions, which have no classes. */
export function isOfCaptions(
  { pairs, classes }: Pick<ConditionResult, "pairs" | "classes">,
): boolean {
  return pairs > 0 && classes === 0;
}

/** How many classes the pairs of a condition are of: a dash where they are captions. */
export function poolClasses(condition: Pick<ConditionResult, "pairs" | "classes">): string {
  return isOfCaptions(condition) ? "–" : count(condition.classes);
}

/**
 * Returns the pairs of backbones in the order in which the results name them.
 *
 * @param cells the audit's trainings, for the confusions
 */
export function pairsOf(
  results: AuditResults,
  cells: readonly ReportCell[] = [],
): BackbonePair[] {
  const groups = Map.groupBy(
    results.conditions,
    ({ audio, text }) => JSON.stringify([audio, text]),
  );
  const isComparison = comparisonsOf(results);
  return [...groups.values()].map((group) => {
    const { audio, text } = group[0]!;
    const reference = results.references.find((reference) => reference.audio === audio);
    const named = reference?.same_pairs?.classes ?? 0;
    const isOfPair = (one: { audio: string; text: string }) =>
      one.audio === audio && one.text === text;
    return {
      audio: printable(audio),
      name: `${printable(audio)} with ${printable(text)}`,
      words: wordsOf(results.measure),
      isBaseline: isComparison({ audio, text }),
      conditions: Object.fromEntries(group.map((result) => [result.condition, result])),
      reference,
      isSamePairsComparable: named >= COVERED * results.classes.length,
      attribution: results.attribution.find(isOfPair),
      leakDose: results.leak_dose.find(isOfPair),
      diversity: results.diversity.find(isOfPair),
      associations: results.associations.filter(isOfPair),
      overlaps: results.overlap.filter(isOfPair),
      confusions: confusionsOf(cells.filter(isOfPair), results.class_folds),
    };
  });
}

/** Returns the pairs of backbones that the audit is about: those of baselines only where there are no others. */
export function auditedPairs(results: AuditResults): BackbonePair[] {
  const pairs = pairsOf(results);
  const audited = pairs.filter(({ isBaseline }) => !isBaseline);
  return audited.length > 0 ? audited : pairs;
}
