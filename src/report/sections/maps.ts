/**
 * The report's section with pictures of the spaces.
 * @module
 */
import type { Maps, SpaceMap } from "../../audit/results/maps.ts";
import { printable } from "../../basics/printable.ts";
import { draw } from "../charts/draw.ts";
import { keyChart, mapChart, namesOf } from "../charts/scatter.ts";
import { type About, figure, scrolling, type Section } from "../elements.ts";
import { heard } from "../heard.ts";
import { markup } from "../markup.ts";
import { term } from "../term.ts";

/** A drawn picture of a space. */
export interface DrawnMap extends About {
  /** The name of the space. */
  readonly title: string;
  /** The settings of the picture. */
  readonly caption: string;
  /** The picture. */
  readonly svg: string;
}

/** The pictures of an audit's spaces. */
export interface DrawnMaps {
  /** What the marks mean, the same on every picture; absent where no item has a label. */
  readonly legend?: string;
  /** The pictures. */
  readonly maps: readonly DrawnMap[];
}

/** Draws every map, with the same mark for a label on all of them, and their legend. */
export async function drawMaps(maps: Maps | undefined): Promise<DrawnMaps | undefined> {
  if (maps === undefined || maps.maps.length === 0) return undefined;
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
    const { audio, text, condition } = map;
    const arm = audio === undefined || text === undefined ? undefined : caption;
    drawn.push({ title: printable(title), caption, svg: await draw(chart), arm, condition });
  }
  if (names.length === 0) return { maps: drawn };
  const legend = await draw(keyChart("Labels of the t-SNE maps", names, 8, legendColumns(names)));
  return { legend, maps: drawn };
}

/** Few labels stand as on a phone, many use the page's width. */
function legendColumns({ length }: readonly string[]): number {
  return length <= 12 ? 2 : 5;
}

function backbonesOf({ audio, text }: SpaceMap): string {
  return [audio, text].filter((name) => name !== undefined).map(printable).join(" with ");
}

/** Makes the section with the legend and the maps as small multiples; undefined without maps. */
export function mapsSection(
  drawn: DrawnMaps | undefined,
  maps: Maps | undefined,
  sounds: ReadonlyMap<string, string> = new Map(),
): Section | undefined {
  if (drawn === undefined) return undefined;
  const perplexities = new Set(
    maps!.maps.map(({ perplexity }) => String(Number(perplexity.toFixed(1)))),
  );
  return {
    title: "Pictures of the spaces",
    answers: "Which sounds, and which texts, lie near each other?",
    body: markup`<p>Exact ${term("t-SNE")}, perplexity ${
      [...perplexities].join(" or ")
    }, of the evaluation items and of texts. <b>For looking at only, never for a
number:</b> distances between groups and sizes of groups mean nothing here. Shared spaces are those
of the first seed and class fold. A mark names its item where a pointer rests on it${
      sounds.size === 0 ? undefined : ", and plays its sound when it is pressed"
    }; gray marks are
the training texts.</p>
${
      drawn.legend === undefined
        ? undefined
        : markup`<div class="legend"${scrolling("Labels of the pictures")}>
${figure(drawn.legend, "Labels", "the same marks on every map")}</div>
`
    }<div class="figures maps">
${
      drawn.maps.map(({ title, caption, svg, ...of }, at) =>
        figure(heard(svg, soundsOf(maps!.maps[at]!, sounds)), title, caption, of)
      )
    }</div>
`,
  };
}

/** Returns the address of each point's sound; texts have none. */
function soundsOf(
  { space, points }: SpaceMap,
  sounds: ReadonlyMap<string, string>,
): (string | undefined)[] {
  return points.map(({ id }) => space.startsWith("audio") ? sounds.get(id) : undefined);
}
