/** What `evaluate` prints: measures with their intervals, each class, what is taken for what. */
import { printable } from "../src/basics/printable.ts";
import {
  DEPTHS,
  type Retrieval,
  type RetrievalMeasures,
} from "../src/measures/retrieval/retrieval.ts";
import type {
  LabelMeasures,
  PromptSpread,
  ZeroShotMeasures,
} from "../src/measures/zero_shot/zero_shot_measures.ts";
import { chanceText, decimal } from "../src/statistics/format.ts";
import type { Association } from "../src/statistics/spearman.ts";
import { counted, nameCell, tableOf } from "./table.ts";
import { MEASURE_HEAD, measureRow } from "./measure_options.ts";
import { wrap } from "./wrap.ts";

/** Labels whose confusion matrix fits 80 columns. */
const MOST_IN_MATRIX = 12;
const NONE = "–";

/** A zero-shot evaluation, as its JSON value has it. */
interface ZeroShotResult extends Omit<ZeroShotMeasures, "labels" | "confusion"> {
  readonly audio: string;
  readonly text: string;
  readonly items: number;
  readonly labels: readonly string[];
  readonly prompts: number;
  readonly chance: number;
  readonly per_class: Readonly<Record<string, LabelMeasures>>;
  readonly confusion: readonly (readonly number[])[];
}

/** What an evaluation is of, as all its tables begin. */
export type Evaluated = Pick<
  ZeroShotResult,
  "audio" | "text" | "items" | "labels" | "prompts" | "chance"
>;

/** Says what was evaluated, and chance. */
export function evaluationHead({ audio, text, items, labels, prompts, chance }: Evaluated): string {
  return wrap(
    `"${printable(audio)}" by "${printable(text)}": ${counted(items, "sound")}, ` +
      `${counted(labels.length, "label")}, ${counted(prompts, "prompt")}; chance ${
        chanceText(chance)
      }`,
    "",
  );
}

/** The tables of a zero-shot evaluation. */
export function zeroShotTable(result: ZeroShotResult): string {
  const { labels, single_prompts, associations } = result;
  return [
    evaluationHead(result),
    "",
    tableOf([
      MEASURE_HEAD,
      measureRow("balanced top-1", result.balanced_top1),
      measureRow("top-1", result.top1),
      measureRow("top-5", result.top5),
      measureRow("mean average precision", result.mean_average_precision),
    ]),
    ...(associations === undefined ? [] : ["", associationTable(associations)]),
    ...(single_prompts === undefined ? [] : [
      "",
      spreadLine(single_prompts.balanced_top1, single_prompts, "balanced top-1 "),
    ]),
    "",
    classTable(result),
    "",
    labels.length <= MOST_IN_MATRIX
      ? confusionTable(result)
      : "The confusion matrix is in the JSON value: --json.",
  ].join("\n");
}

function associationTable(
  { silhouette, nearest_text }: NonNullable<ZeroShotMeasures["associations"]>,
): string {
  const row = (name: string, { spearman, low, high }: Association) =>
    spearman === undefined
      ? [name, NONE, NONE]
      : [name, decimal(spearman), `[${decimal(low!)}, ${decimal(high!)}]`];
  return tableOf([
    ["rank correlation of a class's accuracy", "rho", "classes like these"],
    row("with the silhouette of its sounds", silhouette),
    row("with its text's nearness to another's", nearest_text),
  ]);
}

/**
 * Says how far the results of each prompt alone lie apart.
 *
 * @param measure what they are, with a space behind it; nothing where the table above says it
 */
export function spreadLine(
  singles: readonly number[],
  { mean, sd }: Pick<PromptSpread, "mean" | "sd">,
  measure = "",
): string {
  const [least, most] = [Math.min(...singles), Math.max(...singles)];
  return wrap(
    `Above, a label is the mean of its prompts. One prompt a label, ${singles.length} sets: ` +
      `${measure}${decimal(least)} to ${decimal(most)}, mean ${decimal(mean)}, ` +
      `standard deviation ${decimal(sd)}.`,
    "",
  );
}

function classTable({ labels, per_class, confusion }: ZeroShotResult): string {
  const rows = labels.flatMap((label, c) => {
    const { items, accuracy, average_precision } = per_class[label]!;
    if (accuracy === undefined) return [];
    const { value, low_fixed, high_fixed } = accuracy;
    return [[
      nameCell(label, 18),
      String(items),
      decimal(value),
      `[${decimal(low_fixed)}, ${decimal(high_fixed)}]`,
      decimal(average_precision!),
      takenFor(labels, confusion[c]!, c),
    ]];
  });
  const head = ["class", "sounds", "top-1", "this class", "AP", "else mostly named"];
  return tableOf([head, ...rows]);
}

/** The other label that a class's items are given most often. */
function takenFor(labels: readonly string[], counts: readonly number[], own: number): string {
  const others = counts.map((count, c) => c === own ? 0 : count);
  const most = Math.max(...others);
  if (most === 0) return NONE;
  return `${nameCell(labels[others.indexOf(most)]!, 16)} ${most}`;
}

function confusionTable({ labels, confusion }: ZeroShotResult): string {
  const numbers = labels.map((_, c) => String(c + 1));
  return tableOf([
    ["sounds of, named as", ...numbers],
    ...labels.map((label, c) => [
      `${numbers[c]!.padStart(2)} ${nameCell(label, 15)}`,
      ...confusion[c]!.map((count) => count === 0 ? "·" : String(count)),
    ]),
  ]);
}

/** A retrieval evaluation, as its JSON value has it. */
interface RetrievalResult extends RetrievalMeasures {
  readonly audio: string;
  readonly text: string;
  readonly sounds: number;
  readonly captions: number;
}

/** The tables of a retrieval evaluation. */
export function retrievalTable(result: RetrievalResult): string {
  const { audio, text, sounds, captions, text_to_audio, audio_to_text } = result;
  const head = `"${printable(audio)}" and "${printable(text)}": ${counted(sounds, "sound")}, ` +
    counted(captions, "caption");
  return [
    wrap(head, ""),
    "",
    directionTable("captions find sounds", text_to_audio),
    "",
    directionTable("sounds find captions", audio_to_text),
  ].join("\n");
}

function directionTable(name: string, { recall, map_at_10, median_rank }: Retrieval): string {
  return tableOf([
    [name, "value", "sounds like these", "chance"],
    ...DEPTHS.map((depth) => {
      const { value, low, high, chance } = recall[`k${depth}`]!;
      const interval = `[${decimal(low)}, ${decimal(high)}]`;
      const byChance = chance < 0.01 ? chance.toPrecision(2) : chanceText(chance);
      return [`recall@${depth}`, decimal(value), interval, byChance];
    }),
    [
      "average precision@10",
      decimal(map_at_10.value),
      `[${decimal(map_at_10.low)}, ${decimal(map_at_10.high)}]`,
      "",
    ],
    [
      "median rank",
      rankText(median_rank.value),
      `[${rankText(median_rank.low)}, ${rankText(median_rank.high)}]`,
      "",
    ],
  ]);
}

function rankText(rank: number): string {
  return Number.isInteger(rank) ? String(rank) : rank.toFixed(1);
}
