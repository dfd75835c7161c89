import assert from "node:assert/strict";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../../../src/leakage/corpus/options.ts";
import { sharedPath } from "../../shared.ts";

/** Scans one of the shared cases; undefined where they are missing. */
async function scanned(
  pairs: string,
  options: (path: (name: string) => string) => CorpusScanOptions,
) {
  const folder = sharedPath("cases/scan");
  if (folder === undefined) return undefined;
  const path = (name: string) => `${folder}/${name}`;
  const scan = await openScan(path(pairs), options(path), false);
  const findings = (await Array.fromAsync(scan.findings())).flat();
  return { findings, summary: scan.summary() };
}

Deno.test("placeholders are no recordings, and AudioSet's strong ids are in milliseconds", async () => {
  const found = await scanned("f09_train.csv", (path) => ({
    labels: path("f09_eval.csv"),
    items: path("f09_eval.csv"),
    rules: ["AUDIO-SOURCE"],
  }));
  if (found === undefined) return;
  assert.deepEqual(found.findings.map(({ item, flagged }) => `${item} ${flagged}`), [
    "b0RFKhbpFJA_30000.wav true",
    "Yb0RFKhbpFJA.wav true",
    "b0RFKhbpFJA_000035.mp4 true",
    "b0RFKhbpFJA_60.wav false",
    "b.wav true",
    "c.wav true",
    "Yb0RFKhbpFJA_30_40.wav true",
    "g.wav true",
  ]);
});
