/**
 * Contrasts the chosen backbones of a side, in each condition.
 * @module
 */
import type { Estimate } from "../../statistics/bootstrap.ts";
import { difference, simultaneousEnds } from "../../statistics/intervals.ts";
import { type Contrast, CONTRASTED } from "../results/contrasts.ts";
import { part } from "./effects.ts";
import type { ArmFinder } from "./scored_arm.ts";

/** The names of the chosen backbones. */
type Chosen = Readonly<Record<Contrast["side"], readonly { readonly name: string }[]>>;

/**
 * Returns the difference of every two chosen backbones of a side, with each backbone of the other side, in the
 * conditions in which both were trained. Resamples are paired, so the interval is of the difference itself.
 */
export function contrastBackbones(chosen: Chosen, armOf: ArmFinder): Contrast[] {
  const all = (["audio", "text"] as const).flatMap((side) => {
    const others = chosen[side === "audio" ? "text" : "audio"];
    return everyTwo(chosen[side].map(({ name }) => name)).flatMap((between) =>
      others.flatMap(({ name }) => contrast(side, between, name, armOf))
    );
  });
  return all.map(({ estimate, ...of }) => {
    const [low_together, high_together] = simultaneousEnds(estimate, all.length);
    return { ...of, ...part(estimate), low_together, high_together };
  });
}

/** A contrast with its resamples. */
type Estimated = Pick<Contrast, "between" | "side" | "with" | "condition"> & { estimate: Estimate };

function contrast(
  side: Contrast["side"],
  between: Contrast["between"],
  other: string,
  armOf: ArmFinder,
): Estimated[] {
  return CONTRASTED.flatMap((condition) => {
    const [first, second] = between.map((name) =>
      armOf({
        audio: side === "audio" ? name : other,
        text: side === "text" ? name : other,
        randomText: false,
        condition: { kind: condition },
      })?.balancedTop1
    );
    if (!first || !second) return [];
    return [{ between, side, with: other, condition, estimate: difference(first, second) }];
  });
}

function everyTwo(names: readonly string[]): [string, string][] {
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second): [string, string] => [first, second])
  );
}
