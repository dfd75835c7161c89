import { percent } from "../words/curves.ts";
import type { BackbonePair } from "../pairs.ts";
import { count } from "../../statistics/format.ts";
import { curveChart } from "./curve.ts";
import { type Chart, COLORS } from "./draw.ts";
import { axisName } from "./rows.ts";

/** Makes the chart of a leak-dose curve; undefined where it was not trained. */
export function leakDoseChart(
  { name, words, leakDose }: BackbonePair,
  chance: number,
): Chart | undefined {
  if (leakDose === undefined) return undefined;
  const points = leakDose.points.map(({ dose, balanced_top1: accuracy }) => ({
    name: dose === 0 ? "0 % (clean)" : dose === 1 ? "100 % (dirty)" : percent(dose),
    accuracy,
  }));
  const title = `${words.first} by share of the flagged pairs kept: ${name}`;
  return curveChart(
    title,
    { down: "share of the flagged pairs kept", across: axisName(words) },
    points,
    COLORS.leaked,
    chance,
  );
}

/** Makes the chart of a diversity curve; undefined where it was not trained. */
export function diversityChart(
  { name, words, diversity }: BackbonePair,
  chance: number,
): Chart | undefined {
  if (diversity === undefined) return undefined;
  const points = diversity.points.map(({ classes, balanced_top1: accuracy }) => ({
    name: `${count(classes)} classes`,
    accuracy,
  }));
  const title = `Clean ${words.accuracy} by number of training classes: ${name}`;
  return curveChart(
    title,
    { down: "training classes of the clean pool", across: axisName(words) },
    points,
    COLORS.clean,
    chance,
  );
}
