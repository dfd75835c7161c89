import assert from "node:assert/strict";
import type { ScanSummary } from "../../../src/leakage/output/summary.ts";
import { scanTables } from "../../../src/leakage/output/tables.ts";

Deno.test("beside flagged findings stands the rule that flagged most of them", () => {
  const tally = (findings: number, flagged: number) => ({
    findings,
    flagged,
    flaggedPairs: flagged,
  });
  const summary: Pick<ScanSummary, "byRule" | "byLabel"> = {
    byRule: {},
    byLabel: {
      "chirping birds": {
        "TEXT-HYPERNYM": tally(500, 0),
        "TEXT-EXACT": tally(30, 30),
        "TEXT-LEMMA": tally(103, 103),
      },
      "dog": { "TEXT-HYPERNYM": tally(7, 0), "BACKBONE-LABEL": tally(1, 0) },
    },
  };
  const lines = scanTables(summary as ScanSummary).split("\n");
  assert.match(lines.find((line) => line.includes("birds"))!, / 633 +133 +TEXT-LEMMA$/);
  // Where nothing is flagged, it is the rule that found most.
  assert.match(lines.find((line) => line.includes("dog"))!, / 8 +0 +TEXT-HYPERNYM$/);
});
