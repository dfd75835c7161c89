/**
 * Matches the texts of one embedding set with the sounds of another: prompts with classes, or captions with sounds.
 * @module
 */
import { captionOf, type LabelReading, readingsOf } from "./label_readings.ts";
import { classNumbers } from "../basics/class_numbers.ts";
import { InputError } from "../basics/errors.ts";
import { nearest } from "../basics/nearest.ts";
import { quotable } from "../basics/printable.ts";
import { FILE_COLUMN } from "../datasets/audio_names.ts";
import { cellOf } from "../datasets/cells.ts";
import { separatorOf } from "../datasets/label_lists.ts";
import type { SetDescription, SetItem } from "../embeddings/embedding_set.ts";
import { classesOf, labelsInWords, labelsOf } from "../embeddings/item_columns.ts";

/** The largest number of labels that a message lists. */
const LISTED = 5;

/** The items of a set, and its name in messages. */
export interface NamedItems {
  /** The set's name. */
  readonly name: string;
  /** The set; only its items are used. */
  readonly set: Pick<SetDescription, "items" | "unreadable">;
  /** The row of each sound by every name that a caption may give it; default by the items' ids. */
  readonly rowOf?: ReadonlyMap<string, number>;
}

/** Sounds and texts by class. */
export interface ClassPrompts {
  /** The labels of the texts, in words, sorted; some may have no sounds. */
  readonly labels: readonly string[];
  /** The label of each sound: its index. */
  readonly soundClasses: readonly number[];
  /** The label of each text. */
  readonly promptClasses: readonly number[];
  /** What gave the label of a text: a column, or `id`. */
  readonly by: string;
}

/** Sounds and their captions. */
export interface CaptionPairs {
  /** Rows of the captions that count. */
  readonly captions: readonly number[];
  /** For each of these, the row of its sound. */
  readonly soundOf: readonly number[];
  /** Number of captions of unreadable sounds, which are ignored. */
  readonly leftOut: number;
}

/**
 * Whether the texts are captions of the sounds: whether at least half of the sounds have one, and half of the texts a
 * sound. A few may share an id by chance, such as a row number.
 */
export function areCaptions(sounds: NamedItems, texts: NamedItems): boolean {
  const rowOf = rowsByName(sounds);
  const known = texts.set.items.flatMap((item) => soundRow(item, rowOf) ?? []);
  const { length } = sounds.set.items;
  return 2 * known.length >= texts.set.items.length && 2 * new Set(known).size >= length;
}

function rowsByName({ set, rowOf }: NamedItems): ReadonlyMap<string, number> {
  return rowOf ?? new Map(set.items.map(({ id }, row) => [id, row]));
}

/** The row of the sound that a text describes: the one that it names, the one with its id, or with its file. */
function soundRow(item: SetItem, rowOf: ReadonlyMap<string, number>): number | undefined {
  const names = [captionOf(item), item.id, cellOf(item, FILE_COLUMN)];
  return names.map((name) => rowOf.get(name)).find((row) => row !== undefined);
}

/**
 * Matches the texts as prompts of classes. The label of a text comes from its label column, else its column `label`,
 * else its text, else its id: the first of these that gives every label of the sounds a prompt. `_` reads as a space.
 *
 * @param labelColumn the column of labels
 * @throws {InputError} when sounds have no labels, or a label of theirs has no prompt
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const item = (id: string, columns: Record<string, string>) => ({ id, columns });
 * const sounds = { items: [item("a.wav", { label: "sea_waves" })], unreadable: [] };
 * const texts = { items: [item("1", { text: "sea waves" }), item("2", { text: "dog" })], unreadable: [] };
 * const found = matchClasses({ name: "audio", set: sounds }, { name: "text", set: texts }, "label");
 * assert.deepEqual(found, { labels: ["dog", "sea waves"], soundClasses: [1], promptClasses: [1, 0], by: "text" });
 * ```
 */
export function matchClasses(
  sounds: NamedItems,
  texts: NamedItems,
  labelColumn: string,
): ClassPrompts {
  const wanted = labelsOf(sounds.set.items, labelColumn, sounds.name)
    .filter((label) => label !== undefined);
  const { labels, promptClasses, by } = matchPrompts(sounds, texts, labelColumn, wanted);
  return { labels, soundClasses: classNumbers(wanted, labels), promptClasses, by };
}

/** Sounds, each with its labels, and texts by label. */
export interface LabelPrompts extends Omit<ClassPrompts, "soundClasses"> {
  /** The labels of each sound: their indices. */
  readonly soundLabels: readonly (readonly number[])[];
}

/**
 * Matches the texts as prompts of labels, of which a sound may have several: as {@link matchClasses} does.
 *
 * @param separator what is between the labels of a sound; lists as JSON has them are taken apart without
 * @throws {InputError} when a label of a sound has no prompt
 */
export function matchLabels(
  sounds: NamedItems,
  texts: NamedItems,
  labelColumn: string,
  separator: string | undefined,
): LabelPrompts {
  const wanted = sounds.set.items.map((item) =>
    labelsInWords(cellOf(item, labelColumn), separator)
  );
  const { labels, promptClasses, by } = matchPrompts(sounds, texts, labelColumn, wanted.flat());
  return {
    labels,
    soundLabels: wanted.map((own) => classNumbers(own, labels)),
    promptClasses,
    by,
  };
}

function matchPrompts(
  sounds: NamedItems,
  texts: NamedItems,
  labelColumn: string,
  wanted: readonly string[],
): Omit<ClassPrompts, "soundClasses"> {
  const readings = readingsOf(texts.set.items, labelColumn);
  for (const { by, labels } of readings) {
    const { names, classes } = classesOf(labels);
    const known = new Set(names);
    if (wanted.some((label) => !known.has(label))) continue;
    return { labels: names, promptClasses: classes, by };
  }
  throw withoutPrompt(sounds, texts, wanted, readings[0]!);
}

function withoutPrompt(
  sounds: NamedItems,
  texts: NamedItems,
  wanted: readonly string[],
  { by, labels }: LabelReading,
): InputError {
  const known = [...new Set(labels)].sort();
  const missing = wanted.find((label) => !known.includes(label))!;
  const near = nearest(missing, known);
  const listed = known.slice(0, LISTED).map((label) => `"${quotable(label)}"`).join(", ");
  const more = known.length > LISTED ? ` and ${known.length - LISTED} more` : "";
  return new InputError(
    `"${quotable(texts.name)}" has no prompt for the label "${quotable(missing)}" of ` +
      `"${quotable(sounds.name)}"; by ${by} it has ${listed}${more}` +
      (separatorHint(missing, known) ??
        (near === undefined ? "" : `; did you mean "${quotable(near)}"?`)),
  );
}

/** What can be done where a label is a list of labels that have prompts. */
function separatorHint(label: string, known: readonly string[]): string | undefined {
  const separator = separatorOf(label, known);
  if (separator === undefined) return undefined;
  return `; where it is a list of labels, --label-separator "${separator}" takes it apart`;
}

/**
 * Matches the texts as captions: each belongs to the sound that its column `caption_of` names, else to the one with
 * its id, else to the one with its file.
 *
 * @throws {InputError} when a caption's sound does not exist, or a sound has no caption
 */
export function matchCaptions(sounds: NamedItems, texts: NamedItems): CaptionPairs {
  const rowOf = rowsByName(sounds);
  const unreadable = new Set(sounds.set.unreadable.map(({ id }) => id));
  const captions: number[] = [];
  const soundOf: number[] = [];
  texts.set.items.forEach((item, caption) => {
    const of = captionOf(item);
    const row = soundRow(item, rowOf);
    if (row === undefined && unreadable.has(of)) return;
    if (row === undefined) {
      throw new InputError(
        `"${quotable(texts.name)}" has a caption of "${quotable(of)}", which is not an item of ` +
          `"${quotable(sounds.name)}"; expected the same ids in both`,
      );
    }
    captions.push(caption);
    soundOf.push(row);
  });
  const described = new Set(soundOf);
  const bare = sounds.set.items.find((_, row) => !described.has(row));
  if (bare !== undefined) throw withoutCaption(sounds, texts, bare);
  return { captions, soundOf, leftOut: texts.set.items.length - captions.length };
}

function withoutCaption(sounds: NamedItems, texts: NamedItems, { id }: SetItem): InputError {
  return new InputError(
    `"${quotable(sounds.name)}" has the item "${quotable(id)}", for which "${
      quotable(texts.name)
    }" has no caption; expected the same ids in both`,
  );
}
