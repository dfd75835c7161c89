import type { Attribution, PathPart } from "../../audit/results.ts";
import type { BackbonePair } from "../pairs.ts";
import { chanceText, decimal, withRange } from "../text.ts";
import { type Chart, COLORS, inColor, inPixels, onAxis, rowText } from "./draw.ts";

const ROW = 42;

/** The dirty accuracy taken apart as a waterfall from chance: each bar starts where the one above it ended. */
export function pathChart(pair: BackbonePair, attribution: Attribution): Chart {
  const rows = steps(attribution).map((step, index) => ({
    ...step,
    baseline: index * ROW + 14,
    y: index * ROW + 28,
  }));
  const y = inPixels("y");
  const color = inColor("color");
  const values = rows.map(({ sign, text, value }) => `${sign} ${text} ${value}`.trim()).join(" ");
  return {
    title: `The dirty accuracy taken apart: ${pair.name}`,
    description: `The dirty accuracy of ${pair.name} taken apart: ${values}.`,
    height: rows.length * ROW,
    left: 10,
    top: 6,
    layers: [{
      data: { values: rows },
      layer: [
        {
          mark: { type: "bar", height: 14, opacity: 0.12, color: "currentColor" },
          encoding: { x: onAxis("zero"), x2: { field: "start" }, y },
        },
        {
          mark: { type: "bar", height: 14 },
          encoding: { x: onAxis("start"), x2: { field: "end" }, y, color },
        },
        {
          mark: { type: "rule", size: 1.5 },
          encoding: { x: onAxis("low"), x2: { field: "high" }, y },
        },
        rowText(5, "sign", "normal"),
        rowText(18, "text", "bold"),
        rowText(136, "value", "normal"),
      ],
    }],
  };
}

interface Step {
  readonly sign: string;
  readonly text: string;
  readonly value: string;
  readonly color: string;
  readonly zero: number;
  readonly start: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
}

function steps({ path, dirty }: Attribution): Step[] {
  const { chance, crossModal, audioBackbone, leakage } = path;
  const afterCrossModal = chance + crossModal.value;
  const afterBackbone = afterCrossModal + audioBackbone.value;
  const whole = (text: string, value: string, end: number, sign: string): Step => (
    { sign, text, value, color: COLORS.neutral, zero: 0, start: 0, end, low: end, high: end }
  );
  const part = (text: string, color: string, start: number, part: PathPart): Step => ({
    sign: "+",
    text,
    value: withRange(part.value, part),
    color,
    zero: 0,
    start,
    end: start + part.value,
    low: start + part.low,
    high: start + part.high,
  });
  return [
    whole("chance", chanceText(chance), chance, ""),
    part("cross-modal", COLORS.clean, chance, crossModal),
    part("audio backbone", COLORS.backbone, afterCrossModal, audioBackbone),
    part("leakage", COLORS.leaked, afterBackbone, leakage),
    whole("dirty", decimal(dirty), dirty, "="),
  ];
}
