import assert from "node:assert/strict";
import type { LabelEntry } from "../../../src/leakage/labels/label_set.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();

/** Returns the labels that are found for certain, with their rules. */
function flaggedBy(labels: LabelEntry[], text: string): string[] {
  return compileTextRules({ name: "made", labels }, wordnet, TEXT_RULES).find(text)
    .filter(({ rule, certain }) => certain && rule !== "TEXT-HYPERNYM")
    .map(({ rule, label }) => `${rule.slice(5)} ${label}`);
}

const PLAIN: [label: string, text: string, rule?: string][] = [
  ["Bark", "The dog barks", "LEMMA"],
  ["Drip", "water dripping", "LEMMA"],
  ["hammer", "a person hammering", "LEMMA"],
  ["Snoring", "a man snores", "LEMMA"],
  ["Laughter", "people laugh", "LEMMA"],
  ["train", "they are training hard"],
  ["Male speech, man speaking", "man speaking", "EXACT"],
  ["Male speech, man speaking", "A man is speaking", "LEMMA"],
  ["Male speech, man speaking", "a woman speaks to a man"],
  ["Toilet flush", "The toilet is flushed", "LEMMA"],
  ["playing acoustic guitar", "acoustic guitars being played", "LEMMA"],
  ["gun_shot", "gunshots", "LEMMA"],
  ["gun_shot", "shots from a gun", "LEMMA"],
  ["doorbell", "a door bell rings", "LEMMA"],
  ["hair dryer", "a hairdryer blows", "LEMMA"],
  ["carpet", "a pet in a car"],
  ["washing machine", "Wash the machine parts first"],
  ["Zipper (clothing)", "clothing falls"],
  ["Walk_and_footsteps", "footsteps on gravel", "EXACT"],
  ["Rock and roll", "a roll of paper"],
  ["A man speaks, and a goat bleats", "A man speaks while a car passes"],
  ["Inside, small room", "the sound of a car from inside"],
];
for (const [label, text, rule] of PLAIN) {
  Deno.test(`a plain label: "${label}" in "${text}" is ${rule ?? "not there"}`, () => {
    assert.deepEqual(flaggedBy([{ label }], text), rule === undefined ? [] : [`${rule} ${label}`]);
  });
}

Deno.test("proper names and symbols match only as they are written", () => {
  const river = [{ label: "river", senses: ["river.n.01"] }];
  assert.deepEqual(flaggedBy(river, "a saw goes back and forth"), []);
  assert.deepEqual(flaggedBy(river, "waves on the Forth"), ["HYPONYM river"]);
  const metal = [{ label: "metal", senses: ["metallic_element.n.01"] }];
  assert.deepEqual(flaggedBy(metal, "gas hisses as the engine dies"), []);
  assert.deepEqual(flaggedBy(metal, "a piece of zinc"), ["HYPONYM metal"]);
});

Deno.test("words that are more often adjectives are nouns only where they stand as such", () => {
  const labels = [{ label: "car", senses: ["car.n.01"] }, { label: "dog", senses: ["dog.n.01"] }];
  assert.deepEqual(flaggedBy(labels, "an electric guitar; electric sounds"), []);
  assert.deepEqual(flaggedBy(labels, "a husky voice"), []);
  assert.deepEqual(flaggedBy(labels, "a husky howls"), ["HYPONYM dog"]);
  assert.deepEqual(flaggedBy(labels, "two huskies"), ["HYPONYM dog"]);
});

Deno.test("a narrower word that means something else in captions of sounds is not flagged", () => {
  const labels = [
    { label: "breathing", senses: ["breathe.v.01"] },
    { label: "speech", senses: ["speak.v.01"] },
  ];
  assert.deepEqual(flaggedBy(labels, "wind blows and a dog barks"), []);
  assert.deepEqual(flaggedBy(labels, "someone gasps"), ["HYPONYM breathing"]);
});
