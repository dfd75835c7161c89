import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import type { EvaluationItem, TrainingPair } from "../../src/leakage/findings.ts";
import { makePools } from "../../src/leakage/pools/pools.ts";
import { scanPairs } from "../../src/leakage/scan.ts";
import { sharedPath } from "../shared.ts";

Deno.test("a source cut into clips of two classes gives a finding for each", () => {
  const items = [
    { id: "e1", label: "rooster", source: "7" },
    { id: "e2", label: "rooster", source: "7" },
    { id: "e3", label: "hen", source: "7" },
    { id: "e4", label: "dog" },
  ];
  const pairs = [
    { id: "t1", text: "a farm", source: "7" },
    { id: "t2", text: "a farm", source: "77" },
    { id: "t3", text: "a farm" },
  ];
  const findings = scanPairs(pairs, { labels: [], items }, ["AUDIO-SOURCE"]);
  assert.deepEqual(
    findings.map(({ item, label, evidence }) => [item, label, evidence]),
    [
      ["t1", "rooster", "source 7, also of evaluation item e1"],
      ["t1", "hen", "source 7, also of evaluation item e3"],
    ],
  );
});

Deno.test("AUDIO-SOURCE refuses to pass what it cannot judge", () => {
  const withSource = [{ id: "t", text: "dog", label: "dog", source: "1" }];
  const without = [{ id: "t", text: "dog", label: "dog" }];
  const scan = (pairs: TrainingPair[], items: EvaluationItem[]) => () =>
    scanPairs(pairs, { labels: ["dog"], items }, ["AUDIO-SOURCE"]);
  assert.throws(scan(without, withSource), InputError);
  assert.throws(scan(withSource, without), /none of 1 evaluation items has a source/);
  assert.doesNotThrow(scan(withSource, withSource));
});

function esc(): { pairs: TrainingPair[]; items: EvaluationItem[] } | undefined {
  const fold4 = sharedPath("data/esc50-fold4/esc50-fold4.csv");
  const esc10 = sharedPath("data/esc10/metadata.csv");
  if (fold4 === undefined || esc10 === undefined) return undefined;
  const rows = (path: string) =>
    Deno.readTextFileSync(path).trim().split("\n").slice(1).map((line) => line.split(","));
  return {
    pairs: rows(fold4).map(([id, , , label, , source]) => ({
      id: id!,
      text: label!.replaceAll("_", " "),
      label: label!,
      source: source!,
    })),
    items: rows(esc10).filter(([, , fold]) => fold !== "4").map(([id, label, , source]) => ({
      id: id!,
      label: label!,
      source: source!,
    })),
  };
}

Deno.test("ESC-50 fold 4 against ESC-10: 80 pairs by text, 82 with sources, a matched control", () => {
  const data = esc();
  if (data === undefined) return;
  const labels = [...new Set(data.items.map(({ label }) => label))];
  const evaluation = { labels, items: data.items };
  const byText = scanPairs(data.pairs, evaluation, ["TEXT-EXACT"]);
  assert.equal(new Set(byText.map(({ item }) => item)).size, 80);

  const pools = makePools(
    data.pairs,
    scanPairs(data.pairs, evaluation, ["TEXT-EXACT", "AUDIO-SOURCE"]),
    0,
  );
  assert.deepEqual(pools.flaggedBy, { "AUDIO-SOURCE": 2, "TEXT-EXACT": 80 });
  assert.equal(pools.clean.length, 318);
  assert.equal(pools.control.length, 318);
  assert.deepEqual(pools.controlMatch, {
    pairsRemoved: 82,
    pairsTarget: 82,
    classesRemoved: 10,
    classesTarget: 10,
  });
  assert.deepEqual(pools.notes, []);
});
