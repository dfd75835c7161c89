/**
 * What an audit measures without any training: the backbones' spaces, label heads and published models.
 * @module
 */
import { type OnProgress, stepper } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import type { LabelHeadResult, PublishedResult } from "../results/backbones.ts";
import { measureOverlaps } from "./backbone_overlap.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { measureLabelHeads } from "./label_heads.ts";
import { measurePublished } from "./published.ts";
import { type AudioSpace, measureAudioSpace } from "./audio_spaces.ts";
import type { Resampling } from "./resampling.ts";
import type { OverlapResult } from "../results/spaces.ts";
import { measureTextSpace, type TextSpace } from "./text_spaces.ts";

/** What was measured. */
export interface Untrained {
  /** The space of each audio backbone, baselines included. */
  readonly audio: readonly AudioSpace[];
  /** The space of each text backbone. */
  readonly text: readonly TextSpace[];
  /** How far each audio backbone agrees with each text backbone. */
  readonly overlap: readonly OverlapResult[];
  /** What label heads say. */
  readonly labelHeads: readonly LabelHeadResult[];
  /** What published models say. */
  readonly published: readonly PublishedResult[];
}

/**
 * Measures all of it.
 *
 * @param onProgress told of a unit for each backbone, one for overlaps, one for label heads, and one a published model
 * @throws {InputError} when the items do not separate into classes and sources
 * @throws {SurroundingsError} when a label head needs WordNet, which cannot be fetched
 */
export async function measureUntrained(
  compute: Compute,
  { evaluation: { prompts } }: AuditConfiguration,
  inputs: AuditInputs,
  folds: readonly Fold[],
  resampling: Resampling,
  onProgress: OnProgress,
): Promise<Untrained> {
  const { options } = resampling;
  const total = inputs.audio.length + inputs.text.length + 2 + inputs.published.length;
  const step = stepper("measuring spaces", total, onProgress);
  let done = 0;
  const stepOn = async <Measure>(measure: Promise<Measure>): Promise<Measure> => {
    const measured = await measure;
    await step(++done);
    return measured;
  };
  await step(done);
  const sources = inputs.items.map(({ source }) => source);
  const audio: AudioSpace[] = [];
  for (const one of inputs.audio) {
    audio.push(await stepOn(measureAudioSpace(compute, one, folds, sources, resampling)));
  }
  const text: TextSpace[] = [];
  for (const one of inputs.text) {
    text.push(await stepOn(measureTextSpace(compute, one, folds, prompts, options)));
  }
  const overlap = await stepOn(measureOverlaps(compute, inputs, folds, prompts, options));
  const labelHeads = await stepOn(measureLabelHeads(compute, inputs, folds, resampling));
  const published: PublishedResult[] = [];
  for (const model of inputs.published) {
    published.push(
      await stepOn(measurePublished(compute, model, inputs, folds, prompts, resampling)),
    );
  }
  return { audio, text, overlap, labelHeads, published };
}
