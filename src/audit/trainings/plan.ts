/**
 * The plan of an audit: which trainings make it up.
 * @module
 */
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import type { Condition } from "../configuration/conditions.ts";

/**
 * What a cell trains on: a condition, the dirty pool with its texts permuted between labels, the clean pool with a
 * share of the flagged pairs put back, or a share of the clean pool's classes.
 */
export type Training = Condition | "shuffled-dirty" | `dose-${number}` | `diversity-${number}`;

/** What is trained with every seed on every class fold: it gives one accuracy with its intervals. */
export interface Arm {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** Whether a random code stands for each of the text backbone's embeddings. */
  readonly randomText: boolean;
  /** Training pool. */
  readonly condition: Training;
}

/** One training (or, `untrained`, one initialisation) and its evaluation. */
export interface Cell extends Arm {
  /** Number of the class fold that is held out. */
  readonly fold: number;
  /** Seed of weights, batches, dropout, random text codes, and of the pool where it is drawn at random. */
  readonly seed: number;
  /** Rank of the training within its arm and fold, from 0. */
  readonly rank: number;
}

/** Whether texts are permuted between labels. */
export function isShuffled(training: Training): boolean {
  return training === "shuffled" || training === "shuffled-dirty";
}

/** The pool of a cell of the factorial. */
export function trainingOf(factors: { pairing: boolean; leakage: boolean }): Training {
  if (factors.leakage) return factors.pairing ? "dirty" : "shuffled-dirty";
  return factors.pairing ? "clean" : "shuffled";
}

/** What trains on this share of the flagged pairs. */
export function trainingOfDose(dose: number): Training {
  return dose === 0 ? "clean" : dose === 1 ? "dirty" : `dose-${dose}`;
}

/** What trains on this share of the clean pool's classes. */
export function trainingOfShare(share: number): Training {
  return share === 1 ? "clean" : `diversity-${share}`;
}

/**
 * What an audit trains: the conditions of every pair of backbones, then what the attribution and the curves need
 * beside them. Nothing stands twice.
 */
function planArms(configuration: AuditConfiguration, inputs: AuditInputs): Arm[] {
  const { conditions, attribution, leakDose, diversity } = configuration;
  const arms = new Map<string, Arm>();
  const add = (arm: Arm) => {
    const key = keyOf(arm);
    if (!arms.has(key)) arms.set(key, arm);
  };
  for (const { name: audio } of inputs.audio) {
    for (const { name: text } of inputs.text) {
      for (const condition of conditions) add({ audio, text, randomText: false, condition });
    }
  }
  if (attribution) attributionArms(inputs).forEach(add);
  const curves = [...leakDose.map(trainingOfDose), ...diversity.map(trainingOfShare)];
  for (const { name: audio } of configuration.audio) {
    for (const { name: text } of inputs.text) {
      for (const condition of curves) add({ audio, text, randomText: false, condition });
    }
  }
  return [...arms.values()];
}

/** The 16 cells of each audio backbone that has a baseline, with each text backbone. */
function attributionArms({ audio, text }: AuditInputs): Arm[] {
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
              condition: trainingOf({ pairing, leakage }),
            }))
          )
        )
      )
    )
  );
}

/** What tells arms apart, as one text. */
export function keyOf({ audio, text, randomText, condition }: Arm): string {
  return JSON.stringify([audio, text, randomText, condition]);
}

/**
 * Every cell, class fold by class fold, so that partial results cover all conditions.
 *
 * The condition `shuffled` has fresh permutations in each fold, at least `shuffles` of them in all; seeds go on
 * from the first. Everything else is trained with every seed.
 */
export function planCells(configuration: AuditConfiguration, inputs: AuditInputs): Cell[] {
  const { seeds, shuffles, evaluation: { classFolds } } = configuration;
  const permutations = Math.ceil(shuffles / classFolds);
  const shuffleSeeds = Array.from({ length: permutations }, (_, i) => (seeds[0]! + i) >>> 0);
  const arms = planArms(configuration, inputs);
  const cells: Cell[] = [];
  for (let fold = 0; fold < classFolds; fold++) {
    for (const arm of arms) {
      const own = isPermuted(arm) ? shuffleSeeds : seeds;
      own.forEach((seed, rank) => cells.push({ fold, ...arm, seed, rank }));
    }
  }
  return cells;
}

/** Whether an arm trains on one of the two pools that the leak sets apart, with true texts. */
export function isDirtyOrClean({ condition, randomText }: Arm): boolean {
  return !randomText && (condition === "dirty" || condition === "clean");
}

/** Whether an arm is the condition of many permutations, not of the training seeds. */
export function isPermuted({ condition, randomText }: Arm): boolean {
  return condition === "shuffled" && !randomText;
}
