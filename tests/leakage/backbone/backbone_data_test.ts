import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "npm:fast-check@4.10.2";
import { readLedger } from "../../../src/backbones/open.ts";
import { declares, findBackboneData } from "../../../src/leakage/backbone/backbone_data.ts";
import { dataSetKey, originsOf } from "../../../src/leakage/backbone/data_sets.ts";
import table from "../../../src/leakage/backbone/known_data_sets.json" with { type: "json" };
import { sharedPath } from "../../shared.ts";

const RELATED: [trained: string, evaluated: string, confidence: number, path?: string][] = [
  ["ESC-50", "ESC-50", 1],
  ["esc_50", "ESC50", 1],
  ["US8K", "UrbanSound8K", 1],
  ["Clotho v2.1 (development)", "clotho", 1],
  ["ClothoV2", "Clotho 2.1", 1],
  ["a set of ours", "A-set of ours", 1],
  ["ESC-50", "ESC-10", 0.9, "ESC-10 > ESC-50"],
  ["ESC-10", "ESC-50", 0.9, "ESC-50 > ESC-10"],
  ["AudioSet unbalanced train", "AudioCaps", 0.9, "AudioCaps > AudioSet"],
  ["freesound.org", "ESC-10", 0.5, "ESC-10 > ESC-50 > Freesound"],
  ["WavCaps", "ESC-50", 0.5, "ESC-50 > Freesound > WavCaps"],
  ["FSD50K", "Clotho", 0.5, "Clotho > Freesound > FSD50K"],
  ["VGGSound", "AudioCaps", 0.5, "AudioCaps > AudioSet > YouTube > VGGSound"],
];
for (const [trained, evaluated, confidence, path] of RELATED) {
  Deno.test(`trained on "${trained}", evaluated on "${evaluated}": confidence ${confidence}`, () => {
    const [finding, ...rest] = findBackboneData({ name: "b", trainingData: [trained] }, [
      evaluated,
    ]);
    assert.deepEqual(rest, []);
    assert.deepEqual([finding?.confidence, finding?.path, finding?.item], [confidence, path, "b"]);
    assert.equal(finding?.rule, "BACKBONE-DATA");
    assert.equal("label" in finding!, false);
  });
}

const UNRELATED: [trained: string, evaluated: string][] = [
  ["AudioSet", "ESC-50"],
  ["ImageNet", "ESC-50"],
  ["ESC", "ESC-50"],
  ["FSDKaggle2018", "LibriSpeech"],
  ["train", "test"],
  ["🐕", "🐈"],
];
for (const [trained, evaluated] of UNRELATED) {
  Deno.test(`"${trained}" has nothing to do with "${evaluated}"`, () => {
    assert.deepEqual(findBackboneData({ name: "b", trainingData: [trained] }, [evaluated]), []);
  });
}

Deno.test("BACKBONE-DATA: a ledger that declares nothing has no finding, and does not declare", () => {
  assert.deepEqual(findBackboneData({ name: "b", trainingData: "unknown" }, ["ESC-50"]), []);
  assert.equal(declares({ trainingData: "unknown", trainingLabels: "none" }), false);
  assert.equal(declares({ trainingData: [], trainingLabels: "unknown" }), false);
  assert.equal(declares({ trainingData: [], trainingLabels: "none" }), true);
});

Deno.test("BACKBONE-DATA: the shipped backbones and mn04 have the declarations of their cards", async () => {
  assert.equal(declares(await readLedger("log-mel-statistics")), true);
  assert.equal(declares(await readLedger("openwakeword")), false);
  if (sharedPath("models/mn04") === undefined) return;
  const card = fileURLToPath(new URL("../../backbones/mn04.json", import.meta.url));
  const ledger = await readLedger(card, { allowOutside: true });
  assert.equal(declares(ledger), true);
  assert.deepEqual(findBackboneData(ledger, ["ESC-10"]), []);
  assert.equal(findBackboneData(ledger, ["AudioCaps"]).length, 1);
});

Deno.test("BACKBONE-DATA: no two known data sets share a name", () => {
  const names = table.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const plain = names.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
  assert.equal(new Set(plain).size, names.length);
  for (const { name } of table) assert.equal(originsOf(name)[0]?.name, name);
});

Deno.test("BACKBONE-DATA: any name is related to itself", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
    assert.equal(dataSetKey(name.toUpperCase().toLowerCase()), dataSetKey(name.toLowerCase()));
    const [finding] = findBackboneData({ name: "b", trainingData: [name] }, [name]);
    assert.equal(finding?.confidence, 1);
  }));
});
