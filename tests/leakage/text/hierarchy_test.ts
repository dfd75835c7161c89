import assert from "node:assert/strict";
import type { LabelSet } from "../../../src/leakage/labels/label_set.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();
const set: LabelSet = {
  name: "animals",
  labels: [
    { label: "Animal", senses: ["animal.n.01"] },
    { label: "Dog", senses: ["dog.n.01"], above: ["Animal"], not: ["hot dog"] },
    {
      label: "Bark",
      senses: ["bark.n.04", "bark.v.04"],
      synonyms: ["woof"],
      above: ["Dog", "Domestic animals", "Animal"],
    },
  ],
};

/** Returns what is found in a caption; a question mark stands after what is not certain. */
function found(text: string, labels = set, rules = TEXT_RULES.slice()): string[] {
  return compileTextRules(labels, wordnet, rules).find(text)
    .map(({ rule, label, certain }) => `${rule.slice(5)} ${label}${certain ? "" : "?"}`);
}

/** Returns what is flagged in a caption. */
function flagged(text: string, labels: LabelSet): string[] {
  return found(text, labels).filter((one) => !/HYPERNYM|\?$/.test(one));
}

Deno.test("what names a label names its broader labels, as a narrower thing", () => {
  assert.deepEqual(found("a loud bark"), ["HYPONYM Animal", "HYPONYM Dog", "EXACT Bark"]);
  assert.deepEqual(found("woof woof"), ["HYPONYM Animal", "HYPONYM Dog", "SYNONYM Bark"]);
  const [animal] = compileTextRules(set, wordnet, TEXT_RULES).find("something barks");
  assert.deepEqual([animal!.path, animal!.matched], ["Bark > Animal", "barks"]);
});

Deno.test("a broader label counts for its own words and for a narrower label elsewhere in the text", () => {
  assert.deepEqual(found("the dog barks"), [
    "HYPONYM Animal",
    "EXACT Dog",
    "HYPONYM Dog",
    "LEMMA Bark",
  ]);
});

Deno.test("a broader label names no narrower one", () => {
  assert.deepEqual(found("animals in the yard").filter((one) => !/HYPERNYM/.test(one)), [
    "LEMMA Animal",
  ]);
});

Deno.test("where a narrower label's words mean something else, the broader label is not named", () => {
  assert.deepEqual(found("a hot dog stand"), ["HYPONYM Animal?", "EXACT Dog?"]);
});

Deno.test("a word that seldom means the narrower label still names the broader one", () => {
  const labels = [
    { label: "Vehicle", narrower: ["lorry"] },
    { label: "Truck", senses: ["truck.n.01"], above: ["Vehicle"] },
  ];
  assert.deepEqual(flagged("two lorries pass", { name: "vehicles", labels }), ["HYPONYM Vehicle"]);
});

Deno.test("a broader label can list narrower things that it does not mean", () => {
  const labels = [
    { label: "Wild animals", narrower: ["owl"], not: ["hen"] },
    { label: "Bird", senses: ["bird.n.01"], above: ["Wild animals"] },
  ];
  const birds = { name: "birds", labels };
  assert.deepEqual(flagged("a hen clucks", birds), ["HYPONYM Bird"]);
  assert.deepEqual(flagged("a sparrow, and a hen", birds), [
    "HYPONYM Wild animals",
    "HYPONYM Bird",
  ]);
});

Deno.test("what has several parents names those that the text names", () => {
  const labels = [
    { label: "Dog", senses: ["dog.n.01"] },
    { label: "Cat", senses: ["cat.n.01"] },
    { label: "Growling", senses: ["growl.v.01", "growl.n.01"], perhapsAbove: ["Dog", "Cat"] },
  ];
  const sounds = { name: "sounds", labels };
  assert.deepEqual(flagged("a dog growls", sounds), ["EXACT Dog", "HYPONYM Dog", "LEMMA Growling"]);
  assert.deepEqual(flagged("something growls", sounds), ["LEMMA Growling"]);
});

Deno.test("the name of a narrower label is no other sense of a word in it", () => {
  const labels = [
    { label: "Chime", senses: ["chime.n.01"] },
    { label: "Wind chime", senses: ["wind_chime.n.01"], above: ["Chime"] },
  ];
  assert.deepEqual(flagged("wind chimes", { name: "chimes", labels }), [
    "LEMMA Chime",
    "LEMMA Wind chime",
  ]);
});

Deno.test("a synonym in the name of a narrower label counts, as a name in a compound does", () => {
  const labels = [
    { label: "Musical instrument", senses: ["musical_instrument.n.01"] },
    { label: "Toy instrument", above: ["Musical instrument"] },
  ];
  const music = { name: "music", labels };
  assert.deepEqual(flagged("a toy instrument", music), [
    "SYNONYM Musical instrument",
    "EXACT Toy instrument",
  ]);
  assert.deepEqual(flagged("an old instrument", music), ["SYNONYM Musical instrument"]);
});

Deno.test("WordNet's narrower things that are labels themselves count only where the set puts them below", () => {
  const bark = { label: "Bark", senses: ["bark.n.04", "bark.v.04"] };
  const yip = { label: "Yip", senses: ["yip.v.01"], above: ["Dog"] };
  const dog = { label: "Dog", senses: ["dog.n.01"] };
  const labels = (...some: LabelSet["labels"]) => ({ name: "dogs", labels: [dog, ...some] });
  assert.deepEqual(flagged("it yips", labels(bark)), ["HYPONYM Bark"]);
  assert.deepEqual(flagged("it yips", labels(bark, yip)), ["HYPONYM Dog", "LEMMA Yip"]);
  const below = { ...yip, above: ["Bark", "Dog"] };
  assert.deepEqual(flagged("it yips", labels(bark, below)), [
    "HYPONYM Dog",
    "HYPONYM Bark",
    "LEMMA Yip",
  ]);
  const listed = { ...bark, narrower: ["yip"] };
  assert(flagged("it yips", labels(listed, yip)).includes("HYPONYM Bark"));
});

Deno.test("parts of a name that are apart do not join two mentions of it", () => {
  const labels = [
    { label: "Speech", senses: ["speech.n.02"] },
    {
      label: "Speech synthesizer",
      synonyms: ["robot voice"],
      parts: [
        { words: "speech", synonyms: ["voice"] },
        { words: "synthesizer", senses: ["synthesizer.n.02"] },
      ],
      above: ["Speech"],
    },
  ];
  assert.deepEqual(flagged("speech synthesizer test, robot voice", { name: "speech", labels }), [
    "EXACT Speech",
    "HYPONYM Speech",
    "EXACT Speech synthesizer",
    "SYNONYM Speech synthesizer",
  ]);
});

Deno.test("parts of a narrower name do not join two mentions of a broader label", () => {
  const labels = [
    { label: "Bird", senses: ["bird.n.01"] },
    { label: "Chirp", senses: ["chirp.v.01"], above: ["Bird"] },
    { label: "bird chirping", above: ["Bird"] },
  ];
  assert.deepEqual(flagged("a bird is chirping", { name: "birds", labels }).slice(0, 2), [
    "EXACT Bird",
    "HYPONYM Bird",
  ]);
});

Deno.test("denied mentions name no broader label", () => {
  assert.deepEqual(found("there is no bark"), ["EXACT Bark?"]);
});

Deno.test("without the rule of narrower things, labels stand for themselves", () => {
  assert.deepEqual(found("a loud bark", set, ["TEXT-EXACT", "TEXT-LEMMA", "TEXT-SYNONYM"]), [
    "EXACT Bark",
  ]);
});

Deno.test("a part of a set keeps what it means", () => {
  const part = { name: "part", labels: [set.labels[0]!, set.labels[2]!] };
  assert.deepEqual(found("a loud bark", part), ["HYPONYM Animal", "EXACT Bark"]);
});
