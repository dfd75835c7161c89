import assert from "node:assert/strict";
import type { LabelEntry, LabelPart } from "../../../src/leakage/labels/label_set.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { wordsOf } from "../../../src/leakage/text/words.ts";
import type { Synset } from "../../../src/leakage/wordnet/synset.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();
const { labels } = await readLabels("esc50");

/** Returns a label's entry and its parts. */
function meaningsOf(entry: LabelEntry): readonly (LabelEntry | LabelPart)[] {
  return [entry, ...entry.parts ?? []];
}

/** Returns a sense and all senses below it. */
function tree(synset: Synset, found = new Map<string, Synset>()): Map<string, Synset> {
  if (found.has(synset.id)) return found;
  found.set(synset.id, synset);
  for (const below of wordnet.narrower(synset)) tree(below, found);
  return found;
}

function key(phrase: string): string {
  return wordsOf(phrase).map((word) => word.key).join(" ");
}

Deno.test("ESC-50 has 50 labels, each with a sense of its own or in every part", () => {
  assert.equal(labels.length, 50);
  for (const { label, senses = [], parts = [] } of labels) {
    assert(senses.length > 0 || parts.length > 1, label);
    assert(parts.every((part) => part.senses !== undefined), label);
  }
});

Deno.test("every sense of ESC-50's labels is in WordNet", () => {
  for (const entry of labels) {
    for (const { senses = [] } of meaningsOf(entry)) {
      for (const sense of senses) assert(wordnet.sense(sense), `${entry.label}: ${sense}`);
    }
  }
});

Deno.test("ESC-50's labels exclude only words and senses that they would otherwise have", () => {
  for (const entry of labels) {
    for (const { senses = [], exclude = [] } of meaningsOf(entry)) {
      const taken = senses.flatMap((sense) => [...tree(wordnet.sense(sense)!).values()]);
      const lemmas = new Set(taken.flatMap((synset) => synset.lemmas.map(key)));
      for (const excluded of exclude) {
        const sense = /\.[nv]\.\d+$/.test(excluded) ? wordnet.sense(excluded) : undefined;
        const isTaken = sense ? taken.includes(sense) : lemmas.has(key(excluded));
        assert(isTaken, `${entry.label}: ${excluded}`);
      }
    }
  }
});

Deno.test("no list of ESC-50's labels has a phrase twice, and no phrase is in two lists", () => {
  for (const entry of labels) {
    for (const { synonyms = [], narrower = [], exclude = [] } of meaningsOf(entry)) {
      const listed = [...synonyms, ...narrower, ...exclude];
      const twice = listed.filter((phrase, i) => listed.indexOf(phrase) < i);
      assert.deepEqual(twice, [], entry.label);
    }
    assert.equal(new Set(entry.not).size, entry.not?.length ?? 0, entry.label);
  }
});

Deno.test("no two of ESC-50's labels have a synonym in common", () => {
  const owner = new Map<string, string>();
  for (const { label, synonyms = [] } of labels) {
    for (const synonym of synonyms) {
      assert.equal(owner.get(key(synonym)), undefined, `${synonym}: ${label}`);
      owner.set(key(synonym), label);
    }
  }
});

Deno.test("forms are of words that the label has", () => {
  for (const { label, forms = {} } of labels) {
    for (const word of Object.keys(forms)) assert(label.split("_").includes(word), label);
  }
});

const MEANINGS: [label: string, word: string, gloss: RegExp][] = [
  ["hen", "biddy", /adult female chicken/],
  ["pig", "hog", /domestic swine/],
  ["crow", "crow", /black birds/],
  ["crickets", "cricket", /leaping insect/],
  ["siren", "siren", /acoustic device/],
  ["airplane", "aeroplane", /fixed wing/],
  ["helicopter", "chopper", /aircraft without wings/],
  ["train", "railroad train", /public transport/],
  ["wind", "air current", /air moving/],
  ["vacuum_cleaner", "vacuum", /home appliance/],
  ["washing_machine", "washer", /washing clothes/],
  ["mouse_click", "computer mouse", /electronic device/],
  ["can_opening", "tin can", /sealed metal container/],
  ["crying_baby", "infant", /very young child/],
];

for (const [label, word, gloss] of MEANINGS) {
  Deno.test(`"${word}" means ${label} as WordNet's ${gloss}`, () => {
    const entry = labels.find((one) => one.label === label)!;
    const senses = meaningsOf(entry).flatMap(({ senses = [] }) => senses)
      .map((sense) => wordnet.sense(sense)!);
    assert(senses.some((sense) => sense.lemmas.includes(word) && gloss.test(sense.gloss)));
  });
}
