import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../../src/basics/errors.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { NO_WORDS } from "../../../src/leakage/wordnet/dictionary.ts";
import { wordsOf } from "../../../src/leakage/text/words.ts";

function mentionsIn(labels: readonly string[], text: string) {
  const set = { name: "bare", labels: labels.map((label) => ({ label })) };
  return compileTextRules(set, NO_WORDS, ["TEXT-EXACT"]).find(text);
}

function labelsFound(labels: readonly string[], text: string): string[] {
  return mentionsIn(labels, text).map(({ label }) => label);
}

const MATCHES: [label: string, text: string, found: string][] = [
  ["snare drum", "marching snare drum", "snare drum"],
  ["snare drum", "A Snare-Drum, slowly", "Snare-Drum"],
  ["sea_waves", "sea/waves", "sea/waves"],
  ["sea waves", "the sea, waves.", "sea, waves"],
  ["dog", "(dog)!", "dog"],
  ["dog", "the dog's bark", "dog"],
  ["dog", "the dog’s bark", "dog"],
  ["straße", "STRASSE", "STRASSE"],
  ["STRAẞE", "in der Straße", "Straße"],
  ["café", "CAFE\u0301 noise", "CAFE\u0301"],
  ["οδοσ", "ΟΔΟΣ", "ΟΔΟΣ"],
  ["ﬁre", "Fire", "Fire"],
  ["808 kick", "an 808_kick", "808_kick"],
  ["犬", "🐕 犬 🐕", "犬"],
];

for (const [label, text, found] of MATCHES) {
  Deno.test(`"${label}" is found in "${text}"`, () => {
    const start = text.indexOf(found);
    assert.deepEqual(mentionsIn([label], text), [{
      rule: "TEXT-EXACT",
      label,
      start,
      end: start + found.length,
      matched: found,
      confidence: 1,
      certain: true,
    }]);
  });
}

const MISSES: [label: string, text: string][] = [
  ["crow", "crowd"],
  ["cat", "category"],
  ["hen", "then"],
  ["dog", "hotdog"],
  ["dog", "dogs"],
  ["snare drum", "drum snare"],
  ["snare drum", "snare bass drum"],
  ["snare drum", "snare"],
  ["cafe", "café"],
  ["dog", ""],
];

for (const [label, text] of MISSES) {
  Deno.test(`"${label}" is not found in "${text}"`, () => {
    assert.deepEqual(labelsFound([label], text), []);
  });
}

Deno.test("labels within labels are all found, each once and verbatim", () => {
  const labels = ["drum", "snare drum", "Snare_Drum"];
  const found = labelsFound(labels, "a snare drum and a drum");
  assert.deepEqual(found.sort(), ["Snare_Drum", "drum", "snare drum"]);
});

Deno.test("a label without a word is refused by name", () => {
  assert.throws(
    () => mentionsIn(["dog", "--\u001b"], ""),
    (error) => error instanceof InputError && error.message.includes('"--\ufffd"'),
  );
});

Deno.test("a phrase is found at its place, whatever its case and separators", () => {
  const letters = fc.constantFrom(..."abzßẞéσςİıﬁжÅ9");
  const word = fc.array(letters, { minLength: 1, maxLength: 4 }).map((units) => units.join(""));
  const separator = fc.constantFrom(" ", "_", "-", "/", ", ", ". ", "'", " \u{1f415} ");
  const cased = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.normalize("NFD"),
  );
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.array(word, { maxLength: 3 }),
      separator,
      cased,
      (label, before, gap, change) => {
        const phrase = change(label.join(gap));
        const text = [...before, phrase, "end"].join(gap);
        const [mention] = mentionsIn([label.join(" ")], text);
        assert(mention);
        const keys = (raw: string) => wordsOf(raw).map(({ key }) => key);
        assert.deepEqual(keys(mention.matched), keys(label.join(" ")));
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});
