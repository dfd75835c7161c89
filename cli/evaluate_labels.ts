/** `earnest evaluate` of sounds that may have several labels. */
import { quotable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { alikeNotes } from "../src/datasets/alike_labels.ts";
import { matchLabels } from "../src/measures/match_texts.ts";
import {
  measureMultiLabel,
  type MultiLabelEvaluation,
  type MultiLabelMeasures,
} from "../src/measures/multi_label/multi_label_measures.ts";
import { chanceText, decimal } from "../src/statistics/format.ts";
import { fewClassesNote, LABEL_ESTIMANDS } from "../src/statistics/measured.ts";
import type { EvaluateOptions, Sets } from "./evaluate_options.ts";
import { evaluationHead, spreadLine } from "./evaluate_tables.ts";
import { measureOn, measureRow, printNotes } from "./measure_options.ts";
import { counted, nameCell, tableOf } from "./table.ts";

/** The largest number of labels that a note lists. */
const LISTED = 5;

/** An evaluation, as its JSON value has it. */
interface MultiLabelResult extends Omit<MultiLabelEvaluation, "labels"> {
  readonly audio: string;
  readonly text: string;
  readonly items: number;
  readonly labels: readonly string[];
  readonly prompts: number;
  readonly per_label: Readonly<Record<string, MultiLabelMeasures>>;
}

/** Measures sounds that may have several labels, and prints the result. */
export async function evaluateLabels(
  { audio, text, sources, notes }: Sets,
  separator: string | undefined,
  options: EvaluateOptions,
): Promise<void> {
  const { bootstrap: resamples, seed = 0, labelColumn } = options;
  const { labels, soundLabels, promptClasses, by } = matchLabels(
    audio,
    text,
    labelColumn,
    separator,
  );
  const sounds = { ...audio.set, labelsOf: soundLabels };
  const prompts = { ...text.set, classes: promptClasses, classCount: labels.length };
  const { labels: perLabel, ...measures } = await measureOn(
    options,
    (compute, { report }) =>
      measureMultiLabel(compute, { items: sounds, prompts, sources }, {
        resamples,
        seed,
        onProgress: report,
      }),
  );
  const result = {
    schema: "earnest/evaluation/1",
    task: "zero-shot",
    measure: "macro_map",
    audio: audio.name,
    text: text.name,
    items: audio.set.rows,
    labels,
    prompts: text.set.rows,
    label_of_text: by,
    ...measures,
    per_label: Object.fromEntries(labels.map((label, number) => [label, perLabel[number]!])),
    intervals: LABEL_ESTIMANDS,
    resamples,
    seed,
    notes: [...notes, ...alikeNotes(labels), ...labelNotes(labels, perLabel, measures)],
  };
  if (options.json) return console.log(safeJson(result));
  console.log(labelTables(result));
  printNotes(result.notes);
}

/** What a reader of the numbers must know. */
function labelNotes(
  labels: readonly string[],
  perLabel: readonly MultiLabelMeasures[],
  { single_prompts }: Pick<MultiLabelEvaluation, "single_prompts">,
): string[] {
  const without = labels.filter((_, number) => perLabel[number]!.items === 0);
  const first = without.slice(0, LISTED).map((label) => `"${quotable(label)}"`).join(", ");
  const more = without.length > LISTED ? ` and ${without.length - LISTED} more` : "";
  const few = fewClassesNote(labels.length - without.length, "label");
  return [
    ...(without.length === 0 ? [] : [
      `Left out of the mean: ${counted(without.length, "label")} without sounds: ${first}${more}.`,
    ]),
    ...(few === undefined ? [] : [few]),
    ...(single_prompts === undefined
      ? []
      : ["To choose among prompts by these numbers would be selection on evaluation items."]),
    "Chance is the mean over permutations of the texts among the labels, with the same scores.",
  ];
}

/** The tables of an evaluation. */
function labelTables(result: MultiLabelResult): string {
  const { single_prompts } = result;
  return [
    evaluationHead(result),
    "",
    tableOf([
      ["", "value", "labels like these", "these labels"],
      measureRow("macro mean average precision", result.macro_map),
    ]),
    ...(single_prompts === undefined ? [] : [
      "",
      spreadLine(single_prompts.macro_map, single_prompts),
    ]),
    "",
    labelTable(result),
  ].join("\n");
}

function labelTable({ labels, per_label }: MultiLabelResult): string {
  const rows = labels.flatMap((label) => {
    const { items, average_precision, chance, roc_auc } = per_label[label]!;
    if (average_precision === undefined) return [];
    const { value, low_fixed, high_fixed } = average_precision;
    return [[
      nameCell(label, 28),
      String(items),
      decimal(value),
      `[${decimal(low_fixed)}, ${decimal(high_fixed)}]`,
      chanceText(chance!),
      roc_auc === undefined ? "–" : decimal(roc_auc),
    ]];
  });
  return tableOf([["label", "sounds", "AP", "this label", "chance", "ROC area"], ...rows]);
}
