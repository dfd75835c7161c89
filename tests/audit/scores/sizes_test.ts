import assert from "node:assert/strict";
import type { Finding, LeakRule } from "../../../src/leakage/findings.ts";
import { leakageSummary } from "../../../src/audit/scores/leakage.ts";
import { leastSources } from "../../../src/audit/scores/resampling.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { groupSources } from "../../../src/statistics/sources.ts";

Deno.test("the least number of sources is that of the poorest class", () => {
  const table = groupSources([0, 0, 0, 1, 1, 2, 2, 2], [
    "a",
    "a",
    "b",
    "c",
    "c",
    "d",
    "e",
    undefined,
  ]);
  assert.equal(leastSources({ table }), 1);
  assert.equal(
    leastSources({ table: groupSources([0, 0, 1, 1, 1], ["a", "b", "c", "d", "c"]) }),
    2,
  );
});

Deno.test("classes are covered by flagged findings about pairs, over all class folds", () => {
  const finding = (rule: LeakRule, label: string, flagged: boolean): Finding => ({
    rule,
    label,
    flagged,
    item: rule === "BACKBONE-LABEL" ? "backbone" : `pair of ${label}`,
    evidence: label,
    confidence: 1,
  });
  const findings = [
    finding("TEXT-EXACT", "cat", true),
    finding("TEXT-LEMMA", "cat", true),
    finding("TEXT-EXACT", "dog", true),
    finding("TEXT-HYPERNYM", "hen", false),
    finding("BACKBONE-LABEL", "pig", true),
    // That two sounds share a recording names no class.
    finding("AUDIO-SOURCE", "sheep", true),
    // Nor does that a text is a copy of a caption, in any class fold.
    finding("TEXT-COPY", "a farm in rain", true),
  ];
  const labels = ["cat", "dog", "hen", "pig", "sheep"];
  const folds = makeFolds({ labels, items: [] }, findings, 2);
  const rules = [
    "TEXT-EXACT",
    "TEXT-LEMMA",
    "TEXT-HYPERNYM",
    "BACKBONE-LABEL",
    "AUDIO-SOURCE",
    "TEXT-COPY",
  ] as const;
  const leaks = { rules, findings, nouns: new Map(), covered: [], verdict: "leaky" as const };
  const { covered_classes, by_rule } = leakageSummary(folds, leaks);
  assert.equal(covered_classes, 2);
  assert.equal(by_rule["TEXT-COPY"]!.flagged_pairs, 1);
});
