/**
 * What an audit found, in plain English. Every word depends on the numbers, and none claims more than they do.
 * @module
 */
import { printable } from "../basics/printable.ts";
import type { AuditResults, ConditionResult } from "../audit/results.ts";
import { auditedPairs, type BackbonePair } from "./pairs.ts";
import { chanceText, count, decimal, range, withRange } from "./text.ts";

/** Accuracies at most this far apart are called about the same. */
const CLOSE = 0.05;

/** With fewer classes than this, intervals over classes cover less than they say (0.91–0.93 with 5–10 classes). */
const FEW_CLASSES = 10;

/**
 * The findings about each audited pair of backbones, then what they do not mean and the notes about the data.
 * One string is one point of one to three sentences.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { madeResults } from "../../tests/report/made_results.ts";
 * assert.match(summarize(madeResults())[0]!, /within 0.05 of .* so it is no evidence of transfer/);
 * ```
 */
export function summarize(results: AuditResults): string[] {
  const findings = auditedPairs(results).flatMap((pair) => findingsOf(pair, results.chance));
  return [...findings, [limitsOf(results), ...results.notes.map(printable)].join(" ")];
}

/** One line that names the first audited pair and its accuracy with leaks, without, and by chance. */
export function headline(results: AuditResults): string {
  const pair = auditedPairs(results)[0];
  const { dirty, clean } = pair?.conditions ?? {};
  const parts = [
    dirty && `${decimal(dirty.balanced_top1.mean)} with the flagged pairs`,
    clean && `${decimal(clean.balanced_top1.mean)} without`,
    `${chanceText(results.chance)} by chance`,
  ].filter((part) => part !== undefined);
  return pair ? `${pair.audio}: ${parts.join(", ")}` : "No condition was trained";
}

/** What the numbers say about one pair of backbones. Conditions that were not trained are passed over. */
function findingsOf(pair: BackbonePair, chance: number): string[] {
  const found = [
    dirtyFinding(pair, chance),
    leakageFinding(pair),
    crossModalFinding(pair, chance),
    backboneFinding(pair, chance),
  ].filter((finding) => finding !== undefined);
  return found.map((finding, index) => index === 0 ? `${pair.name}: ${finding}` : finding);
}

/** For which classes the figures and their intervals stand. */
function limitsOf(results: AuditResults): string {
  const classes = results.classes.length;
  const folds = results.class_folds.length;
  const choice = `each told from ${count(Math.round(1 / results.chance) - 1)} others`;
  const rotation = folds > 1 ? ` in ${folds} class folds` : "";
  const few = classes < FEW_CLASSES
    ? ` With fewer than ${FEW_CLASSES} classes they are narrower than 95 % calls for.`
    : "";
  return `Intervals are 95 % bootstrap intervals for classes like these ${classes}, ${choice}${rotation}: ` +
    `other kinds of class, or more to choose from, can give quite another accuracy.${few}`;
}

function dirtyFinding({ conditions, reference }: BackbonePair, chance: number): string | undefined {
  const { dirty } = conditions;
  if (dirty === undefined) return undefined;
  const { balanced_top1: accuracy } = dirty;
  const score = `the dirty score, with nothing removed from training, is ` +
    `${withRange(accuracy.mean, accuracy)}, where chance is ${chanceText(chance)}.`;
  if (nothingFlagged(conditions)) {
    return `${score} The leak rules flagged no training pair, so the clean pool is the same pool ` +
      `and no leakage can show.`;
  }
  if (reference === undefined) return `${score} Alone it is no evidence of transfer.`;
  const alone = "a nearest-centroid classifier on the audio embeddings alone, with no text " +
    `(${withRange(reference.nearest_centroid, reference.nearest_centroid_interval)})`;
  const difference = accuracy.mean - reference.nearest_centroid;
  if (Math.abs(difference) <= CLOSE) {
    return `${score} That is within ${CLOSE} of ${alone}, so it is no evidence of transfer between ` +
      `audio and text.`;
  }
  if (difference < 0) {
    return `${score} That is less than ${alone} reaches, so it is no evidence of transfer between ` +
      `audio and text.`;
  }
  return `${score} That is more than ${alone} reaches, but training on leaked pairs can do that ` +
    `without any transfer.`;
}

function leakageFinding(pair: BackbonePair): string | undefined {
  const { dirty, clean, control } = pair.conditions;
  if (dirty === undefined || clean === undefined || nothingFlagged(pair.conditions)) {
    return undefined;
  }
  const score = withRange(clean.balanced_top1.mean, clean.balanced_top1);
  const { words, shown } = leakageWords(pair, dirty, clean);
  const sentences = [`Without the flagged pairs (clean) the accuracy is ${score}: ${words}.`];
  if (shown && control) sentences.push(controlWords(control, clean));
  if (shown && clean.classes < dirty.classes) {
    const kept = control ? ` (control: ${count(control.classes)}, leaked ones kept)` : "";
    sentences.push(
      `Part of it may be lost class diversity: the clean pool has ${count(clean.classes)} ` +
        `classes, the dirty one ${count(dirty.classes)}${kept}.`,
    );
  }
  return sentences.join(" ");
}

function leakageWords(
  { attribution }: BackbonePair,
  dirty: ConditionResult,
  clean: ConditionResult,
): { words: string; shown: boolean } {
  const part = attribution?.path.leakage;
  if (part === undefined) {
    const shown = dirty.balanced_top1.low > clean.balanced_top1.high;
    const words = shown
      ? "all of the dirty interval lies above it, so leakage is shown"
      : "the dirty interval does not lie above it, so no leakage was shown";
    return { words, shown };
  }
  const { value, low, high } = part;
  if (low > 0) {
    const words = `a drop of ${withRange(value, part)}, which excludes zero, so leakage is shown`;
    return { words, shown: true };
  }
  if (high < 0) {
    const words = `higher by ${decimal(-value)} [${decimal(-high)}, ${decimal(-low)}], ` +
      `so no leakage was shown`;
    return { words, shown: false };
  }
  const words = `the drop, ${withRange(value, part)}, includes zero, so no leakage was shown`;
  return { words, shown: false };
}

// Two marginal intervals that do not overlap are a stricter test than the paired difference, which results lack.
function controlWords(control: ConditionResult, clean: ConditionResult): string {
  const score = withRange(control.balanced_top1.mean, control.balanced_top1);
  const given = `With as many unflagged pairs removed instead (control) it is ${score}`;
  return control.balanced_top1.low > clean.balanced_top1.high
    ? `${given}, so the smaller pool alone does not explain the drop.`
    : `${given}, not clearly above clean, so the smaller pool may explain the drop.`;
}

function crossModalFinding(
  { conditions, attribution }: BackbonePair,
  chance: number,
): string | undefined {
  const { clean, shuffled } = conditions;
  if (clean === undefined) return undefined;
  const { low, high } = clean.balanced_top1;
  const interval = `${chanceText(chance)}; clean ${range(clean.balanced_top1)}`;
  if (high < chance) {
    return `Clean accuracy is below chance (${interval}): no cross-modal learning is seen.`;
  }
  if (low <= chance) {
    return `Clean accuracy cannot be told from chance (${interval}): no cross-modal learning is seen.`;
  }
  const above = `Clean accuracy is above chance (${interval})`;
  const pairing = attribution?.drops.pairing;
  const shuffledScore = shuffled ? ` (${decimal(shuffled.balanced_top1.mean)})` : "";
  if (pairing === undefined && shuffled === undefined) {
    return `${above}, as cross-modal learning would have it; no training with shuffled texts confirms it.`;
  }
  const exceeds = pairing ? pairing.low > 0 : low > shuffled!.balanced_top1.high;
  const gain = pairing ? ` by ${withRange(pairing.value, pairing)}` : "";
  return exceeds
    ? `${above} and above trainings with shuffled texts${shuffledScore}${gain}: ` +
      `some cross-modal learning is seen.`
    : `${above}, but not shown to be above trainings with shuffled texts${shuffledScore}${gain}: ` +
      `no cross-modal learning is shown.`;
}

function backboneFinding(
  { conditions, attribution, audio, isBaseline }: BackbonePair,
  chance: number,
): string | undefined {
  if (conditions.clean === undefined || isBaseline) return undefined;
  if (attribution === undefined) {
    return `Without an attribution, what ${audio} itself brings is not known.`;
  }
  const { crossModal, audioBackbone: part } = attribution.path;
  const baseline = printable(attribution.baseline);
  const remains = `With ${baseline} in place of ${audio}, clean accuracy is ` +
    decimal(chance + crossModal.value);
  const gain = withRange(part.value, part);
  if (part.low > 0) {
    return `${remains}, so the backbone adds ${gain}. That is an upper bound on what it adds without ` +
      `leakage: which labels its pre-training saw is not identified.`;
  }
  return part.high < 0
    ? `${remains}: the backbone does worse than ${baseline} (${gain}).`
    : `${remains}: the backbone is not shown to add anything (${gain} includes zero).`;
}

function nothingFlagged({ dirty, clean }: BackbonePair["conditions"]): boolean {
  return dirty !== undefined && clean !== undefined && dirty.pairs === clean.pairs;
}
