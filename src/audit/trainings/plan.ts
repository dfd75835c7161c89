/**
 * Lists the trainings of an audit.
 * @module
 */
import { type Condition, formatCondition, parseCondition } from "../../leakage/pools/conditions.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditAudio, AuditText } from "../inputs/shape.ts";

/** What is trained with every seed on every class fold; it has one accuracy with intervals. */
export interface Arm {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** Whether random codes replace the text backbone's embeddings. */
  readonly randomText: boolean;
  /** What the projectors train on. */
  readonly condition: Condition;
}

/**
 * What an arm needs with a seed, on one fold: projectors, trained (or only initialized, if `untrained`), and evaluated.
 * Where several need the same projectors, they are one training, which is done once.
 */
export interface Training extends Arm {
  /** Number of the class fold that is held out. */
  readonly fold: number;
  /** Seed of weights, batches, dropout and random text codes, and of the pool where it is drawn at random. */
  readonly seed: number;
  /** Rank of the seed within its arm and fold, from 0. */
  readonly rank: number;
  /** Number of the draw of a control pool, from 0; a seed has several where there are few seeds. */
  readonly draw: number;
}

/** Least number of control pools that are drawn in a class fold, over all seeds: v(control) is a mean over draws. */
const LEAST_DRAWS = 5;

/** Returns the number of control pools for each seed, so that there are at least 5 in all. */
export function drawsOfEachSeed(seeds: readonly number[]): number {
  return Math.ceil(LEAST_DRAWS / seeds.length);
}

/** Returns the condition of one of the 16 cells. */
export function conditionOfFactors(
  { pairing, leakage }: { pairing: boolean; leakage: boolean },
): Condition {
  const of = leakage ? "dirty" : "clean";
  return pairing ? { kind: of } : { kind: "shuffled", of };
}

/** Returns the condition that trains on this share of the flagged pairs. */
export function conditionOfDose(share: number): Condition {
  if (share === 0) return { kind: "clean" };
  return share === 1 ? { kind: "dirty" } : { kind: "dose", share };
}

/** Returns the condition that trains on this share of the clean pool's classes. */
export function conditionOfShare(share: number): Condition {
  return share === 1 ? { kind: "clean" } : { kind: "diversity", share };
}

/** The part of a configuration that determines the trainings of an audit. */
type Planned = Pick<
  AuditConfiguration,
  "audio" | "text" | "conditions" | "attribution" | "leakDose" | "diversity"
>;

/** The names of an audit's backbones, and what they are compared with. */
interface Embedded {
  readonly audio: readonly Pick<AuditAudio, "name" | "baseline" | "twin">[];
  readonly text: readonly Pick<AuditText, "name" | "baseline">[];
}

/**
 * Lists what an audit trains, without repeats: the conditions of every pair of backbones (of audio baselines, too, but control), then
 * what the attribution and the curves need in addition.
 *
 * @param isControlValid whether the drop between dirty and clean can be split by control pools
 */
function planArms(planned: Planned, embedded: Embedded, isControlValid: boolean): Arm[] {
  const { conditions, attribution, leakDose, diversity } = planned;
  const arms = new Map<string, Arm>();
  const add = (arm: Arm) => {
    const key = armKey(arm);
    if (!arms.has(key)) arms.set(key, arm);
  };
  const chosenTexts = planned.text.map(({ name }) => name);
  const addAll = (sounds: readonly string[], conditions: readonly Condition[]) => {
    for (const audio of sounds) {
      for (const text of chosenTexts) {
        for (const condition of conditions) add({ audio, text, randomText: false, condition });
      }
    }
  };
  const chosen = planned.audio.map(({ name }) => name);
  const named = conditions.map((name) => parseCondition(name)!);
  addAll(chosen, named);
  // Nothing is computed from the control of a baseline, which would be an eighth of the demo's trainings.
  const baselines = embedded.audio.flatMap(({ baseline }) => baseline ?? []);
  addAll(baselines, named.filter(({ kind }) => kind !== "control"));
  if (attribution) {
    for (const audio of embedded.audio.filter(({ name }) => chosen.includes(name))) {
      for (const text of embedded.text.filter(({ name }) => chosenTexts.includes(name))) {
        attributionArms(audio, text, isControlValid).forEach(add);
      }
    }
  }
  addAll(chosen, [...leakDose.map(conditionOfDose), ...diversity.map(conditionOfShare)]);
  return [...arms.values()];
}

/** Returns the arms that take the dirty accuracy of a pair of backbones apart. */
function attributionArms(
  { name, baseline, twin }: Embedded["audio"][number],
  { name: text, baseline: textBaseline }: Embedded["text"][number],
  isControlValid: boolean,
): Arm[] {
  const arm = (audio: string, text: string, kind: "clean" | "control"): Arm => {
    return { audio, text, randomText: false, condition: { kind } };
  };
  const pools = isControlValid ? ["clean", "control"] as const : ["clean"] as const;
  const labelled = twin === undefined ? [name] : [name, twin];
  const sounds = baseline === undefined ? [name] : [name, baseline];
  return [
    ...cellArms(sounds, text),
    ...pools.flatMap((pool) => labelled.map((audio) => arm(audio, text, pool))),
    ...(textBaseline === undefined ? [] : sounds.map((audio) => arm(audio, textBaseline, "clean"))),
  ];
}

/** Returns the arms of the cells: 16 with a baseline, else the 8 with the backbone. */
function cellArms(sounds: readonly string[], text: string): Arm[] {
  const switches = [true, false];
  return sounds.flatMap((audio) =>
    switches.flatMap((pairing) =>
      switches.flatMap((leakage) =>
        switches.map((randomText) => ({
          audio,
          text,
          randomText,
          condition: conditionOfFactors({ pairing, leakage }),
        }))
      )
    )
  );
}

/** Returns a text that identifies an arm. */
export function armKey({ audio, text, randomText, condition }: Arm): string {
  return JSON.stringify([audio, text, randomText, formatCondition(condition)]);
}

/** What a second test of transfer takes, for the pair of backbones that it is about. */
export interface PlannedRetest extends Pick<Arm, "audio" | "text"> {
  /** The class folds that can be tested. */
  readonly folds: readonly { readonly number: number }[];
  /** Whether so many classes can pass the permutation test; else nothing is trained for it. */
  readonly isPossible: boolean;
}

/**
 * Lists every training, class fold by class fold, so that partial results cover all conditions.
 *
 * The condition `shuffled` has new permutations in each fold, at least `shuffles` of them in all; their seeds count up
 * from the first one. Each seed has control pools of its own, several with few seeds. Every other arm is
 * trained once with every seed.
 *
 * @param isControlValid whether the drop between dirty and clean can be split by control pools
 * @param retests the second tests of transfer; one is trained where it is possible, and transfer is attributed
 */
export function planTrainings(
  planned: Planned & Pick<AuditConfiguration, "seeds" | "shuffles" | "evaluation">,
  backbones: Embedded,
  isControlValid: boolean,
  retests: readonly PlannedRetest[],
): Training[] {
  const { seeds, shuffles, evaluation: { classFolds } } = planned;
  const permutations = Math.ceil(shuffles / classFolds);
  const shuffleSeeds = Array.from({ length: permutations }, (_, i) => (seeds[0]! + i) >>> 0);
  const controlDraws = drawsOfEachSeed(seeds);
  const arms = planArms(planned, backbones, isControlValid);
  const keys = new Set(arms.map(armKey));
  const tested = retests.filter((retest) =>
    retest.isPossible &&
    (["dirty", "clean"] as const).every((kind) => keys.has(armKey(trueTexts(retest, { kind }))))
  );
  const trainings: Training[] = [];
  for (let fold = 0; fold < classFolds; fold++) {
    const again = tested.filter(({ folds }) => folds.some(({ number }) => number === fold))
      .map((retest) => trueTexts(retest, { kind: "unlisted" }));
    for (const arm of [...arms, ...again]) {
      const own = isPermuted(arm) ? shuffleSeeds : seeds;
      const draws = arm.condition.kind === "control" ? controlDraws : 1;
      own.forEach((seed, rank) => {
        for (let draw = 0; draw < draws; draw++) trainings.push({ fold, ...arm, seed, rank, draw });
      });
    }
  }
  return trainings;
}

/** Returns the arm of a pair of backbones that trains on true texts. */
function trueTexts({ audio, text }: Pick<Arm, "audio" | "text">, condition: Condition): Arm {
  return { audio, text, randomText: false, condition };
}

/** Whether an arm trains on the dirty or the clean pool, with true texts. */
export function isDirtyOrClean({ condition, randomText }: Arm): boolean {
  return !randomText && (condition.kind === "dirty" || condition.kind === "clean");
}

/** Whether an arm has a training for each of many permutations instead of each training seed. */
export function isPermuted({ condition, randomText }: Arm): boolean {
  return !randomText && condition.kind === "shuffled" && condition.of === "clean";
}
