/**
 * The words of claims. A sentence holds the claim, its numbers with their intervals, and what these are; it says no
 * more than the condition under which the claim is made.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import {
  atMost,
  chanceText,
  count,
  decimal,
  pValue,
  rangeFixed,
  withRange,
} from "../../statistics/format.ts";
import type { PathPart } from "../results/attribution.ts";
import type { Claim } from "../results/claims.ts";
import type { MeasureWords } from "../results/measure_names.ts";

/** The difference that speaks of flagged pairs. */
export type FlaggedEffect = "control minus clean" | "dirty minus clean";

/** What a sentence about transfer must say, too. */
interface TransferCaveats {
  /** Whether it holds without the topics that the residual check lists, in words; undefined where it lists none. */
  readonly listed: string | undefined;
  /** Number of topics that the check cannot judge. */
  readonly undecided: number;
  /** The labels of the classes that the audio backbone is known to be pre-trained with; undefined where none is. */
  readonly known:
    | { readonly audio: string; readonly labels: number; readonly of: number }
    | undefined;
}

/** Most topics that a sentence lists. */
const MOST_TOPICS = 3;

/**
 * The sentence of each kind of claim. `words` are what the audit calls its accuracies, `pair` is the name of a pair of
 * backbones, safe to print.
 */
export const sentences = {
  nothingFlagged: (pair: string) =>
    `No training pair is flagged, so no leakage can show for ${pair}.`,

  leakage: (pair: string, part: PathPart, effect: FlaggedEffect) =>
    effect === "control minus clean"
      ? `Leakage of ${valueText(part)} for ${pair}: what flagged pairs give beyond as many ` +
        `unflagged ones (${effect}).`
      : `Leakage of ${
        valueText(part)
      } for ${pair}, if flagged pairs are taken whole (${effect}), ` +
        `with that caveat: ${UNMATCHED}.`,

  flaggedPairsHurt: (words: MeasureWords, pair: string, part: PathPart, effect: FlaggedEffect) =>
    `Flagged pairs hurt ${pair}: they change ${words.accuracy} by ${valueText(part)} (${effect})` +
    `${caveat(effect)}.`,

  noLeakageShown: (pair: string, part: PathPart, effect: FlaggedEffect) =>
    `No leakage is shown for ${pair}: it is at most ${atMost(part.high)} ` +
    `(${effect}: ${valueText(part)})${caveat(effect)}.`,

  volume: (words: MeasureWords, pair: string, part: PathPart) =>
    `The rest of the pairs changes the ${words.accuracy} of ${pair} by ${
      valueText(part)
    }: volume, dirty ` +
    `minus control.`,

  notAboveChance: (score: string, accuracy: PathPart, chance: number, p: number) =>
    `The ${score}, ${valueText(accuracy)}, is not shown to be above chance, ` +
    `${chanceText(chance)} (${testText(p)}).`,

  needsNoTextMeaning: (
    words: MeasureWords,
    pair: string,
    dirty: number,
    chance: number,
    codes: PathPart,
  ) =>
    `The dirty ${words.accuracy} of ${pair} needs no text meaning: random text codes reach at least nine ` +
    `tenths of its rise over chance (codes ${fixedText(codes)} for these ${words.classes}, dirty ` +
    `${decimal(dirty)}, chance ${chanceText(chance)}).`,

  noBetterThanAudioAlone: (words: MeasureWords, pair: string, dirty: number, lead: PathPart) =>
    `The dirty ${words.accuracy} of ${pair} is no better than closed-set classification by audio alone on ` +
    `the same pairs: its lead is below 0.05 (${
      fixedText(lead)
    } for these ${words.classes}; dirty ` +
    `${decimal(dirty)}, nearest centroid ${decimal(dirty - lead.value)}).`,

  transfer: (
    words: MeasureWords,
    pair: string,
    part: PathPart,
    lead: PathPart,
    p: number,
    { listed, undecided, known }: TransferCaveats,
  ) =>
    `Evidence of transfer for ${pair}: clean ${words.accuracy} is ${
      valueText(part)
    } above chance ` +
    `(${testText(p)}) and ${valueText(lead)} above trainings with shuffled texts` +
    `${listed === undefined ? "" : `; ${listed}`}.` +
    `${undecided === 0 ? "" : ` ${undecidedText(undecided)}`}` +
    `${known === undefined ? "" : ` ${knownText(known)}`}`,

  holdsWithout: (classes: number, part: PathPart, p: number) =>
    `without the topics that the residual check lists, it is ${valueText(part)} among the ` +
    `${count(classes)} classes that they do not resemble (${testText(p)})`,

  fallsWithout: (classes: number, part: PathPart, p: number) =>
    `${MAY_EXPLAIN}: without them it is ${valueText(part)} among the ${count(classes)} classes ` +
    `that they do not resemble, and not shown (${testText(p)})`,

  mayExplain: (classes?: number) =>
    classes === undefined
      ? MAY_EXPLAIN
      : `${MAY_EXPLAIN}, and this cannot be tested: without them ${count(classes)} ` +
        `${classes === 1 ? "class is" : "classes are"} left, too few for the permutation test`,

  backbone: (words: MeasureWords, audio: string, baseline: string, text: string, part: PathPart) =>
    `${printable(audio)} adds ${valueText(part)} to the clean ${words.accuracy} of ` +
    `${printable(baseline)} with ${printable(text)}, including whatever its labels gave.`,

  backboneLabels: (audio: string, twin: string, text: string, part: PathPart) =>
    `Labels in the pre-training of ${printable(audio)} give ${valueText(part)} with ` +
    `${printable(text)} on clean pairs (${printable(audio)} minus its twin, ${printable(twin)}).`,

  residualLeaks: (pair: string, topics: NonNullable<Claim["topics"]>) =>
    `The clean pool of ${pair} may still hold pairs of evaluation classes. The residual check ` +
    `lists topics that sound nearer to a class than any other class of the evaluation does: ` +
    `${topicsText(topics)}. An AUC of 0.5 is as near as the class's own sounds.`,

  backbonesDiffer: (
    words: MeasureWords,
    [higher, lower]: readonly [string, string],
    other: string,
    condition: string,
    part: PathPart,
  ) =>
    `${printable(higher)} has a higher ${condition} ${words.accuracy} with ${
      printable(other)
    } than ` +
    `${printable(lower)}, by ${
      valueText(part)
    }, an interval that holds together with those of all ` +
    `such differences.`,

  modelName: (model: string) => `the published model ${printable(model)}`,

  publishedScore: (
    words: MeasureWords,
    model: string,
    accuracy: PathPart,
    chance: number,
    p: number,
    spread: { readonly lowest_prompt: number; readonly highest_prompt: number } | undefined,
  ) =>
    `The published model ${printable(model)} as it is has ${words.one} of ${
      valueText(accuracy)
    }, ` +
    `chance ${chanceText(chance)} (${testText(p)})${
      spread === undefined
        ? ""
        : `; single prompts give ${decimal(spread.lowest_prompt)} to ${
          decimal(spread.highest_prompt)
        }`
    }; the labels and pairs that it was trained with are not known here.`,

  smallCleanPool: (
    words: MeasureWords,
    topics: number,
    pairs: number,
    short: string,
  ) =>
    `The smallest clean pool has ${topics > 0 ? `${count(topics)} topics and ` : ""}${
      count(pairs)
    } pairs, ` +
    `below ${short}: a low clean ${words.accuracy} may show only ` +
    `that, and more unflagged pairs would help.`,

  smallFolds: (perfectP: number) =>
    `The class folds have too few classes for the permutation test: names that are all right would ` +
    `have p = ${pValue(perfectP)}. Use fewer class folds.`,

  fewClasses: (words: MeasureWords, classes: number, least: number, canPass: boolean) =>
    `The evaluation has ${count(classes)} ${
      classes === 1 ? words.class : words.classes
    }, fewer than ` +
    `${least}, so intervals say little of other ${words.classes} like these${
      canPass ? "" : " and names that are all right would not pass the permutation test"
    }: use at least ${least}.`,

  fewSeeds: (seeds: number, least: number) =>
    `The audit has ${count(seeds)} training ${seeds === 1 ? "seed" : "seeds"}, fewer than ` +
    `${least}, so intervals hold ${
      seeds === 1
        ? "nothing of how trainings differ and no effect is claimed"
        : "little of how trainings differ"
    }: use at least ${least}.`,

  fewSources: (words: MeasureWords, sources: number, least: number) =>
    `The evaluation ${words.class} with the fewest sources has ${
      count(sources)
    }, fewer than ${least}, so ` +
    `intervals hold ${
      sources === 1
        ? `too little of how recordings differ for a claim about these ${words.classes}`
        : "little of how recordings differ"
    }: use at least ${least} sources a ${words.class}.`,
};

/** What stands beside transfer that is not shown without the listed topics. */
const MAY_EXPLAIN =
  "but the residual check lists topics that may be pairs of evaluation classes, which may explain it";

/** Why a difference between dirty and clean is not all leakage. */
const UNMATCHED = "no control pool matches the clean one, so lost pairs and topics may " +
  "be part of it";

function caveat(effect: FlaggedEffect): string {
  return effect === "dirty minus clean" ? `, with that caveat: ${UNMATCHED}` : "";
}

function valueText(part: PathPart): string {
  return withRange(part.value, part);
}

function fixedText(part: PathPart): string {
  return `${decimal(part.value)} ${rangeFixed(part)}`;
}

function undecidedText(topics: number): string {
  return `Of ${count(topics)} ${
    topics === 1 ? "topic" : "topics"
  } the residual check cannot tell ` +
    `whether ${topics === 1 ? "it is" : "they are"} pairs of evaluation classes.`;
}

function knownText({ audio, labels, of }: NonNullable<TransferCaveats["known"]>): string {
  return `${printable(audio)} was pre-trained with the labels of ${count(labels)} of the ` +
    `${count(of)} classes, which may have helped.`;
}

function testText(p: number): string {
  return `permutation test, p ${p < 0.001 ? "" : "= "}${pValue(p)}`;
}

function topicsText(topics: NonNullable<Claim["topics"]>): string {
  const shown = topics.slice(0, MOST_TOPICS).map(({ topic, label, auc }) =>
    `“${printable(topic)}” to “${printable(label)}” (AUC ${decimal(auc)})`
  );
  const others = topics.length - shown.length;
  return `${shown.join(", ")}${others > 0 ? `, and ${count(others)} more` : ""}`;
}
