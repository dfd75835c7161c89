/**
 * Checks whether the 95 % intervals for classes like these contain the truth as often as they claim:
 *
 *     deno run -A tests/studies/coverage.ts [AUDITS] [--sizes 20/1,50/5] [--worlds null,partial]
 *
 * In each setting AUDITS small audits (default 200) of a planted world draw new evaluation classes, sources and training
 * seeds; the clean pool is the same, since intervals do not speak of other pools. The truth is the mean of these audits:
 * its own error, which is printed, is 1/14 of one audit's. One table a setting, in Markdown, as soon as it is known;
 * about two hours of processor time, or less for the named numbers of classes in folds; the same numbers give the same
 * tables.
 * @module
 */
import { parseArgs } from "node:util";
import { progressDisplay } from "../../cli/progress.ts";
import { coverageRow, onWorkers, startWorkers } from "./coverage/on_workers.ts";
import { type Effort, type Intervals, QUANTITIES } from "./coverage/simulated_audit.ts";
import type { Draw, World } from "./coverage/world.ts";

const POOL = 1;
const EFFORT: Effort = { seeds: 5, bootstrap: 2000 };

const WORLDS: readonly World[] = ["null", "partial", "near-perfect"];
/** Numbers of evaluation classes and of class folds. */
const SIZES = [[6, 1], [6, 2], [10, 1], [10, 2], [20, 1], [20, 2], [50, 1], [50, 5]] as const;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: "string" }, worlds: { type: "string" } },
});
const [audits = 200] = positionals.map(Number);
const isWanted = (list: string | undefined, one: string) => list?.split(",").includes(one) ?? true;
const sizes = SIZES.filter(([classes, folds]) => isWanted(options.sizes, `${classes}/${folds}`));
const worlds = WORLDS.filter((world) => isWanted(options.worlds, world));
const progress = progressDisplay(false);
const workers = startWorkers(new URL("./coverage/worker.ts", import.meta.url));
const columns = ["world", "classes", "folds", "of", "truth", "covered", "below", "above", "width"];
console.log(`| ${columns.join(" | ")} |\n|${columns.map(() => " - |").join("")}`);
for (const [classes, folds] of sizes) {
  for (const world of worlds) {
    const draws = Array.from(
      { length: audits },
      (_, audit): Draw => ({ world, classes, folds, pool: POOL, audit }),
    );
    const found = await onWorkers<Intervals>(
      workers,
      draws.map((draw) => ({ draw, effort: EFFORT })),
      `${world}, ${classes} classes in ${folds}`,
      progress,
    );
    for (const row of rowsOf(found)) {
      console.log(`| ${[world, classes, folds, ...row].join(" | ")} |`);
    }
  }
}
progress.stop();
for (const worker of workers) worker.terminate();

function rowsOf(found: readonly Intervals[]): string[][] {
  return QUANTITIES.map((quantity) =>
    coverageRow(quantity, found.map((intervals) => intervals[quantity]))
  );
}
