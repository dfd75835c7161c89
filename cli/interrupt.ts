/** Ctrl-C and termination: what was begun is cleaned up, then the command ends with the signal's exit code. */

import { namesAtWork } from "../src/basics/at_work.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
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

/** Makes signals end the command with 130 or 143 and one line on stderr. */
export function handleSignals(): void {
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    Deno.addSignalListener(signal as keyof typeof EXIT_CODES, () => {
      for (const cleanUp of cleanups) cleanUp();
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(RESTORE_TERMINAL);
      const ended = signal === "SIGINT" ? "Interrupted" : "Terminated";
      const [work, ...inside] = namesAtWork();
      const during = work === undefined ? "" : ` while ${[work, ...inside].join(", ")}`;
      console.error(`\n${ended}${during}.`);
      Deno.exit(code);
    });
  }
}
