import assert from "node:assert/strict";
import { shippedLabelSet } from "../../../src/leakage/labels/shipped.ts";
import { ANIMALS, type PlainConfiguration } from "../planted.ts";
import { readPlanted } from "./planted_inputs.ts";

const read = (changes: PlainConfiguration) => readPlanted(changes, async () => {});
const isAboutMeaning = (note: string) => /shipped label set|What the labels mean/.test(note);

Deno.test("without a label set, senses are drafted, and a reader finds them", async () => {
  const inputs = await read({ leakage: {} });
  const { leaks: { labelSet, findings }, evaluation, notes, hashes } = inputs;
  assert.deepEqual([labelSet!.name, labelSet!.drafted], ["draft", true]);
  assert.deepEqual(labelSet!.labels.map(({ label }) => label), ANIMALS);
  const [bird] = labelSet!.labels;
  assert.deepEqual(bird!.senses.map(({ sense }) => sense), ["bird.n.01"]);
  assert.match(bird!.senses[0]!.gloss, /^warm-blooded egg-laying vertebrates/);
  assert.deepEqual(evaluation.labelSet.labels[0]!.senses, ["bird.n.01"]);
  const narrower = findings.filter(({ rule }) => rule === "TEXT-HYPONYM");
  assert.deepEqual(new Set(narrower.map(({ path }) => path)), new Set(["hen > bird"]));
  assert.match(hashes["senses of labels"]!, /^[0-9a-f]{64}$/);
  // Which guesses are unsure is the drafts' affair.
  const said = notes.filter(isAboutMeaning).map((note) => note.replace(/; unsure: [^.]*/, ""));
  assert.deepEqual(said, [
    "What the labels mean was guessed from WordNet and is unchecked: 10 of 10 labels got a sense. " +
    'results.json lists the senses under "leakage.label_set". To check them, write them with ' +
    '"earnest labels evaluation.csv --label-column label --out labels.json" and name that file in ' +
    '"leakage.labels".',
  ]);
});

Deno.test("a label that WordNet does not know is named, and found by its own words", async () => {
  const inputs = await readPlanted({ leakage: {} }, async (folder) => {
    for (const file of ["training.csv", "evaluation.csv"]) {
      const text = await Deno.readTextFile(`${folder}/${file}`);
      await Deno.writeTextFile(`${folder}/${file}`, text.replaceAll(",frog\n", ",kalimba\n"));
    }
  });
  const [note] = inputs.notes.filter(isAboutMeaning);
  assert.match(
    note!,
    /unchecked: 9 of 10 labels got a sense; "kalimba" is found by the label's own/,
  );
  const found = inputs.leaks.findings.filter(({ label }) => label === "kalimba");
  assert.deepEqual(found.map(({ rule, flagged }) => `${rule} ${flagged}`), [
    ...Array(6).fill("TEXT-EXACT true"),
  ]);
});

Deno.test("a shipped set that has every label is used in place of a draft, and only then", async () => {
  const where = { label: ["cat", "cow", "dog", "frog", "hen", "pig", "sheep"] };
  const evaluation = { items: "evaluation.csv", where };
  const { leaks, notes, evaluation: { labelSet } } = await read({ evaluation, leakage: {} });
  assert.deepEqual([leaks.labelSet!.name, leaks.labelSet!.drafted], ["esc50", false]);
  const byHand = (await shippedLabelSet("esc50")).labels;
  assert.deepEqual(
    labelSet.labels,
    where.label.map((label) => byHand.find((one) => one.label === label)),
  );
  const [note, ...others] = notes.filter(isAboutMeaning);
  assert.match(note!, /^Every label of the evaluation is in the shipped label set "esc50"/);
  assert.deepEqual(others, []);
  const one = { label: [...where.label, "lion"] };
  const more = await read({ evaluation: { ...evaluation, where: one }, leakage: {} });
  assert.equal(more.leaks.labelSet!.drafted, true);
});

Deno.test("named rules keep their meaning: they get a draft where they need senses, else none", async () => {
  const exact = await read({ leakage: { rules: ["TEXT-EXACT", "TEXT-LEMMA"] } });
  assert.deepEqual(exact.evaluation.labelSet.labels, ANIMALS.map((label) => ({ label })));
  assert.equal(exact.leaks.labelSet, undefined);
  assert.ok(!("senses of labels" in exact.hashes));
  assert.deepEqual(exact.notes.filter(isAboutMeaning), []);
  const narrower = await read({ leakage: { rules: ["TEXT-HYPONYM"] } });
  assert.equal(narrower.leaks.labelSet!.drafted, true);
  assert.deepEqual(narrower.leaks.rules, ["TEXT-HYPONYM"]);
  assert.equal(narrower.leaks.findings.length, 6);
  assert.equal(narrower.notes.filter(isAboutMeaning).length, 1);
});

Deno.test("labels that look like lists of labels are noted, with the key that takes them apart", async () => {
  const inputs = await readPlanted({ leakage: { rules: ["TEXT-EXACT"] } }, async (folder) => {
    for (const file of ["training.csv", "evaluation.csv"]) {
      const text = await Deno.readTextFile(`${folder}/${file}`);
      await Deno.writeTextFile(`${folder}/${file}`, text.replaceAll(",frog\n", ',"frog,lion"\n'));
    }
  });
  assert.ok(inputs.evaluation.labels.includes("frog,lion"));
  const noted = inputs.notes.filter((note) => /looks? like/.test(note));
  assert.deepEqual(noted, [
    '1 of 10 labels looks like a list of labels, "frog,lion", and is taken for one class; ' +
    '"evaluation.labelSeparator" of "," takes them apart.',
  ]);
});
