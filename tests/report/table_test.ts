import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { Transfer } from "../../src/audit/results/results.ts";
import { resultsTable } from "../../src/report/table.ts";
import { madeTwin } from "./made_effects.ts";
import { condition, interval, madeResults } from "./made_results.ts";

Deno.test("the table holds accuracy with both intervals, both references and the path", () => {
  const lines = resultsTable(madeResults()).split("\n");
  const clean = lines.find((line) => line.includes("clean "))!;
  assert.match(
    clean,
    /^ {2}clean +0\.19 \[0\.14, 0\.25\] +\[0\.17, 0\.22\] +717 +45 +30$/,
  );
  // The reference of the same pairs stands right below the dirty accuracy.
  const dirty = lines.findIndex((line) => line.startsWith("  dirty "));
  assert.match(lines[dirty + 1]!, /^ {2}audio only +0\.37 \[0\.30, 0\.44\] .* 860 +54 +0$/);
  const separability =
    "  separability: nearest centroid of the evaluation itself, 0.57 [0.50, 0.64]";
  assert.ok(lines.includes(separability));
  assert.ok(lines.includes("  leakage            +   0.36   [0.30, 0.43]"));
  assert.ok(lines.includes("  transfer over shuffled trainings: 0.08 [0.03, 0.13]"));
});

Deno.test("the second test of transfer has a line where it was made", () => {
  const made = madeResults();
  const left = { topics: ["harmonica"], labels: ["trumpet"], classes: 53 };
  const textWith = (without_listed: Transfer["without_listed"]) =>
    resultsTable({
      ...made,
      attribution: made.attribution.map((one) => ({
        ...one,
        transfer: { ...one.transfer, ...(without_listed ? { without_listed } : {}) },
      })),
    });
  const again = {
    ...left,
    value: 0.07,
    ...interval(0.02, 0.12),
    chance: 1 / 9,
    permutation_p: 0.01,
  };
  assert.match(
    textWith(again),
    /\n {2}transfer without listed topics: 0\.07 \[0\.02, 0\.12\], 53 classes\n/,
  );
  assert.doesNotMatch(textWith(left) + textWith(undefined), /without listed topics/);
});

Deno.test("rows of a block end in the same column", () => {
  const rows = resultsTable(madeResults()).split("\n").slice(3, 10);
  assert.match(rows.at(-1)!, /^ {2}untrained /);
  assert.equal(new Set(rows.map((row) => row.length)).size, 1);
});

Deno.test("both tables of two factors hold their cells, main effects and interaction", () => {
  const made = madeResults();
  const attribution = made.attribution.map((one) => ({ ...one, twin: madeTwin() }));
  const lines = resultsTable({ ...made, attribution }).split("\n");
  const first = lines.indexOf("  clean pairs          character-ngrams         glove-100d");
  assert.deepEqual(lines.slice(first + 1, first + 14), [
    "  log-mel-statistics  0.12 [0.09, 0.16]  0.15 [0.11, 0.20]",
    "  openwakeword        0.13 [0.09, 0.18]  0.19 [0.14, 0.25]",
    "  audio, main effect  0.03 [−0.01, 0.06]",
    "  text, main effect    0.04 [0.01, 0.08]",
    "  interaction         0.03 [−0.02, 0.07]",
    "",
    "  twin and backbone              clean            control",
    "  unlabelled         0.16 [0.12, 0.20]  0.50 [0.44, 0.56]",
    "  openwakeword       0.19 [0.14, 0.25]  0.54 [0.48, 0.60]",
    "  labels, on clean pairs      0.02 [−0.02, 0.06]",
    "  labels, main effect          0.04 [0.01, 0.06]",
    "  flagged pairs, main effect   0.34 [0.29, 0.40]",
    "  interaction                 0.01 [−0.04, 0.06]",
  ]);
});

Deno.test("without a matching control flagged pairs are not split, and the table says so", () => {
  const made = madeResults();
  const part = { value: 0.36, ...interval(0.3, 0.43) };
  const attribution = made.attribution.map((one) => {
    const { leakage: _, volume: __, ...path } = one.path;
    return { ...one, path: { ...path, flaggedPairs: part } };
  });
  const text = resultsTable({ ...made, attribution });
  assert.match(text, /\n {2}flagged pairs +\+ +0\.36 +\[0\.30, 0\.43\]\n/);
  assert.match(
    text,
    /\n {2}no control pool matches the clean one: flagged pairs are not split\n/,
  );
});

Deno.test("lines are at most 80 wide without control characters, whatever the names and sizes", () => {
  const property = fc.property(
    fc.string({ unit: "binary", maxLength: 120 }),
    fc.integer({ min: 0, max: 9_999_999 }),
    (audio, pairs) => {
      const conditions = [
        condition(audio, "untrained", [0.11, 0.003, 0.14], { pairs, classes: 99_999 }),
      ];
      for (const line of resultsTable({ ...madeResults(), conditions }).split("\n")) {
        assert.ok([...line].length <= 80, `${line.length} columns: ${line}`);
        assert.doesNotMatch(line, /\p{Cc}/u);
      }
    },
  );
  fc.assert(property, { seed: 3, numRuns: 40 });
});

Deno.test("an audit without conditions gives the head alone", () => {
  const results = { ...madeResults(), conditions: [] };
  assert.equal(resultsTable(results), "Balanced top-1 accuracy with 95 % intervals; chance 0.111");
});

Deno.test("pairs without labels are of no class, which is no zero", () => {
  const made = madeResults();
  const conditions = made.conditions.map((one) => ({ ...one, classes: 0 }));
  const table = resultsTable({ ...made, conditions });
  assert.match(table, /^ {2}clean .* 717 +– +30$/m);
  assert.match(table, /^ {2}untrained .* 0 +0 +30$/m);
});
