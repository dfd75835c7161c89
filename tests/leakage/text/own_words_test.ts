import assert from "node:assert/strict";
import { readCsv } from "../../../src/formats/csv.ts";
import { draftLabels } from "../../../src/leakage/labels/draft_labels.ts";
import type { LabelEntry } from "../../../src/leakage/labels/label_set.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { sharedPath } from "../../shared.ts";

const wordnet = await WordNet.open();

/** Returns the labels that are found for certain, with their rules. */
function flaggedBy(labels: readonly LabelEntry[], text: string): string[] {
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
const ACCENTS: [label: string, text: string, rule?: string][] = [
  ["Café", "a café", "EXACT"],
  ["Café", "a cafe", "LEMMA"],
  ["Café", "two cafés", "LEMMA"],
  ["Café", "two cafes", "LEMMA"],
  ["cafe", "a café", "LEMMA"],
  ["noisy café", "a noisy cafe", "LEMMA"],
  ["noisy cafe", "a noisy cafe\u0301", "LEMMA"],
  ["दिन", "दन"],
];
const COMMON: [label: string, text: string, rule?: string][] = [
  ["May", "it may rain"],
  ["May", "May I come in"],
  ["May", "birds in May", "EXACT"],
  ["Will", "a man will speak"],
  ["Will", "hello, Will laughs", "EXACT"],
  ["Will", "A Man Will Speak Loudly"],
  ["will", "someone reads a will", "EXACT"],
  ["Back", "a man walks back and forth"],
  ["back", "a pat on the back", "EXACT"],
  ["back", "the sound of back", "EXACT"],
  ["back", "back", "EXACT"],
  ["He", "he speaks"],
  ["I", "a dog and I"],
  ["on", 'a child says "on"', "EXACT"],
  ["one", "one dog barks"],
  ["one", "a voice says the number one", "EXACT"],
  ["can", "a dog can bark"],
  ["can", "a can rolls", "EXACT"],
  ["Forth", "back and forth"],
  ["well", "birds sing as well"],
  ["People", "people talk", "EXACT"],
  ["outside", "birds sing outside", "EXACT"],
  ["AT&T", "an AT&T phone rings", "EXACT"],
  ["AT&T", "a man at the t junction"],
  ["R&B", "rb"],
  ["R&B", "r and b plays", "EXACT"],
  ["Salt & pepper", "salt and pepper", "EXACT"],
  ["rock_and_roll", "rock & roll", "EXACT"],
];
for (const [label, text, rule] of [...PLAIN, ...ACCENTS, ...COMMON]) {
  Deno.test(`a plain label: "${label}" in "${text}" is ${rule ?? "not there"}`, () => {
    assert.deepEqual(flaggedBy([{ label }], text), rule === undefined ? [] : [`${rule} ${label}`]);
  });
}

Deno.test("a label set may list more names than a caption has words", () => {
  const labels = [{ label: "pop", words: "pop music, pop song, pop tune, pop track, pop band" }];
  assert.deepEqual(flaggedBy(labels, "a pop track plays"), ["EXACT pop"]);
});

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

/** Returns the rules that flag each caption of a small input, with its labels plain or drafted. */
async function rulesOfCase(name: string, drafted: boolean): Promise<string[][] | undefined> {
  const labels = sharedPath(`cases/scan/${name}_labels.txt`);
  const captions = sharedPath(`cases/scan/${name}.csv`);
  if (labels === undefined || captions === undefined) return undefined;
  const given = await readLabels(labels);
  const set = drafted
    ? draftLabels(given.labels.map(({ label }) => label), name, wordnet).set
    : given;
  return readCsv(await Deno.readFile(captions), captions).rows.map(({ values }) =>
    flaggedBy(set.labels, values.text!).map((found) => found.slice(0, found.indexOf(" ")))
  );
}

for (const drafted of [false, true]) {
  const how = drafted ? "drafted" : "plain";
  Deno.test(`labels of one word and names are found in all forms, ${how}`, async () => {
    const rules = await rulesOfCase("f01", drafted);
    for (const [i, found] of rules?.entries() ?? []) {
      assert(found.includes("EXACT") || found.includes("LEMMA"), `caption ${i + 1}: ${found}`);
    }
  });
  Deno.test(`brackets are qualifiers, ${how}`, async () => {
    assert.deepEqual((await rulesOfCase("f03", drafted))?.flat() ?? [], []);
  });
  Deno.test(`FSD50K's own spellings have names, ${how}`, async () => {
    assert((await rulesOfCase("f05", drafted))?.every((found) => found.length > 0) ?? true);
  });
}
