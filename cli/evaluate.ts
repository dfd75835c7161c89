/** `earnest evaluate`: zero-shot and retrieval measures of two embedding sets in one space. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError } from "../src/basics/errors.ts";
import { selectRows } from "../src/basics/matrix.ts";
import { quotable } from "../src/basics/printable.ts";
import { noColumn } from "../src/datasets/columns.ts";
import type { Json } from "../src/embeddings/identity.ts";
import { holdLists, knownSeparator, listNotes } from "../src/datasets/label_lists.ts";
import { cellOf } from "../src/datasets/cells.ts";
import { alikeNotes } from "../src/datasets/alike_labels.ts";
import type { SetItem } from "../src/embeddings/embedding_set.ts";
import { labeledItems, sourcesOf } from "../src/embeddings/item_columns.ts";
import { rowsOf } from "../src/embeddings/kept_items.ts";
import { requireOneSpace } from "../src/embeddings/one_space.ts";
import { areCaptions, matchCaptions, matchClasses } from "../src/measures/match_texts.ts";
import { captionOf } from "../src/measures/label_readings.ts";
import { oneRowASound } from "../src/measures/one_row_a_sound.ts";
import { measureRetrieval } from "../src/measures/retrieval/retrieval.ts";
import {
  measureZeroShot,
  type ZeroShotMeasures,
} from "../src/measures/zero_shot/zero_shot_measures.ts";
import { ESTIMANDS, fewClassesNote } from "../src/statistics/measured.ts";
import { LEAST_CLASSES_TO_CLAIM } from "../src/statistics/spearman.ts";
import { counted } from "./table.ts";
import { evaluateLabels } from "./evaluate_labels.ts";
import { type EvaluateOptions, type Sets, TASKS } from "./evaluate_options.ts";
import { retrievalTable, zeroShotTable } from "./evaluate_tables.ts";
import { measureOn, printNotes, withBootstrap } from "./measure_options.ts";
import { command, labelSeparatorOption, whereOption } from "./options.ts";
import { codeNotes, type NamedSet, readSet } from "./set_input.ts";

/** The column of texts in embedding sets. */
const TEXT_COLUMN = "text";

/** The `evaluate` command. */
export function evaluateCommand(): Command {
  const evaluate = command(
    "evaluate",
    "Measures how well texts name or find sounds: any two embedding sets in one space. Texts that " +
      "are captions of the sounds are measured by retrieval, all others as prompts of their classes, " +
      "or of the labels of sounds that have several (mean average precision).",
    "earnest evaluate --audio shared-clips --text shared-captions --task zero-shot",
    { device: true, seed: "seed of the intervals" },
  )
    .requiredOption("--audio <set>", "embedding set of sounds, or an array with --audio-items")
    .requiredOption("--text <set>", "embedding set of texts, or an array with --text-items")
    .option("--label-column <name>", "column of labels", "label")
    .addOption(labelSeparatorOption("of a sound"))
    .addOption(
      new Option("--task <task>", "zero-shot or retrieval (default: as the ids tell)")
        .choices(TASKS),
    )
    .option("--source-column <name>", "column of recordings (default: source_id)")
    .option(
      "--audio-items <path>",
      "items of an array of sounds: a manifest or a data set's folder",
    )
    .option("--text-items <path>", "items of an array of texts: a manifest or a data set's folder")
    .addOption(whereOption("the sounds"));
  return withBootstrap(evaluate).action(runEvaluate);
}

async function runEvaluate(options: EvaluateOptions): Promise<void> {
  const { audioItems, textItems, where, labelColumn } = options;
  const sounds = await readSet(options.audio, audioItems, "--audio-items", where);
  const audio = oneRowASound(sounds, labelColumn);
  const text = withoutCaptionsOf(audio, await readSet(options.text, textItems, "--text-items"));
  requireModality(audio, "audio", "--audio expects sounds");
  requireModality(text, "text", "--text expects texts");
  const notes = [
    ...requireOneSpace(audio, text),
    ...await codeNotes(audio, text),
    ...unreadableNotes(audio),
    ...audio.notes,
    ...audio.soundNotes,
    ...text.notes,
  ];
  const sources = sourcesOf(audio.set.items, options.sourceColumn, audio.name);
  if (sources.every((source) => source === undefined)) {
    notes.push("No sound has a source: each counts as a recording of its own in the intervals.");
  }
  const sets = { audio, text, sources, notes };
  const { task = taskOf(audio, text, labelColumn) } = options;
  return await (task === "retrieval" ? retrieve(sets, options) : classify(sets, options));
}

/** What is measured where no option says it: retrieval by captions, else zero-shot by labels, which there must be. */
function taskOf(audio: NamedSet, text: NamedSet, labelColumn: string): "retrieval" | "zero-shot" {
  if (areCaptions(audio, text)) return "retrieval";
  const columns = [...new Set(audio.set.items.flatMap(({ columns }) => Object.keys(columns)))];
  if (columns.includes(labelColumn)) return "zero-shot";
  const missing = noColumn(labelColumn, columns, "--label-column names another");
  throw new InputError(
    `"${quotable(audio.name)}" has ${missing}; where "${quotable(text.name)}" holds captions of ` +
      "these sounds, they must name them by id: embed both from one manifest with one --file-column",
  );
}

/** Leaves out captions of the sounds that `--where` leaves out; prompts stay, whatever their ids. */
function withoutCaptionsOf(audio: NamedSet, text: NamedSet): NamedSet {
  const { leftOut, name, set: { items, unreadable } } = audio;
  const others = Array.from(leftOut, (id) => ({ id, columns: {} }));
  const whole = { name, set: { items: [...items, ...others], unreadable } };
  if (leftOut.size === 0 || !areCaptions(whole, text)) return text;
  const rows = text.set.items.flatMap((item, row) => leftOut.has(captionOf(item)) ? [] : [row]);
  return { ...text, set: rowsOf(text.set, rows).set };
}

/** Refuses a set of the other modality, where its `set.json` tells: by its backbone, or the side of its projector. */
function requireModality({ name, set }: NamedSet, wanted: string, expected: string): void {
  const { backbone, projector } = set.identity as {
    backbone?: { modality?: Json };
    projector?: { side?: Json };
  };
  const modality = projector?.side ?? backbone?.modality ?? wanted;
  if (modality === wanted) return;
  const held = modality === "text" ? "texts" : "sounds";
  throw new InputError(`"${quotable(name)}" holds embeddings of ${held}; ${expected}`);
}

function unreadableNotes({ set: { unreadable } }: NamedSet): string[] {
  if (unreadable.length === 0) return [];
  return [`Not in these numbers: ${counted(unreadable.length, "sound")} that could not be read.`];
}

async function classify(sets: Sets, options: EvaluateOptions) {
  const { bootstrap: resamples, seed = 0, labelColumn } = options;
  const { text } = sets;
  const labeled = labeledItems(sets.audio.set, labelColumn, sets.audio.name);
  const audio = { ...sets.audio, set: labeled.set };
  const sources = labeled.rows.map((row) => sets.sources[row]);
  const notes = [...sets.notes, ...labeled.notes];
  const separator = options.labelSeparator ?? knownSeparator(audio.set.items, labelColumn);
  if (holdLists(audio.set.items.map((item) => cellOf(item, labelColumn)), separator)) {
    return await evaluateLabels({ audio, text, sources, notes }, separator, options);
  }
  const { labels, soundClasses, promptClasses, by } = matchClasses(audio, text, labelColumn);
  const lists = [
    ...alikeNotes(labels),
    ...listNotes(labels, (by) => `--label-separator "${by}" takes them apart`),
  ];
  const vectors = ({ set: { rows, columns, values } }: NamedSet, classes: readonly number[]) => (
    { rows, columns, values, classes, classCount: labels.length }
  );
  const sounds = vectors(audio, soundClasses);
  const prompts = vectors(text, promptClasses);
  const { labels: perLabel, confusion, ...measures } = await measureOn(
    options,
    (compute, { report }) =>
      measureZeroShot(compute, { items: sounds, prompts, sources }, {
        resamples,
        seed,
        onProgress: report,
      }),
  );
  const result = {
    schema: "earnest/evaluation/1",
    task: "zero-shot",
    audio: audio.name,
    text: text.name,
    items: audio.set.rows,
    labels,
    prompts: text.set.rows,
    label_of_text: by,
    chance: 1 / labels.length,
    ...measures,
    per_class: Object.fromEntries(labels.map((label, c) => [label, perLabel[c]!])),
    confusion: labels.map((_, c) => [
      ...confusion.subarray(c * labels.length, (c + 1) * labels.length),
    ]),
    intervals: ESTIMANDS,
    resamples,
    seed,
    notes: [...notes, ...lists, ...zeroShotNotes(labels.length, soundClasses, measures)],
  };
  if (options.json) return console.log(safeJson(result));
  console.log(zeroShotTable(result));
  printNotes(result.notes);
}

/** What a reader of the numbers must know. */
function zeroShotNotes(
  labels: number,
  soundClasses: readonly number[],
  { single_prompts, associations }: Pick<ZeroShotMeasures, "single_prompts" | "associations">,
): string[] {
  const classes = new Set(soundClasses).size;
  const few = fewClassesNote(classes);
  return [
    ...(labels === classes
      ? []
      : [`${counted(labels - classes, "label")} without sounds can be named, too.`]),
    ...(few === undefined ? [] : [few]),
    ...(single_prompts === undefined
      ? []
      : ["To choose among prompts by these numbers would be selection on evaluation items."]),
    ...(associations === undefined || classes >= LEAST_CLASSES_TO_CLAIM ? [] : [
      `Below ${LEAST_CLASSES_TO_CLAIM} classes nothing is claimed of what accuracy goes with.`,
    ]),
  ];
}

/** Says how many captions other sounds have, too: these lower what retrieval can reach. */
function sharedCaptionNotes(captions: readonly SetItem[], soundOf: readonly number[]): string[] {
  const soundsOf = new Map<string, Set<number>>();
  const texts = captions.map((item) => cellOf(item, TEXT_COLUMN).trim());
  texts.forEach((one, i) => {
    soundsOf.set(one, (soundsOf.get(one) ?? new Set()).add(soundOf[i]!));
  });
  const shared = texts.filter((one) => one !== "" && soundsOf.get(one)!.size > 1).length;
  if (shared === 0) return [];
  return [
    `${shared} of ${captions.length} captions are another sound's, too, word for word. Only a ` +
    "sound's own count as right, and equally near ones of others rank before them.",
  ];
}

async function retrieve({ audio, text, sources, notes }: Sets, options: EvaluateOptions) {
  const { captions, soundOf, leftOut } = matchCaptions(audio, text);
  const { bootstrap: resamples, seed = 0 } = options;
  const measures = await measureOn(
    options,
    (compute, { report }) =>
      measureRetrieval(compute, {
        sounds: audio.set,
        captions: selectRows(text.set, captions),
        soundOf,
        sources,
      }, { resamples, seed, onProgress: report }),
  );
  const result = {
    schema: "earnest/evaluation/1",
    task: "retrieval",
    audio: audio.name,
    text: text.name,
    sounds: audio.set.rows,
    captions: captions.length,
    ...measures,
    intervals: {
      low: "95 % interval for sounds like these: sources are resampled with all their sounds and " +
        "captions; what a query is ranked among stays",
    },
    resamples,
    seed,
    notes: [
      ...notes,
      ...(leftOut === 0
        ? []
        : [`Left out: ${counted(leftOut, "caption")} of sounds that could not be read.`]),
      ...sharedCaptionNotes(captions.map((row) => text.set.items[row]!), soundOf),
    ],
  };
  if (options.json) return console.log(safeJson(result));
  console.log(retrievalTable(result));
  printNotes(result.notes);
}
