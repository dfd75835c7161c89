import assert from "node:assert/strict";
import { comparisonTable } from "../../../src/report/compare/table.ts";
import {
  claimWords,
  comparisonSentences,
  comparisonTitle,
} from "../../../src/report/compare/words.ts";
import { compareMade, madeAudit, madeComparison, withNames } from "./comparisons.ts";

Deno.test("the tables have every row and difference in 80 columns", async () => {
  const comparison = await madeComparison();
  const table = comparisonTable(comparison);
  for (const line of table.split("\n")) assert.ok(line.length <= 80, line);
  assert.match(table, /^Balanced top-1 accuracy with 95 % intervals for classes like these\n/);
  assert.match(table, /\nEvaluation 1: 20 classes, 860 items, chance 0\.05\n/);
  assert.match(table, /\nEvaluation 2: 10 classes, 860 items, chance 0\.10\n/);
  assert.match(table, /\n {2}1 +0\.51 \[0\.41, 0\.61\] +0\.21 \[.*0\.16 \(< 0\.001\)\n/);
  assert.match(
    table,
    /\n {2}3 +.*\]\* +0\.20 \(< 0\.001\)\n {2}\* dirty minus clean: no control was trained that /,
  );
  assert.match(table, /\n {2}row +published, as it is +p\n {2}4 +0\.52 /);
  assert.match(table, /\n {2}2 +1 +clean +0\.30 \[.*\] +\[.*\] +higher\n/);
  assert.match(table, /\n {2}3 +1 +flagged pairs .* not shown\n/);
});

Deno.test("numbers too wide for a line are in a second table of the same rows", async () => {
  const comparison = await madeComparison();
  const wide = { mean: 0.0003, low: 0.0001, high: 0.0004, low_fixed: 0, high_fixed: 0 };
  const accuracy = { ...wide, per_seed: [] };
  const leakage = { ...wide, value: -0.0003, low: -0.0004 };
  const evaluations = comparison.evaluations.map((one) => ({
    ...one,
    rows: one.rows.map((row) => ({ ...row, dirty: accuracy, clean: accuracy, leakage })),
  }));
  const table = comparisonTable({ ...comparison, evaluations });
  for (const line of table.split("\n")) assert.ok(line.length <= 80, line);
  assert.match(
    table,
    /\n {2}row +leakage +transfer \(p\)\n {2}1 +−0\.0003 \[.*\] +0\.16 \(< 0\.001\)\n/,
  );
});

Deno.test("sentences say which differences are shown, and of nothing else who is higher", async () => {
  const { notes, ...comparison } = await madeComparison();
  const sentences = comparisonSentences({ ...comparison, notes });
  const beats = /^Row 2 \(beats-.* with glove-100d\): dirty accuracy is higher than that of row 1 /;
  assert.match(sentences[0]!, beats);
  assert.match(
    sentences[0]!,
    / by 0\.30 \[0\.\d\d, 0\.\d\d\], an interval that holds with those of all 7\.$/,
  );
  const lower = sentences.find((sentence) => sentence.startsWith("Row 5"))!;
  assert.match(
    lower,
    /^Row 5 \(other\): score is lower than that of row 4 \(clap\) by 0\.3\d \[0\./,
  );
  assert.equal(sentences.filter((sentence) => sentence.startsWith("Row")).length, 3);
  assert.deepEqual(sentences.slice(3), notes);

  const alike = await compareMade([madeAudit(1, 0), madeAudit(2, 0)]);
  assert.deepEqual(comparisonSentences(alike), [
    "None of 3 differences is shown by intervals that hold together.",
  ]);
  assert.equal(comparisonTitle(alike), "2 audits side by side: dirty 0.51, clean 0.21");
});

Deno.test("claims are words, and transfer says whether listed topics may explain it", () => {
  const transfer = { kind: "transfer", condition: "clean" } as const;
  assert.equal(
    claimWords([{ kind: "leakage" }, { kind: "not-above-chance", condition: "clean" }]),
    "leakage, clean not above chance",
  );
  assert.equal(claimWords([transfer]), "transfer");
  assert.equal(
    claimWords([{ ...transfer, without_listed: 0.01 }]),
    "transfer (also without listed topics)",
  );
  assert.equal(
    claimWords([{ ...transfer, without_listed: 0.3 }]),
    "transfer (not shown without listed topics)",
  );
  assert.equal(
    claimWords([{ ...transfer, without_listed: "untested" }]),
    "transfer (listed topics may explain it: untested)",
  );
});

Deno.test("no name steers the terminal", async () => {
  const comparison = withNames(await madeComparison(), "\u001b[2J\u202edog\nx");
  // Notes are made printable where they are printed.
  const words = [comparisonTable(comparison), ...comparisonSentences({ ...comparison, notes: [] })];
  assert.doesNotMatch(words.join("").replaceAll("\n", ""), /[\p{Cc}\u202e]/u);
});
