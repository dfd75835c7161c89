/** `earnest separability SET`: how well the classes of an embedding set keep apart. */
import { safeJson } from "../src/basics/safe_json.ts";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import type { Where } from "../src/datasets/where.ts";
import { listNotes } from "../src/datasets/label_lists.ts";
import { alikeNotes } from "../src/datasets/alike_labels.ts";
import { classesOf, labeledItems, sourcesOf } from "../src/embeddings/item_columns.ts";
import { decimal } from "../src/statistics/format.ts";
import {
  type ClassSeparability,
  measureSeparability,
  NEIGHBORS,
  type Separability,
} from "../src/measures/separability/measure.ts";
import { ESTIMANDS, fewClassesNote } from "../src/statistics/measured.ts";
import { counted, nameCell, tableOf } from "./table.ts";
import {
  type BootstrapOption,
  MEASURE_HEAD,
  measureOn,
  measureRow,
  printNotes,
  withBootstrap,
} from "./measure_options.ts";
import { command, type CommonOptions, whereOption } from "./options.ts";
import { readSet } from "./set_input.ts";
import { wrap } from "./wrap.ts";

/** Classes that a note names. */
const LISTED = 10;

interface SeparabilityOptions extends CommonOptions, BootstrapOption {
  items?: string;
  labelColumn: string;
  sourceColumn?: string;
  where?: Where;
}

/** The `separability` command. */
export function separabilityCommand(): Command {
  const separability = command(
    "separability",
    "Measures how well the classes of an embedding set keep apart, with no text and no training.",
    "earnest separability clips",
    { device: true, seed: "seed of the intervals" },
  )
    .argument("<set>", "embedding set, or an array with --items")
    .option("--label-column <name>", "column of labels", "label")
    .option("--items <path>", "manifest of an array's items, or the folder of a data set")
    .option("--source-column <name>", "column of recordings (default: source_id)")
    .addOption(whereOption("the items"));
  return withBootstrap(separability).action(separate);
}

async function separate(path: string, options: SeparabilityOptions): Promise<void> {
  const { items, labelColumn, sourceColumn, bootstrap: resamples, seed = 0 } = options;
  const { set: whole, notes: rowNotes } = await readSet(path, items, "--items", options.where);
  const { set, labels, notes: unlabeled } = labeledItems(whole, labelColumn, path);
  const { names, classes } = classesOf(labels);
  const sources = sourcesOf(set.items, sourceColumn, path);
  const { rows, columns, values } = set;
  const vectors = { rows, columns, values, classes, classCount: names.length };
  const measured = await measureOn(
    options,
    (compute, progress) =>
      measureSeparability(compute, { items: vectors, sources }, {
        resamples,
        seed,
        onProgress: progress.report,
      }),
  );
  const notes = [
    ...rowNotes,
    ...unlabeled,
    ...alikeNotes(names),
    ...listNotes(names, () => "separability is measured for items of one class"),
    ...notesOf(names, measured, sources),
  ];
  const { classes: perClass, ...measures } = measured;
  if (options.json) {
    const result = {
      schema: "earnest/separability/1",
      set: path,
      items: set.rows,
      dim: columns,
      ...measures,
      per_class: Object.fromEntries(names.map((name, c) => [name, perClass[c]])),
      intervals: ESTIMANDS,
      resamples,
      seed,
      notes,
    };
    return console.log(safeJson(result));
  }
  const size = `${counted(set.rows, "item")} of ${columns} numbers, ${
    counted(names.length, "class", "classes")
  }`;
  console.log(`${wrap(`"${printable(path)}": ${size}`, "")}\n`);
  console.log(measureTable(measured));
  console.log("\nEach class: silhouettes of its items, and shares of them that are named right\n");
  console.log(classTable(names, perClass));
  printNotes(notes);
}

function measureTable(
  { silhouette_cosine, silhouette_euclidean, nearest_centroid, knn }: Separability,
): string {
  return tableOf([
    MEASURE_HEAD,
    measureRow("silhouette, cosine", silhouette_cosine),
    measureRow("silhouette, Euclidean", silhouette_euclidean),
    measureRow("nearest centroid, balanced", nearest_centroid.balanced_top1),
    measureRow("nearest centroid, top-1", nearest_centroid.top1),
    ...NEIGHBORS.flatMap((k) => [
      measureRow(`${k}-NN, balanced`, knn[`k${k}`]!.balanced_top1),
      measureRow(`${k}-NN, top-1`, knn[`k${k}`]!.top1),
    ]),
  ]);
}

function classTable(names: readonly string[], classes: readonly ClassSeparability[]): string {
  const head = ["class", "items", "sources", "cosine", "Euclid.", "centroid"];
  return tableOf([
    [...head, ...NEIGHBORS.map((k) => `${k}-NN`)],
    ...classes.map((one, c) => [
      nameCell(names[c]!, 20),
      String(one.items),
      String(one.sources),
      decimal(one.silhouette_cosine),
      decimal(one.silhouette_euclidean),
      decimal(one.nearest_centroid),
      ...NEIGHBORS.map((k) => decimal(one.knn[`k${k}`]!)),
    ]),
  ]);
}

function notesOf(
  names: readonly string[],
  { classes }: Separability,
  sources: readonly (string | undefined)[],
): string[] {
  const known = sources.filter((source) => source !== undefined).length;
  const leftOut = known === 0
    ? "No item has a source, so only the item itself is left out: clips of one recording, if there are any, name each other."
    : known < sources.length
    ? `${sources.length - known} items have no source; each counts as one of its own.`
    : "An item's whole source is left out of what names it.";
  const alone = names.filter((_, c) => classes[c]!.sources === 1);
  return [
    leftOut,
    ...alone.length === 0
      ? []
      : [`Of one source, so never named right by others: ${firstNames(alone)}.`],
    fewClassesNote(names.length) ?? [],
  ].flat();
}

/** The first names of a list, and how many more there are. */
function firstNames(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
