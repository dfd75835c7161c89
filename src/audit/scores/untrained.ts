/**
 * Measures what needs no training: the backbones' spaces, label heads and published models.
 * @module
 */
import { stepper, type WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { LabelHeadResult, PublishedResult } from "../results/backbones.ts";
import { measureOverlaps } from "./backbone_overlap.ts";
import { chosenTexts } from "../inputs/chosen_texts.ts";
import type { AuditBackbones, AuditEvaluation, AuditPair } from "../inputs/shape.ts";
import type { Fold } from "../trainings/folds.ts";
import { measureLabelHeads } from "./label_heads.ts";
import { measurePublishedLabels } from "./label_models.ts";
import { measureLabelSpace } from "./label_references.ts";
import { measurePublished } from "./published.ts";
import { type AudioSpace, measureAudioSpace } from "./audio_spaces.ts";
import type { Resampling } from "./resampling.ts";
import type { OverlapResult } from "../results/spaces.ts";
import { measureTextSpace, type TextSpace } from "./text_spaces.ts";

/** The measures that need no training. */
export interface Untrained {
  /** The space of each audio backbone, baselines and twins included. */
  readonly audio: readonly AudioSpace[];
  /** The space of each text backbone except baselines. */
  readonly text: readonly TextSpace[];
  /** The agreement of each audio backbone with each text backbone except baselines. */
  readonly overlap: readonly OverlapResult[];
  /** The results of label heads. */
  readonly labelHeads: readonly LabelHeadResult[];
  /** The results of published models. */
  readonly published: readonly PublishedResult[];
}

/** The inputs of these measures. */
export interface Untouched {
  /** The evaluation. */
  readonly evaluation: AuditEvaluation;
  /** Every training pair; the rows of training matrices are their sounds. */
  readonly pairs: readonly AuditPair[];
  /** The backbones. */
  readonly backbones: AuditBackbones;
  /** The class folds. */
  readonly folds: readonly Fold[];
  /** The resampling of the intervals. */
  readonly resampling: Resampling;
}

/**
 * Measures everything that needs no training.
 *
 * @param options progress counts each backbone, the overlaps, the label heads, and each published model
 * @throws {InputError} when the items do not separate into classes and sources
 * @throws {SurroundingsError} when a label head needs WordNet, which cannot be fetched
 */
export async function measureUntrained(
  compute: Compute,
  { evaluation, pairs, backbones, folds, resampling }: Untouched,
  work: WorkOptions = {},
): Promise<Untrained> {
  const { options } = resampling;
  const { prompts } = evaluation;
  const chosen = { audio: backbones.audio, text: chosenTexts(backbones.text) };
  const total = chosen.audio.length + chosen.text.length + 2 + backbones.published.length;
  const step = stepper("measuring spaces", total, work);
  let done = 0;
  const stepOn = async <Measure>(measure: Promise<Measure>): Promise<Measure> => {
    const measured = await measure;
    await step(++done);
    return measured;
  };
  await step(done);
  const audio: AudioSpace[] = [];
  for (const one of chosen.audio) {
    audio.push(
      await stepOn(
        evaluation.severalLabels
          ? Promise.resolve(measureLabelSpace(one, pairs, folds, resampling))
          : measureAudioSpace(compute, one, pairs, folds, resampling),
      ),
    );
  }
  const text: TextSpace[] = [];
  for (const one of chosen.text) {
    text.push(await stepOn(measureTextSpace(compute, one, folds, prompts, options)));
  }
  const overlap = await stepOn(measureOverlaps(compute, chosen, folds, prompts, options));
  const labelHeads = await stepOn(
    measureLabelHeads(compute, backbones.audio, evaluation, folds, resampling),
  );
  const published: PublishedResult[] = [];
  const measure = evaluation.severalLabels ? measurePublishedLabels : measurePublished;
  for (const model of backbones.published) {
    published.push(await stepOn(measure(compute, model, evaluation, folds, resampling)));
  }
  return { audio, text, overlap, labelHeads, published };
}
