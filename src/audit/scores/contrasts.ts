/**
 * Contrasts the chosen backbones of a side, in each condition.
 * @module
 */
import { difference } from "../../statistics/intervals.ts";
import { type Contrast, CONTRASTED } from "../results/contrasts.ts";
import { part } from "./effects.ts";
import type { ArmFinder } from "./score_arms.ts";

/** The names of the chosen backbones. */
type Chosen = Readonly<Record<Contrast["side"], readonly { readonly name: string }[]>>;

/**
 * Returns the difference of every two chosen backbones of a side, with each backbone of the other side, in the
 * conditions in which both were trained. Resamples are paired, so the interval is of the difference itself.
 */
export function contrastBackbones(chosen: Chosen, armOf: ArmFinder): Contrast[] {
  return (["audio", "text"] as const).flatMap((side) => {
    const others = chosen[side === "audio" ? "text" : "audio"];
    return everyTwo(chosen[side].map(({ name }) => name)).flatMap((between) =>
      others.flatMap(({ name }) => contrast(side, between, name, armOf))
    );
  });
}

function contrast(
  side: Contrast["side"],
  between: Contrast["between"],
  other: string,
  armOf: ArmFinder,
): Contrast[] {
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
    return [{ between, side, with: other, condition, ...part(difference(first, second)) }];
  });
}

function everyTwo(names: readonly string[]): [string, string][] {
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second): [string, string] => [first, second])
  );
}
