import assert from "node:assert/strict";
import { answered, questionsAbout, withChecked } from "../../../src/leakage/labels/check_labels.ts";
import { draftLabels } from "../../../src/leakage/labels/draft_labels.ts";
import type { LabelSet } from "../../../src/leakage/labels/label_set.ts";
import { uncheckedNotes } from "../../../src/leakage/labels/unchecked.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();
const { set } = draftLabels(["dog", "toilet_flush", "ringtone"], "three", wordnet);
const [dog, flush, ringtone] = set.labels;
const ask = questionsAbout(set, wordnet);

Deno.test("only what is unsure is asked, by part", () => {
  assert.deepEqual(set.labels.map(({ checked }) => checked), [undefined, false, false]);
  const questions = ask(flush!);
  assert.deepEqual(questions.map(({ words }) => words), ["flush"]);
  assert.equal(questions[0]!.current[0]?.name, "flush.v.01");
});

Deno.test("another sense takes the place of the guessed ones, in the part that was asked about", () => {
  const [question] = ask(flush!);
  const rinse = question!.others.findIndex(({ gloss }) =>
    gloss.startsWith("rinse, clean, or empty")
  );
  assert(rinse >= 0);
  const entry = answered(flush!, question!, rinse, wordnet);
  assert.deepEqual(entry.parts?.map(({ words }) => words), ["toilet", "flush"]);
  assert.deepEqual(entry.parts?.[0], flush!.parts?.[0]);
  assert.equal(entry.parts?.[1]?.senses?.[0], question!.others[rinse]!.name);
  assert(!entry.parts?.[1]?.senses?.includes("flush.v.01"));
});

Deno.test("a word can have no sense, and a label that WordNet lacks is asked about as a whole", () => {
  const [question] = ask(flush!);
  assert.deepEqual(answered(flush!, question!, "none", wordnet).parts?.[1], { words: "flush" });
  assert.deepEqual(ask(ringtone!), [{ words: "ringtone", current: [], others: [] }]);
});

Deno.test("another sense leaves what a person excluded, and takes away what its senses did", () => {
  const horn = draftLabels(["car_horn"], "one", wordnet).set.labels[0]!;
  assert.deepEqual([horn.senses, horn.exclude], [["car_horn.n.01"], ["horn"]]);
  const question = {
    words: "car horn",
    current: [{ name: "car_horn.n.01", gloss: "" }],
    others: [],
  };
  const byHand = { ...horn, exclude: ["horn", "hooter", "fog_horn.n.01"] };
  const none = answered(byHand, question, "none", wordnet);
  assert.deepEqual(none, { label: "car_horn", exclude: ["hooter", "fog_horn.n.01"] });
  const [asked] = ask(flush!);
  const part = { ...flush!.parts![1]!, exclude: ["purge"] };
  const entry = answered({ ...flush!, parts: [flush!.parts![0]!, part] }, asked!, 0, wordnet);
  assert.ok(entry.parts?.[1]?.exclude?.includes("purge"));
});

Deno.test("what a person changed by hand is what is asked about", () => {
  const parts = [flush!.parts![0]!, { words: "flush", senses: ["flush.v.02"] }];
  const [question] = ask({ ...flush!, parts });
  assert.deepEqual(question?.current.map(({ name }) => name), ["flush.v.02"]);
});

Deno.test("marks go as labels are checked, and the set's with the last", () => {
  const one = withChecked(set, flush!);
  assert.deepEqual([one.checked, one.labels[1]!.checked, one.labels[2]!.checked], [
    false,
    undefined,
    false,
  ]);
  const both = withChecked(one, ringtone!);
  assert(!("checked" in both) && both.labels.every((entry) => !("checked" in entry)));
  assert.deepEqual(both.labels[0], dog);
});

Deno.test("a note names what is unsure, and says of a draft without such that nobody checked it", () => {
  assert.match(
    uncheckedNotes(set, "my.json")[0]!,
    /^What 2 of 3 labels in "my.json" mean .* unchecked: "toilet_flush", "ringtone"\. "earnest labels/,
  );
  const sure: LabelSet = { name: "one", checked: false, labels: [dog!] };
  assert.match(uncheckedNotes(sure, "my.json")[0]!, /no person has checked it/);
  assert.deepEqual(uncheckedNotes({ name: "one", labels: [dog!] }, "my.json"), []);
});
