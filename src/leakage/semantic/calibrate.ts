/**
 * Calibrates `TEXT-SEMANTIC`: a threshold for each label that captions without the label seldom reach.
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

/** Most calibration captions; more are sampled. This is enough for 1,999 labels at 1 %. */
const MOST_CAPTIONS = 200_000;

/** A product of a rate and a count, such as 0.01 · 5,100, may be rounded to just below a whole number. */
const ROUNDING = 1e-9;

/** How thresholds are calibrated. */
export interface CalibrationOptions {
  /** Share of unrelated captions that may have any finding, above 0 and below 1; default 0.01. */
  readonly falseAlarmRate?: number;
  /** Ends the calibration after the block of captions at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What thresholds are calibrated with and on. */
export interface CalibrationData {
  /** The backbone that embeds texts. */
  readonly backbone: TextBackbone;
  /** The labels. */
  readonly labels: readonly SemanticLabel[];
  /** Captions, of any number: more than 200,000 are sampled. */
  readonly captions: Iterable<Caption> | AsyncIterable<Caption>;
}

/** A label and the least similarity of captions that are found for it. */
export interface LabelThreshold {
  /** The label, verbatim. */
  readonly label: string;
  /** The label's words, which are embedded. */
  readonly words: string;
  /** A cosine; captions with this similarity or more are found. */
  readonly threshold: number;
}

/** What calibration gives. */
export interface SemanticThresholds {
  /** Largest share of unrelated captions that have any finding. */
  readonly falseAlarmRate: number;
  /** The labels that can be found, in the order in which they were given. */
  readonly labels: readonly LabelThreshold[];
  /** Labels that the backbone cannot embed and that the rule therefore skips. */
  readonly unusableLabels: readonly string[];
  /** Number of captions that the thresholds were calibrated on. */
  readonly captions: number;
  /** Number of further captions that the backbone could not embed. */
  readonly unusableCaptions: number;
}

/**
 * Calibrates a threshold for each label, so that at most `falseAlarmRate` of captions have a finding for any label
 * that they do not mention.
 *
 * **Unrelated captions.** A caption counts for the labels that it does not mention; it is left out for its `mentions`,
 * the labels that a rule about words has found in it. Captions may be a corpus that is known to be unrelated, or the
 * training captions themselves. In the latter case, captions that mean a label in words that no rule knows are kept;
 * they raise the label's threshold, which costs findings. The rate then also sets the number of findings, in a leaky
 * corpus and in a clean one: they are the captions most worth reading, but no evidence that the corpus leaks. Only
 * against other captions is a number of findings above the rate evidence.
 *
 * **The rate** is that of a caption over all labels, not that of each label. A label's threshold is the similarity of
 * its k-th most similar caption, with one k for all labels: the largest at which at most rate · (n + 1) - 1 of the n
 * captions are among the k most similar to any label. So each label raises about as many alarms, and a caption near
 * several labels counts once, which it would not if the rate were divided by the labels. A further caption from the
 * same distribution reaches a threshold with probability `falseAlarmRate` at most, whatever that distribution is:
 * except for ties with the k-th, it does so only where its conformal p-value among the n + 1 is at most the rate (Vovk
 * and others, "Algorithmic Learning in a Random World", 2005; the score of a caption is its best rank for a label).
 * This holds on average over calibrations, but not for captions of another kind, such as longer ones or ones about
 * other subjects. Captions of one clip are not independent, so those of other clips reach thresholds a bit more often.
 *
 * The rates were measured with glove-100d and ESC-50's labels on Clotho, with one half to calibrate and the other to
 * check, as means of 8 splits. At 1, 2 and 5 %, 0.87, 1.93 and 4.83 % of the captions have findings where captions are
 * split, and 1.04, 2.11 and 5.16 % where clips are split. Calibrated on Clotho at 1 %, 10 % of AudioCaps have findings,
 * some because they mean labels in other words, some because AudioCaps uses other language. One threshold for all
 * labels does not work: at the 99th percentile of all similarities, 39 % of Clotho's unrelated captions have a finding,
 * nearly all for "can opening" and "hand saw", and 43 labels never have one.
 *
 * (labels + 1) / rate - 1 captions are always enough: 5,099 for 50 labels at 1 %. From more than 200,000 captions a
 * sample is drawn, which is the same each time; with fewer, their order does not matter.
 *
 * @param data the backbone, the labels, and the captions to calibrate on, such as those that are scanned
 * @throws {InputError} when the rate is out of range, the captions are too few for it, or no label can be embedded
 */
export async function calibrateSemantic(
  compute: Compute,
  { backbone, labels, captions }: CalibrationData,
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
 * Formats a share in percent for messages and findings.
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
