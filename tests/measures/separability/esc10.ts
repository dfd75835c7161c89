import { matrixOf, selectRows } from "../../../src/basics/matrix.ts";
import { readNpy } from "../../../src/formats/npy.ts";
import type { LabeledVectors } from "../../../src/measures/labeled_vectors.ts";
import { sharedPath } from "../../shared.ts";

/** The ESC-10 embeddings of a labeled backbone: class names, and source and fold of each clip. */
export interface Esc10 {
  /** Vectors with classes in the order of `names`. */
  readonly set: LabeledVectors;
  /** Class names, sorted. */
  readonly names: readonly string[];
  /** Source of each clip. */
  readonly sources: readonly string[];
  /** ESC-50 fold of each clip. */
  readonly folds: readonly string[];
}

/** Reads them; undefined, with a warning, if the shared data is missing. */
export function readEsc10(): Esc10 | undefined {
  const array = sharedPath("models/mn04/golden/mn04_384_esc10.npy");
  const rows = sharedPath("models/mn04/golden/mn04_384_esc10.rows.csv");
  if (array === undefined || rows === undefined) return undefined;
  const clips = Deno.readTextFileSync(rows).trim().split("\n").slice(1).map((line) => {
    const [folder, file] = line.split(",");
    const [fold, source] = file!.split("-");
    return { name: folder!.slice("001 - ".length), fold: fold!, source: source! };
  });
  const names = [...new Set(clips.map(({ name }) => name))].sort();
  const { shape, data } = readNpy(Deno.readFileSync(array), array);
  return {
    set: {
      ...matrixOf(shape[1]!, data),
      classes: clips.map(({ name }) => names.indexOf(name)),
      classCount: names.length,
    },
    names,
    sources: clips.map(({ source }) => source),
    folds: clips.map(({ fold }) => fold),
  };
}

/** Keeps only the clips of some folds. */
export function clipsOf({ set, names, sources, folds }: Esc10, kept: readonly string[]): Esc10 {
  const items = folds.flatMap((fold, item) => kept.includes(fold) ? [item] : []);
  const { classes, classCount } = set;
  return {
    set: { ...selectRows(set, items), classes: items.map((item) => classes[item]!), classCount },
    names,
    sources: items.map((item) => sources[item]!),
    folds: items.map((item) => folds[item]!),
  };
}
