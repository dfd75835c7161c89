/**
 * Claims about the clean score of a pair of backbones: what was learned on pairs that the rules find clean.
 * @module
 */
import { shifted } from "../../statistics/measured.ts";
import type { Transfer } from "../results/attribution.ts";
import type { Claim } from "../results/claims.ts";
import { topicsIn } from "../results/count_topics.ts";
import type { ResidualTopic } from "../results/residual.ts";
import { chanceOf, type ChosenPair } from "./chosen_pairs.ts";
import { isAboveChance, notAboveChance, sideOf, valueOf } from "./evidence.ts";
import { sentences } from "./sentences.ts";

/**
 * Decides what is said of the clean score: that it is not shown to be above chance, and then nothing else; or that
 * transfer is shown, and then what the audio backbone adds; and what labels in its pre-training give.
 *
 * @param found what the residual check found in the clean pool
 */
export function cleanClaims(pair: ChosenPair, found: readonly ResidualTopic[]): Claim[] {
  const { conditions: { clean }, attribution } = pair;
  const p = attribution?.transfer.permutation_p ?? clean?.permutation_p;
  if (p !== undefined && !isAboveChance(p)) {
    // Clean pairs are trained on for the path even where the condition is not asked for.
    const accuracy = clean ? valueOf(clean.accuracy) : shifted(
      attribution!.transfer,
      chanceOf(pair, "clean"),
    );
    return [notAboveChance(pair, "clean", accuracy, p)];
  }
  const transfer = p === undefined ? undefined : transferClaim(pair, p, found);
  return [transfer, transfer && backboneClaim(pair), labelsClaim(pair)]
    .filter((claim) => claim !== undefined);
}

/** Says that transfer is shown, by a permutation test that was passed and a lead over shuffled trainings. */
function transferClaim(
  { audio, text, name, words, attribution, coveredLabels, classes }: ChosenPair,
  permutation_p: number,
  found: readonly ResidualTopic[],
): Claim | undefined {
  const transfer = attribution?.transfer;
  const lead = transfer?.over_shuffled;
  if (transfer === undefined || lead === undefined || lead.value <= 0) return undefined;
  const { value, low, high, low_fixed, high_fixed } = transfer;
  const part = { value, low, high, low_fixed, high_fixed };
  const listed = listedNumbers(transfer, found);
  const undecided = topicsIn(found, "cannot tell");
  const known = coveredLabels === 0 ? undefined : { audio, labels: coveredLabels, of: classes };
  return {
    kind: "transfer",
    audio,
    text,
    condition: "clean",
    numbers: {
      transfer: part,
      over_shuffled: lead,
      permutation_p,
      ...listed?.numbers,
      ...(undecided === 0 ? {} : { undecided_topics: undecided }),
      ...(known === undefined ? {} : { covered_labels: known.labels }),
    },
    sentence: sentences.transfer(words, name, part, lead, permutation_p, {
      listed: listed?.words,
      undecided,
      known,
    }),
  };
}

/** Says whether transfer holds without the topics that the residual check lists; undefined where it lists none. */
function listedNumbers(
  { without_listed: again }: Transfer,
  found: readonly ResidualTopic[],
): { numbers: Claim["numbers"]; words: string } | undefined {
  const listed_topics = topicsIn(found, "listed");
  if (listed_topics === 0) return undefined;
  if (again === undefined) return { numbers: { listed_topics }, words: sentences.mayExplain() };
  if (!("permutation_p" in again)) {
    return { numbers: { listed_topics }, words: sentences.mayExplain(again.classes) };
  }
  const { value, low, high, low_fixed, high_fixed, permutation_p, classes } = again;
  const without_listed = { value, low, high, low_fixed, high_fixed };
  const numbers = { listed_topics, without_listed, without_listed_p: permutation_p };
  const say = isAboveChance(permutation_p) ? sentences.holdsWithout : sentences.fallsWithout;
  return { numbers, words: say(classes, without_listed, permutation_p) };
}

/** Says what the audio backbone adds to its baseline, where that is above zero. */
function backboneClaim(
  { audio, text, words, attribution, hasSeeds }: ChosenPair,
): Claim | undefined {
  if (!hasSeeds) return undefined;
  const { drops, baselines } = attribution!;
  const part = drops.audio;
  const baseline = baselines.audio;
  if (part === undefined || baseline === undefined || sideOf(part) !== "above") return undefined;
  return {
    kind: "backbone",
    audio,
    text,
    condition: "clean",
    numbers: { backbone: part },
    sentence: sentences.backbone(words, audio, baseline, text, part),
  };
}

/** Says what labels in the audio backbone's pre-training give, where it has a twin and that is above zero. */
function labelsClaim({ audio, text, attribution, hasSeeds }: ChosenPair): Claim | undefined {
  const twin = attribution?.twin;
  if (!hasSeeds || twin === undefined || sideOf(twin.onClean) !== "above") return undefined;
  const part = twin.onClean;
  return {
    kind: "backbone-labels",
    audio,
    text,
    condition: "clean",
    numbers: { backboneLabels: part },
    sentence: sentences.backboneLabels(audio, twin.name, text, part),
  };
}
