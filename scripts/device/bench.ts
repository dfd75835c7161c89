/**
 * A step of the device check: `bench.ts SECONDS` runs the quick bench within its time and prints lines of JSON.
 *
 * Each family runs its first comparison before any runs its second, so that a slow device shows some of each.
 * @module
 */
import { FAMILIES } from "../../tests/bench/comparisons.ts";
import { measurePeak, type Peak } from "../../tests/bench/peak.ts";
import { CONTESTANTS } from "../../tests/bench/contestants.ts";
import { type BenchLine, type Result, resultOf } from "../../tests/bench/results.ts";

/** The results of the bench, as far as it got. */
export interface FoundBench {
  readonly peak?: Peak | undefined;
  readonly results: readonly Result[];
  /** Comparisons that were skipped for lack of time. */
  readonly leftOut: readonly string[];
}

/** Parses the lines of a bench that ended or was killed; the last one may be cut off. */
export function readBench(text: string): FoundBench {
  const lines = text.split("\n").slice(0, -1).map((line): BenchLine => JSON.parse(line));
  return {
    peak: lines.flatMap((line) => "peak" in line ? [line.peak] : [])[0],
    results: lines.flatMap((line) => "result" in line ? [line.result] : []),
    leftOut: lines.flatMap((line) => "leftOut" in line ? line.leftOut : []),
  };
}

/** All quick comparisons except the long ones: the first of each family, then the second ones. */
function comparisonsInTurn() {
  const families = Object.values(FAMILIES).filter(({ long }) => !long)
    .map(({ comparisons }) => comparisons({ quick: true, contestants: CONTESTANTS }));
  const most = Math.max(...families.map(({ length }) => length));
  return Array.from({ length: most }, (_, i) => families.flatMap((one) => one.slice(i, i + 1)))
    .flat();
}

function write(line: BenchLine): void {
  console.log(JSON.stringify(line));
}

/** Runs comparisons until the time is up; one that is unfinished by then is left out. */
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
  // Contestants that are still running end with this process.
  Deno.exit(await bench(Number(Deno.args[0])) > 0 ? 0 : 1);
}
