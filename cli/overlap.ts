/** `earnest overlap SET SET`: whether two embedding spaces agree about what is near what. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError } from "../src/basics/errors.ts";
import { printable } from "../src/basics/printable.ts";
import { MOST_NEAREST } from "../src/compute/compute.ts";
import type { Where } from "../src/datasets/where.ts";
import { noColumn } from "../src/datasets/columns.ts";
import { type Space, spaceOf } from "../src/embeddings/one_space.ts";
import { areCaptions } from "../src/measures/match_texts.ts";
import { decimal } from "../src/statistics/format.ts";
import { commonClasses, commonItems } from "../src/measures/common_items.ts";
import {
  type NeighborhoodOverlap,
  neighborhoodOverlap,
} from "../src/measures/separability/overlap.ts";
import { bootstrap } from "../src/statistics/bootstrap.ts";
import { intervalOf } from "../src/statistics/intervals.ts";
import { fewClassesNote } from "../src/statistics/measured.ts";
import { groupSources, sumBySource } from "../src/statistics/sources.ts";
import { counted, tableOf } from "./table.ts";
import {
  type BootstrapOption,
  measureOn,
  printNotes,
  wholeNumber,
  withBootstrap,
} from "./measure_options.ts";
import { command, type CommonOptions, whereOption } from "./options.ts";
import { codeNotes, type NamedSet, readSet } from "./set_input.ts";
import { wrap } from "./wrap.ts";

const THINGS = ["classes", "items"] as const;

interface OverlapCommandOptions extends CommonOptions, BootstrapOption {
  over?: typeof THINGS[number];
  k?: number;
  permutations: number;
  labelColumn?: string;
  items?: string;
  otherItems?: string;
  where?: Where;
}

/** The `overlap` command. */
export function overlapCommand(): Command {
  const overlap = command(
    "overlap",
    "Measures whether two spaces agree about what is near what: the share of neighbors that " +
      "classes, or items with distinct texts, have in common.",
    "earnest overlap clips captions --over classes",
    { device: true, seed: "seed of permutations and intervals" },
  )
    .argument("<set>", "embedding set, or an array with --items")
    .argument("<other>", "embedding set in another space, or an array with --other-items")
    .addOption(
      new Option("--over <things>", "classes or items (default: items where both have the same)")
        .choices(THINGS),
    )
    .addOption(
      new Option("-k <n>", "neighbors of each, at most a tenth of all (default: a tenth)")
        .argParser(wholeNumber(1, MOST_NEAREST)),
    )
    .addOption(
      new Option("--permutations <n>", "random correspondences behind the p-value").default(1999)
        .argParser(wholeNumber(99, 1_000_000)),
    )
    .option("--label-column <name>", "column of labels (default: label, else the text or the id)")
    .option("--items <file>", "manifest of the items of the first array")
    .option("--other-items <file>", "manifest of the items of the other array (default: --items)")
    .addOption(whereOption("the items of both sets"));
  return withBootstrap(overlap).action(runOverlap);
}

async function runOverlap(
  path: string,
  otherPath: string,
  options: OverlapCommandOptions,
): Promise<void> {
  const { items, otherItems = items, permutations, seed = 0 } = options;
  const first = await readSet(path, items, "--items", options.where);
  const second = await readSet(otherPath, otherItems, "--other-items", options.where);
  const areSame = areCaptions(first, second) || areCaptions(second, first);
  const { over = areSame ? "items" : "classes" } = options;
  const common = over === "items"
    ? commonItems(first, second)
    : commonClasses(first, second, labelColumnOf([first, second], options));
  const k = neighborsOf(common.names.length, over, options);
  const found = await measureOn(
    options,
    (compute, { report }) =>
      neighborhoodOverlap(compute, { first: common.first, second: common.second }, {
        k,
        permutations,
        seed,
        onProgress: report,
      }),
  );
  const { overlap, chance, pValue, perItem } = found;
  const interval = intervalFor(perItem, options);
  const spaces: [Space, Space] = [spaceOf(first.set), spaceOf(second.set)];
  const result = {
    schema: "earnest/overlap/1",
    sets: [path, otherPath],
    spaces,
    over,
    count: common.names.length,
    k,
    overlap: { value: overlap, ...interval },
    chance,
    p_value: pValue,
    permutations,
    per_item: Object.fromEntries(common.names.map((name, at) => [name, perItem[at]!])),
    intervals: { low: `95 % interval for ${over} like these: ${over} are resampled` },
    meaning: meaningOf(found, spaces, over),
    seed,
    notes: [
      ...common.notes,
      ...await codeNotes(first, second),
      ...first.notes,
      ...second.notes,
      ...fewNotes(over, common.names.length),
    ],
  };
  if (options.json) return console.log(safeJson(result));
  printOverlap(result);
}

function fewNotes(over: string, count: number): string[] {
  const note = over === "classes" ? fewClassesNote(count) : undefined;
  return note === undefined ? [] : [note];
}

/** How many neighbors of each count. */
function neighborsOf(count: number, over: string, { k }: OverlapCommandOptions): number {
  const most = Math.max(1, Math.floor(count / 10));
  if (k === undefined) return Math.min(most, MOST_NEAREST);
  if (k <= most) return k;
  throw new InputError(`-k is ${k}; expected at most ${most}, a tenth of the ${count} ${over}`);
}

/** The column of labels, which at least one of the sets must have where it was named. */
function labelColumnOf(
  sets: readonly NamedSet[],
  { labelColumn }: OverlapCommandOptions,
): string {
  if (labelColumn === undefined) return "label";
  const found = sets.flatMap(({ set }) => set.items.flatMap(({ columns }) => Object.keys(columns)));
  if (found.includes(labelColumn)) return labelColumn;
  throw new InputError(`The sets have ${noColumn(labelColumn, [...new Set(found)])}`);
}

/** The interval for classes, or items, like these; their neighbors stay. */
function intervalFor(
  perItem: Float64Array,
  { bootstrap: resamples, seed = 0 }: OverlapCommandOptions,
): { low: number; high: number } {
  const table = groupSources(perItem.map(() => 0), Array.from(perItem, () => undefined));
  const trainings = [sumBySource(table, perItem)];
  const quantity = {
    mean: "items",
    values: "shares",
    seedList: "no trainings",
    trainings,
  } as const;
  const { low_fixed: low, high_fixed: high } = intervalOf(
    bootstrap(table, [quantity], { resamples, seed })[0]!,
  );
  return { low, high };
}

const OF_BACKBONES =
  "Between backbones the overlap tells how far the two arranged things alike before any training. It cannot " +
  "tell that a projector learned something, nor how accurate it is.";
const OF_SHARED =
  "In a shared space chance proves nothing: training pulls each sound to its text whatever the text means, so " +
  "that random text codes overlap, too (0.43 against a chance of 0.10 on ESC). Compare with trainings on random " +
  "codes and on shuffled texts, and over classes that no training saw.";

/** What the number can show and what it cannot, in sentences. */
function meaningOf(
  { pValue, overlap, chance }: NeighborhoodOverlap,
  spaces: readonly Space[],
  over: string,
): string[] {
  if (spaces.includes("shared")) return [OF_SHARED];
  const seen = pValue < 0.05 && overlap > chance
    ? `The two spaces agree about which ${over} are near each other more than chance (at 5 %, of this ` +
      "one test)."
    : `No agreement beyond chance is seen; with few ${over} that is no proof that there is none.`;
  if (spaces.every((space) => space === "backbone")) return [seen, OF_BACKBONES];
  return [
    "The sets do not say what space they are of.",
    `If both are of backbones: ${seen} ${OF_BACKBONES}`,
    `If they are of a shared space: ${OF_SHARED}`,
  ];
}

interface OverlapResult {
  readonly sets: readonly string[];
  readonly over: string;
  readonly count: number;
  readonly k: number;
  readonly overlap: { readonly value: number; readonly low: number; readonly high: number };
  readonly chance: number;
  readonly p_value: number;
  readonly permutations: number;
  readonly meaning: readonly string[];
  readonly notes: readonly string[];
}

function printOverlap(result: OverlapResult): void {
  const { sets, over, count, k, overlap, chance, p_value, permutations } = result;
  const [first, second] = sets.map(printable);
  console.log(
    wrap(`"${first}" and "${second}": ${count} ${over}, ${counted(k, "neighbor")} each`, ""),
  );
  console.log();
  console.log(tableOf([
    ["", "value", `${over} like these`, "chance", "p"],
    [
      "neighborhood overlap",
      decimal(overlap.value),
      `[${decimal(overlap.low)}, ${decimal(overlap.high)}]`,
      decimal(chance),
      p_value.toFixed(Math.ceil(Math.log10(permutations + 1))),
    ],
  ]));
  printNotes([...result.meaning, ...result.notes]);
}
