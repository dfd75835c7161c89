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
