import { printable } from "../../basics/printable.ts";
import type { BackbonePair } from "../pairs.ts";
import { chanceText, decimal } from "../../statistics/format.ts";
import { shorten } from "../text.ts";
import { type Chart, COLORS, inPixels, type Layer, onAxis } from "./draw.ts";
import { axisLayer, axisMargin, axisName } from "./rows.ts";
import { textWidth } from "./text_width.ts";

const ROW = 16;
const LABEL_LENGTH = 22;
const POINT = { type: "point", size: 46, opacity: 1, filled: true } as const;
const DIRTY = { ...POINT, color: COLORS.leaked } as const;
const CLEAN = { ...POINT, shape: "diamond", color: COLORS.clean } as const;
const CHANCE = { type: "rule" as const, strokeDash: [3, 3], size: 1.5 };
/** Most classes of one chart; more would make it too long to read. */
export const MOST_CLASSES = 100;

/**
 * Makes a chart of each class's dirty and clean accuracy, the largest clean accuracy first. Of more than
 * {@link MOST_CLASSES} classes, it shows those with the largest drop.
 *
 * @returns undefined when neither condition was trained
 */
export function classesChart(pair: BackbonePair, chance: number): Chart | undefined {
  const rows = rowsOf(pair).map((row, index) => ({ ...row, y: index * ROW + ROW / 2 }));
  if (rows.length === 0) return undefined;
  const axis = axisName(pair.words);
  const widest = Math.max(...rows.map(({ label }) => textWidth(label, 11)));
  const left = Math.max(Math.ceil(14 + widest), axisMargin(axis));
  const height = rows.length * ROW;
  const y = inPixels("y");
  return {
    title: `${pair.words.first} of each ${pair.words.class}: ${pair.name}`,
    description:
      `${pair.words.first} of each ${pair.words.class} with ${pair.name}, dirty and clean: ${
        spoken(rows)
      }.`,
    height,
    left,
    top: 42,
    layers: [
      ...keyLayers(chance, left),
      axisLayer(axis, height),
      {
        data: { values: [{ x: chance }] },
        mark: CHANCE,
        encoding: { x: onAxis("x"), y: { value: 0 }, y2: { value: height } },
      },
      {
        data: { values: rows.filter(({ dirty, clean }) => dirty !== null && clean !== null) },
        mark: { type: "rule", size: 1.5, opacity: 0.45 },
        encoding: { x: onAxis("clean"), x2: { field: "dirty" }, y },
      },
      {
        data: { values: rows },
        layer: [
          { mark: DIRTY, encoding: { x: onAxis("dirty"), y } },
          { mark: CLEAN, encoding: { x: onAxis("clean"), y } },
          {
            mark: { type: "text", fontSize: 11, align: "right", baseline: "middle" },
            encoding: { x: { value: -8 }, y, text: { field: "label" } },
          },
        ],
      },
    ],
  };
}

interface Row {
  readonly label: string;
  readonly dirty: number | null;
  readonly clean: number | null;
}

function rowsOf({ conditions }: BackbonePair): Row[] {
  const dirty = new Map(Object.entries(conditions.dirty?.per_class ?? {}));
  const clean = new Map(Object.entries(conditions.clean?.per_class ?? {}));
  const rows = [...new Set([...dirty.keys(), ...clean.keys()])].map((label) => ({
    label: shorten(printable(label), LABEL_LENGTH),
    dirty: dirty.get(label) ?? null,
    clean: clean.get(label) ?? null,
  }));
  const drop = (row: Row) => (row.dirty ?? 0) - (row.clean ?? 0);
  return rows.sort((a, b) => drop(b) - drop(a)).slice(0, MOST_CLASSES)
    .sort((a, b) => (b.clean ?? 0) - (a.clean ?? 0) || (b.dirty ?? 0) - (a.dirty ?? 0));
}

// The key has fixed positions above the whole chart, whatever the labels' width.
function keyLayers(chance: number, left: number): Layer[] {
  const x = inPixels("x");
  const y = { value: -27 };
  const key = (x: number, text: string) => ({ values: [{ x: x - left, text }] });
  const [dirty, clean, guess] = [
    key(90, "dirty"),
    key(158, "clean"),
    key(228, `chance ${chanceText(chance)}`),
  ];
  const text = {
    mark: { type: "text", fontSize: 11, dx: 9, dy: 4 },
    encoding: { x, y, text: { field: "text" } },
  } as const;
  return [
    { data: dirty, layer: [{ mark: DIRTY, encoding: { x, y } }, text] },
    { data: clean, layer: [{ mark: CLEAN, encoding: { x, y } }, text] },
    {
      data: guess,
      layer: [{ mark: CHANCE, encoding: { x, y: { value: -34 }, y2: { value: -20 } } }, text],
    },
  ];
}

function spoken(rows: readonly Row[]): string {
  const value = (accuracy: number | null) => accuracy === null ? "none" : decimal(accuracy);
  return rows.map(({ label, dirty, clean }) => `${label} ${value(dirty)} and ${value(clean)}`)
    .join("; ");
}
