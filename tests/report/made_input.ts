import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { type Maps, MAPS_SCHEMA, type SpaceMap } from "../../src/audit/results/maps.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { drawsOfEachSeed } from "../../src/audit/trainings/plan.ts";
import { RandomStream } from "../../src/basics/random.ts";
import type { ReportCell } from "../../src/report/folder/read_folder.ts";
import type { ReportInput } from "../../src/report/html.ts";
import { madeResults } from "./made_results.ts";

/** Makes the input of a report, for {@link madeResults} or other results of one audited pair of backbones. */
export function madeInput(results: AuditResults = madeResults()): ReportInput {
  const configuration = parseConfiguration(
    `{ "evaluation": { "items": "notes.csv", "classFolds": 6 },
       "training": { "items": "notes.csv" },
       "audio": [{ "name": "openwakeword", "training": "notes.npy", "evaluation": "notes.npy" }],
       "text": [{ "name": "glove-100d", "backbone": "glove-100d" }] }`,
    "demo.json",
  );
  return {
    results,
    cells: madeCells(results),
    maps: madeMaps(results.classes),
    run: { command: "earnest audit demo.json --out demo", configuration },
  };
}

/**
 * Makes every training of the conditions; those of the first audio backbone have confusions that match their class
 * accuracies.
 */
export function madeCells({ class_folds, conditions, seeds }: AuditResults): ReportCell[] {
  const random = new RandomStream(0, "made cells");
  const seedsOf = (condition: string, trainings: number): readonly number[] => {
    if (condition === "control") {
      return seeds.flatMap((seed) => new Array<number>(drawsOfEachSeed(seeds)).fill(seed));
    }
    if (condition !== "shuffled") return seeds;
    return Array.from({ length: Math.ceil(trainings / class_folds.length) }, (_, i) => i);
  };
  return conditions.flatMap(({ audio, text, condition, per_class, trainings }) =>
    class_folds.flatMap((labels, fold) =>
      seedsOf(condition, trainings).map((seed) => ({
        audio,
        text,
        random_text: false,
        condition,
        fold,
        seed,
        confusion: audio !== conditions[0]!.audio || condition === "untrained"
          ? []
          : labels.map((label, row) => {
            const counts = labels.map(() => 0);
            for (let item = 0; item < 32; item++) {
              const isRight = random.uniform() < (per_class[label] ?? 0);
              const place = isRight ? row : random.below(labels.length);
              counts[place] = counts[place]! + 1;
            }
            return counts;
          }),
      }))
    )
  );
}

function madeMaps(labels: readonly string[]): Maps {
  const random = new RandomStream(0, "made maps");
  const pair = { audio: "openwakeword", text: "glove-100d" };
  const map = (rest: Partial<SpaceMap>, each: number, spread: number): SpaceMap => ({
    space: "audio shared",
    ...rest,
    perplexity: 30,
    points: labels.slice(0, 9).flatMap((label, at) =>
      Array.from({ length: each }, (_, item) => ({
        id: each === 1 ? label : `${label.replaceAll(" ", "-")}-${item}`,
        label,
        x: Number((20 * Math.cos(0.7 * at) + spread * random.normal()).toFixed(3)),
        y: Number((20 * Math.sin(0.7 * at) + spread * random.normal()).toFixed(3)),
      }))
    ),
  });
  return {
    schema: MAPS_SCHEMA,
    maps: [
      map({ space: "audio backbone", audio: "openwakeword" }, 16, 7),
      map({ space: "text backbone", text: "glove-100d" }, 1, 2),
      map({ ...pair, condition: "dirty" }, 16, 2),
      map({ ...pair, condition: "clean" }, 16, 9),
      map({ space: "text shared", ...pair, condition: "dirty" }, 1, 2),
      map({ space: "text shared", ...pair, condition: "clean" }, 1, 4),
    ],
  };
}
