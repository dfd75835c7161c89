import assert from "node:assert/strict";
import {
  type LabelEntry,
  type LabelPart,
  wordsOfLabel,
} from "../../../src/leakage/labels/label_set.ts";
import { SHIPPED_LABEL_SETS, shippedLabelSet } from "../../../src/leakage/labels/shipped.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { wordsOf } from "../../../src/leakage/text/words.ts";
import type { Synset } from "../../../src/leakage/wordnet/synset.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();
const sets = await Promise.all(SHIPPED_LABEL_SETS.map(shippedLabelSet));
const { labels } = await shippedLabelSet("esc50");

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

/** Number of classes of each set. */
const COUNTS: Readonly<Record<string, number>> = {
  beijing_opera: 4,
  vocalsound: 6,
  crema_d: 6,
  ravdess: 8,
  urbansound8k: 10,
  gtzan: 10,
  nsynth: 11,
  tut2017: 15,
  dcase2017_task4: 17,
  speech_commands: 35,
  esc50: 50,
  fsd50k: 200,
  vggsound: 309,
  audioset: 527,
};

Deno.test("every set has the classes of its data, and smaller sets come first", () => {
  const counts = sets.map(({ name, labels }) => [name, labels.length] as const);
  assert.deepEqual(Object.fromEntries(counts), COUNTS);
  assert.deepEqual(SHIPPED_LABEL_SETS, sets.map(({ name }) => name));
  const sizes = counts.map(([, count]) => count);
  assert.deepEqual(sizes, sizes.toSorted((one, other) => one - other));
});

Deno.test("every set says where its labels come from, and which data are not for commerce", () => {
  for (const { name, about } of sets) {
    assert(about !== undefined, name);
    assert.match(about.source, /^https:\/\//, name);
    const isNonCommercial = /non-?commercial|\bNC\b|-NC-/i.test(about.license);
    assert.equal(["yes", "some sounds"].includes(about.nonCommercial), isNonCommercial, name);
  }
});

Deno.test("the documentation lists every set, and those that were not compared with the source", () => {
  const text = Deno.readTextFileSync(new URL("../../../docs/scan.md", import.meta.url));
  for (const { name, labels } of sets) {
    assert.match(text, new RegExp(`^\\| \`${name}\` +\\| +${labels.length} \\|`, "m"), name);
  }
  const [, named = ""] = /sources of (.*?)\s+could\s+not be read/s.exec(text) ?? [];
  const unread = sets.filter(({ about }) => about?.read === undefined).map(({ name }) => name);
  assert.deepEqual([...named.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort(), unread.sort());
});

for (const { name, labels } of sets) {
  Deno.test(`${name}: every label has a meaning, and every sense is in WordNet`, () => {
    for (const entry of labels) {
      assert.notEqual(entry.checked, false, entry.label);
      const meanings = meaningsOf(entry);
      const isKnown = meanings.some(({ senses, synonyms }) => senses ?? synonyms);
      assert(isKnown, entry.label);
      for (const { senses = [] } of meanings) {
        for (const sense of senses) assert(wordnet.sense(sense), `${entry.label}: ${sense}`);
      }
    }
  });

  Deno.test(`${name}: only words and senses that a label would have are excluded`, () => {
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

  Deno.test(`${name}: no label excludes its own names, whose forms would then not be found`, () => {
    for (const entry of labels) {
      const names = wordsOfLabel(entry).split(",").map(key);
      for (const excluded of entry.exclude ?? []) {
        assert(!names.includes(key(excluded)), `${entry.label}: ${excluded}`);
      }
    }
  });

  Deno.test(`${name}: no list has a phrase twice, and no phrase is in two lists`, () => {
    for (const entry of labels) {
      for (const { synonyms = [], narrower = [], exclude = [] } of meaningsOf(entry)) {
        const listed = [...synonyms, ...narrower, ...exclude];
        const twice = listed.filter((phrase, i) => listed.indexOf(phrase) < i);
        assert.deepEqual(twice, [], entry.label);
      }
      assert.equal(new Set(entry.not).size, entry.not?.length ?? 0, entry.label);
    }
  });

  Deno.test(`${name}: forms are of words and names that the label has`, () => {
    for (const entry of labels) {
      const names = wordsOfLabel(entry).replace(/ \(.*\)/, "").split(",").map(key);
      const own = [...names, ...names.flatMap((one) => one.split(" "))];
      for (const word of Object.keys(entry.forms ?? {})) assert(own.includes(word), entry.label);
    }
  });

  Deno.test(`${name}: broader labels are in the set, and theirs are broader, too`, () => {
    const above = new Map(labels.map((entry) => [entry.label, entry.above ?? []]));
    for (const [label, some] of above) {
      assert.equal(new Set(some).size, some.length, label);
      assert(!some.includes(label), label);
      for (const one of some) {
        assert(above.has(one), `${label}: ${one}`);
        for (const higher of above.get(one)!) assert(some.includes(higher), `${label}: ${higher}`);
      }
    }
  });

  Deno.test(`${name}: labels that are broader only at times are in the set, and not always so`, () => {
    const names = new Set(labels.map(({ label }) => label));
    for (const { label, above = [], perhapsAbove = [] } of labels) {
      for (const one of perhapsAbove) {
        assert(names.has(one) && one !== label && !above.includes(one), `${label}: ${one}`);
      }
    }
  });

  Deno.test(`${name}: every label is found where a text names it`, () => {
    const matcher = compileTextRules({ name, labels }, wordnet, ["TEXT-EXACT"]);
    for (const entry of labels) {
      const found = matcher.find(`the sound of ${wordsOfLabel(entry)} is heard`);
      assert(found.some(({ label, certain }) => label === entry.label && certain), entry.label);
    }
  });
}

Deno.test("every part of ESC-50's labels has senses, and no two labels a synonym in common", () => {
  const owner = new Map<string, string>();
  for (const { label, senses = [], parts = [], synonyms = [] } of labels) {
    assert(senses.length > 0 || parts.length > 1, label);
    assert(parts.every((part) => part.senses !== undefined), label);
    for (const synonym of synonyms) {
      assert.equal(owner.get(key(synonym)), undefined, `${synonym}: ${label}`);
      owner.set(key(synonym), label);
    }
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
