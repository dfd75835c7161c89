/**
 * Draws the accuracies of all rows of an evaluation, one below the other.
 * @module
 */
import type { ComparedEvaluation } from "../../audit/comparison/comparison.ts";
import { chanceText, withRange } from "../../statistics/format.ts";
import { type Chart, CHART_WIDTH, COLORS } from "../charts/draw.ts";
import { intervalLayers, type PlacedAccuracy } from "../charts/interval_layers.ts";
import { markLayers } from "../charts/mark_layers.ts";
import { rowMargins, rowTextLayers } from "../charts/rows.ts";
import { rowName } from "./words.ts";

/** Pixels of an accuracy, and between two rows. */
const LINE = 26;
const GAP = 8;

interface Placed extends PlacedAccuracy {
  readonly names: readonly string[];
  readonly value: string;
}

/**
 * Makes the chart: of each row dirty and clean, of a published model its score; each with the mean, each training, the
 * interval for these classes (thick) and for classes like these (thin), and a line at chance. Rows are called by their
 * numbers, which the table above the chart explains: their names would lie on the line.
 */
export function rowsChart(evaluation: ComparedEvaluation): Chart {
  const chance = chanceText(evaluation.chance);
  const { placed, height } = placeRows(evaluation);
  const rows = [...evaluation.rows, ...evaluation.models];
  const names = rows.map((row) => `${row.row} ${rowName(row)}`);
  const values = placed.map(({ names: [name], value }) => `${name} ${value}`).join(", ");
  const { left, right } = rowMargins(placed);
  return {
    title: "Rows side by side",
    description: `${names.join("; ")}: ${values}. Chance ${chance}.`,
    height,
    left,
    right,
    top: 30,
    layers: [
      ...markLayers(
        { x: evaluation.chance, dash: [3, 3], text: `chance ${chance}` },
        -1,
        height,
        left,
      ),
      ...rowTextLayers(placed, CHART_WIDTH - left),
      ...intervalLayers(placed),
    ],
  };
}

function placeRows({ rows, models }: ComparedEvaluation): { placed: Placed[]; height: number } {
  const placed: Placed[] = [];
  let height = 0;
  for (const row of [...rows, ...models]) {
    const place = (name: string, color: string, accuracy: Omit<PlacedAccuracy, "y" | "color">) => {
      const value = withRange(accuracy.mean, accuracy);
      const y = height + LINE / 2;
      placed.push({ ...accuracy, color, names: [`${row.row} ${name}`], value, y });
      height += LINE;
    };
    if ("model" in row) {
      const { value: mean, ...score } = row.score;
      place("as it is", COLORS.backbone, { ...score, mean, per_seed: [] });
    } else {
      if (row.dirty) place("dirty", COLORS.leaked, row.dirty);
      if (row.clean) place("clean", COLORS.clean, row.clean);
    }
    height += GAP;
  }
  return { placed, height };
}
