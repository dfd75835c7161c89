/**
 * Contestants against each other: rounds in which each has its turn, so that what else the machine does hits all.
 * @module
 */
import { type Contestant, ContestantProcess, Problem } from "./contestants.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import type { Work } from "./work.ts";

/** A contestant and its work. */
export interface Turn {
  /** Who. */
  readonly contestant: Contestant;
  /** As the table shows it. */
  readonly name: string;
  /** What. */
  readonly work: Work;
}

/** How a piece of work is timed. */
export interface Timing {
  /** Repetitions between two waits, of which a timing is the mean. */
  readonly repetitions: number;
  /** Times repetitions without start and wait as well: see {@link Timings.kernel}. */
  readonly kernels: boolean;
  /** Rounds stop after this many seconds. */
  readonly seconds: number;
  /** The fewest rounds, however long they take. */
  readonly fewest: number;
  /** The most rounds. */
  readonly rounds: number;
}

/** What a contestant took; times in milliseconds for one repetition. */
export interface Timings {
  /** The first call in its process: kernels are compiled, and tfjs uploads the inputs. */
  readonly cold: number;
  /** Wall clock of later calls, with the wait and the read-back. */
  readonly wall: Spread;
  /** What n more repetitions before the same read-back add, divided by n. */
  readonly kernel?: Spread;
}

/** How a contestant did. */
export interface Entry {
  readonly turn: Turn;
  /** Where it computed. */
  readonly device?: string;
  /** Its times. */
  readonly timings?: Timings;
  /** Some elements of its first answer. */
  readonly answer?: readonly number[];
  /** Why it has no times. */
  readonly problem?: string;
  /** Whether that was to be expected. */
  readonly known?: boolean;
}

/** Kernels are timed over about this long. */
const KERNEL_MILLISECONDS = 150;
const MOST_KERNELS = 64;
/** Threads that spin while they wait for more get time to go to sleep. */
const PAUSE_MILLISECONDS = 30;

class Runner {
  readonly #process: ContestantProcess;
  readonly #wall: number[] = [];
  readonly #kernel: number[] = [];
  #entry: Entry;
  #cold = 0;
  #more = 0;

  constructor(readonly turn: Turn) {
    this.#process = new ContestantProcess(turn.contestant);
    this.#entry = { turn };
  }

  /** Does a part of the work, unless one went wrong before. */
  async #attempt(part: () => Promise<void>): Promise<void> {
    if (this.#entry.problem !== undefined) return;
    try {
      await part();
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      this.#entry = { ...this.#entry, problem: thrown.message, known: thrown.known };
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }

  /** The first call. */
  start(repetitions: number): Promise<void> {
    return this.#attempt(async () => {
      const device = await this.#process.prepare(this.turn.work);
      this.#entry = { ...this.#entry, device };
      const { answer, milliseconds } = await this.#process.run(repetitions);
      this.#entry = { ...this.#entry, answer };
      this.#cold = milliseconds;
    });
  }

  /** The second call, to see how long a call takes. */
  warm(): Promise<void> {
    return this.#attempt(async () => {
      const { milliseconds } = await this.#process.run(1);
      this.#more = Math.min(MOST_KERNELS, Math.ceil(KERNEL_MILLISECONDS / milliseconds));
    });
  }

  /** One timing of each kind. */
  round({ repetitions, kernels }: Timing): Promise<void> {
    return this.#attempt(async () => {
      const { milliseconds } = await this.#process.run(repetitions);
      this.#wall.push(milliseconds / repetitions);
      if (!kernels || !this.turn.contestant.onAdapter) return;
      const more = await this.#process.run(repetitions + this.#more);
      this.#kernel.push((more.milliseconds - milliseconds) / this.#more);
    });
  }

  /** How it did; the process ends. */
  async end(): Promise<Entry> {
    await this.#process.close();
    if (this.#entry.problem !== undefined || this.#wall.length === 0) return this.#entry;
    const kernel = this.#kernel.length > 0 ? { kernel: spreadOf(this.#kernel) } : {};
    const timings = { cold: this.#cold, wall: spreadOf(this.#wall), ...kernel };
    return { ...this.#entry, timings };
  }
}

async function endAll(runners: readonly Runner[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const runner of runners) entries.push(await runner.end());
  return entries;
}

/** Times contestants, each in a fresh process. */
export async function compare(turns: readonly Turn[], timing: Timing): Promise<Entry[]> {
  const runners = turns.map((turn) => new Runner(turn));
  for (const runner of runners) {
    await runner.start(1);
    if (timing.kernels) await runner.warm();
  }
  const started = performance.now();
  for (let round = 0; round < timing.rounds; round++) {
    if (round >= timing.fewest && performance.now() - started > timing.seconds * 1000) break;
    for (const runner of runners) await runner.round(timing);
  }
  return await endAll(runners);
}

/** The answers alone, after a number of repetitions in a fresh process. */
export async function answersTo(turns: readonly Turn[], repetitions: number): Promise<Entry[]> {
  const runners = turns.map((turn) => new Runner(turn));
  for (const runner of runners) await runner.start(repetitions);
  return await endAll(runners);
}
