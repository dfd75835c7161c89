/**
 * The report's section with pictures of the spaces.
 * @module
 */
import type { Maps, SpaceMap } from "../../audit/results/maps.ts";
import { printable } from "../../basics/printable.ts";
import { draw } from "../charts/draw.ts";
import { keyChart, mapChart, namesOf } from "../charts/scatter.ts";
import { figure, type Section } from "../elements.ts";
import { markup } from "../markup.ts";

/** A drawn picture of a space. */
export interface DrawnMap {
  /** The name of the space. */
  readonly title: string;
  /** The settings of the picture. */
  readonly caption: string;
  /** The picture. */
  readonly svg: string;
}

/** Draws every map, with the same mark for a label on all of them, then their key. */
export async function drawMaps(maps: Maps | undefined): Promise<DrawnMap[]> {
  if (maps === undefined || maps.maps.length === 0) return [];
  const names = namesOf(maps.maps.flatMap(({ points }) => points.map(({ label }) => label)));
  const drawn: DrawnMap[] = [];
  for (const map of maps.maps) {
    const title = map.condition === undefined ? map.space : `${map.space}, ${map.condition}`;
    const caption = backbonesOf(map);
    const points = {
      positions: map.points.flatMap(({ x, y }) => [x, y]),
      ids: map.points.map(({ id }) => id),
      labels: map.points.map(({ label }) => label),
    };
    const chart = mapChart(`t-SNE of the space ${printable(title)}: ${caption}`, points, names);
    drawn.push({ title: printable(title), caption, svg: await draw(chart) });
  }
  if (names.length === 0) return drawn;
  const key = await draw(keyChart("Labels of the t-SNE maps", names));
  return [...drawn, { title: "labels", caption: "the same marks on every map", svg: key }];
}

function backbonesOf({ audio, text }: SpaceMap): string {
  return [audio, text].filter((name) => name !== undefined).map(printable).join(" with ");
}

/** Makes the section with the maps as small multiples; undefined without maps. */
export function mapsSection(
  drawn: readonly DrawnMap[],
  maps: Maps | undefined,
): Section | undefined {
  if (drawn.length === 0) return undefined;
  const perplexities = new Set(
    maps!.maps.map(({ perplexity }) => String(Number(perplexity.toFixed(1)))),
  );
  return {
    title: "Pictures of the spaces",
    body: markup`<p>Exact t-SNE, perplexity ${
      [...perplexities].join(" or ")
    }, of the evaluation items and of the labels' texts. <b>For looking at only, never for a
number:</b> distances between groups and sizes of groups mean nothing here. Shared spaces are those
of the first seed and class fold. A mark names its item where a pointer rests on it; gray marks are
texts that name no evaluation class.</p>
<div class="figures">
${drawn.map(({ title, caption, svg }) => figure(svg, title, caption))}</div>
`,
  };
}
