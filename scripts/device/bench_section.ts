/**
 * Shows the bench on the page of a device check.
 * @module
 */
import type { Row } from "../../tests/bench/results.ts";
import type { FoundBench } from "./bench.ts";
import { table } from "./markdown.ts";

/** Medians of every contestant in every comparison. */
export function benchSection({ peak, results, leftOut }: FoundBench): string {
  const rows = results.flatMap(({ family, name, rows }) =>
    rows.map((row) => [`${family}: ${name}`, ...cellsOf(row)])
  );
  return [
    `Measured peak: ${
      peak ? `${peak.gflops.toFixed(0)} GFLOP/s` : "no adapter answers"
    }. Medians; a ratio ` +
    "above 1 is slower than the first line that ran.",
    "",
    table(["comparison", "contestant", "first call", "wall", "kernel", "ratio", "peak"], rows),
    "",
    ...results.flatMap(({ warnings }) => warnings.map((warning) => `- ${warning}`)),
    ...(leftOut.length > 0 ? [`- **Left out for lack of time:** ${leftOut.join("; ")}`] : []),
  ].join("\n").trimEnd();
}

function cellsOf(row: Row): string[] {
  if (row.cannotRun !== undefined) return [row.name, row.cannotRun, "", "", "", ""];
  const { coldMilliseconds, wallMilliseconds, kernelMilliseconds, wallRatio, peakShare } = row;
  return [
    row.name,
    milliseconds(coldMilliseconds),
    milliseconds(wallMilliseconds?.median),
    milliseconds(kernelMilliseconds?.median),
    wallRatio === undefined ? "" : wallRatio.toFixed(2),
    peakShare === undefined ? "" : `${(100 * peakShare).toFixed(0)} %`,
  ];
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? "" : `${value.toPrecision(3)} ms`;
}
