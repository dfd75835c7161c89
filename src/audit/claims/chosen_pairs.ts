/**
 * The pairs of backbones that claims are about, with their numbers.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import type { AuditCondition } from "../configuration/conditions.ts";
import { type MeasureWords, wordsOf } from "../results/measure_names.ts";
import type { Attribution, ConditionResult, UnclaimedResults } from "../results/results.ts";

/** What the numbers say about a chosen audio backbone with a chosen text backbone. */
export interface ChosenPair {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** The name of the pair in sentences, such as `mn04 with glove-100d`, safe to print. */
  readonly name: string;
  /** What the audit calls its accuracies. */
  readonly words: MeasureWords;
  /** The accuracy of guessing; {@link chanceOf} gives that of a condition. */
  readonly chance: number;
  /** The conditions that were trained. */
  readonly conditions: Readonly<Partial<Record<AuditCondition, ConditionResult>>>;
  /** The parts of the dirty accuracy; undefined where dirty or clean was not trained. */
  readonly attribution: Attribution | undefined;
  /** Number of evaluation classes. */
  readonly classes: number;
  /** Number of evaluation labels that the audio backbone is known to be pre-trained with. */
  readonly coveredLabels: number;
  /** Whether the audit has the trainings of several seeds, without which no effect is claimed. */
  readonly hasSeeds: boolean;
  /** Whether each class has several sources, without which nothing is claimed of these classes alone. */
  readonly hasSources: boolean;
  /** Whether any training pair is flagged. */
  readonly isFlagged: boolean;
  /** Whether flagged pairs give away at least nine tenths of the evaluation's classes. */
  readonly isCovered: boolean;
}

/** The backbones of a pair. */
type Names = Readonly<Record<"audio" | "text", string>>;

/**
 * Share of the evaluation's classes that flagged pairs must give away before claims speak of the whole dirty score, and
 * that the reference of the same pairs must have before it stands beside that score.
 */
export const COVERED = 0.9;

/** Fewest trainings, and sources of a class, that show how these differ. */
const FEWEST = 2;

/**
 * Whether trainings with several seeds show how trainings differ. With one, a difference of nothing would be claimed in
 * two of five audits of 50 classes whose trainings spread as those of the ESC experiment do.
 */
export function hasSeveralSeeds({ seeds }: Pick<UnclaimedResults, "seeds">): boolean {
  return seeds.length >= FEWEST;
}

/** Returns the accuracy of guessing in a condition: its own, where items have several labels. */
export function chanceOf(
  { conditions, attribution, chance }: Pick<ChosenPair, "conditions" | "attribution" | "chance">,
  condition: "dirty" | "clean",
): number {
  // Clean pairs are trained on for the path even where the condition is not asked for.
  const ofPath = condition === "clean" ? attribution?.path.chance : undefined;
  return conditions[condition]?.chance ?? ofPath ?? chance;
}

/** Returns the chosen pairs, in the order of the conditions; all pairs where each has a baseline or a twin in it. */
export function chosenPairs(results: UnclaimedResults): ChosenPair[] {
  const groups = Map.groupBy(
    results.conditions,
    ({ audio, text }) => JSON.stringify([audio, text]),
  );
  const { leakage: { by_rule, covered_classes = 0 }, classes, chance } = results;
  const isFlagged = Object.values(by_rule).some(({ flagged_pairs }) => flagged_pairs > 0);
  const pairs = Array.from(groups.values(), (group): ChosenPair => {
    const { audio, text } = group[0]!;
    return {
      audio,
      text,
      name: `${printable(audio)} with ${printable(text)}`,
      words: wordsOf(results.measure),
      chance,
      classes: classes.length,
      coveredLabels: results.backbones.find(({ modality, name }) =>
        modality === "audio" && name === audio
      )?.covered_labels?.length ?? 0,
      conditions: Object.fromEntries(group.map((result) => [result.condition, result])),
      attribution: results.attribution.find((one) => one.audio === audio && one.text === text),
      hasSeeds: hasSeveralSeeds(results),
      hasSources: (results.least_sources ?? FEWEST) >= FEWEST,
      isFlagged,
      isCovered: covered_classes >= COVERED * classes.length,
    };
  });
  const isComparison = comparisonsOf(results);
  const chosen = pairs.filter((pair) => !isComparison(pair));
  return chosen.length > 0 ? chosen : pairs;
}

/**
 * Makes a function that says whether a pair of backbones has a baseline or a twin in it, which is there for comparison.
 */
export function comparisonsOf(
  { backbones, attribution }: Pick<UnclaimedResults, "backbones" | "attribution">,
): (pair: Names) => boolean {
  const compared = {
    audio: new Set(attribution.flatMap(({ baselines, twin }) => [baselines.audio, twin?.name])),
    text: new Set(attribution.map(({ baselines }) => baselines.text)),
  };
  const isOf = (side: "audio" | "text", name: string) => {
    const records = backbones.filter((one) => one.modality === side && one.name === name);
    // A backbone that is chosen may serve another as its baseline, too.
    if (records.length > 0) return records.every(({ role }) => role !== "chosen");
    return compared[side].has(name);
  };
  return ({ audio, text }) => isOf("audio", audio) || isOf("text", text);
}
