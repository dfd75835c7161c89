/**
 * Parses the files of label sets.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError } from "../../basics/errors.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { recordOf } from "../../basics/record_schema.ts";
import { wordsOf } from "../text/words.ts";
import { LABELS_SCHEMA, type LabelSet, LONGEST_LABEL, MOST_LABELS } from "./label_set.ts";

/** Most phrases of one list. */
const MOST_PHRASES = 2000;

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

/** Implements {@link parseLabelSet}, which `doors/leakage/parse_label_set.ts` documents. */
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
