/**
 * Draws charts as SVG text with Vega, in a common frame.
 *
 * Lines and letters use `currentColor`, so that a chart follows the page where it is inlined; in a file of its own it is
 * black on white, see {@link onWhite}. Vega cannot measure text without a canvas, so every position is given in pixels and nothing
 * depends on the width of a text.
 * @module
 */
import type { TopLevelSpec } from "npm:vega-lite@6.5.0";
import { later } from "../../basics/later.ts";
import { escape } from "../markup.ts";

/** A layer of a chart: marks that share their data. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];

/** A chart before it is drawn. */
export interface Chart {
  /** The chart's title in a few words. */
  readonly title: string;
  /** A description of the chart, for people who cannot see it. */
  readonly description: string;
  /** Height of the plot in pixels, without margins. */
  readonly height: number;
  /** Pixels to the left of the plot. */
  readonly left: number;
  /** Pixels above the plot. */
  readonly top: number;
  /** Pixels to the right of the plot; default {@link RIGHT}. */
  readonly right?: number;
  /** Width in pixels with margins; default {@link CHART_WIDTH}. */
  readonly width?: number;
  /** Marks from back to front; x is an accuracy on the shared axis, y a pixel from the top of the plot. */
  readonly layers: readonly Layer[];
}

/**
 * Default width of charts: about unscaled on a phone of 360 pixels, and two of them fit side by side on a page.
 */
export const CHART_WIDTH = 340;
/** Default number of pixels to the right of the plot: half of the axis' last label. */
export const RIGHT = 14;
const BOTTOM = 22;
/** Least width of a plot whose axis has every label: Vega, which cannot measure them, would leave some out. */
const LEAST_TO_LABEL = 110;

/** Okabe and Ito's palette, which color-blind people can distinguish, by what the colors mean here. */
export const COLORS = {
  leaked: "#D55E00",
  control: "#CC79A7",
  clean: "#0072B2",
  backbone: "#009E73",
  neutral: "#808080",
} as const;

const ACCURACY = {
  type: "quantitative" as const,
  scale: { domain: [0, 1], nice: false },
  axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: ".1f", title: null, labelFlush: false },
};
const PIXELS = { type: "quantitative", scale: null, axis: null } as const;

/** Returns the x encoding of all charts: a field with an accuracy, on an axis from 0 to 1. */
export function onAxis(field: string): typeof ACCURACY & { field: string } {
  return { field, ...ACCURACY };
}

/** Returns the encoding of a field with pixels from the plot's top or left. */
export function inPixels(field: string): typeof PIXELS & { field: string } {
  return { field, ...PIXELS };
}

/** Returns the encoding of a field with a CSS color. */
export function inColor(field: string): { field: string; type: "nominal"; scale: null } {
  return { field, type: "nominal", scale: null };
}

/**
 * Returns the opacity of a square of a matrix for a share of 0 to 1; text on it is readable on light and dark pages.
 */
export function shade(share: number): number {
  return Math.round(100 * (0.04 + 0.56 * share)) / 100;
}

const loadVega = later<typeof import("npm:vega@6.4.0")>("npm:vega@6.4.0");
const loadVegaLite = later<typeof import("npm:vega-lite@6.5.0")>("npm:vega-lite@6.5.0");

/**
 * Draws a chart. The first call loads Vega (0.1–0.2 s and 50 MB of memory on two cores). The same chart gives the same
 * text.
 */
export async function draw(chart: Chart): Promise<string> {
  const [vega, { compile }] = await Promise.all([
    loadVega(),
    loadVegaLite(),
  ]);
  const view = new vega.View(vega.parse(compile(specOf(chart)).spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return withoutRoles(withTitles(svg)).replace(
    /^<svg /,
    () => `<svg role="img" aria-label="${escape(chart.description)}" `,
  )
    .replace(">", () => `><title>${escape(chart.title)}</title>`);
}

/** Makes a chart for a file of its own, which is black on white whatever shows it. */
export function onWhite(svg: string): string {
  return svg.replace(' class="marks"', '$& style="background: #ffffff; color: #000000"');
}

/** Turns the names of marks into titles, which browsers show on hover; Vega has tooltips only in its own view. */
function withTitles(svg: string): string {
  return svg.replaceAll(
    /<path aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="[^"]*"([^>]*)\/>/g,
    (_, name: string, attributes: string) =>
      `<path${attributes}><title>${name.replaceAll(">", "&gt;")}</title></path>`,
  );
}

/** Takes away the roles of groups of marks: they have no names, and the chart as a whole is one picture with a name. */
function withoutRoles(svg: string): string {
  return svg.replaceAll(
    /(<g [^>]*?) role="graphics-[a-z]+"(?: aria-roledescription="[^"]*")?/g,
    "$1",
  );
}

function specOf(chart: Chart): TopLevelSpec {
  const { height, left, top, layers, width = CHART_WIDTH, right = RIGHT } = chart;
  const plot = width - left - right;
  return {
    autosize: { type: "none" },
    padding: { left, right, top, bottom: BOTTOM },
    width: plot,
    height,
    background: "transparent",
    data: { values: [] },
    layer: [...layers],
    config: {
      aria: false,
      font: "system-ui, -apple-system, sans-serif",
      view: { stroke: null },
      axis: {
        domain: false,
        ticks: false,
        gridColor: "currentColor",
        gridOpacity: 0.15,
        labelColor: "currentColor",
        labelFontSize: 11,
        labelPadding: 6,
        labelOverlap: plot < LEAST_TO_LABEL,
      },
      text: { color: "currentColor", fontSize: 12, align: "left", baseline: "alphabetic" },
      rule: { color: "currentColor" },
    },
  };
}
