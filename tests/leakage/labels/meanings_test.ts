import assert from "node:assert/strict";
import { draftLabels } from "../../../src/leakage/labels/draft_labels.ts";
import { draftNote, meaningsOf, SENSE_RULES } from "../../../src/leakage/labels/meanings.ts";
import { shippedLabelSet } from "../../../src/leakage/labels/shipped.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const plain = (...labels: string[]) => ({
  name: "list",
  labels: labels.map((label) => ({ label })),
});

Deno.test("labels that WordNet has get senses, and every rule runs", async () => {
  const { labelSet, chosen, notRun } = await meaningsOf(plain("lion", "walrus"), undefined);
  assert.deepEqual(labelSet.labels.map(({ senses }) => senses), [["lion.n.01"], ["walrus.n.01"]]);
  assert.deepEqual([chosen!.name, chosen!.drafted, notRun], ["draft", true, []]);
  const doubtful = ["lion", "bank", "spring", "light", "date", "change"];
  const { guesses } = draftLabels(doubtful, "draft", await WordNet.open());
  const unsure = await meaningsOf(plain(...doubtful), undefined);
  const expected = guesses.filter(({ isUnsure }) => isUnsure);
  assert.ok(expected.length > 0);
  assert.deepEqual(unsure.chosen!.unsure, expected.map(({ label }) => label));
  assert.match(
    draftNote(unsure.chosen!, "Look."),
    /6 of 6 labels got a sense; unsure: .*\. Look\.$/,
  );
  const shipped = await meaningsOf(plain("rain", "dog"), undefined);
  const animals = await meaningsOf(plain("dog", "cat", "bird"), undefined);
  assert.notEqual(animals.labelSet.name, "speech_commands", "these are no spoken words");
  const byHand = (await shippedLabelSet("esc50")).labels;
  assert.deepEqual(shipped.labelSet.labels[1], byHand.find(({ label }) => label === "dog"));
});

Deno.test("a plain list of VGGSound's classes, or of some, means what the set that ships says", async () => {
  const { labels } = await shippedLabelSet("vggsound");
  for (const some of [labels, labels.filter(({ label }) => /^(?:playing|people)/.test(label))]) {
    const { chosen, labelSet } = await meaningsOf(
      plain(...some.map(({ label }) => label)),
      undefined,
    );
    assert.deepEqual([chosen!.name, chosen!.drafted], ["vggsound", false]);
    assert.deepEqual(labelSet.labels, some);
  }
  const animals = await meaningsOf(plain("dog barking", "cat purring", "thunder"), undefined);
  assert.equal(animals.chosen!.name, "vggsound");
  const aircraft = await meaningsOf(plain("helicopter", "airplane"), undefined);
  assert.equal(aircraft.chosen!.name, "esc50", "the smallest set that has them");
});

Deno.test("rules about senses cannot run for labels that WordNet lacks", async () => {
  const none = await meaningsOf(plain("xqzt", "zorp"), undefined);
  assert.deepEqual(
    none.notRun.map(({ rule, labels }) => [rule, labels]),
    SENSE_RULES.map((rule) => [
      rule,
      undefined,
    ]),
  );
  assert.equal(none.chosen, undefined);
  const some = await meaningsOf(plain("lion", "xqzt"), undefined);
  assert.deepEqual(some.labelSet.labels[0]!.senses, ["lion.n.01"]);
  assert.deepEqual(
    new Set(some.notRun.map(({ labels }) => labels)),
    new Set(['1 of 2 labels ("xqzt")']),
  );
  assert.deepEqual((await meaningsOf(plain("xqzt"), ["TEXT-EXACT"])).notRun, []);
  await assert.rejects(meaningsOf(plain("xqzt"), ["TEXT-SYNONYM"]), {
    message: 'TEXT-SYNONYM cannot run: WordNet has none of the labels, "xqzt"',
  });
});

Deno.test("a label set that says what labels mean is not asked twice; captions have no senses", async () => {
  const given = { name: "own", labels: [{ label: "xqzt", synonyms: ["zorp"] }, { label: "dog" }] };
  const { labelSet, chosen, notRun } = await meaningsOf(given, undefined);
  assert.deepEqual([labelSet, chosen, notRun], [given, undefined, []]);
  const captions = plain("A man speaks, and a goat bleats", "a dog barks at the door");
  assert.deepEqual((await meaningsOf(captions, undefined)).labelSet, captions);
});
