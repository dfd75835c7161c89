import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { resultsTable } from "../../src/report/table.ts";
import { condition, madeResults } from "./made_results.ts";

Deno.test("the table holds accuracy with both intervals, the reference and the path", () => {
  const lines = resultsTable(madeResults()).split("\n");
  const clean = lines.find((line) => line.includes("clean "))!;
  assert.match(
    clean,
    /^ {2}clean +0\.19 \[0\.14, 0\.25\] +\[0\.17, 0\.22\] +0\.49 +717 +45 +30$/,
  );
  assert.ok(lines.includes("  audio alone, nearest centroid: 0.57 [0.50, 0.64]"));
  assert.ok(lines.includes("  leakage            +   0.36   [0.30, 0.43]"));
});

Deno.test("rows of a block end in the same column", () => {
  const rows = resultsTable(madeResults()).split("\n").slice(3, 9);
  assert.equal(rows.length, 6);
  assert.equal(new Set(rows.map((row) => row.length)).size, 1);
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
