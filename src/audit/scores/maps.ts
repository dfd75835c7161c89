/**
 * Pictures of the four spaces by t-SNE: for looking at, never for a number.
 * @module
 */
import type { OnProgress } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { unitRows } from "../../measures/labeled_vectors.ts";
import { tsne } from "../../measures/tsne/tsne.ts";
import type { CellOutcome } from "../trainings/run_training.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { Fold } from "../trainings/folds.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { drawPoints } from "./map_points.ts";
import { type Maps, MAPS_SCHEMA, type SpaceMap } from "../results/maps.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import { promptTexts } from "../configuration/prompts.ts";

/** Fewer points are no picture. */
const LEAST_POINTS = 3;

/** A point, before it has a place. */
type Named = Pick<SpaceMap["points"][number], "id" | "label">;

/** A space to be drawn. */
interface Picture extends Pick<SpaceMap, "space" | "audio" | "text" | "condition"> {
  /** What the points are. */
  readonly points: readonly Named[];
  /** A row a point. */
  readonly rows: Matrix;
}

/**
 * Draws the space of each audio backbone but baselines, of each text backbone, and their shared spaces, dirty and clean.
 *
 * @param fold the first class fold
 * @param onProgress told of units of each picture in turn
 */
export async function mapSpaces(
  compute: Compute,
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  fold: Fold,
  outcomes: readonly CellOutcome[],
  onProgress?: OnProgress,
): Promise<Maps> {
  const pictures = picturesOf(configuration, inputs, fold, outcomes)
    .filter(({ points }) => points.length >= LEAST_POINTS);
  const maps: SpaceMap[] = [];
  for (const [at, picture] of pictures.entries()) {
    maps.push(
      await draw(compute, picture, configuration.seeds[0]!, ({ done, total }) => {
        onProgress?.({
          stage: "drawing maps",
          done: at * total + done,
          total: pictures.length * total,
        });
      }),
    );
  }
  return { schema: MAPS_SCHEMA, maps };
}

function picturesOf(
  configuration: AuditConfiguration,
  inputs: AuditInputs,
  fold: Fold,
  outcomes: readonly CellOutcome[],
): Picture[] {
  const chosen = new Set(configuration.audio.map(({ name }) => name));
  const items = fold.itemRows.map((row) => {
    const { id, label } = inputs.items[row]!;
    return { id, label };
  });
  const pointsOf = textPoints(inputs, configuration.evaluation.prompts);
  return [
    ...inputs.audio.filter(({ name }) => chosen.has(name)).map(({ name, evaluation }): Picture => ({
      space: "audio backbone",
      audio: name,
      points: items,
      rows: selectRows(evaluation, fold.itemRows),
    })),
    ...inputs.text.map(({ name, vectors }): Picture => ({
      space: "text backbone",
      text: name,
      points: pointsOf.get(name)!,
      rows: vectors,
    })),
    ...outcomes.flatMap(({ cell: { audio, text, condition }, projected }): Picture[] => {
      if (projected === undefined || !chosen.has(audio)) return [];
      const names = { audio, text, condition };
      const rowsOf = (values: Float32Array): Matrix => ({
        rows: values.length / projected.dim,
        columns: projected.dim,
        values: unitRows(values, projected.dim),
      });
      return [
        { space: "audio shared", ...names, points: items, rows: rowsOf(projected.items) },
        {
          space: "text shared",
          ...names,
          points: pointsOf.get(text)!,
          rows: rowsOf(projected.texts),
        },
      ];
    }),
  ];
}

/** The texts of each text backbone; those that are a label's prompt have its label. */
function textPoints(
  { labels, text }: AuditInputs,
  prompts: readonly string[],
): Map<string, Named[]> {
  const named = new Map(
    labels.flatMap((label) => promptTexts(label, prompts).map((words) => [words, label])),
  );
  const pointOf = (words: string): Named => {
    const label = named.get(words);
    return { id: words, ...(label === undefined ? {} : { label }) };
  };
  return new Map(text.map(({ name, texts }) => [name, texts.map(pointOf)]));
}

async function draw(
  compute: Compute,
  { points, rows, ...space }: Picture,
  seed: number,
  onProgress: OnProgress,
): Promise<SpaceMap> {
  const shown = drawPoints(points.map(({ label }) => label), seed);
  const { values, columns } = selectRows(rows, shown);
  const { positions, perplexity } = await tsne(compute, values, columns, onProgress);
  return {
    ...space,
    perplexity,
    points: shown.map((row, i) => ({
      ...points[row]!,
      x: rounded(positions[2 * i]!),
      y: rounded(positions[2 * i + 1]!),
    })),
  };
}

/** To three decimals, which no eye can tell from more. */
function rounded(place: number): number {
  return Math.round(place * 1000) / 1000;
}
