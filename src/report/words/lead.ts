/**
 * Writes a report's first sentences, which say what the numbers of its first pair of backbones say, and no more.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import { printable } from "../../basics/printable.ts";
import { auditedPairs, type BackbonePair } from "../pairs.ts";
import { CLOSE, crossModalFinding, limitsOf, negated, nothingFlagged } from "./summary.ts";
import { chanceText, count, decimal, withRange } from "../../statistics/format.ts";

/**
 * Returns at most five sentences: what kind of evidence the dirty score is, how much is left without the flagged pairs,
 * what the backbone contributes, whether anything was learned across audio and text, and to which classes this applies.
 *
 * @example
 * ```ts
 * import { parseResults } from "../../audit/results/read_results.ts";
 * async function print(file: string): Promise<void> {
 *   const results = parseResults(await Deno.readTextFile(file), file);
 *   for (const sentence of leadSentences(results)) console.log(sentence);
 * }
 * ```
 */
export function leadSentences(results: AuditResults): string[] {
  const pair = auditedPairs(results)[0];
  const found = pair === undefined ? [] : [
    dirtySentence(pair, results.chance),
    dropSentence(pair),
    backboneSentence(pair, results),
    crossModalFinding(pair, results.chance),
  ];
  return [...found.filter((sentence) => sentence !== undefined), limitsOf(results)];
}

function dirtySentence(pair: BackbonePair, chance: number): string | undefined {
  const dirty = pair.conditions.dirty?.balanced_top1;
  if (dirty === undefined) return undefined;
  const score = `${withRange(dirty.mean, dirty)} where guessing gives ${chanceText(chance)}`;
  if (nothingFlagged(pair.conditions)) {
    return `The leak rules flagged no training pair of ${pair.name}, so no leakage can show; its ` +
      `accuracy is ${score}.`;
  }
  const subject = `The dirty score of ${pair.name}, ${score}, is`;
  const codes = codesWords(pair);
  const alone = aloneWords(pair, dirty.mean);
  if (codes !== undefined && alone !== undefined) {
    return `${subject} ordinary closed-set classification: ${codes}, and ${alone}.`;
  }
  if (codes !== undefined) return `${subject} no evidence of text meaning: ${codes}.`;
  return alone === undefined
    ? `${subject} by itself no evidence of transfer: leaked pairs can lift it that far without any.`
    : `${subject} no evidence of transfer between audio and text: ${alone}.`;
}

/** Says that random text codes give about the dirty score, where they do. */
function codesWords({ attribution }: BackbonePair): string | undefined {
  const drop = attribution?.dirty_drops?.text;
  if (attribution === undefined || drop === undefined || drop.value > CLOSE) return undefined;
  const accuracy = decimal(attribution.dirty - drop.value);
  return drop.low <= 0
    ? `random text codes reach it too (${accuracy})`
    : `random text codes come within ${CLOSE} of it (${accuracy})`;
}

/** Says that a classifier without text is as good as the dirty score, where it is. */
function aloneWords({ reference }: BackbonePair, dirty: number): string | undefined {
  if (reference === undefined) return undefined;
  const { value: alone } = reference.separability.nearest_centroid;
  const classifier = "an audio-only nearest-centroid classifier";
  if (Math.abs(dirty - alone) <= CLOSE) {
    return `it lies within ${CLOSE} of ${classifier} (${decimal(alone)})`;
  }
  return dirty < alone ? `${classifier} does better (${decimal(alone)})` : undefined;
}

function dropSentence(pair: BackbonePair): string | undefined {
  const { conditions, attribution } = pair;
  const [dirty, clean] = [conditions.dirty?.balanced_top1, conditions.clean?.balanced_top1];
  if (dirty === undefined || clean === undefined || nothingFlagged(conditions)) return undefined;
  const left = `Without the flagged pairs accuracy is ${withRange(clean.mean, clean)}`;
  const part = attribution?.flaggedPairs;
  if (part === undefined) {
    return dirty.low > clean.high
      ? `${left}, and the whole dirty interval lies above that${caveats(pair)}.`
      : `${left}, and the dirty interval is not clear of that, so no leakage is shown.`;
  }
  if (part.high < 0) return `${left}, which is higher, by ${negated(part)}: no leakage is shown.`;
  const drop = `a drop of ${withRange(part.value, part)}`;
  return part.low > 0
    ? `${left}, ${drop}${caveats(pair)}.`
    : `${left}, ${drop} that cannot be told from zero: no leakage is shown.`;
}

/** Names causes of a drop other than leakage. */
function caveats(pair: BackbonePair): string {
  return controlWords(pair) + diversityWords(pair);
}

function controlWords({ conditions: { control, clean } }: BackbonePair): string {
  if (control === undefined) return ", which may be due to fewer pairs, as no control was trained";
  const { mean, low } = control.balanced_top1;
  return low > clean!.balanced_top1.high
    ? `, which fewer pairs alone do not explain (control ${decimal(mean)})`
    : `, which fewer pairs may explain (control ${decimal(mean)}), so no leakage is shown`;
}

function diversityWords({ conditions: { dirty, clean }, diversity }: BackbonePair): string {
  if (count(clean!.classes) === count(dirty!.classes)) return "";
  const rise = diversity?.rise;
  const lost = "part of the drop may be lost diversity";
  if (rise === undefined) return `; the clean pool has fewer classes, so ${lost}`;
  const rises = "clean accuracy still rises with the number of training classes";
  if (rise.low > 0) return `; ${rises}, so ${lost}`;
  return rise.low_fixed > 0
    ? `; for these classes ${rises}, so ${lost}`
    : `; clean accuracy is not shown to rise with the number of training classes any more, but ${lost}`;
}

function backboneSentence(pair: BackbonePair, results: AuditResults): string | undefined {
  const { attribution, audio } = pair;
  const part = attribution?.drops.audio;
  if (attribution?.baselines.audio === undefined || part === undefined) return undefined;
  const clean = attribution.path.chance + attribution.transfer.value;
  const remains = `With ${printable(attribution.baselines.audio)} instead of ${audio}, ` +
    `${decimal(clean - part.value)} remains`;
  if (part.high < 0) return `${remains}, which is better, by ${negated(part)}.`;
  const value = withRange(part.value, part);
  return part.low > 0
    ? `${remains}, so ${audio} contributes ${value}; ${boundWords(pair, results)}.`
    : `${remains}, so ${audio} is not shown to contribute anything: ${value} includes zero.`;
}

/** Says how far the backbone's own pre-training may be a leak, by what its card declares. */
function boundWords({ conditions }: BackbonePair, { backbones, classes }: AuditResults): string {
  const name = Object.values(conditions)[0]!.audio;
  const record = backbones.find((one) => one.name === name && one.modality === "audio");
  const covered = record?.covered_labels;
  const unknown = "how much of that is leakage cannot be said: it is an upper bound";
  if (record?.ledger?.training_labels === "none") {
    return "its card declares no training labels, so none of that is known to be leaked labels";
  }
  if (covered?.length === 0) {
    return "none of the labels that its card declares is the evaluation's by BACKBONE-LABEL";
  }
  const knew = covered === undefined
    ? ""
    : `it was trained with ${count(covered.length)} of the ${count(classes.length)} labels, and `;
  return `${knew}without a twin trained without these labels, ${unknown}`;
}
