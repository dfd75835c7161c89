import type { AuditCondition } from "../../src/audit/configuration/conditions.ts";
import {
  type Attribution,
  type AuditResults,
  type ConditionResult,
  type MeanAccuracy,
  RESULTS_SCHEMA,
} from "../../src/audit/results/results.ts";
import type { Interval } from "../../src/statistics/intervals.ts";
import { withClaims } from "../../src/audit/claims/claims.ts";
import { madeContrast, madeFeatures } from "./made_effects.ts";
import { madeBackbones, madeSpaces } from "./made_spaces.ts";
import { RandomStream } from "../../src/basics/random.ts";

/** Makes an interval for classes like these; the one for these classes is two fifths as wide. */
export function interval(low: number, high: number): Interval {
  const middle = (low + high) / 2;
  return {
    low,
    high,
    low_fixed: middle - (middle - low) / 2.5,
    high_fixed: middle + (high - middle) / 2.5,
  };
}

/** Makes a mean accuracy whose single trainings spread a little. */
export function accuracy(mean: number, low: number, high: number, trainings = 5): MeanAccuracy {
  const random = new RandomStream(Math.round(mean * 1000), "per seed");
  const per_seed = Array.from({ length: trainings }, () => mean + 0.02 * random.normal());
  return { mean, ...interval(low, high), per_seed };
}

/** Makes the result of one condition, with an accuracy around the mean for each class of {@link CLASSES}. */
export function condition(
  audio: string,
  name: AuditCondition,
  [mean, low, high]: readonly [number, number, number],
  { pairs = 860, classes = 54 } = {},
): ConditionResult {
  const trainings = name === "shuffled" ? 20 : 5;
  const single = [mean - 0.03, mean + 0.01].map((balanced_top1, at) => ({
    prompt: ["{label}", "the sound of {label}"][at]!,
    balanced_top1,
  }));
  const steps = [30, 60, 90];
  const random = new RandomStream(Math.round(mean * 1000), name);
  const per_class = Object.fromEntries(CLASSES.map((label) => {
    const spread = mean + 0.28 * random.normal();
    return [label, Math.min(1, Math.max(0, spread))];
  }));
  return {
    audio,
    text: "glove-100d",
    condition: name,
    pairs,
    classes,
    trainings: trainings * 6,
    accuracy: accuracy(mean, low, high, trainings),
    balanced_top1: accuracy(mean, low, high, trainings),
    ...(name === "dirty" && { permutation_p: 0.0001 }),
    top1: accuracy(mean + 0.01, low, high, trainings),
    top5: accuracy(Math.min(1, mean + 0.3), low, high, trainings),
    per_class,
    map: accuracy(mean + 0.05, low, high, trainings),
    prompts: { single, mean: mean - 0.01, sd: 0.028 },
    ...(name === "clean" && {
      selection: {
        steps,
        balanced_top1: [mean - 0.01, mean + 0.02, mean],
        best: mean + 0.03,
        chosen: mean,
        leakage: 0.03,
      },
    }),
  };
}

/** A value with the ends of its interval for classes like these. */
export type Triple = readonly [value: number, low: number, high: number];

/** The parts of a made attribution. */
export type MadeParts = Readonly<
  Record<"textBackbone" | "audioBackbone" | "leakage" | "pairing", Triple>
>;

const BASELINE_FEATURES: Triple = [0.01, -0.02, 0.04];
const VOLUME: Triple = [0, -0.02, 0.01];

/** Makes an attribution whose parts have the given values and intervals. */
export function attribution(parts: MadeParts): Attribution {
  const part = ([value, low, high]: Triple) => ({ value, ...interval(low, high) });
  const { textBackbone, audioBackbone, leakage, pairing } = parts;
  const [transfer, flagged] = [
    BASELINE_FEATURES[0] + textBackbone[0] + audioBackbone[0],
    leakage[0] + VOLUME[0],
  ];
  return {
    audio: "openwakeword",
    text: "glove-100d",
    baselines: { audio: "log-mel-statistics", text: "character-ngrams" },
    dirty: 1 / 9 + transfer + flagged,
    path: {
      chance: 1 / 9,
      baselineFeatures: part(BASELINE_FEATURES),
      textBackbone: part(textBackbone),
      audioBackbone: part(audioBackbone),
      leakage: part(leakage),
      volume: part(VOLUME),
    },
    flaggedPairs: part([flagged, leakage[1] + VOLUME[0], leakage[2] + VOLUME[0]]),
    transfer: {
      ...part([transfer, transfer - 0.06, transfer + 0.06]),
      over_shuffled: part(pairing),
      permutation_p: 0.0004,
    },
    features: madeFeatures(),
    codes: {
      accuracy: part([0.54, 0.43, 0.67]),
      over_nine_tenths: part([0.033, -0.02, 0.086]),
    },
    over_same_pairs: part([0.18, 0.12, 0.24]),
    drops: { audio: part(audioBackbone), text: part([0.08, 0.02, 0.15]), pairing: part(pairing) },
    dirty_drops: { text: part([0.01, -0.02, 0.04]) },
    cells: factorial.map((factors) => {
      const { text, pairing, leakage } = factors;
      const expected = text || leakage ? {} : { expected: 1 / 9 };
      const high = pairing && leakage;
      const balanced_top1 = high
        ? accuracy(0.54, 0.43, 0.67)
        : text && pairing
        ? accuracy(0.19, 0.13, 0.26)
        : accuracy(0.11, 0.08, 0.14);
      return { ...factors, ...expected, balanced_top1 };
    }),
  };
}

const SWITCHES = [true, false];
const factorial = SWITCHES.flatMap((audio) =>
  SWITCHES.flatMap((text) =>
    SWITCHES.flatMap((pairing) => SWITCHES.map((leakage) => ({ audio, text, pairing, leakage })))
  )
);

/** The 54 instruments of the made results, nine in each class fold. */
export const CLASSES: readonly string[] = [
  "acoustic bass,acoustic guitar,alto saxophone,bagpipe,banjo,baritone saxophone,bassoon,celesta,cello",
  "choir aahs,church organ,clarinet,clavinet,contrabass,dulcimer,electric bass,electric guitar,electric piano",
  "english horn,fiddle,flute,french horn,glockenspiel,grand piano,harmonica,harp,harpsichord",
  "kalimba,koto,marimba,melodic tom,music box,oboe,ocarina,pan flute,piccolo",
  "recorder,reed organ,shakuhachi,shamisen,shanai,sitar,soprano saxophone,steel drums,string ensemble",
  "taiko drum,tenor saxophone,timpani,trombone,trumpet,tuba,tubular bells,vibraphone,woodblock",
].flatMap((fold) => fold.split(","));

/** Makes possible results of an audit of two audio backbones on 54 instruments in six class folds. */
export function madeResults(): AuditResults {
  const whole = { pairs: 860, classes: 54 };
  const part = { pairs: 716.7, classes: 45 };
  const [openwakeword, logMel] = ["openwakeword", "log-mel-statistics"];
  return withClaims({
    schema: RESULTS_SCHEMA,
    measure: "balanced_top1",
    chance: 1 / 9,
    classes: CLASSES,
    class_folds: Array.from({ length: 6 }, (_, fold) => CLASSES.slice(fold * 9, fold * 9 + 9)),
    evaluation_items: 860,
    least_sources: 12,
    training_items: 860,
    seeds: [0, 1, 2, 3, 4],
    fingerprint: { code: "0.1.0", config: "9f0c".repeat(16), training: "51ab".repeat(16) },
    environment: { adapter: "llvmpipe (LLVM 15.0.6, 256 bits)", runtime: "deno 2.9.6" },
    conditions: [
      condition(openwakeword!, "dirty", [0.55, 0.49, 0.61], whole),
      condition(openwakeword!, "clean", [0.19, 0.14, 0.25], part),
      condition(openwakeword!, "control", [0.54, 0.48, 0.6], part),
      condition(openwakeword!, "shuffled", [0.112, 0.09, 0.13], part),
      condition(openwakeword!, "untrained", [0.108, 0.08, 0.14], { pairs: 0, classes: 0 }),
      condition(logMel!, "dirty", [0.48, 0.42, 0.54], whole),
      condition(logMel!, "clean", [0.15, 0.11, 0.2], part),
    ],
    controls: Array.from({ length: 6 }, () => ({
      valid: true,
      pairs: [717, 717],
      sounds: [717, 717],
      topics: [45, 45],
    })),
    references: [
      {
        audio: openwakeword!,
        separability: {
          nearest_centroid: { value: 0.57, ...interval(0.5, 0.64) },
          knn: {
            k1: { value: 0.61, ...interval(0.54, 0.68) },
            k5: { value: 0.58, ...interval(0.51, 0.65) },
          },
          silhouette_cosine: { value: 0.08, ...interval(0.03, 0.13) },
        },
        same_pairs: {
          nearest_centroid: { value: 0.37, ...interval(0.3, 0.44) },
          classes: 54,
          pairs: 860,
        },
      },
      {
        audio: logMel!,
        separability: {
          nearest_centroid: { value: 0.44, ...interval(0.38, 0.51) },
          knn: {
            k1: { value: 0.52, ...interval(0.45, 0.59) },
            k5: { value: 0.47, ...interval(0.4, 0.54) },
          },
          silhouette_cosine: { value: -0.02, ...interval(-0.07, 0.03) },
        },
        same_pairs: {
          nearest_centroid: { value: 0.24, ...interval(0.17, 0.31) },
          classes: 54,
          pairs: 860,
        },
      },
    ],
    attribution: [attribution({
      textBackbone: [0.03, 0.003, 0.09],
      audioBackbone: [0.04, -0.01, 0.09],
      leakage: [0.36, 0.3, 0.43],
      pairing: [0.08, 0.03, 0.13],
    })],
    leak_dose: [{
      audio: openwakeword!,
      text: "glove-100d",
      points: ([[0, 0.19], [0.02, 0.22], [0.1, 0.41], [0.5, 0.5], [1, 0.55]] as const).map((
        [dose, mean],
      ) => ({
        dose,
        pairs: part.pairs + dose * (whole.pairs - part.pairs),
        balanced_top1: accuracy(mean, mean - 0.06, mean + 0.06),
      })),
    }],
    diversity: [{
      audio: openwakeword!,
      text: "glove-100d",
      points: ([[0.25, 0.13], [0.5, 0.15], [1, 0.19]] as const).map(([share, mean]) => ({
        share,
        classes: share * part.classes,
        pairs: share * part.pairs,
        balanced_top1: accuracy(mean, mean - 0.05, mean + 0.05),
      })),
      rise: { from_classes: 22.5, value: 0.04, ...interval(0.01, 0.07) },
    }],
    ...madeSpaces(CLASSES),
    ...madeBackbones(),
    contrasts: [madeContrast()],
    residual: [{
      audio: openwakeword!,
      text: "glove-100d",
      fold: 2,
      topic: "church organ",
      label: "hammond organ",
      pairs: 13,
      auc: 0.57,
      status: "listed",
      runner_up: { label: "banjo", auc: 0.17 },
    }],
    leakage: {
      verdict: "leaky",
      rules: ["TEXT-EXACT", "TEXT-LEMMA", "TEXT-HYPERNYM", "AUDIO-SOURCE"],
      by_rule: {
        "TEXT-EXACT": { findings: 860, flagged_pairs: 143.3 },
        "TEXT-LEMMA": { findings: 860, flagged_pairs: 143.3 },
        "TEXT-HYPERNYM": { findings: 212, flagged_pairs: 0 },
        "AUDIO-SOURCE": { findings: 12, flagged_pairs: 2 },
      },
      covered_classes: 54,
      examples: [
        {
          rule: "TEXT-EXACT",
          item: "cello-c3",
          evidence: "a recording of a cello",
          label: "cello",
          flagged: true,
        },
        {
          rule: "TEXT-HYPERNYM",
          item: "fiddle-g4",
          evidence: "bowed string instrument",
          label: "fiddle",
          flagged: false,
        },
      ],
    },
    out_of_vocabulary: { "glove-100d": ["aahs", "shanai"] },
    notes: [
      "Each instrument has about sixteen samples at neighboring pitches, which are near copies of one another; " +
      "clips of one sample never lie on both sides of an evaluation.",
      "All samples are studio recordings of one sound font.",
    ],
  });
}
