/**
 * `deno task bench`: this repository's kernels and other software on one machine, in one run.
 * @module
 */
import { EarnestError } from "../../src/basics/errors.ts";
import { FAMILIES } from "./comparisons.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { measurePeak, type Peak } from "./peak.ts";
import { type Result, resultOf } from "./results.ts";
import { tableOf } from "./table.ts";

function say(line: string, { json }: Options): void {
  if (!json) console.log(line);
}

function peakLines(peak: Peak | undefined): string {
  if (!peak) return "No adapter answers: only what runs on the CPU is timed.";
  const forms = Object.entries(peak.forms).map(([form, { median, lower, upper }]) =>
    `  ${form.padEnd(10)} ${median.toFixed(0)} (${lower.toFixed(0)}–${upper.toFixed(0)})`
  );
  const title = `Measured peak of ${peak.adapter}: ${peak.gflops.toFixed(0)} GFLOP/s`;
  return [title, ...forms].join("\n");
}

async function bench(options: Options): Promise<void> {
  console.error("measuring the adapter's peak");
  const peak = await measurePeak();
  say(`${peakLines(peak)}\n\n${LEGEND}`, options);
  const results: Result[] = [];
  for (const name of options.families) {
    const { note, comparisons } = FAMILIES[name];
    say(`\n${note}`, options);
    for (const comparison of comparisons(options.quick)) {
      console.error(`timing ${comparison.family}: ${comparison.name}`);
      const result = await resultOf(comparison, peak);
      results.push(result);
      say(`\n${tableOf(result)}`, options);
    }
  }
  console.error("measuring the adapter's peak again");
  const peakAgain = peak && await measurePeak();
  if (peakAgain) say(`\nAgain, to see what it wandered by:\n${peakLines(peakAgain)}`, options);
  if (options.json) console.log(JSON.stringify({ schema: 2, peak, peakAgain, results }, null, 2));
}

const LEGEND = `cold: first call in a process, which compiles. wall: later calls with one read-back,
median. kernel: what n calls more before the same read-back add, by n. ratio: to
the first line, above 1 is slower. peak: share of the peak above, by kernel time
where it is known.`;

try {
  const options = readOptions(Deno.args);
  if (options.help) console.log(HELP);
  else await bench(options);
} catch (thrown) {
  if (!(thrown instanceof EarnestError)) throw thrown;
  console.error(`bench: ${thrown.message}`);
  Deno.exit(thrown.exitCode);
}
