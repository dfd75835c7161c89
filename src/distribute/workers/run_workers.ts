/**
 * Does the tasks of a plan in several processes on this machine.
 * @module
 */
import {
  CheckFailedError,
  DeviceError,
  type EarnestError,
  InputError,
  SurroundingsError,
} from "../../basics/errors.ts";
import { untilExit } from "../../basics/output/exit.ts";
import type { ProgressReport } from "../../basics/progress.ts";
import { Child, type ChildCommand, type ChildEnd } from "./child.ts";

/** The environment of a process: for each one, what shows it its own card. */
export type Seat = Readonly<Record<string, string>>;

/** What several processes do together. */
export interface Workload {
  /** The tasks to do, each a shard or several. */
  readonly tasks: readonly number[];
  /** A process at a time for each seat. */
  readonly seats: readonly Seat[];
  /** How a task's process is started. */
  commandOf(task: number): Omit<ChildCommand, "env">;
  /** Called with the progress of all processes together. */
  onProgress(report: ProgressReport): void;
  /** Called with each note, once. */
  onNote(note: string): void;
}

/** A task that could not be done. */
interface Failure extends ChildEnd {
  readonly task: number;
}

/**
 * Does tasks in processes. A process that is killed, or whose surroundings fail, is started once more; where input or
 * device are at fault, all are ended.
 *
 * @throws {EarnestError} of the kind with which a process ended, when the others have ended, too
 */
export async function runWorkers(work: Workload): Promise<void> {
  const pool = new Pool(work);
  const stopWaiting = untilExit(() => pool.end());
  try {
    await Promise.all(work.seats.map((seat) => pool.occupy(seat)));
  } finally {
    stopWaiting();
    pool.end();
  }
  const [failure] = pool.failures;
  if (failure !== undefined) throw errorOf(failure, pool.failures.length, work.tasks.length);
}

/** The processes. */
class Pool {
  readonly failures: Failure[] = [];
  readonly #work: Workload;
  readonly #queue: number[];
  readonly #children = new Set<Child>();
  readonly #reports = new Map<number, ProgressReport>();
  readonly #notes = new Set<string>();
  #isEnding = false;

  constructor(work: Workload) {
    this.#work = work;
    this.#queue = [...work.tasks];
  }

  /** Does one task after another. */
  async occupy(seat: Seat): Promise<void> {
    for (;;) {
      const task = this.#isEnding ? undefined : this.#queue.shift();
      if (task === undefined) return;
      let end = await this.#run(task, seat);
      if (mayBeRepeated(end) && !this.#isEnding) {
        const why = end.wasKilled ? "its process was killed" : end.reason;
        this.#note(`task ${task} is started once more: ${why}`);
        end = await this.#run(task, seat);
      }
      if (end.code === 0) continue;
      this.failures.push({ task, ...end });
      // The others would fail alike.
      if (!mayBeRepeated(end)) this.end();
    }
  }

  /** Ends all processes; no other is started. */
  end(): void {
    this.#isEnding = true;
    for (const child of this.#children) child.end();
  }

  async #run(task: number, env: Seat): Promise<ChildEnd> {
    const child = new Child({ ...this.#work.commandOf(task), env }, (message) => {
      if ("note" in message) this.#note(message.note);
      else this.#report(task, message);
    });
    this.#children.add(child);
    try {
      return await child.ended;
    } finally {
      this.#children.delete(child);
    }
  }

  #note(note: string): void {
    if (this.#notes.has(note)) return;
    this.#notes.add(note);
    this.#work.onNote(note);
  }

  /** Adds up what all processes report of the stage that one of them reports of. */
  #report(task: number, report: ProgressReport): void {
    this.#reports.set(task, report);
    const alike = [...this.#reports.values()].filter(({ stage }) => stage === report.stage);
    const sum = (key: "done" | "total") => alike.reduce((total, one) => total + one[key], 0);
    this.#work.onProgress({ stage: report.stage, done: sum("done"), total: sum("total") });
  }
}

/** Whether the same may succeed another time. */
function mayBeRepeated({ code, wasKilled }: ChildEnd): boolean {
  return wasKilled || code === 4;
}

function errorOf(failure: Failure, failed: number, tasks: number): EarnestError {
  const { code, wasKilled, reason, task } = failure;
  const why = wasKilled ? "its process was killed twice" : reason;
  if (mayBeRepeated(failure)) {
    return new SurroundingsError(
      `${failed} of ${tasks} tasks could not be finished; task ${task}: ${why}`,
    );
  }
  const ErrorClass = code === 1 ? CheckFailedError : code === 3 ? DeviceError : InputError;
  if (code >= 1 && code <= 3) return new ErrorClass(why);
  return new SurroundingsError(`The process of task ${task} ended with ${code}: ${why}`);
}
