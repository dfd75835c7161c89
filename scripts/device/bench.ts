/**
 * A step of the device check: `bench.ts SECONDS` runs the quick bench for as long as there is time, as lines of JSON.
 *
 * Every family has its turn before any has its second, so that a slow device shows something of each.
 * @module
 */
import { FAMILIES } from "../../tests/bench/comparisons.ts";
import { measurePeak, type Peak } from "../../tests/bench/peak.ts";
import { type Result, resultOf } from "../../tests/bench/results.ts";

/** A line of this step's output. */
export type BenchLine =
  | { readonly peak: Peak | undefined }
  | { readonly result: Result }
  | { readonly leftOut: readonly string[] };

/** What the bench found, as far as it got. */
export interface FoundBench {
  readonly peak?: Peak | undefined;
  readonly results: readonly Result[];
  /** Comparisons for which there was no time. */
  readonly leftOut: readonly string[];
}

/** Reads the lines of a bench that ended or was killed; the last one may be cut off. */
export function readBench(text: string): FoundBench {
  const lines = text.split("\n").slice(0, -1).map((line): BenchLine => JSON.parse(line));
  return {
    peak: lines.flatMap((line) => "peak" in line ? [line.peak] : [])[0],
    results: lines.flatMap((line) => "result" in line ? [line.result] : []),
    leftOut: lines.flatMap((line) => "leftOut" in line ? line.leftOut : []),
  };
}

/** All quick comparisons but the long ones: the first of each family, then the second ones. */
function comparisonsInTurn() {
  const families = Object.values(FAMILIES).filter(({ long }) => !long)
    .map(({ comparisons }) => comparisons(true));
  const most = Math.max(...families.map(({ length }) => length));
  return Array.from({ length: most }, (_, i) => families.flatMap((one) => one.slice(i, i + 1)))
    .flat();
}

function write(line: BenchLine): void {
  console.log(JSON.stringify(line));
}

/** Runs comparisons until the time is up; one that is not done by then is left out. */
async function bench(seconds: number): Promise<number> {
  const timeIsUp = new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
  const peak = await measurePeak();
  write({ peak });
  const all = comparisonsInTurn();
  let done = 0;
  for (const comparison of all) {
    console.error(`timing ${comparison.family}: ${comparison.name}`);
    const result = await Promise.race([resultOf(comparison, peak), timeIsUp]);
    if (!result) break;
    write({ result });
    done++;
  }
  write({ leftOut: all.slice(done).map(({ family, name }) => `${family}: ${name}`) });
  return done;
}

if (import.meta.main) {
  // Contestants that still run end with this process.
  Deno.exit(await bench(Number(Deno.args[0])) > 0 ? 0 : 1);
}
