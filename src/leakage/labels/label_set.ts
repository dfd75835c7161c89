/**
 * Label sets say what an evaluation's labels mean, in JSON files that a person can read and check.
 * @module
 */

/** The version of the file format. */
export const LABELS_SCHEMA = "earnest/labels/1";

/** Most labels of a set, more than any public data set has. */
export const MOST_LABELS = 100_000;
/** Most UTF-16 units of a label, a word or a phrase. */
export const LONGEST_LABEL = 500;
/** What a label, or a part of one, means. */
export interface Meaning {
  /** WordNet 3.1 senses, such as `dog.n.01`. Their words are synonyms, the senses below them are narrower. */
  readonly senses?: readonly string[] | undefined;
  /** Synonyms that WordNet lacks. The last word of a phrase may be inflected, as a noun or as a verb. */
  readonly synonyms?: readonly string[] | undefined;
  /** Narrower things that WordNet lacks; they may be inflected as synonyms may. */
  readonly narrower?: readonly string[] | undefined;
  /** WordNet's words and senses that would mislead and are left out; with a sense, all senses below it are left out. */
  readonly exclude?: readonly string[] | undefined;
}

/** The thing or the action in a label that names both. */
export interface LabelPart extends Meaning {
  /** The words of the part, as they are in the label. */
  readonly words: string;
}

/** A label and what it means. Only the label itself is required. */
export interface LabelEntry extends Meaning {
  /** The label, verbatim. */
  readonly label: string;
  /** The label as a person writes it; default the label with `_` replaced by a space. */
  readonly words?: string | undefined;
  /**
   * A thing and an action that texts mention together, such as `crying` and `baby`. Where the parts lack a word of the
   * label (`door` and `knock` of "door wood knock"), a mention in the parts' own words is a synonym.
   */
  readonly parts?: readonly LabelPart[] | undefined;
  /** Forms of the label's words that are not inflections: `wooden` for `wood`. */
  readonly forms?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Broader things that WordNet lacks. */
  readonly broader?: readonly string[] | undefined;
  /**
   * The labels of the set that are broader than this one, nearest first and up to the top: `Dog` and `Animal` for
   * `Bark`. What names this label also names those, as a narrower thing. Labels that the set lacks do not count, so a
   * part of a set keeps what it means.
   */
  readonly above?: readonly string[] | undefined;
  /**
   * Labels of the set of which now one, now another is broader than this one, each where the text names it: `Dog` and
   * `Cat` for `Growling`.
   */
  readonly perhapsAbove?: readonly string[] | undefined;
  /**
   * Phrases in which the words of the label, of a synonym or of a narrower thing mean something else: `hot dog`. The
   * last word may be inflected.
   */
  readonly not?: readonly string[] | undefined;
  /**
   * For words of the label, of a synonym or of a narrower thing: they mean something else where the text has one of
   * these words anywhere, such as a plane with `geometry`.
   */
  readonly unless?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * For words of the label, of a synonym or of a narrower thing: they mean it only where the text has one of these words
   * anywhere, such as scratching with a DJ or a turntable.
   */
  readonly onlyWith?: Readonly<Record<string, readonly string[]>> | undefined;
  /** `false` where the meaning was guessed, is not sure, and no person has looked at it. */
  readonly checked?: boolean | undefined;
}

/** Where the labels of a data set come from. */
export interface LabelSource {
  /** The data set and its publication. */
  readonly dataset: string;
  /** Where its authors say what the labels are: an address. */
  readonly source: string;
  /** The license of the data set, as it is commonly stated where `read` is absent; the label set holds names alone. */
  readonly license: string;
  /** Whether the license forbids commercial use of the data set, or of some of its sounds. */
  readonly nonCommercial: "no" | "some sounds" | "yes" | "not stated";
  /** The day on which names and license were compared with the source, such as `2026-11-29`; absent before. */
  readonly read?: string | undefined;
}

/** The labels of an evaluation, each once. */
export interface LabelSet {
  /** A short name, such as `esc50`. */
  readonly name: string;
  /** Where the labels come from; the label sets that ship say so. */
  readonly about?: LabelSource | undefined;
  /** `false` where the meanings were guessed and no person has gone through those that are not sure. */
  readonly checked?: boolean | undefined;
  /** The labels in the order of the file. */
  readonly labels: readonly LabelEntry[];
}

/**
 * Returns a label as a person writes it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(wordsOfLabel({ label: "sea_waves" }), "sea waves");
 * ```
 */
export function wordsOfLabel({ label, words }: LabelEntry): string {
  return words ?? label.replaceAll("_", " ");
}

/**
 * Returns the text of a label set's file.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseLabelSet } from "./parse_label_set.ts";
 * const pets = { name: "pets", labels: [{ label: "dog", senses: ["dog.n.01"] }] };
 * assert.deepEqual(parseLabelSet(formatLabelSet(pets), "pets.json"), pets);
 * ```
 */
export function formatLabelSet({ name, about, checked, labels }: LabelSet): string {
  return `${JSON.stringify({ schema: LABELS_SCHEMA, name, about, checked, labels }, null, 2)}\n`;
}
