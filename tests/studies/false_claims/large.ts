/** Judges the claims of worlds of all kinds, whose truth is known from their making or from further simulation. */
import type { ClaimKind } from "../../../src/audit/results/claims.ts";
import type { Asked } from "./audit_cells.ts";
import type { Found, Quantity } from "./audit_world.ts";
import { meanWithError } from "./calibrate.ts";
import { hasCaveat } from "./cell.ts";
import type { Point } from "./grid.ts";
import { markdown, shareText } from "./tables.ts";

/** An expectation, and its standard error. */
export interface Expectation {
  readonly mean: number;
  readonly error: number;
}

/** What is known of a world's quantities, by further simulation. */
export type Expectations = Readonly<Partial<Record<Quantity, Expectation>>>;

/** A world of a point with what was found, and with what is true. */
export interface LargeWorld {
  readonly point: Point;
  readonly found: Found;
  /** Expectations over trainings, and over classes like these. */
  readonly like: Expectations;
  /** Expectations over trainings and recordings, for these classes. */
  readonly these: Expectations;
}

/** First seed of further simulations; tested worlds have smaller ones. */
const FIRST_SEED = 1_000_000;
const TRUTHS_LIKE = 30;
const TRUTHS_THESE = 3;
const ITEMS_THESE = 12;

/** The simulations that tell what is true of classes like a point's: worlds drawn anew, each trained once. */
export function likeThese(point: Point): Asked {
  const arms = ["backbone dirty", "backbone clean", "backbone control", "baseline clean"];
  const effort = { ...point.effort, seeds: 1, bootstrap: 100, arms };
  const cell = { ...point, name: `${point.name}-like`, effort };
  return { cell, seeds: Array.from({ length: TRUTHS_LIKE }, (_, i) => FIRST_SEED + i) };
}

/**
 * The simulations that tell what is true of a world's own classes: the same pools, other recordings and trainings.
 * None where flagged pairs give away too few classes for claims about them.
 */
export function ofThese(point: Point, seed: number): Asked {
  const isCovered = point.world.leaked === point.world.classes;
  const arms = ["backbone dirty", "backbone clean", "backbone dirty, codes"];
  const effort = { ...point.effort, seeds: 3, bootstrap: 100, arms };
  const world = { ...point.world, items: Math.max(point.world.items, ITEMS_THESE) };
  const cell = { ...point, name: `${point.name}-these`, world, effort, these: seed };
  const worlds = isCovered ? TRUTHS_THESE : 0;
  return { cell, seeds: Array.from({ length: worlds }, (_, i) => FIRST_SEED + i) };
}

/** Returns the expectations of quantities, each where it was measured twice at least. */
export function expectationsOf(found: readonly Found[]): Expectations {
  const names = new Set(found.flatMap(({ values }) => Object.keys(values) as Quantity[]));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const values = found.flatMap(({ values }) => values[name] ?? []);
      return values.length < 2 ? [] : [[name, meanWithError(values)]];
    }),
  );
}

/** A kind of claim in a world: whether it was made, whether it is untrue, and whether it was false so. */
interface Verdict {
  readonly made: boolean;
  readonly untrue: boolean;
  readonly false: boolean;
}

/** Kinds of claims with a truth at large. */
const KINDS = [
  "leakage",
  "flagged-pairs-hurt",
  "no-leakage-shown",
  "volume",
  "needs-no-text-meaning",
  "no-better-than-audio-alone",
  "transfer",
  "backbone",
  "residual-leaks",
] as const;
type Kind = typeof KINDS[number];

/** Where no expectation is known, none is shown to differ from 0. */
const UNKNOWN: Expectation = { mean: 0, error: Infinity };

function verdictOf(kind: Kind, world: LargeWorld): Verdict {
  const { found: { claims, values }, like, these, point } = world;
  const claim = claims.find((one) => one.kind === kind);
  const made = claim !== undefined;
  const ofFlagged = values.leakage === undefined ? "flaggedPairs" : "leakage";
  const of = (untrue: boolean): Verdict => ({ made, untrue, false: made && untrue });
  switch (kind) {
    case "leakage":
      return of(sign(like[ofFlagged]) <= 0);
    case "flagged-pairs-hurt":
      return of(sign(like[ofFlagged]) >= 0);
    case "no-leakage-shown": {
      const part = claim?.numbers[ofFlagged];
      const { mean, error } = like[ofFlagged] ?? UNKNOWN;
      const isBelow = typeof part === "object" && part.high < mean - 2 * error;
      return { made, untrue: made, false: isBelow };
    }
    case "volume": {
      const said = Math.sign(values.volume ?? 0);
      const isOther = sign(like.volume) !== said;
      return { made, untrue: sign(like.volume) === 0 || (made && isOther), false: made && isOther };
    }
    case "needs-no-text-meaning":
      return of(these.overNineTenths !== undefined && these.overNineTenths.mean < 0);
    case "no-better-than-audio-alone":
      return of(these.overSamePairs !== undefined && these.overSamePairs.mean >= 0.05);
    case "transfer": {
      const isPlain = made && !hasCaveat(claim);
      return { made, untrue: !point.hasTransfer, false: isPlain && !point.hasTransfer };
    }
    case "backbone":
      return of(sign(like.backbone) <= 0);
    case "residual-leaks":
      return of(point.world.hidden === 0);
  }
}

/** Returns the sign of an expectation; 0 where it is not shown by two standard errors, so that doubt counts as untrue. */
function sign({ mean, error }: Expectation = UNKNOWN): number {
  return Math.abs(mean) > 2 * error ? Math.sign(mean) : 0;
}

/** Returns a table of how often each claim was made and false at large. */
export function largeTable(worlds: readonly LargeWorld[]): string {
  const rows = KINDS.map((kind: ClaimKind & Kind) => {
    const verdicts = worlds.map((world) => verdictOf(kind, world));
    const count = (key: keyof Verdict) => verdicts.filter((verdict) => verdict[key]).length;
    const [made, untrue, wrong] = [count("made"), count("untrue"), count("false")];
    const isOver = wrong > 0.05 * untrue;
    return [
      `\`${kind}\``,
      `${made}`,
      `${untrue}`,
      `${wrong}`,
      shareText(wrong, untrue),
      isOver ? "too many" : "",
    ];
  });
  return markdown([["claim", "made", "untrue", "false", "share of untrue and 95 %", ""], ...rows]);
}

/** Lists the worlds in which a claim was false. */
export function falseWorlds(worlds: readonly LargeWorld[]): string[] {
  return worlds.flatMap((world) =>
    KINDS.filter((kind) => verdictOf(kind, world).false)
      .map((kind) => `- \`${kind}\`: ${world.point.name}, ${world.point.planted}`)
  );
}
