/** Simulates the expectation that a boundary is about, at values of a parameter. */
import { mean } from "../../../src/statistics/means.ts";
import type { Effort, Quantity } from "./audit_world.ts";
import {
  aheadByTwentieth,
  BOUNDARY,
  nineTenths,
  rareDeafness,
  rareGain,
  rareLeak,
  rareLoss,
  volumeZero,
} from "./boundary.ts";
import type { Cell } from "./cell.ts";
import { POWER, powerWorld } from "./power.ts";
import type { World } from "./world.ts";

/** What is calibrated: the world of a value, and the quantity that shall have a target. */
interface Calibration {
  readonly worldAt: (value: number) => World;
  readonly quantity: Quantity;
  readonly target: number;
}

const of = (quantity: Quantity, target: number, worldAt: Calibration["worldAt"]): Calibration => {
  return { quantity, target, worldAt };
};

/** By the name of the cell, without its number of classes. */
const CALIBRATIONS: Readonly<Record<string, (classes: number) => Calibration>> = {
  "leakage-rare-loss": (classes) => of("leakage", 0, (value) => rareLoss(classes, value)),
  "leakage-rare-gain": (classes) => of("leakage", 0, (value) => rareGain(classes, value)),
  "rare-leak": (classes) => of("leakage", NaN, () => rareLeak(classes)),
  "volume-zero": (classes) => of("volume", 0, (value) => volumeZero(classes, value)),
  "baseline-rare-loss": (classes) =>
    of("backbone", 0, (value) => rareDeafness("baseline", classes, value)),
  "codes-nine-tenths": (classes) => of("overNineTenths", 0, (value) => nineTenths(classes, value)),
  "ahead-by-a-twentieth": (classes) =>
    of("overSamePairs", 0.05, (value) => aheadByTwentieth(classes, value)),
  "power-leakage": () => of("leakage", 0.3, powerWorld),
  "power-transfer": () => of("transfer", 0.2, powerWorld),
};

/** First seed of simulated worlds; tested ones have smaller seeds. */
const FIRST_SEED = 1_000_000;

/** A cell whose worlds are simulated, with the quantity of interest. */
export interface Simulated {
  readonly cell: Cell;
  readonly quantity: Quantity;
  readonly target: number;
  readonly seeds: readonly number[];
}

/** Returns the cell of a name with another value of its parameter, and less effort: expectations need no intervals. */
export function simulatedAt(name: string, value: number, worlds: number): Simulated {
  const [, kind, classes] = /^(.*?)-?(\d*)$/.exec(name)!;
  const calibration = CALIBRATIONS[kind!];
  const cell = [...BOUNDARY, ...POWER].find((one) => one.name === name);
  if (calibration === undefined || cell === undefined) {
    throw new Error(`Nothing to calibrate: ${name}`);
  }
  const { quantity, target, worldAt } = calibration(Number(classes));
  const effort: Effort = { ...cell.effort, seeds: 1, shuffles: 1, bootstrap: 100 };
  return {
    cell: { ...cell, name: `calibrate-${name}`, world: worldAt(value), effort },
    quantity,
    target,
    seeds: Array.from({ length: worlds }, (_, i) => FIRST_SEED + i),
  };
}

/** Returns the mean of values and its standard error. */
export function meanWithError(values: readonly number[]): { mean: number; error: number } {
  const center = mean(values);
  const variance = mean(values.map((value) => (value - center) ** 2));
  return { mean: center, error: Math.sqrt(variance / (values.length - 1)) };
}
