/** Ctrl-C and termination: what was begun is cleaned up, then the command ends with the signal's exit code. */

import { namesAtWork } from "../src/basics/at_work.ts";

/** What a signal makes of a command. */
interface Ending {
  readonly code: number;
  readonly word: string;
}

const ENDINGS: Partial<Record<Deno.Signal, Ending>> = {
  SIGINT: { code: 130, word: "Interrupted" },
  SIGTERM: { code: 143, word: "Terminated" },
  SIGHUP: { code: 129, word: "Hung up" },
};
const cleanups = new Set<() => void>();

/** Shows the cursor and wraps lines again: a progress bar switches both off while it stands. */
const RESTORE_TERMINAL = new TextEncoder().encode("\x1b[?25h\x1b[?7h");

/**
 * Runs the work; if a signal ends the command meanwhile, `cleanUp` runs first.
 * @param cleanUp must not wait for anything
 */
export async function interruptible<Result>(
  cleanUp: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  cleanups.add(cleanUp);
  try {
    return await work();
  } finally {
    cleanups.delete(cleanUp);
  }
}

/** Makes signals end the command with 130, 143 or 129 and one line on stderr. */
export function handleSignals(): void {
  // With the first listener Deno handles this signal, too, and ends the process unless a listener says otherwise.
  const isKept = isHangUpIgnored();
  for (const [signal, ending] of Object.entries(ENDINGS) as [Deno.Signal, Ending][]) {
    try {
      Deno.addSignalListener(signal, () => {
        if (signal !== "SIGHUP" || !isKept) end(ending);
      });
    } catch {
      // This system has no such signal.
    }
  }
}

/** Whether the command shall outlive its terminal, as under `nohup`. */
function isHangUpIgnored(): boolean {
  const path = "/proc/self/status";
  // Reading without a permission would ask for it.
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return false;
  try {
    const [, mask] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(Deno.readTextFileSync(path))!;
    return (parseInt(mask!.at(-1)!, 16) & 1) === 1;
  } catch {
    return false;
  }
}

/** Ends the command as a termination signal does. */
export function endTerminated(): never {
  return end(ENDINGS.SIGTERM!);
}

function end({ code, word }: Ending): never {
  for (const cleanUp of cleanups) cleanUp();
  try {
    if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(RESTORE_TERMINAL);
    const [work, ...inside] = namesAtWork();
    const during = work === undefined ? "" : ` while ${[work, ...inside].join(", ")}`;
    console.error(`\n${word}${during}.`);
  } catch {
    // The terminal is gone.
  }
  Deno.exit(code);
}
