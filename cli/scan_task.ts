/** The shards of `scan` and `split`: which of them this process does, and what it says of them. */
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import type { DividedScanWork } from "../src/distribute/divided_scan.ts";
import type { TaskChoice } from "../src/distribute/open_task.ts";
import { scanShards } from "../src/distribute/scan_shards.ts";
import type { ProgressDisplay } from "./progress.ts";
import { dividedCommand } from "./shards.ts";
import { counted } from "./table.ts";

/** Options that decide what becomes of a divided command's output. */
interface TaskOptions {
  readonly out: string;
  readonly json: boolean;
}

/** Scans the shards of a task, and prints how that ended. */
export async function runShards(
  command: "scan" | "split",
  work: DividedScanWork,
  choice: TaskChoice,
  { out, json }: TaskOptions,
  progress: ProgressDisplay,
): Promise<void> {
  const { shards, of, result } = await scanShards(work, choice, dividedCommand(command))
    .finally(() => progress.stop());
  if (json) return console.log(safeJson({ out, shards, of, ...result }));
  const which = `Shard ${shards.join(", ")} of ${of}`;
  if (result === undefined) return console.log(`${which} was done before: "${printable(out)}"`);
  const { pairs, findings } = result;
  console.log(
    `${which} is done: ${counted(findings, "finding")} in ${counted(pairs, "pair")}.\n` +
      `When all are, put them together with: earnest collect ${shellWord(pathWord(out))}`,
  );
}
