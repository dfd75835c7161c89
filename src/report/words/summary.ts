/**
 * Describes what an audit found in plain English. Every word depends on the numbers, and none claims more than they do.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import type { AuditResults, ConditionResult, PathPart } from "../../audit/results/results.ts";
import { diversityFinding } from "./curves.ts";
import { textMeaning } from "./factors.ts";
import { auditedPairs, type BackbonePair } from "../pairs.ts";
import { chanceText, count, decimal, withRange } from "../../statistics/format.ts";

/** Largest difference of accuracies that are called about the same. */
export const CLOSE = 0.05;

/** Least number of classes without a warning: with fewer, intervals cover less than 95 % (0.91–0.93 with 5–10). */
const FEW_CLASSES = 10;

/**
 * Returns the findings about each audited pair of backbones, then what they do not mean. One string is one point of one
 * to four sentences. The notes about the data are not repeated.
 *
 * @example
 * ```ts
 * import { parseResults } from "../../audit/results/read_results.ts";
 * async function print(file: string): Promise<void> {
 *   const results = parseResults(await Deno.readTextFile(file), file);
 *   for (const sentence of summarize(results)) console.log(sentence);
 * }
 * ```
 */
export function summarize(results: AuditResults): string[] {
  const findings = auditedPairs(results).flatMap((pair) => findingsOf(pair, results.chance));
  return [...findings, limitsOf(results)];
}

/** Returns one line with the first audited audio backbone and its accuracy with leaks, without, and by chance. */
export function headline(results: AuditResults): string {
  const pair = auditedPairs(results)[0];
  const { dirty, clean } = pair?.conditions ?? {};
  const parts = [
    dirty && `accuracy ${decimal(dirty.balanced_top1.mean)} with the flagged pairs`,
    clean && `${decimal(clean.balanced_top1.mean)} without`,
    `${chanceText(results.chance)} by chance`,
  ].filter((part) => part !== undefined);
  return pair ? `${pair.audio}: ${parts.join(", ")}` : "No condition was trained";
}

/** Returns what the numbers say about one pair of backbones. Conditions that were not trained are skipped. */
function findingsOf(pair: BackbonePair, chance: number): string[] {
  const found = [
    withMeaning(dirtyFinding(pair, chance), pair),
    leakageFinding(pair),
    crossModalFinding(pair, chance),
    backboneFinding(pair, chance),
  ].filter((finding) => finding !== undefined);
  return found.map((finding, index) =>
    index === 0 ? `${pair.name}: ${finding[0]!.toLowerCase()}${finding.slice(1)}` : finding
  );
}

/** Says which classes the figures and their intervals apply to. */
export function limitsOf({ classes, class_folds }: AuditResults): string {
  const others = class_folds.map(({ length }) => length - 1);
  const [fewest, most] = [Math.min(...others), Math.max(...others)];
  const choice = fewest === most ? count(most) : `${count(fewest)} to ${count(most)}`;
  const noun = most === 1 ? "other" : "others";
  const rotation = class_folds.length > 1 ? `, in ${class_folds.length} class folds` : "";
  const few = classes.length < FEW_CLASSES
    ? `; with fewer than ${FEW_CLASSES} classes they are narrower than they should be`
    : "";
  return `Brackets hold 95 % intervals for classes like these ${classes.length}, each told from ` +
    `${choice} ${noun}${rotation}${few}; other kinds of class, or more to choose from, can give ` +
    `quite another accuracy.`;
}

function dirtyFinding({ conditions, reference }: BackbonePair, chance: number): string | undefined {
  const { dirty } = conditions;
  if (dirty === undefined) return undefined;
  const { balanced_top1: accuracy } = dirty;
  const score = `With every training pair kept (dirty), accuracy is ` +
    `${withRange(accuracy.mean, accuracy)}; guessing gives ${chanceText(chance)}.`;
  if (nothingFlagged(conditions)) {
    return `${score} The leak rules flagged no training pair, so no pair was left out for ` +
      `comparison and no leakage can show.`;
  }
  if (reference === undefined) return `${score} By itself that is no evidence of transfer.`;
  const { nearest_centroid: interval } = reference.separability;
  const alone = interval.value;
  const classifier = "A classifier that uses the audio embeddings alone and no text (nearest " +
    `centroid) gets ${withRange(alone, interval)}`;
  const noEvidence = "so the dirty score is no evidence of transfer between audio and text.";
  const difference = accuracy.mean - alone;
  if (Math.abs(difference) <= CLOSE) {
    return `${score} ${classifier}, within ${CLOSE} of that, ${noEvidence}`;
  }
  if (difference < 0) return `${score} ${classifier}, which is more, ${noEvidence}`;
  return `${score} ${classifier}, which is less, but training on leaked pairs can lift the score ` +
    `that far without any transfer.`;
}

/** Adds to the finding about the dirty score what that score owes to the meaning of the texts. */
function withMeaning(
  finding: string | undefined,
  { attribution, conditions }: BackbonePair,
): string | undefined {
  const meaning = attribution && textMeaning(attribution);
  if (finding === undefined || meaning === undefined || nothingFlagged(conditions)) return finding;
  return `${finding} ${meaning}`;
}

function leakageFinding(pair: BackbonePair): string | undefined {
  const { dirty, clean, control } = pair.conditions;
  if (dirty === undefined || clean === undefined || nothingFlagged(pair.conditions)) {
    return undefined;
  }
  const score = withRange(clean.balanced_top1.mean, clean.balanced_top1);
  const { words, lower } = dropWords(pair, dirty, clean);
  const sentences = [`Without the flagged pairs (clean) accuracy is ${score}${words}`];
  if (lower) {
    sentences.push(controlWords(control, clean), ...diversityWords(pair, dirty, clean));
  }
  return sentences.join(" ");
}

/** Decides whether clean is clearly lower than dirty, and returns the end of the sentence that says so. */
function dropWords(
  { attribution }: BackbonePair,
  dirty: ConditionResult,
  clean: ConditionResult,
): { words: string; lower: boolean } {
  const part = attribution?.flaggedPairs;
  if (part === undefined) {
    const lower = dirty.balanced_top1.low > clean.balanced_top1.high;
    return lower
      ? { lower, words: ". The whole dirty interval lies above that." }
      : { lower, words: ". The dirty interval is not clear of that, so no leakage is shown." };
  }
  const { value, low, high } = part;
  if (low > 0) {
    return { lower: true, words: `, a drop of ${withRange(value, part)}, which excludes zero.` };
  }
  const words = high < 0
    ? `, which is higher, by ${negated(part)}, so no leakage is shown.`
    : `. The drop of ${withRange(value, part)} cannot be told from zero, so no leakage is shown.`;
  return { lower: false, words };
}

// Results lack the paired difference; two marginal intervals that do not overlap are a stricter test.
function controlWords(control: ConditionResult | undefined, clean: ConditionResult): string {
  if (control === undefined) {
    return "The flagged pairs may have leaked, or the smaller pool may be to blame: no control was " +
      "trained that could tell.";
  }
  const score = withRange(control.balanced_top1.mean, control.balanced_top1);
  const given = `With as many unflagged pairs removed instead (control) it is ${score}`;
  return control.balanced_top1.low > clean.balanced_top1.high
    ? `${given}, so the smaller pool alone does not explain the drop: leakage is shown.`
    : `${given}, not clearly above clean, so the smaller pool may explain the drop and no leakage ` +
      `is shown.`;
}

function diversityWords(
  { conditions: { control }, diversity }: BackbonePair,
  dirty: ConditionResult,
  clean: ConditionResult,
): string[] {
  const [inDirty, inClean] = [count(dirty.classes), count(clean.classes)];
  if (clean.classes >= dirty.classes || inClean === inDirty) return [];
  const kept = control ? `; the control has ${count(control.classes)}, leaked ones among them` : "";
  const curve = diversity && diversityFinding(diversity);
  return [
    `Part of the drop may be lost variety: the clean pool has ${inClean} classes where the dirty ` +
    `one has ${inDirty}${kept}.`,
    ...(curve ? [curve] : []),
  ];
}

/** Says whether anything was learned across audio and text; undefined where clean was not trained. */
export function crossModalFinding(
  { conditions, attribution }: BackbonePair,
  chance: number,
): string | undefined {
  const { clean, shuffled } = conditions;
  if (clean === undefined) return undefined;
  const { mean, low, high } = clean.balanced_top1;
  const score = `Clean accuracy, ${withRange(mean, clean.balanced_top1)},`;
  const guessing = `chance (${chanceText(chance)})`;
  if (high < chance) return `${score} is below ${guessing}: ${NOT_LEARNED}`;
  if (low <= chance) return `${score} cannot be told from ${guessing}: ${NOT_LEARNED}`;
  const above = `${score} is above ${guessing}`;
  if (shuffled === undefined) {
    return `${above}, as if something were learned across audio and text, but no training with ` +
      `shuffled texts was run to confirm it.`;
  }
  const { balanced_top1: control } = shuffled;
  const pairing = attribution?.drops.pairing;
  if (pairing === undefined) {
    const without = `trainings with shuffled texts, ${withRange(control.mean, control)}`;
    return low > control.high
      ? `${above}, and its interval lies above that of ${without}: ${LEARNED}`
      : `${above}, but its interval is not clear of that of ${without}: ${NOT_LEARNED}`;
  }
  const without = `trainings with shuffled texts (${decimal(control.mean)})`;
  const lead = withRange(pairing.value, pairing);
  return pairing.low > 0
    ? `${above}, and above ${without} by ${lead}: ${LEARNED}`
    : `${above}. But its lead over ${without} is ${lead}, which is not clearly above zero: ` +
      NOT_LEARNED;
}

const LEARNED = "some learning across audio and text is shown.";
const NOT_LEARNED = "no learning across audio and text is shown.";

function backboneFinding(
  { conditions, attribution, audio, isBaseline }: BackbonePair,
  chance: number,
): string | undefined {
  if (conditions.clean === undefined || isBaseline) return undefined;
  const part = attribution?.drops.audio;
  if (attribution?.baselines.audio === undefined || part === undefined) {
    return `What ${audio} itself adds is not known: that takes a baseline, and the conditions ` +
      `dirty and clean.`;
  }
  const remains =
    `With ${printable(attribution.baselines.audio)} in place of ${audio}, clean accuracy is ` +
    decimal(chance + attribution.transfer.value - part.value);
  if (part.low > 0) {
    return `${remains}, so ${audio} adds ${withRange(part.value, part)}. Read that as an upper ` +
      `bound: without a twin of it trained without these labels, part of it may be leakage.`;
  }
  return part.high < 0
    ? `${remains}, which is better by ${negated(part)}.`
    : `${remains}, so ${audio} is not shown to add anything: ${withRange(part.value, part)} ` +
      `includes zero.`;
}

/** Formats a negative part by its size: `0.05 [0.01, 0.09]`. */
export function negated({ value, low, high }: PathPart): string {
  return `${decimal(-value)} [${decimal(-high)}, ${decimal(-low)}]`;
}

/** Whether dirty and clean are the same pool. */
export function nothingFlagged({ dirty, clean }: BackbonePair["conditions"]): boolean {
  return dirty !== undefined && clean !== undefined && dirty.pairs === clean.pairs;
}
