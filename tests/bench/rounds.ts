/**
 * Contestants against each other: rounds in which each has its turn, so that what else the machine does hits all.
 * @module
 */
import type { Contestant } from "./contestants.ts";
import { InputFiles } from "./inputs.ts";
import { ContestantProcess, Problem } from "./process.ts";
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
  /** Why it is not asked to, in a few words. */
  readonly leftOut?: string;
}

/** How a piece of work is timed. */
export interface Timing {
  /** Repetitions between two waits, of which a timing is the mean. */
  readonly repetitions: number;
  /** Times repetitions without start and wait as well: see {@link Timings.kernel}. */
  readonly kernels: boolean;
  /** A contestant has no more turns when its own have taken this many seconds. */
  readonly seconds: number;
  /** The fewest turns of each, however long they take. */
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
  /** The same by the time that its threads together kept processors busy. */
  readonly processor: Spread;
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
/** In calls of this length start and read-back do not show, and kernels are not timed beside them. */
const LONG_MILLISECONDS = 1000;
/** Threads that spin while they wait for more get time to go to sleep. */
const PAUSE_MILLISECONDS = 30;

class Runner {
  readonly #process: ContestantProcess | undefined;
  readonly #wall: number[] = [];
  readonly #processor: number[] = [];
  readonly #kernel: number[] = [];
  #entry: Entry;
  #cold = 0;
  #more = 0;
  #milliseconds = 0;

  constructor(readonly turn: Turn, inputs: InputFiles) {
    const { leftOut } = turn;
    this.#entry = { turn, ...(leftOut !== undefined && { problem: leftOut, known: true }) };
    if (leftOut === undefined) this.#process = new ContestantProcess(turn.contestant, inputs);
  }

  /** Does a part of the work, unless one went wrong before. */
  async #attempt(part: (process: ContestantProcess) => Promise<void>): Promise<void> {
    if (this.#process === undefined || this.#entry.problem !== undefined) return;
    try {
      await part(this.#process);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      this.#entry = { ...this.#entry, problem: thrown.message, known: thrown.known };
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }

  /** Loads the software and puts its inputs in place. */
  prepare(): Promise<void> {
    return this.#attempt(async (process) => {
      this.#entry = { ...this.#entry, device: await process.prepare(this.turn.work) };
    });
  }

  /** The first call. */
  start(repetitions: number): Promise<void> {
    return this.#attempt(async (process) => {
      const { answer, milliseconds } = await process.run(repetitions);
      this.#entry = { ...this.#entry, answer };
      this.#cold = milliseconds;
    });
  }

  /** The second call, where kernels are timed, to see how long a call takes. */
  async warm(): Promise<void> {
    if (!this.turn.contestant.onAdapter) return;
    await this.#attempt(async (process) => {
      const { milliseconds } = await process.run(1);
      this.#more = Math.min(MOST_KERNELS, Math.ceil(KERNEL_MILLISECONDS / milliseconds));
    });
  }

  /** One timing of each kind, unless the contestant has had its time. */
  async round({ repetitions, kernels, fewest, seconds }: Timing): Promise<void> {
    if (this.#wall.length >= fewest && this.#milliseconds > seconds * 1000) return;
    await this.#attempt(async (process) => {
      const { milliseconds, processorMilliseconds } = await process.run(repetitions);
      this.#milliseconds += milliseconds;
      this.#wall.push(milliseconds / repetitions);
      this.#processor.push(processorMilliseconds / repetitions);
      const isShort = milliseconds < LONG_MILLISECONDS * repetitions;
      if (!kernels || !isShort || !this.turn.contestant.onAdapter) return;
      const more = await process.run(repetitions + this.#more);
      this.#milliseconds += more.milliseconds;
      this.#kernel.push((more.milliseconds - milliseconds) / this.#more);
    });
  }

  /** How it did; the process ends. */
  async end(): Promise<Entry> {
    await this.#process?.close();
    if (this.#entry.problem !== undefined || this.#wall.length === 0) return this.#entry;
    const timings = {
      cold: this.#cold,
      wall: spreadOf(this.#wall),
      processor: spreadOf(this.#processor),
      ...(this.#kernel.length > 0 && { kernel: spreadOf(this.#kernel) }),
    };
    return { ...this.#entry, timings };
  }
}

/** Loads all software at the same time, then makes each one's first call alone. */
async function started(
  turns: readonly Turn[],
  inputs: InputFiles,
  repetitions: number,
): Promise<Runner[]> {
  const runners = turns.map((turn) => new Runner(turn, inputs));
  await Promise.all(runners.map((runner) => runner.prepare()));
  for (const runner of runners) await runner.start(repetitions);
  return runners;
}

async function endAll(runners: readonly Runner[]): Promise<Entry[]> {
  return await Promise.all(runners.map((runner) => runner.end()));
}

/** Times contestants, each in a fresh process. */
export async function compare(turns: readonly Turn[], timing: Timing): Promise<Entry[]> {
  await using inputs = new InputFiles();
  const runners = await started(turns, inputs, 1);
  if (timing.kernels) { for (const runner of runners) await runner.warm(); }
  for (let round = 0; round < timing.rounds; round++) {
    for (const runner of runners) await runner.round(timing);
  }
  return await endAll(runners);
}

/** The answers alone, after a number of repetitions in a fresh process. */
export async function answersTo(turns: readonly Turn[], repetitions: number): Promise<Entry[]> {
  await using inputs = new InputFiles();
  return await endAll(await started(turns, inputs, repetitions));
}
