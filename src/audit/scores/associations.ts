/**
 * Computes what the zero-shot accuracy of a class correlates with, dirty and clean.
 * @module
 */
import { classMeans } from "../../statistics/means.ts";
import { associate } from "../../statistics/spearman.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import type { ScoredArm } from "./scored_arm.ts";
import { isDirtyOrClean } from "../trainings/plan.ts";
import type { AudioSpace } from "./audio_spaces.ts";
import type { Resampling } from "./resampling.ts";
import type { AssociationResult } from "../results/spaces.ts";
import type { TextSpace } from "./text_spaces.ts";

/** Returns rank correlations over all classes; a class's silhouette and similarity are those in its class fold. */
export function associateArms(
  scored: readonly ScoredArm[],
  labels: readonly string[],
  spaces: { readonly audio: readonly AudioSpace[]; readonly text: readonly TextSpace[] },
  { classes, options }: Resampling,
): AssociationResult[] {
  const silhouettes = new Map(spaces.audio.map(({ separability: { audio }, silhouettes }) => {
    return [audio, classMeans(classes, silhouettes, labels.length)];
  }));
  const similarities = new Map(
    spaces.text.map((space) => [space.separability.text, space.nearest]),
  );
  return scored.filter(({ arm }) => isDirtyOrClean(arm)).map(
    ({ arm: { audio, text, condition }, measures }) => {
      const each = labels.map((label, i) => ({
        label,
        accuracy: measures.per_class[label]!,
        silhouette: silhouettes.get(audio)![i]!,
        nearest_text: similarities.get(text)!.get(label)!,
      }));
      const accuracies = each.map(({ accuracy }) => accuracy);
      return {
        audio,
        text,
        condition: formatCondition(condition),
        silhouette: associate(accuracies, each.map(({ silhouette }) => silhouette), options),
        nearest_text: associate(accuracies, each.map(({ nearest_text }) => nearest_text), options),
        classes: each,
      };
    },
  );
}
