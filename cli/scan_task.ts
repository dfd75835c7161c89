/** The shards of `scan` and `split`: those of a task are scanned, and what was found is printed. */
import type { DividedScanWork } from "../src/distribute/divided_scan.ts";
import type { TaskChoice } from "../src/distribute/open_task.ts";
import { scanShards } from "../src/distribute/scan_shards.ts";
import type { ProgressDisplay } from "./progress.ts";
import { dividedCommand, printTask, type ShardsOutput } from "./shards.ts";
import { counted } from "./table.ts";

/** Scans the shards of a task, and prints how that ended. */
export async function runShards(
  command: "scan" | "split",
  work: DividedScanWork,
  choice: TaskChoice,
  output: ShardsOutput,
  progress: ProgressDisplay,
): Promise<void> {
  const task = await scanShards(work, choice, dividedCommand(command))
    .finally(() => progress.stop());
  printTask(
    task,
    output,
    ({ pairs, findings }) => `${counted(findings, "finding")} in ${counted(pairs, "pair")}`,
  );
}
