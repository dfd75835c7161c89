/**
 * Checks whether the intervals of differences between two audits contain the truth as often as they claim:
 *
 *     deno run -A tests/studies/comparison_coverage.ts [AUDITS] [--sizes 10,20] [--worlds null,partial]
 *
 * In each setting AUDITS simulated evaluations (default 200) of a planted world are audited three times: a backbone, and
 * a weaker one with the same training seeds and with others. The truth is the mean of the differences. One table in
 * Markdown; the same numbers give the same table. About 1 s of processor time for each evaluation.
 */
import { parseArgs } from "node:util";
import { progressDisplay } from "../../cli/progress.ts";
import { type Differences, type Effort, SUBTRACTED } from "./comparison/simulated_pair.ts";
import { coverageRow, onWorkers, startWorkers } from "./coverage/on_workers.ts";
import type { Draw, World } from "./coverage/world.ts";

const EFFORT: Effort = { seeds: 5, bootstrap: 2000 };
const POOL = 1;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: "string", default: "10,20" },
    worlds: { type: "string", default: "null,partial" },
  },
});
const [audits = 200] = positionals.map(Number);
const progress = progressDisplay(false);
const workers = startWorkers(new URL("./comparison/worker.ts", import.meta.url));
const columns = ["world", "classes", "seeds", "of", "truth", "covered", "below", "above", "width"];
console.log(`| ${columns.join(" | ")} |\n|${columns.map(() => " - |").join("")}`);
for (const world of options.worlds.split(",") as World[]) {
  for (const classes of options.sizes.split(",").map(Number)) {
    const draws = Array.from(
      { length: audits },
      (_, audit): Draw => ({ world, classes, folds: 1, pool: POOL, audit }),
    );
    const found = await onWorkers<Found>(
      workers,
      draws.map((draw) => ({ draw, effort: EFFORT })),
      `${world}, ${classes} classes`,
      progress,
    );
    for (const seeds of ["same", "other"] as const) {
      for (const row of rowsOf(found.map((one) => one[seeds]))) {
        console.log(`| ${[world, classes, seeds, ...row].join(" | ")} |`);
      }
    }
  }
}
progress.stop();
for (const worker of workers) worker.terminate();

type Found = Record<"same" | "other", Differences>;

function rowsOf(found: readonly Differences[]): string[][] {
  return SUBTRACTED.map((of) => coverageRow(of, found.map((differences) => differences[of])));
}
