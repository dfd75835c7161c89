/**
 * Label sets say what an evaluation's labels mean, in JSON files that a person can read and check.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../../basics/record_schema.ts";
import { InputError } from "../../basics/errors.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { wordsOf } from "../text/words.ts";

/** The version of the file format. */
export const LABELS_SCHEMA = "earnest/labels/1";

/** Most labels of a set, more than any public data set has. */
export const MOST_LABELS = 100_000;
/** Most UTF-16 units of a label, a word or a phrase. */
export const LONGEST_LABEL = 500;
/** Most phrases of one list. */
const MOST_PHRASES = 2000;

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

const phrase = z.string("expected a text").max(
  LONGEST_LABEL,
  `expected at most ${LONGEST_LABEL} characters`,
).refine((text) => wordsOf(text).length > 0, "expected at least one letter or digit");
const phrases = z.array(phrase, "expected a list of words and phrases").max(
  MOST_PHRASES,
  `expected at most ${MOST_PHRASES} phrases`,
);
const sense = phrase.regex(
  /^[^\s.][^\s]*\.[nv]\.\d{2,3}$/,
  "expected a WordNet sense such as dog.n.01",
);
const checked = z.boolean("expected true or false").optional();
const meaning = {
  senses: z.array(sense, "expected a list of WordNet senses").max(
    MOST_PHRASES,
    `expected at most ${MOST_PHRASES} senses`,
  ).optional(),
  synonyms: phrases.optional(),
  narrower: phrases.optional(),
  exclude: phrases.optional(),
};
/** A label is one however its accents are encoded. */
const labelText = phrase.transform((text) => text.normalize("NFC"));
const entry = z.strictObject({
  label: labelText,
  words: phrase.optional(),
  ...meaning,
  parts: z.array(
    z.strictObject({ words: phrase, ...meaning }),
    "expected a list of a thing and an action",
  ).min(2, "expected at least two parts").max(8, "expected at most eight parts").optional(),
  forms: recordOf(phrases, phrase, "expected an object of words and their forms").optional(),
  unless: recordOf(phrases, phrase, "expected an object of words and the words beside them")
    .optional(),
  onlyWith: z.record(phrase, phrases, "expected an object of words and the words beside them")
    .optional(),
  broader: phrases.optional(),
  above: phrases.transform((labels) => labels.map((label) => label.normalize("NFC"))).optional(),
  perhapsAbove: phrases.transform((labels) => labels.map((label) => label.normalize("NFC")))
    .optional(),
  not: phrases.optional(),
  checked,
});
const about = z.strictObject({
  dataset: phrase,
  source: phrase,
  license: phrase,
  nonCommercial: z.enum(
    ["no", "some sounds", "yes", "not stated"],
    'expected "no", "some sounds", "yes" or "not stated"',
  ),
  read: z.iso.date("expected a day such as 2026-11-29").optional(),
});
const file = z.strictObject({
  schema: z.literal(LABELS_SCHEMA, `expected "${LABELS_SCHEMA}"`),
  name: phrase,
  about: about.optional(),
  checked,
  labels: z.array(entry, "expected a list of labels").min(1, "expected at least one label").max(
    MOST_LABELS,
    `expected at most ${MOST_LABELS} labels`,
  ),
});

/**
 * Parses a label set.
 *
 * @param text JSON
 * @param path the file's name, for errors
 * @throws {InputError} when a key is unknown, a value is not as expected, or a label appears twice
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = '{"schema": "earnest/labels/1", "name": "pets", "labels": [{"label": "dog", "sense": []}]}';
 * assert.throws(() => parseLabelSet(text, "pets.json"), {
 *   message: 'Cannot use "pets.json": unknown key "sense" in "labels[0]"; did you mean "senses"?',
 * });
 * ```
 */
export function parseLabelSet(text: string, path: string): LabelSet {
  const { name, about, checked, labels } = parseJson(text, path, file);
  const firstAt = new Map<string, number>();
  labels.forEach(({ label }, i) => {
    const first = firstAt.get(label);
    if (first !== undefined) {
      throw new InputError(
        `Cannot use "${path}": "labels[${i}]" is "${quotable(label)}", as "labels[${first}]" is; ` +
          "expected each label once",
      );
    }
    firstAt.set(label, i);
  });
  return {
    name,
    ...(about === undefined ? {} : { about }),
    ...(checked === undefined ? {} : { checked }),
    labels,
  };
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
 * const pets = { name: "pets", labels: [{ label: "dog", senses: ["dog.n.01"] }] };
 * assert.deepEqual(parseLabelSet(formatLabelSet(pets), "pets.json"), pets);
 * ```
 */
export function formatLabelSet({ name, about, checked, labels }: LabelSet): string {
  return `${JSON.stringify({ schema: LABELS_SCHEMA, name, about, checked, labels }, null, 2)}\n`;
}
