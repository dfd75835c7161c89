/**
 * Audio references where sounds have several labels: macro mean average precision of labels' centroids, which need
 * neither text nor projector.
 * @module
 */
import { selectRows, standardize } from "../../basics/matrix.ts";
import { learnedScores } from "../../measures/multi_label/centroid_scores.ts";
import { measuredOf } from "../../statistics/measured.ts";
import type { AuditAudio, AuditPair } from "../inputs/shape.ts";
import type { Fold } from "../trainings/folds.ts";
import { rankByCentroids, rankingOf } from "../trainings/ranking.ts";
import type { AudioSpace } from "./audio_spaces.ts";
import { estimateLabels, joinFolds } from "./label_values.ts";
import type { Resampling } from "./resampling.ts";
import { pairsOfClasses, type SamePairs, soundsOfPairs } from "./same_pairs.ts";

/**
 * Measures an audio backbone on the sounds of each class fold, each sound's source left out, and the centroids that the
 * dirty pool gives.
 *
 * @param pairs every training pair
 */
export function measureLabelSpace(
  audio: AuditAudio,
  pairs: readonly AuditPair[],
  folds: readonly Fold[],
  resampling: Resampling,
): AudioSpace {
  const values = joinFolds(
    folds.map(({ ranked }) => rankByCentroids(selectRows(audio.evaluation, ranked!.rows), ranked!)),
  );
  const [estimate] = estimateLabels([{ trainings: [values], seedList: "references" }], resampling);
  const samePairs = labelSamePairs(audio, pairs, folds, resampling);
  return {
    separability: {
      space: "audio backbone",
      audio: audio.name,
      items: folds[0]!.ranked!.rows.length,
      nearest_centroid: measuredOf(estimate!),
    },
    silhouettes: new Float64Array(),
    ...(samePairs ? { samePairs } : {}),
  };
}

/**
 * Ranks the sounds by the centroids of the dirty pool's pairs of each label, standardized as the dirty training sees
 * them. A label without such pairs ranks all sounds alike. Undefined where no label has any.
 */
function labelSamePairs(
  audio: Pick<AuditAudio, "training" | "evaluation">,
  pairs: readonly AuditPair[],
  folds: readonly Fold[],
  resampling: Resampling,
): SamePairs | undefined {
  const labels = folds.flatMap((fold) => fold.labels);
  const rows = pairsOfClasses(pairs, labels, folds.flatMap((fold) => fold.findings));
  if (rows.size === 0) return undefined;
  const { scale, ofClass } = soundsOfPairs(audio.training, pairs, rows);
  const used = [...new Set([...ofClass.values()].flat())];
  const placeOf = new Map(used.map((row, place) => [row, place]));
  const training = standardize(audio.training, scale, used);
  const values = joinFolds(folds.map(({ labels, ranked }) => {
    const sounds = standardize(audio.evaluation, scale, ranked!.rows);
    const members = labels.map((label) =>
      (ofClass.get(label) ?? []).map((row) => placeOf.get(row)!)
    );
    return rankingOf(learnedScores(training, members, sounds), ranked!);
  }));
  const [accuracy] = estimateLabels([{ trainings: [values], seedList: "references" }], resampling);
  return {
    accuracy: accuracy!,
    classes: rows.size,
    pairs: new Set([...rows.values()].flat()).size,
  };
}
