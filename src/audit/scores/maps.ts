/**
 * Draws pictures of the four spaces by t-SNE. They are for the eye; no number comes from them.
 * @module
 */
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { unitRows } from "../../measures/labeled_vectors.ts";
import { tsne } from "../../measures/tsne/tsne.ts";
import type { TrainingOutcome } from "../trainings/run_training.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import { chosenTexts } from "../inputs/chosen_texts.ts";
import type { AuditInputs } from "../inputs/shape.ts";
import type { AuditPlan } from "../trainings/plan_audit.ts";
import { drawPoints } from "./map_points.ts";
import { type Maps, MAPS_SCHEMA, type SpaceMap } from "../results/maps.ts";
import { type Matrix, selectRows } from "../../basics/matrix.ts";
import { promptTexts } from "../configuration/prompts.ts";

/** Least number of points of a picture. */
const LEAST_POINTS = 3;

/** A point without its position. */
type Named = Pick<SpaceMap["points"][number], "id" | "label">;

/** A space to draw. */
interface Picture extends Pick<SpaceMap, "space" | "audio" | "text" | "condition"> {
  /** What the points are. */
  readonly points: readonly Named[];
  /** One row for each point. */
  readonly rows: Matrix;
}

/** What is drawn of an audit, for its first class fold. */
export type Pictured = Pick<AuditPlan, "configuration"> & {
  readonly inputs: Pick<AuditInputs, "evaluation" | "backbones">;
  readonly trainer: Pick<AuditPlan["trainer"], "folds">;
};

/**
 * Draws the space of each audio and text backbone except baselines, and their shared spaces, dirty and clean.
 *
 * @param options progress counts that of each picture in turn
 */
export async function mapSpaces(
  compute: Compute,
  pictured: Pictured,
  outcomes: readonly TrainingOutcome[],
  { onProgress, signal }: WorkOptions = {},
): Promise<Maps> {
  const pictures = picturesOf(pictured, outcomes)
    .filter(({ points }) => points.length >= LEAST_POINTS);
  const maps: SpaceMap[] = [];
  for (const [at, picture] of pictures.entries()) {
    maps.push(
      await draw(compute, picture, pictured.configuration.seeds[0]!, {
        onProgress: ({ done, total }) =>
          onProgress?.({
            stage: "drawing maps",
            done: at * total + done,
            total: pictures.length * total,
          }),
        signal,
      }),
    );
  }
  return { schema: MAPS_SCHEMA, maps };
}

function picturesOf(
  { configuration, inputs: { evaluation, backbones }, trainer }: Pictured,
  outcomes: readonly TrainingOutcome[],
): Picture[] {
  const fold = trainer.folds[0]!;
  const chosen = new Set(configuration.audio.map(({ name }) => name));
  // Of a sound with several labels, the first colors its point.
  const shown = fold.ranked?.rows ?? fold.itemRows;
  const items = shown.map((row) => {
    const { id, label } = evaluation.items[row]!;
    return { id, label };
  });
  const pointsOf = textPoints(evaluation, backbones.text);
  return [
    ...backbones.audio.filter(({ name }) => chosen.has(name)).map((
      { name, evaluation },
    ): Picture => ({
      space: "audio backbone",
      audio: name,
      points: items,
      rows: selectRows(evaluation, shown),
    })),
    ...chosenTexts(backbones.text).map(({ name, vectors }): Picture => ({
      space: "text backbone",
      text: name,
      points: pointsOf.get(name)!,
      rows: vectors,
    })),
    ...outcomes.flatMap(({ training: { audio, text, condition }, projected }): Picture[] => {
      if (projected === undefined || !chosen.has(audio)) return [];
      const names = { audio, text, condition: formatCondition(condition) };
      return [
        { space: "audio shared", ...names, points: items, rows: unitRows(projected.items) },
        {
          space: "text shared",
          ...names,
          points: pointsOf.get(text)!,
          rows: unitRows(projected.texts),
        },
      ];
    }),
  ];
}

/** Returns the texts of each text backbone; a text that is a label's prompt has its label. */
function textPoints(
  { labels, prompts }: AuditInputs["evaluation"],
  text: AuditInputs["backbones"]["text"],
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
  options: WorkOptions,
): Promise<SpaceMap> {
  const shown = drawPoints(points.map(({ label }) => label), seed);
  const { positions, perplexity } = await tsne(compute, selectRows(rows, shown), options);
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

/** Rounds to three decimals; more cannot be seen. */
function rounded(place: number): number {
  return Math.round(place * 1000) / 1000;
}
