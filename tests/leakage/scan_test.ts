import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import type { EvaluationItem, TrainingPair } from "../../src/leakage/findings.ts";
import { makePools } from "../../src/leakage/pools/pools.ts";
import type { LabelSet } from "../../src/leakage/labels/label_set.ts";
import { scanPairs } from "../../src/leakage/scan.ts";
import { sharedPath } from "../shared.ts";

/** Labels that mean their own words. */
function bare(labels: readonly string[]): LabelSet {
  return { name: "bare", labels: labels.map((label) => ({ label })) };
}

Deno.test("a source cut into clips of two classes gives a finding for each", async () => {
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
  const findings = await scanPairs(pairs, { labels: bare([]), items }, ["AUDIO-SOURCE"]);
  assert.deepEqual(
    findings.map(({ item, label, evidence }) => [item, label, evidence]),
    [
      ["t1", "rooster", "source 7, also of evaluation item e1"],
      ["t1", "hen", "source 7, also of evaluation item e3"],
    ],
  );
});

Deno.test("AUDIO-SOURCE refuses pairs or items without sources", async () => {
  const withSource = [{ id: "t", text: "dog", label: "dog", source: "1" }];
  const without = [{ id: "t", text: "dog", label: "dog" }];
  const scan = (pairs: TrainingPair[], items: EvaluationItem[]) => () =>
    scanPairs(pairs, { labels: bare(["dog"]), items }, ["AUDIO-SOURCE"]);
  await assert.rejects(scan(without, withSource), InputError);
  await assert.rejects(scan(withSource, without), /none of 1 evaluation items has a source/);
  await assert.doesNotReject(scan(withSource, withSource));
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

Deno.test("ESC-50 fold 4 against ESC-10: 80 pairs by text, 82 with sources, a matched control", async () => {
  const data = esc();
  if (data === undefined) return;
  const labels = [...new Set(data.items.map(({ label }) => label))];
  const evaluation = { labels: bare(labels), items: data.items };
  const byText = await scanPairs(data.pairs, evaluation, ["TEXT-EXACT", "TEXT-LEMMA"]);
  assert.equal(new Set(byText.map(({ item }) => item)).size, 80);

  const pools = makePools(
    data.pairs,
    await scanPairs(data.pairs, evaluation, ["TEXT-EXACT", "TEXT-LEMMA", "AUDIO-SOURCE"]),
  );
  assert.deepEqual(pools.flaggedBy, { "AUDIO-SOURCE": 2, "TEXT-EXACT": 80 });
  assert.equal(pools.clean.length, 318);
  assert.equal(pools.control.length, 318);
  assert.deepEqual(pools.controlMatch, {
    valid: true,
    pairs: [318, 318],
    sounds: [318, 318],
    topics: [40, 40],
  });
  assert.deepEqual(pools.notes, []);
});
