/** A seeded random grid of worlds of all kinds. */
import { RandomStream } from "../../../src/basics/random.ts";
import type { Effort } from "./audit_world.ts";
import type { Cell } from "./cell.ts";
import type { Hearing } from "./space.ts";
import type { World } from "./world.ts";

/** A point of the grid: a cell, of whose truth some is known from its making. */
export interface Point extends Cell {
  /** Whether sounds tell anything of their texts, so that there is transfer. */
  readonly hasTransfer: boolean;
}

const LEAKS = ["none", "one", "all"] as const;
const TRANSFERS = [["none", 0], ["partial", 0.5], ["full", 1]] as const;
/** Which features have what is transferred: the baselines alone, those with the text backbone, or the audio backbone. */
const FEATURES = ["baseline", "text backbone", "audio backbone"] as const;
const CLASSES = [[6, 1], [8, 1], [10, 1], [15, 1], [20, 1], [12, 2], [30, 3], [54, 3]] as const;
const ITEMS = [1, 2, 3, 5, 10, 40] as const;
const SEEDS = [1, 2, 3, 5] as const;
/** Most evaluation items: what has more takes too long. */
const MOST_ITEMS = 400;

/** The arms that claims and the path are made of. */
const ARMS = [
  "backbone dirty",
  "backbone clean",
  "backbone control",
  "backbone shuffled",
  "backbone unlisted",
  "backbone dirty, codes",
  "backbone clean, letters",
  "baseline clean",
  "baseline clean, letters",
];

/** Returns the points of the grid, which depend on nothing but their number. */
export function gridOf(points: number): Point[] {
  return Array.from({ length: points }, (_, number) => pointOf(number));
}

function pointOf(number: number): Point {
  const random = new RandomStream(number, "grid of worlds");
  const choose = <Value>(list: readonly Value[]) => list[random.below(list.length)]!;
  const [leak, [transfer, meaning], features] = [
    choose(LEAKS),
    choose(TRANSFERS),
    choose(FEATURES),
  ];
  const [classes, folds] = choose(CLASSES);
  const items = Math.min(choose(ITEMS), Math.floor(MOST_ITEMS / classes));
  const [seeds, isCaptions] = [choose(SEEDS), choose([false, true])];
  const [isMostlyFlagged, isHidden] = [
    choose([false, false, false, true]),
    choose([false, false, true]),
  ];
  const topics = Math.max(30, 2 * classes + 10);
  const hearing: Hearing = { meaning, length: 1, spread: choose([0.08, 0.14, 0.2]), deaf: 0 };
  const leaked = { none: 0, one: 1, all: classes }[leak];
  const world: World = {
    classes,
    folds,
    items,
    topics,
    sounds: 3,
    leaked,
    flagged: 3,
    wrong: 0,
    other: 0,
    misflagged: isMostlyFlagged ? Math.ceil(0.6 * topics) : 0,
    hidden: isHidden ? Math.ceil(classes / 4) : 0,
    captions: isCaptions,
    backbone: hearing,
    baseline: features === "audio backbone" ? { ...hearing, meaning: 0 } : hearing,
    letters: features === "baseline" ? 1 : 0,
  };
  const effort: Effort = { seeds, steps: 25, width: 16, shuffles: 5, bootstrap: 1000, arms: ARMS };
  return {
    name: `large-${String(number).padStart(3, "0")}`,
    planted: [
      `leak ${leak}`,
      `transfer ${transfer} by the ${features}`,
      `${classes} classes in ${folds} folds`,
      `${items} items`,
      `${seeds} seeds`,
      ...(isCaptions ? ["captions"] : []),
      ...(isMostlyFlagged ? ["more flagged than not"] : []),
      ...(isHidden ? [`${world.hidden} hidden`] : []),
    ].join(", "),
    world,
    effort,
    shared: "nothing",
    truth: { untrue: [] },
    hasTransfer: meaning > 0,
  };
}
