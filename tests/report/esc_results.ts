import type { AuditCondition } from "../../src/audit/configuration/conditions.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { withClaims } from "../../src/audit/claims/claims.ts";
import { accuracy, attribution, condition, interval, madeResults } from "./made_results.ts";

const CLASSES = ["chainsaw", "clock_tick", "crackling_fire", "crying_baby", "dog"]
  .concat("helicopter", "rain", "rooster", "sea_waves", "sneezing");

/** Mean and interval of each condition of the ESC experiment. */
const MEANS: Readonly<Record<AuditCondition, readonly [number, number, number]>> = {
  dirty: [0.954, 0.9, 0.99],
  clean: [0.42, 0.2, 0.64],
  control: [0.95, 0.9, 0.99],
  shuffled: [0.1, 0.06, 0.14],
  untrained: [0.11, 0.05, 0.2],
};

/** Makes the results of the ESC experiment, as far as sentences depend on them. */
export function escResults(): AuditResults {
  const names = { audio: "mn04", text: "glove-100d" };
  const made = madeResults();
  const pool = { dirty: [400, 50], untrained: [0, 0] } as Partial<Record<AuditCondition, number[]>>;
  const conditions = (Object.keys(MEANS) as AuditCondition[]).map((name) => {
    const [pairs, classes] = pool[name] ?? [318, 40];
    return condition("mn04", name, MEANS[name], { pairs: pairs!, classes: classes! });
  });
  const parts = {
    textBackbone: [0.11, -0.02, 0.31],
    audioBackbone: [0.2, 0.05, 0.4],
    leakage: [0.534, 0.3, 0.75],
    pairing: [0.32, 0.12, 0.54],
  } as const;
  const path = { ...attribution(parts).path, chance: 0.1 };
  return withClaims({
    ...made,
    chance: 0.1,
    classes: CLASSES,
    class_folds: [CLASSES],
    contrasts: [],
    conditions,
    references: [{
      ...made.references[0]!,
      audio: "mn04",
      separability: {
        ...made.references[0]!.separability,
        nearest_centroid: { value: 0.98, ...interval(0.95, 1) },
      },
    }],
    attribution: [{
      ...attribution(parts),
      ...names,
      dirty: 0.954,
      flaggedPairs: { value: 0.534, ...interval(0.3, 0.75) },
      transfer: {
        value: 0.32,
        ...interval(0.1, 0.54),
        over_shuffled: { value: 0.32, ...interval(0.12, 0.54) },
        permutation_p: 0.0001,
      },
      codes: {
        accuracy: { value: 0.957, ...interval(0.9, 0.99) },
        over_nine_tenths: { value: 0.088, ...interval(0.04, 0.12) },
      },
      over_same_pairs: { value: 0.014, ...interval(-0.03, 0.06) },
      path,
      dirty_drops: { text: { value: -0.003, ...interval(-0.03, 0.02) } },
    }],
    diversity: [{
      ...made.diversity[0]!,
      ...names,
      points: [20, 40].map((classes) => ({
        share: classes / 40,
        classes,
        pairs: 8 * classes,
        balanced_top1: accuracy(classes / 100, 0.1, 0.6),
      })),
      rise: { from_classes: 20, value: 0.13, ...interval(0.01, 0.3) },
    }],
    backbones: [],
    published: [],
    leakage: { ...made.leakage, covered_classes: 10 },
  });
}
