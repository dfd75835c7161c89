import assert from "node:assert/strict";
import { fingerprintOf } from "../../src/embeddings/identity.ts";
import { keptItems } from "../../src/embeddings/kept_items.ts";

const identity = { importedFrom: "a.npy" };
const SET = {
  rows: 3,
  columns: 1,
  values: Float32Array.of(1, 2, 3),
  items: [1, 2, 1].map((fold, i) => ({ id: `${i}.wav`, columns: { fold: `${fold}` } })),
  unreadable: [],
  identity,
  fingerprint: fingerprintOf(identity),
};

Deno.test("what is left of a set is another set, and says of which rows", () => {
  const { set, leftOut } = keptItems(SET, { fold: ["1"] }, "a.npy");
  assert.deepEqual([...set.values], [1, 3]);
  assert.deepEqual([...leftOut], ["1.wav"]);
  assert.deepEqual(set.identity, { ...identity, where: { fold: ["1"] } });
  assert.equal(set.fingerprint, fingerprintOf(set.identity));
  const { set: other } = keptItems(SET, { fold: ["2"] }, "a.npy");
  assert.notEqual(other.fingerprint, set.fingerprint);
});

Deno.test("a set of which nothing is left out stays itself", () => {
  for (const where of [undefined, { fold: ["1", "2"] }]) {
    const { set, leftOut } = keptItems(SET, where, "a.npy");
    assert.deepEqual([set, leftOut.size], [SET, 0]);
  }
});
