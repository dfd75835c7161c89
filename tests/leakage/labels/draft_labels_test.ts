import assert from "node:assert/strict";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { draftLabels } from "../../../src/leakage/labels/draft_labels.ts";
import { formatLabelSet, parseLabelSet } from "../../../src/leakage/labels/label_set.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { sharedPath } from "../../shared.ts";

const wordnet = await WordNet.open();

/** Returns the names of the senses that are guessed for one label. */
function sensesOf(label: string): string[] {
  const { guesses: [guess] } = draftLabels([label], "one", wordnet);
  return guess!.senses.map(({ name }) => name);
}

const URBAN_SOUNDS: [label: string, senses: string[]][] = [
  ["air_conditioner", ["air_conditioner.n.02"]],
  ["car_horn", ["car_horn.n.01"]],
  ["children_playing", ["child.n.01", "play.v.01"]],
  ["dog_bark", ["dog.n.01", "bark.n.02"]],
  ["drilling", ["drilling.n.01"]],
  ["engine_idling", ["engine.n.01", "idle.v.01"]],
  ["gun_shot", ["gunshot.n.01"]],
  ["jackhammer", ["jackhammer.n.01"]],
  ["siren", ["siren.n.04"]],
  ["street_music", ["street.n.01", "music.n.01"]],
];

for (const [label, senses] of URBAN_SOUNDS) {
  Deno.test(`UrbanSound8K's ${label} is guessed to be ${senses.join(" and ")}`, () => {
    assert.deepEqual(sensesOf(label), senses);
  });
}

Deno.test("UrbanSound8K's labels are those that its manifest has", async () => {
  const path = sharedPath("data/urbansound8k/UrbanSound8K.csv");
  if (path === undefined) return;
  const { labels } = await readLabels(path, { labelColumn: "class" });
  assert.deepEqual(labels.map(({ label }) => label), URBAN_SOUNDS.map(([label]) => label));
});

Deno.test("names after a comma are senses where WordNet has them, else synonyms", () => {
  const { set } = draftLabels(["Chicken, rooster", "Child speech, kid speaking"], "two", wordnet);
  const [chicken, speech] = set.labels;
  assert.deepEqual(chicken, {
    label: "Chicken, rooster",
    senses: ["chicken.n.02", "rooster.n.01"],
    // Most cocks in texts are not birds.
    exclude: ["cock"],
  });
  assert.deepEqual(speech?.parts?.map(({ words }) => words), ["child", "speech"]);
  assert.deepEqual(speech?.synonyms, ["kid speaking"]);
});

Deno.test("sounds are also verbs, and a car horn is not every horn", () => {
  const { set } = draftLabels(["dog_bark", "car_horn"], "two", wordnet);
  assert.deepEqual(set.labels[0]?.parts?.[1], {
    words: "bark",
    senses: ["bark.n.02", "bark.v.04"],
  });
  assert.deepEqual(set.labels[1]?.exclude, ["horn", "hooter"]);
  const matcher = compileTextRules(set, wordnet, TEXT_RULES);
  const found = (text: string) => matcher.find(text).map(({ label }) => label);
  assert.deepEqual(found("a dog barking"), ["dog_bark"]);
  assert.deepEqual(found("the horn of a ship"), []);
});

Deno.test("a noun in -ing is also its verb, where one of them is about sound", () => {
  const labels = ["snoring", "coughing", "building", "ring", "evening"];
  const { set } = draftLabels(labels, "five", wordnet);
  assert.deepEqual(set.labels.map(({ senses }) => senses), [
    ["snoring.n.01", "snore.v.01"],
    ["coughing.n.01", "cough.v.01"],
    ["building.n.01"],
    ["ring.n.01"],
    ["evening.n.01"],
  ]);
  const matcher = compileTextRules(set, wordnet, TEXT_RULES);
  const found = (text: string) => matcher.find(text).map(({ label, certain }) => [label, certain]);
  assert.deepEqual(found("a person snores loudly"), [["snoring", true]]);
  assert.deepEqual(found("a man coughs then speaks"), [["coughing", true]]);
});

Deno.test("words that WordNet does not know are named", () => {
  const { set, guesses } = draftLabels(["zzyx", "zzyx bark", "/"], "three", wordnet);
  assert.deepEqual(guesses.map(({ unknown }) => unknown), [["zzyx"], ["zzyx"], [""]]);
  assert.deepEqual(set.labels[0], { label: "zzyx" });
});

Deno.test("a guess says what else a word means, and how sure it is", () => {
  const { guesses: [rooster, siren] } = draftLabels(["rooster", "siren"], "two", wordnet);
  assert.equal(rooster?.senses[0]?.confidence, "sure");
  assert.deepEqual(rooster?.senses[0]?.alternatives, []);
  assert.equal(siren?.senses[0]?.confidence, "unsure");
  const others = siren?.senses[0]?.alternatives.map(({ gloss }) => gloss);
  assert(others?.some((gloss) => gloss.startsWith("a sea nymph")));
});

Deno.test("a draft of ESC-50 has the senses of the set made by hand for 43 labels of 50", async () => {
  const { labels } = await readLabels("esc50");
  const { set } = draftLabels(labels.map(({ label }) => label), "esc50", wordnet);
  const idsOf = ({ senses = [], parts = [] }: typeof labels[number]) =>
    [...senses, ...parts.flatMap((part) => part.senses ?? [])]
      .map((sense) => wordnet.sense(sense)!.id);
  const right = set.labels.filter((entry, i) => {
    const byHand = new Set(idsOf(labels[i]!));
    return idsOf(entry).every((id) => byHand.has(id));
  });
  assert.equal(right.length, 43);
});

Deno.test("drafts of AudioSet's and FSD50K's labels are label sets", async () => {
  for (const name of ["audioset", "FSD50k"]) {
    const path = sharedPath(`data/laion-class-labels/${name}_class_labels_indices.json`);
    if (path === undefined) return;
    const labels = Object.keys(JSON.parse(await Deno.readTextFile(path)));
    const { set, guesses } = draftLabels(labels, name, wordnet);
    assert.deepEqual(parseLabelSet(formatLabelSet(set), name), set);
    const found = guesses.filter(({ senses }) => senses.length > 0).length;
    console.log(`${name}: a sense for ${found} of ${labels.length} labels`);
    assert(found >= 0.9 * labels.length);
  }
});
