import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { dealHalves } from "../../../src/audit/inputs/deal_halves.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

const LABELS = ["cat", "cow", "dog"];

/** Makes items from sources of two clips each. */
function items(sources: number) {
  return LABELS.flatMap((label) =>
    Array.from({ length: 2 * sources }, (_, i) => {
      return { id: `${label}${i}`, label, source: `${label} ${i >> 1}` };
    })
  );
}

Deno.test("whole sources are dealt, the classes evenly, by the seed alone", () => {
  const all = items(5);
  const { training, evaluation } = dealHalves(all, 1, "items.csv");
  assert.deepEqual([training.size, evaluation.size], [18, 12]);
  for (const label of LABELS) {
    assert.equal(all.filter((one) => one.label === label && training.has(one.id)).length, 6);
  }
  for (const { id } of all) {
    const other = id.replace(/\d+$/, (n) => String(Number(n) ^ 1));
    assert.equal(training.has(id), training.has(other));
    assert.notEqual(training.has(id), evaluation.has(id));
  }
  assert.deepEqual(dealHalves(all.toReversed(), 1, "items.csv").training, training);
  assert.notDeepEqual(dealHalves(all, 2, "items.csv").training, training);
});

Deno.test("a source of two classes stays in one half, and each class is in both", () => {
  for (let seed = 0; seed < 20; seed++) {
    const all = [...items(2), { id: "both", label: "dog", source: "cat 0" }];
    const { training, evaluation } = dealHalves(all, seed, "items.csv");
    assert.equal(training.has("both"), training.has("cat0"));
    for (const label of LABELS) {
      for (const half of [training, evaluation]) {
        assert.ok(all.some((one) => one.label === label && half.has(one.id)));
      }
    }
  }
});

Deno.test("a class of one source cannot be dealt", () => {
  assert.throws(() => dealHalves(items(1), 0, "items.csv"), {
    name: "InputError",
    message: '"items.csv" has one source of "cat"; without "training" each class needs two, one ' +
      "to train on and one to be named",
  });
});

Deno.test("without training items, the evaluation's items are dealt, and a note says so", async () => {
  await withPlanted(async (folder) => {
    const { training: _, ...rest } = plantedConfiguration({
      audio: [{ name: "planted", evaluation: "planted.evaluation.npy" }],
    });
    const read = async (changes = {}) => {
      const text = JSON.stringify({ ...rest, ...changes });
      return await readInputs(parseConfiguration(text, "audit.json"), folder);
    };
    const { pairs, evaluation: { items }, backbones: { audio }, notes } = await read();
    assert.deepEqual([pairs.length, items.length], [30, 30]);
    assert.deepEqual([audio[0]!.training.rows, audio[0]!.evaluation.rows], [30, 30]);
    assert.equal(pairs[0]!.text, pairs[0]!.label);
    assert.equal(new Set([...pairs, ...items].map(({ id }) => id)).size, 60);
    assert.match(notes[0]!, /^There are no training items of their own: 30 of the 60 items of "ev/);
    await assert.rejects(
      read({ evaluation: { items: "evaluation.csv" } }),
      /"training" is nothing; expected training items, or "evaluation\.classFolds" of 2 or more/,
    );
    const sides = { training: "planted.training.npy", evaluation: "planted.evaluation.npy" };
    await assert.rejects(
      read({ audio: [{ name: "planted", ...sides }] }),
      /"audio\[0\]\.training" is "planted\.training\.npy"; expected none, since "training" names no/,
    );
  });
});
