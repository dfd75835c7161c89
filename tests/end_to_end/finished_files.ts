import { join } from "node:path";
import { namesIn } from "./cli.ts";

/**
 * Counts the trainings that are finished by some files of `cells/`: a training is finished when the files of all its
 * class folds are there.
 *
 * @param cells the folder of an audit that has ended, with the files of all trainings
 * @param names of the files
 */
export function finishedBy(cells: string, names: Iterable<string>): number {
  const there = new Set(names);
  const files = namesIn(cells).filter((name) => name.endsWith(".json"));
  const trainedIn = (name: string): string =>
    JSON.parse(Deno.readTextFileSync(join(cells, name))).outcome.trained;
  const ofEach = Map.groupBy(files, trainedIn);
  return [...ofEach.values()].filter((own) => own.every((name) => there.has(name))).length;
}
