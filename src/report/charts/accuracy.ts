import { CONDITIONS } from "../../audit/configuration/conditions.ts";
import type { BackbonePair } from "../pairs.ts";
import { chanceText, withRange } from "../../statistics/format.ts";
import { type Chart, COLORS, inPixels, type Layer, onAxis, rowText } from "./draw.ts";
import { intervalLayers } from "./interval_layers.ts";

const ROW = 44;
const COLOR = {
  dirty: COLORS.leaked,
  control: COLORS.control,
  clean: COLORS.clean,
  shuffled: COLORS.neutral,
  untrained: COLORS.neutral,
};

/**
 * Makes a chart of the accuracy of each condition, one below the other: the mean, each training, the interval for these
 * classes (thick) and for classes like these (thin), with marks for chance and the audio reference of the same pairs.
 */
export function accuracyChart(pair: BackbonePair, chance: number): Chart {
  const results = CONDITIONS.flatMap((condition) => pair.conditions[condition] ?? []);
  const rows = results.map(({ condition, balanced_top1: accuracy }, index) => ({
    ...accuracy,
    text: condition,
    value: withRange(accuracy.mean, accuracy),
    color: COLOR[condition],
    baseline: index * ROW + 14,
    y: index * ROW + 30,
  }));
  const values = rows.map(({ text, value }) => `${text} ${value}`).join(", ");
  const marks = marksOf(pair, chance);
  return {
    title: `${pair.words.first} by condition: ${pair.name}`,
    description: `${pair.words.first} of ${pair.name}: ${values}. ${
      marks.map(({ text }) => text).join(". ")
    }.`,
    height: rows.length * ROW,
    left: 10,
    top: 48,
    layers: [
      ...marks.flatMap((mark, index) => markLayers(mark, index, rows.map(({ y }) => y))),
      {
        data: { values: rows },
        layer: [rowText(5, "text", "bold"), rowText(78, "value", "normal")],
      },
      ...intervalLayers(rows),
    ],
  };
}

/** A line across all rows, and its entry in the key above them. */
interface Mark {
  readonly x: number;
  readonly dash: number[];
  readonly text: string;
}

function marksOf({ reference, isSamePairsComparable }: BackbonePair, chance: number): Mark[] {
  const marks = [{ x: chance, dash: [3, 3], text: `chance ${chanceText(chance)}` }];
  // Only the reference of the same pairs may be compared with the dirty accuracy.
  const same = reference?.same_pairs?.nearest_centroid;
  if (same === undefined || !isSamePairsComparable) return marks;
  const text = `audio only, same pairs ${withRange(same.value, same)}`;
  return [...marks, { x: same.value, dash: [1, 0], text }];
}

// The line is drawn row by row so that it does not run through the rows' texts.
function markLayers({ x, dash, text }: Mark, index: number, centers: readonly number[]): Layer[] {
  const mark = { type: "rule", strokeDash: dash, size: 1.5 } as const;
  const keyY = index * 18 - 35;
  return [
    {
      data: { values: centers.map((y) => ({ x, top: y - 11, bottom: y + 12 })) },
      mark,
      encoding: { x: onAxis("x"), y: inPixels("top"), y2: { field: "bottom" } },
    },
    {
      data: { values: [{ text }] },
      layer: [
        { mark, encoding: { x: { value: 4 }, y: { value: keyY - 8 }, y2: { value: keyY + 6 } } },
        {
          mark: { type: "text", fontSize: 11 },
          encoding: { x: { value: 14 }, y: { value: keyY + 3 }, text: { field: "text" } },
        },
      ],
    },
  ];
}
