/** A process that `--workers` started: it does a shard beside others, and reports to the process that started it. */
import { Option } from "npm:commander@15.1.0"; // Parses the command line.
import { shareCores } from "../src/basics/cores.ts";
import { noteLine, progressLine } from "../src/distribute/workers/messages.ts";
import { endTerminated } from "./interrupt.ts";
import { type ProgressDisplay, progressDisplay } from "./progress.ts";

/** Milliseconds between reports. */
const BETWEEN_REPORTS = 250;

/** `--beside`, which `--workers` gives to the processes that it starts: how many they are. */
export function besideOption(): Option {
  return new Option("--beside <n>").argParser(Number).hideHelp();
}

/** The progress of a command that may be such a process. */
export function workerProgress(
  { beside, quiet }: { readonly beside?: number; readonly quiet: boolean },
): ProgressDisplay {
  if (beside === undefined) return progressDisplay(quiet);
  shareCores(beside);
  endWithInput();
  return quiet ? progressDisplay(true) : reportingDisplay();
}

/** Ends this process when its standard input ends, as it does with the process that started it. */
async function endWithInput(): Promise<void> {
  const buffer = new Uint8Array(1);
  try {
    while (await Deno.stdin.read(buffer) !== null);
  } catch {
    // It is closed.
  }
  endTerminated();
}

function reportingDisplay(): ProgressDisplay {
  let stage = "";
  let last = 0;
  return {
    isShown: true,
    stop: () => {},
    note: (line) => console.error(noteLine(line)),
    report(report) {
      const isDue = performance.now() - last >= BETWEEN_REPORTS;
      if (!isDue && report.stage === stage && report.done < report.total) return;
      stage = report.stage;
      last = performance.now();
      console.error(progressLine(report));
    },
  };
}
