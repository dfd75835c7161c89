/**
 * Draws the accuracies of all rows of an evaluation, one below the other.
 * @module
 */
import type { ComparedEvaluation } from "../../audit/comparison/comparison.ts";
import { chanceText, withRange } from "../../statistics/format.ts";
import { type Chart, COLORS, inPixels, type Layer, onAxis, rowText } from "../charts/draw.ts";
import { intervalLayers, type PlacedAccuracy } from "../charts/interval_layers.ts";
import { shorten } from "../text.ts";
import { rowName } from "./words.ts";

/** Pixels of a row's name, and of an accuracy below it. */
const NAME = 24;
const LINE = 36;
/** Most characters of a name in the plot's width. */
const NAME_LENGTH = 44;

interface Placed extends PlacedAccuracy {
  readonly text: string;
  readonly value: string;
  readonly baseline: number;
}

/**
 * Makes the chart: of each row dirty and clean, of a published model its score; each with the mean, each training, the
 * interval for these classes (thick) and for classes like these (thin), and a line at chance.
 */
export function rowsChart(evaluation: ComparedEvaluation): Chart {
  const { rows, models, chance } = evaluation;
  const names: { text: string; baseline: number }[] = [];
  const placed: Placed[] = [];
  let top = 0;
  const place = (
    accuracy: Omit<Placed, keyof PlacedAccuracy | "value" | "baseline"> & Accuracy,
  ) => {
    const value = withRange(accuracy.mean, accuracy);
    placed.push({ ...accuracy, value, baseline: top + 11, y: top + 25 });
    top += LINE;
  };
  for (const row of [...rows, ...models]) {
    names.push({ text: shorten(`${row.row}  ${rowName(row)}`, NAME_LENGTH), baseline: top + 18 });
    top += NAME;
    if ("model" in row) {
      const { value: mean, ...score } = row.score;
      place({ ...score, mean, per_seed: [], text: "as it is", color: COLORS.backbone });
    } else {
      if (row.dirty) place({ ...row.dirty, text: "dirty", color: COLORS.leaked });
      if (row.clean) place({ ...row.clean, text: "clean", color: COLORS.clean });
    }
  }
  const values = placed.map(({ text, value }) => `${text} ${value}`).join(", ");
  return {
    title: "Rows side by side",
    description: `${names.map(({ text }) => text).join("; ")}: ${values}. Chance ${
      chanceText(chance)
    }.`,
    height: top,
    left: 10,
    top: 26,
    layers: [
      ...chanceLayers(chance, placed),
      { data: { values: names }, layer: [rowText(0, "text", "bold")] },
      {
        data: { values: placed },
        layer: [rowText(5, "text", "normal"), rowText(78, "value", "normal")],
      },
      ...intervalLayers(placed),
    ],
  };
}

type Accuracy = Omit<PlacedAccuracy, "y">;

// The line is drawn row by row so that it does not run through the rows' texts.
function chanceLayers(chance: number, placed: readonly Placed[]): Layer[] {
  const mark = { type: "rule" as const, strokeDash: [3, 3], size: 1.5 };
  return [
    {
      data: { values: placed.map(({ y }) => ({ x: chance, top: y - 8, bottom: y + 8 })) },
      mark,
      encoding: { x: onAxis("x"), y: inPixels("top"), y2: { field: "bottom" } },
    },
    {
      data: { values: [{ text: `chance ${chanceText(chance)}` }] },
      layer: [
        { mark, encoding: { x: { value: 4 }, y: { value: -22 }, y2: { value: -8 } } },
        {
          mark: { type: "text", fontSize: 11 },
          encoding: { x: { value: 14 }, y: { value: -11 }, text: { field: "text" } },
        },
      ],
    },
  ];
}
