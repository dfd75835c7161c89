/**
 * Lists the trainings of an audit.
 * @module
 */
import { type Condition, formatCondition, parseCondition } from "../../leakage/pools/conditions.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { chosenTexts } from "../inputs/chosen_texts.ts";
import type { AuditBackbones } from "../inputs/shape.ts";

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

/** One run of an arm with a seed, on one fold: it is trained (or only initialized, if `untrained`) and evaluated. */
export interface Training extends Arm {
  /** Number of the class fold that is held out. */
  readonly fold: number;
  /** Seed of weights, batches, dropout and random text codes, and of the pool where it is drawn at random. */
  readonly seed: number;
  /** Rank of the training within its arm and fold, from 0. */
  readonly rank: number;
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
  "audio" | "conditions" | "attribution" | "leakDose" | "diversity"
>;

/**
 * Lists what an audit trains, without repeats: the conditions of every pair of backbones, then what the attribution and
 * the curves need in addition.
 */
function planArms(planned: Planned, { audio: sounds, text: texts }: Embedded): Arm[] {
  const { conditions, attribution, leakDose, diversity } = planned;
  const arms = new Map<string, Arm>();
  const add = (arm: Arm) => {
    const key = armKey(arm);
    if (!arms.has(key)) arms.set(key, arm);
  };
  const addAll = (audio: readonly { name: string }[], conditions: readonly Condition[]) => {
    for (const { name } of audio) {
      for (const { name: text } of texts) {
        for (const condition of conditions) {
          add({ audio: name, text, randomText: false, condition });
        }
      }
    }
  };
  addAll(sounds, conditions.map((name) => parseCondition(name)!));
  if (attribution) attributionArms({ audio: sounds, text: texts }).forEach(add);
  addAll(planned.audio, [...leakDose.map(conditionOfDose), ...diversity.map(conditionOfShare)]);
  return [...arms.values()];
}

type Embedded = Pick<AuditBackbones, "audio" | "text">;

/** Returns the arms of the 16 cells of each audio backbone that has a baseline, with each text backbone. */
function attributionArms({ audio, text }: Embedded): Arm[] {
  const withBaseline = audio.filter(({ baseline }) => baseline !== undefined);
  const switches = [true, false];
  return withBaseline.flatMap(({ name, baseline }) =>
    text.flatMap(({ name: textName }) =>
      [name, baseline!].flatMap((audio) =>
        switches.flatMap((pairing) =>
          switches.flatMap((leakage) =>
            switches.map((randomText) => ({
              audio,
              text: textName,
              randomText,
              condition: conditionOfFactors({ pairing, leakage }),
            }))
          )
        )
      )
    )
  );
}

/** Returns a text that identifies an arm. */
export function armKey({ audio, text, randomText, condition }: Arm): string {
  return JSON.stringify([audio, text, randomText, formatCondition(condition)]);
}

/**
 * Lists every training, class fold by class fold, so that partial results cover all conditions.
 *
 * The condition `shuffled` has new permutations in each fold, at least `shuffles` of them in all; their seeds count up
 * from the first one. Every other arm is trained with every seed.
 */
export function planTrainings(
  planned: Planned & Pick<AuditConfiguration, "seeds" | "shuffles" | "evaluation">,
  backbones: Embedded,
): Training[] {
  const { seeds, shuffles, evaluation: { classFolds } } = planned;
  const permutations = Math.ceil(shuffles / classFolds);
  const shuffleSeeds = Array.from({ length: permutations }, (_, i) => (seeds[0]! + i) >>> 0);
  const { audio, text } = backbones;
  const arms = planArms(planned, { audio, text: chosenTexts(text) });
  const trainings: Training[] = [];
  for (let fold = 0; fold < classFolds; fold++) {
    for (const arm of arms) {
      const own = isPermuted(arm) ? shuffleSeeds : seeds;
      own.forEach((seed, rank) => trainings.push({ fold, ...arm, seed, rank }));
    }
  }
  return trainings;
}

/** Whether an arm trains on the dirty or the clean pool, with true texts. */
export function isDirtyOrClean({ condition, randomText }: Arm): boolean {
  return !randomText && (condition.kind === "dirty" || condition.kind === "clean");
}

/** Whether an arm has a training for each of many permutations instead of each training seed. */
export function isPermuted({ condition, randomText }: Arm): boolean {
  return !randomText && condition.kind === "shuffled" && condition.of === "clean";
}
