/**
 * Thresholds of `TEXT-SEMANTIC`: a similarity for each label that captions without the label seldom reach.
 * @module
 */
import { wordsOfLabel } from "../labels/label_set.ts";
import type { TextBackbone } from "../../backbones/backbone.ts";
import { InputError } from "../../basics/errors.ts";
import { RandomStream } from "../../basics/random.ts";
import type { Compute } from "../../compute/compute.ts";
import { sampled } from "./sample.ts";
import { type Caption, embedLabels, type SemanticLabel, similarityBlocks } from "./similarities.ts";
import { jointRank, Tail } from "./tail.ts";

/** Calibration captions that are used; of more a sample is drawn. Enough for 1,999 labels at 1 %. */
const MOST_CAPTIONS = 200_000;

/** A product of a rate and a count, such as 0.01 · 5,100, may lie a bit below the whole number that it is. */
const ROUNDING = 1e-9;

/** How thresholds are calibrated. */
export interface CalibrationOptions {
  /** Share of unrelated captions that may have any finding, above 0 and below 1; default 0.01. */
  readonly falseAlarmRate?: number;
  /** Ends the calibration after the block of captions at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A label and the similarity from which on a caption is found. */
export interface LabelThreshold {
  /** The label, verbatim. */
  readonly label: string;
  /** The words that are embedded. */
  readonly words: string;
  /** A cosine; captions that are as similar, or more, are found. */
  readonly threshold: number;
}

/** What calibration gives. */
export interface SemanticThresholds {
  /** Share of unrelated captions that have any finding, at most. */
  readonly falseAlarmRate: number;
  /** The labels that can be found, in the order in which they were given. */
  readonly labels: readonly LabelThreshold[];
  /** Labels that the backbone cannot embed: the rule does not look for them. */
  readonly unusableLabels: readonly string[];
  /** Number of captions that the thresholds rest on. */
  readonly captions: number;
  /** Number of further captions that the backbone could not embed. */
  readonly unusableCaptions: number;
}

/**
 * Calibrates a threshold for each label, so that at most `falseAlarmRate` of captions have a finding for any label
 * that they do not mention.
 *
 * **What is unrelated.** A caption counts for the labels that it does not mention: with `mentions`, those that no
 * rule about words has found, it is left out for the labels found. Captions may be a corpus that is known to be
 * unrelated, or the training captions themselves. Of the latter, those that mean a label in words that no rule
 * knows stay in: they raise its threshold, which costs findings. And then the rate also
 * says how many findings there will be, in a leaky corpus and in a clean one: they are the captions most worth
 * reading, and no evidence that the corpus leaks. Only against captions from elsewhere are more findings than the
 * rate evidence.
 *
 * **The rate** is that of a caption over all labels, not that of each label. A label's threshold is the similarity
 * of its k-th most similar caption, with one k for all labels: the largest at which at most rate · (n + 1) - 1 of
 * the n captions are, for any label, among the k most similar. Each label thus raises about as many alarms, and
 * captions that are near several labels count once, unlike with the rate divided by the labels. A further caption,
 * drawn as these were, reaches a threshold with probability `falseAlarmRate` at most, whatever the distributions
 * are: but for ties with the k-th it does so only where its conformal p-value among the n + 1 (Vovk and others,
 * "Algorithmic Learning in a Random World", 2005), its score being its best rank for a label, is at most the rate.
 * This holds on average over calibrations, and not for captions of another kind: longer ones, or of other subjects.
 * Captions of one clip are not independent, so those of other clips reach thresholds a bit more often.
 *
 * Measured with glove-100d and ESC-50's labels on Clotho, one half calibrating, the other checked, mean of 8
 * halvings: at 1, 2 and 5 %, 0.87, 1.93 and 4.83 % of the captions have findings where captions are halved, 1.04,
 * 2.11 and 5.16 % where clips are. Calibrated on Clotho, 10 % of AudioCaps have findings at 1 %, some since they
 * mean labels in other words, some since AudioCaps speaks otherwise. One threshold for all labels does not work: at
 * the 99th percentile of all similarities 39 % of Clotho's unrelated captions have a finding, nearly all for "can
 * opening" and "hand saw", and 43 labels never have one.
 *
 * (labels + 1) / rate - 1 captions are always enough, 5,099 for 50 labels at 1 %. Of more than 200,000 a sample is
 * drawn, the same each time; up to there the order of captions does not matter.
 *
 * @param captions e.g. the captions that are scanned
 * @throws {InputError} when the rate is out of range, the captions are too few for it, or no label can be embedded
 */
export async function calibrateSemantic(
  compute: Compute,
  backbone: TextBackbone,
  labels: readonly SemanticLabel[],
  captions: Iterable<Caption> | AsyncIterable<Caption>,
  { falseAlarmRate = 0.01, signal }: CalibrationOptions = {},
): Promise<SemanticThresholds> {
  if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
    throw new InputError(
      `The false-alarm rate is ${falseAlarmRate}; expected a share of captions above 0 and below 1`,
    );
  }
  const embedded = await embedLabels(backbone, labels);
  const sample = await sampled(captions, MOST_CAPTIONS, new RandomStream(0, "calibration"));
  const allowed = (count: number) => Math.floor(falseAlarmRate * (count + 1) + ROUNDING);
  const depth = Math.max(1, allowed(sample.length));
  const tails = embedded.labels.map(() => new Tail(depth));
  let count = 0;
  for await (const block of similarityBlocks(compute, backbone, embedded, sample)) {
    signal?.throwIfAborted();
    block.captions.forEach(({ mentions }, i) => {
      embedded.labels.forEach(({ label }, j) => {
        if (mentions?.includes(label)) return;
        tails[j]!.add(count + i, block.similarities[i * tails.length + j]!);
      });
    });
    count += block.captions.length;
  }
  const most = allowed(count) - 1;
  const rank = most < 0 ? 0 : jointRank(tails, depth, most);
  if (rank === 0) refuseFew(count, tails.length, falseAlarmRate);
  return {
    falseAlarmRate,
    labels: embedded.labels.map((entry, j) => ({
      label: entry.label,
      words: wordsOfLabel(entry),
      threshold: tails[j]!.thresholdAt(rank),
    })),
    unusableLabels: embedded.unusable,
    captions: count,
    unusableCaptions: sample.length - count,
  };
}

function refuseFew(count: number, labels: number, rate: number): never {
  const enough = Math.ceil((labels + 1) / rate - ROUNDING) - 1;
  throw new InputError(
    `TEXT-SEMANTIC has ${count} calibration captions that can be embedded, too few for ${labels} labels ` +
      `at ${percent(rate)} false alarms a caption; ${enough} are enough, or a higher rate`,
  );
}

/**
 * A share in percent, as messages and findings have it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(percent(0.07), "7 %");
 * ```
 */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
