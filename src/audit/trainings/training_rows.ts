/**
 * A training as rows of embeddings: what a worker needs of it. Pairs, labels and findings stay where the audit was
 * planned; with 200,000 pairs they would take some 200 MB in each worker.
 * @module
 */
import type { PoolRows } from "../../projector/files/pool_rows.ts";
import type { AuditAudio, AuditText } from "../inputs/shape.ts";
import { promptTexts } from "../configuration/prompts.ts";
import { captionedItems } from "./folds.ts";
import type { RankedSounds } from "./ranked_sounds.ts";
import { placePairs } from "./pool.ts";
import type { TrainingSetting } from "./setting.ts";

/** Least number of sounds among which a caption can find its own. */
const LEAST_SOUNDS = 2;

/** The settings of a training, and the rows of embeddings that it is trained and evaluated on. */
export interface TrainingRows extends Pick<TrainingSetting, "projector" | "optimizer"> {
  /** The rows of its pool. */
  readonly pool: PoolRows;
  /** Number of distinct labels of the pairs that are trained on. */
  readonly classes: number;
  /** The class fold. */
  readonly fold: FoldRows;
}

/** A class fold as rows of embeddings. */
export interface FoldRows {
  /** Number of labels. */
  readonly labels: number;
  /** Rows of its sounds among the evaluation's, each sound once. */
  readonly sounds: readonly number[];
  /** For each item the index of its label. */
  readonly truths: readonly number[];
  /** The source of each item. */
  readonly sources: readonly (string | undefined)[];
  /** The items that are compared with all others, by their positions, where these are not all. */
  readonly compared?: readonly number[] | undefined;
  /** Where items have several labels: the sounds that the labels rank. */
  readonly ranked?: RankedSounds | undefined;
  /** Rows of the labels' prompts among the texts, label by label. */
  readonly prompts: readonly number[];
  /** For each prompt the index of its label. */
  readonly promptLabels: readonly number[];
  /** Its captions, where retrieval is measured and two sounds or more have any. */
  readonly captions?: CaptionRows | undefined;
}

/** The captions of a class fold as rows of embeddings. */
export interface CaptionRows {
  /** The items that have captions, by their positions in the class fold. */
  readonly items: readonly number[];
  /** The row of each caption among the texts. */
  readonly rows: readonly number[];
  /** For each caption, the position of its sound among those items. */
  readonly soundOf: readonly number[];
}

/** A training, and the embeddings whose rows it names. */
export interface EmbeddedTraining extends TrainingRows {
  /** The audio backbone's. */
  readonly audio: Pick<AuditAudio, "training" | "evaluation">;
  /** The text backbone's. */
  readonly text: Pick<AuditText, "vectors" | "lemmas">;
}

/**
 * Replaces the pairs, labels and captions of a group of trainings by rows of embeddings. Trainings of the same projectors
 * have the same pool, whose rows they share: a message to a worker holds them once.
 *
 * @param settings of the distinct members of the group
 */
export function groupRows(settings: readonly TrainingSetting[]): TrainingRows[] {
  const { text, pool: { pairs }, pool, rowOf } = settings[0]!;
  const textRow = new Map(text.texts.map((words, row) => [words, row]));
  const shared = {
    pool: placePairs(pool, rowOf, textRow),
    classes:
      new Set(pairs.values().flatMap(({ label }) => label === undefined ? [] : [label])).size,
  };
  return settings.map((setting) => {
    const { projector, optimizer } = setting;
    return { projector, optimizer, ...shared, fold: foldRows(setting, textRow) };
  });
}

/** Returns the rows of a group of trainings with the embeddings whose rows they are. */
export function embeddedGroup(settings: readonly TrainingSetting[]): EmbeddedTraining[] {
  return groupRows(settings).map((rows, at) => {
    const { audio, text } = settings[at]!;
    return { ...rows, audio, text };
  });
}

function foldRows(
  { prompts, captions, fold }: TrainingSetting,
  textRow: ReadonlyMap<string, number>,
): FoldRows {
  const { labels, itemRows, truths, sources, compared, ranked } = fold;
  return {
    labels: labels.length,
    sounds: ranked?.rows ?? itemRows,
    truths,
    sources,
    compared,
    ranked,
    prompts: labels.flatMap((label) =>
      promptTexts(label, prompts).map((words) => textRow.get(words)!)
    ),
    promptLabels: labels.flatMap((_, label) => prompts.map(() => label)),
    captions: captions && captionRows(fold, captions, textRow),
  };
}

/** Finds the captions of a class fold; undefined where fewer than two of its sounds have any. */
function captionRows(
  fold: TrainingSetting["fold"],
  captions: readonly (readonly string[])[],
  textRow: ReadonlyMap<string, number>,
): CaptionRows | undefined {
  const items = captionedItems(fold, captions);
  if (items.length < LEAST_SOUNDS) return undefined;
  const own = items.map((item) => captions[fold.itemRows[item]!]!);
  return {
    items,
    rows: own.flatMap((texts) => texts.map((words) => textRow.get(words)!)),
    soundOf: own.flatMap((texts, sound) => texts.map(() => sound)),
  };
}
