/** `earnest tsne SET`: a map of an embedding set, to look at. */
import { safeJson } from "../src/basics/safe_json.ts";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { basename } from "node:path";
import { InputError } from "../src/basics/errors.ts";
import { OutputFile } from "../src/basics/output/output_file.ts";
import { printable, quotable } from "../src/basics/printable.ts";
import { cellOf } from "../src/datasets/cells.ts";
import type { Where } from "../src/datasets/where.ts";
import type { SetItem } from "../src/embeddings/embedding_set.ts";
import { missingAmong } from "../src/datasets/missing_labels.ts";
import { labelsOf } from "../src/embeddings/item_columns.ts";
import { writeCsv } from "../src/formats/csv.ts";
import { draw } from "../src/report/charts/draw.ts";
import { MOST_MARKS, scatterChart } from "../src/report/charts/scatter.ts";
import { MOST_ITEMS, tsne, type TsneMap } from "../src/measures/tsne/tsne.ts";
import { counted } from "./table.ts";
import { measureOn, printNotes } from "./measure_options.ts";
import { command, type CommonOptions, whereOption } from "./options.ts";
import { COORDINATES, MAP } from "./outputs.ts";
import { readSet } from "./set_input.ts";
import { wrap } from "./wrap.ts";

const LABEL_COLUMN = "label";
const WARNING =
  "For the picture only, never for a number: distances between groups and sizes of groups in a " +
  "t-SNE map mean nothing.";

interface TsneOptions extends CommonOptions {
  out: string;
  force: boolean;
  labelColumn?: string;
  items?: string;
  where?: Where;
}

/** The `tsne` command. */
export function tsneCommand(): Command {
  return command(
    "tsne",
    "Draws a t-SNE map of an embedding set: a picture of which items lie near which, never a number.",
    "earnest tsne clips --out map.csv",
    { device: true },
  )
    .argument("<set>", "embedding set, or an array with --items; at most 10,000 items")
    .option(
      "--out <file>",
      "coordinates (.csv or .json); the map lies beside it (.svg)",
      "tsne.csv",
    )
    .option("--force", "replace the two files", false)
    .option(
      "--label-column <name>",
      "column of labels, by which items are colored (default: label)",
    )
    .option("--items <path>", "manifest of an array's items, or the folder of a data set")
    .addOption(whereOption("the items"))
    .action(runTsne);
}

async function runTsne(path: string, options: TsneOptions): Promise<void> {
  const { out, force, json } = options;
  const svg = pictureOf(out);
  using table = await OutputFile.open(out, COORDINATES, { force });
  using picture = await OutputFile.open(svg, MAP, { force });
  for (const file of [table, picture]) {
    file.protect([path, ...options.items ? [options.items] : []]);
  }
  const { set, notes: rowNotes } = await readSet(path, options.items, "--items", options.where);
  requireFew(path, set.rows);
  const labels = labelsFor(set.items, options.labelColumn, path);
  const map = await measureOn(
    options,
    (compute, { report }) => tsne(compute, set, { onProgress: report }),
  );
  const ids = set.items.map(({ id }) => id);
  const title = `t-SNE of ${basename(path)}`;
  const chart = scatterChart(title, { positions: map.positions, ids, labels });
  await picture.write(await draw(chart));
  await table.write(coordinates(path, out, ids, labels, map));
  const { perplexity, divergence } = map;
  const names = new Set(labels).size;
  const notes = names > MOST_MARKS
    ? [...rowNotes, `${names} labels have ${MOST_MARKS} marks: some look the same.`, WARNING]
    : [...rowNotes, WARNING];
  if (json) {
    const result = { schema: "earnest/tsne/1", set: path, items: set.rows, perplexity, divergence };
    return console.log(safeJson({ ...result, out, svg, notes }));
  }
  const size = `${counted(set.rows, "item")}, perplexity ${Number(perplexity.toFixed(1))}`;
  console.log(wrap(`"${printable(path)}": ${size}, divergence ${divergence.toFixed(3)}`, ""));
  console.log(`Coordinates: ${printable(out)}\nMap: ${printable(svg)}`);
  printNotes(notes);
}

/** Refuses a set of too many items for a map before a device is opened for it. */
function requireFew(path: string, items: number): void {
  if (items <= MOST_ITEMS) return;
  throw new InputError(
    `"${quotable(path)}" has ${counted(items, "item")}; a map takes at most ` +
      `${
        MOST_ITEMS.toLocaleString("en-US")
      }, as it takes memory for all pairs of items: keep fewer ` +
      "with --where, such as --where label=dog,rain",
  );
}

/** What the map calls the label of an item without one. */
const NO_LABEL = "no label";

/** The place of the map beside its coordinates. */
function pictureOf(out: string): string {
  if (/\.(csv|json)$/i.test(out)) return out.replace(/\.[^.]+$/, ".svg");
  throw new InputError(`--out is "${quotable(out)}"; expected a name that ends in .csv or .json`);
}

/** The label of each item; undefined where no column was named, and a cell is empty or none holds a label. */
function labelsFor(
  items: readonly SetItem[],
  column: string | undefined,
  path: string,
): string[] | undefined {
  const cells = items.map((item) => cellOf(item, LABEL_COLUMN));
  const isEmpty = cells.some((cell) => cell.trim() === "");
  if (column === undefined && (isEmpty || cells.every(missingAmong(cells)))) return undefined;
  return labelsOf(items, column ?? LABEL_COLUMN, path).map((label) => label ?? NO_LABEL);
}

function coordinates(
  path: string,
  out: string,
  ids: readonly string[],
  labels: readonly string[] | undefined,
  { positions, perplexity, divergence }: TsneMap,
): string {
  const points = ids.map((id, item) => ({
    id,
    ...(labels === undefined ? {} : { label: labels[item]! }),
    x: positions[2 * item]!,
    y: positions[2 * item + 1]!,
  }));
  if (/\.json$/i.test(out)) {
    const head = { schema: "earnest/tsne/1", set: path, perplexity, divergence, note: WARNING };
    return `${JSON.stringify({ ...head, points })}\n`;
  }
  const columns = ["id", ...(labels === undefined ? [] : ["label"]), "x", "y"];
  return writeCsv(
    columns,
    points.map((point) => ({
      ...point,
      x: String(point.x),
      y: String(point.y),
    })),
  );
}
