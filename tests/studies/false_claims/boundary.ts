/** The boundary: worlds in which a claim is just untrue, which is where it is hardest to be right. */
import { CALIBRATED } from "./calibrated.ts";
import type { Cell } from "./cell.ts";
import type { Hearing } from "./space.ts";
import type { World } from "./world.ts";
import type { Effort } from "./audit_world.ts";

/** Sounds that have their class, and a part of the text's meaning. */
export const HEARING: Hearing = { meaning: 0.7, length: 1, spread: 0.12, deaf: 0 };

/** A world of `classes` classes with flagged pairs of each. */
export function worldOf(classes: number, changed: Partial<World> = {}): World {
  return {
    classes,
    folds: 1,
    items: 6,
    topics: Math.max(24, 2 * classes),
    sounds: 3,
    leaked: classes,
    flagged: 3,
    wrong: 0,
    other: 0,
    misflagged: 0,
    hidden: 0,
    captions: false,
    backbone: HEARING,
    ...changed,
  };
}

const COMMON = { steps: 25, width: 8, shuffles: 5, bootstrap: 1000 };

/** Trains the pools that leakage and volume are differences of. */
export function pools(seeds: number): Effort {
  return { ...COMMON, seeds, arms: ["backbone dirty", "backbone clean", "backbone control"] };
}

/** Trains what transfer is claimed by, and what other spaces are compared on. */
export function transfers(seeds: number, compared: readonly ("baseline" | "twin")[] = []): Effort {
  const arms = ["backbone dirty", "backbone clean", "backbone shuffled", "backbone unlisted"];
  return { ...COMMON, seeds, arms: [...arms, ...compared.map((name) => `${name} clean`)] };
}

/** Trains pools, and the dirty one with random codes. */
function codes(seeds: number): Effort {
  const effort = pools(seeds);
  return { ...effort, width: 16, steps: 40, arms: [...effort.arms!, "backbone dirty, codes"] };
}

const DEAF: Hearing = { ...HEARING, length: 0 };
const UNRELATED: Hearing = { ...HEARING, meaning: 0 };

const LEAKAGE: readonly Cell[] = [
  {
    name: "leakage-nothing",
    planted: "sounds carry nothing, 10 classes, 3 seeds",
    world: worldOf(10, { backbone: DEAF }),
    effort: pools(3),
    shared: "nothing",
    truth: { untrue: ["leakage", "flagged-pairs-hurt", "volume"] },
  },
  ...([[6, 1, 5], [10, 2, 3], [20, 1, 2]] as const).map(([classes, folds, seeds]): Cell => ({
    name: `leakage-alike-${classes}`,
    planted: `flagged topics are like the others, ${classes} classes${
      folds > 1 ? ` in ${folds} folds` : ""
    }, ${seeds} seeds`,
    world: worldOf(classes, { folds, other: 1 }),
    effort: pools(seeds),
    shared: "nothing",
    truth: { untrue: ["leakage", "flagged-pairs-hurt"] },
  })),
  ...([[6, 5], [10, 3], [20, 2]] as const).flatMap(([classes, seeds]): Cell[] => [{
    name: `leakage-rare-loss-${classes}`,
    planted:
      `flagged pairs mislead in a rare class and help the others, mean 0, ${classes} classes, ${seeds} seeds`,
    world: rareLoss(classes, CALIBRATED[`leakage-rare-loss-${classes}`]!.value),
    effort: pools(seeds),
    shared: "pool",
    truth: { untrue: ["leakage", "flagged-pairs-hurt"] },
  }, {
    name: `leakage-rare-gain-${classes}`,
    planted:
      `flagged pairs help a rare class and mislead in the others, mean 0, ${classes} classes, ${seeds} seeds`,
    world: rareGain(classes, CALIBRATED[`leakage-rare-gain-${classes}`]!.value),
    effort: pools(seeds),
    shared: "pool",
    truth: { untrue: ["leakage", "flagged-pairs-hurt"] },
  }]),
];

/** Flagged pairs help classes that transfer alone finds mostly; in a share of classes they mislead. */
export function rareLoss(classes: number, wrong: number): World {
  return worldOf(classes, { wrong, backbone: { ...HEARING, meaning: 1 } });
}

/** Without transfer flagged pairs give a class all, or where they mislead take what guessing gave. */
export function rareGain(classes: number, gain: number): World {
  return worldOf(classes, { wrong: 1 - gain, backbone: UNRELATED });
}

/** Rare classes leak whole, the flagged topics of the others are like unflagged ones. */
export function rareLeak(classes: number): World {
  return worldOf(classes, { other: 1 - 1 / classes });
}

const NO_LEAKAGE = ([[6, 2], [10, 3], [20, 5]] as const).map(([classes, seeds]): Cell => ({
  name: `rare-leak-${classes}`,
  planted: `a rare class leaks whole, ${classes} classes, ${seeds} seeds`,
  world: rareLeak(classes),
  effort: pools(seeds),
  shared: "pool",
  truth: {
    untrue: ["flagged-pairs-hurt"],
    leakage: CALIBRATED[`rare-leak-${classes}`]!.expectation,
  },
}));

const VOLUME = ([[6, 5], [10, 3], [20, 2]] as const).flatMap(([classes, seeds]): Cell[] => [{
  name: `volume-saturated-${classes}`,
  planted: `all pools name nearly everything, ${classes} classes, ${seeds} seeds`,
  world: worldOf(classes, { topics: 60, backbone: { ...HEARING, meaning: 1, spread: 0.05 } }),
  effort: pools(seeds),
  shared: "pool",
  truth: { untrue: ["volume"] },
}, {
  name: `volume-zero-${classes}`,
  planted: `unflagged topics help as much as they hinder, ${classes} classes, ${seeds} seeds`,
  world: volumeZero(classes, CALIBRATED[`volume-zero-${classes}`]!.value),
  effort: pools(seeds),
  shared: "pool",
  truth: { untrue: ["volume"] },
}]);

/** The rest of the pairs gets in the way of a class's own flagged pairs, and adds to those of other topics. */
export function volumeZero(classes: number, other: number): World {
  return worldOf(classes, { other, backbone: { ...HEARING, meaning: 0.6, spread: 0.2 } });
}

const TRANSFER = ([[6, 1, 0, 5], [10, 1, 0, 3], [20, 4, 0, 1], [10, 2, 0, 3], [10, 1, 4, 3], [
  20,
  1,
  6,
  1,
], [20, 2, 6, 3]] as const).map(([classes, folds, hidden, seeds]): Cell => ({
  name: `transfer-none-${classes}${folds > 1 ? `-folds-${folds}` : ""}${
    hidden > 0 ? `-hidden-${hidden}` : ""
  }`,
  planted: `no relation of sound and text, ${classes} classes${
    folds > 1 ? ` in ${folds} folds` : ""
  }, ${hidden} hidden in the clean pool, ${seeds} seeds`,
  world: worldOf(classes, { folds, hidden, backbone: UNRELATED }),
  effort: transfers(seeds),
  shared: "nothing",
  truth: { untrue: ["transfer"] },
}));

/** Compares two spaces that are exchangeable, by a baseline or a twin. */
function spaces(
  side: "baseline" | "twin",
  classes: number,
  seeds: number,
  other: Hearing | "rotated",
): Pick<Cell, "world" | "effort" | "shared" | "truth"> {
  const compared = side === "twin" ? ["baseline", "twin"] as const : ["baseline"] as const;
  const baseline = side === "twin" ? { baseline: DEAF } : {};
  return {
    world: worldOf(classes, { leaked: 0, topics: 40, ...baseline, [side]: other }),
    effort: transfers(seeds, compared),
    shared: "nothing",
    truth: { untrue: [side === "twin" ? "backbone-labels" : "backbone"] },
  };
}

const SPACES = (["baseline", "twin"] as const).flatMap((side): Cell[] => [
  ...([[10, 3], [20, 2]] as const).map(([classes, seeds]): Cell => ({
    name: `${side}-rotated-${classes}`,
    planted: `the ${side} has the same sounds, turned, ${classes} classes, ${seeds} seeds`,
    ...spaces(side, classes, seeds, "rotated"),
  })),
  ...([[6, 5], [20, 3]] as const).map(([classes, seeds]): Cell => ({
    name: `${side}-alike-${classes}`,
    planted: `the ${side} is drawn as the backbone is, ${classes} classes, ${seeds} seeds`,
    ...spaces(side, classes, seeds, HEARING),
  })),
  ...([[10, 3], [20, 2]] as const).map(([classes, seeds]): Cell => ({
    name: `${side}-rare-loss-${classes}`,
    planted:
      `the backbone is deaf to a rare class and better in the others, mean 0, ${classes} classes, ${seeds} seeds`,
    ...spaces(side, classes, seeds, HEARING),
    world: rareDeafness(side, classes, CALIBRATED[`baseline-rare-loss-${classes}`]!.value),
    shared: "pool",
  })),
]);

/** The backbone is deaf to some classes, and hears the others better than what it is compared with. */
export function rareDeafness(side: "baseline" | "twin", classes: number, deaf: number): World {
  const { world } = spaces(side, classes, 1, { ...HEARING, spread: 0.14 });
  return { ...world, backbone: { ...HEARING, meaning: 0.75, deaf } };
}

const CODES = ([[6, 5], [10, 3], [20, 2]] as const).map(([classes, seeds]): Cell => ({
  name: `codes-nine-tenths-${classes}`,
  planted: `random codes reach nine tenths of the rise, ${classes} classes, ${seeds} seeds`,
  world: nineTenths(classes, CALIBRATED[`codes-nine-tenths-${classes}`]!.value),
  effort: codes(seeds),
  shared: "classes",
  truth: { untrue: ["needs-no-text-meaning"] },
}));

/** The wider recordings spread, the less can be learned without the texts' meaning. */
export function nineTenths(classes: number, spread: number): World {
  return worldOf(classes, { backbone: { ...HEARING, spread } });
}

const SAME_PAIRS = ([[6, 5], [10, 3], [20, 2]] as const).map(([classes, seeds]): Cell => ({
  name: `ahead-by-a-twentieth-${classes}`,
  planted: `dirty is 0.05 above the same pairs' reference, ${classes} classes, ${seeds} seeds`,
  world: aheadByTwentieth(classes, CALIBRATED[`ahead-by-a-twentieth-${classes}`]!.value),
  effort: { ...pools(seeds), width: 16, steps: 40 },
  shared: "classes",
  truth: { untrue: ["no-better-than-audio-alone"] },
}));

/** The wider recordings spread, the further the dirty score is ahead of what one pair a class gives audio alone. */
export function aheadByTwentieth(classes: number, spread: number): World {
  return worldOf(classes, {
    topics: 60,
    flagged: 1,
    backbone: { ...HEARING, meaning: 1, spread },
  });
}

const UNTRAINED = ([[6, 1, 1], [10, 1, 0], [20, 2, 0.7], [20, 1, 0]] as const).map(
  ([classes, folds, meaning]): Cell => ({
    name: `nothing-hidden-${classes}${folds > 1 ? `-folds-${folds}` : ""}-${meaning}`,
    planted: `${classes} classes${
      folds > 1 ? ` in ${folds} folds` : ""
    }, none hidden, meaning ${meaning}; a published model that relates nothing`,
    world: worldOf(classes, {
      folds,
      topics: 40,
      backbone: { ...HEARING, meaning },
      published: UNRELATED,
    }),
    effort: { ...COMMON, seeds: 1, arms: ["backbone untrained"] },
    shared: "nothing",
    truth: { untrue: ["residual-leaks", "published-score"] },
  }),
);

/** Every cell of the boundary. */
export const BOUNDARY: readonly Cell[] = [
  ...LEAKAGE,
  ...NO_LEAKAGE,
  ...VOLUME,
  ...TRANSFER,
  ...SPACES,
  ...CODES,
  ...SAME_PAIRS,
  ...UNTRAINED,
];
