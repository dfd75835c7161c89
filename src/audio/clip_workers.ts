/**
 * Clips made ready in workers, so that sound is decoded beside inference.
 * @module
 */
import { InputError, SurroundingsError } from "../basics/errors.ts";
import type { FromClipWorker, ToClipWorker } from "./clip_worker.ts";
import type { Preparation } from "./front_end/configuration.ts";
import type { ModelInput } from "./front_end/model_input.ts";

/**
 * Files that a worker has before it: while the main thread runs a model it hands out none, and a worker makes ready a
 * clip or two in that time.
 */
const FILES_AHEAD = 4;

/** More workers than this no model keeps busy, and each takes 100 MB. */
const MOST_WORKERS = 8;

/**
 * How many workers keep all cores busy beside a model that runs on so many threads: one more than cores are left, since
 * a clip may take longer to be made ready than to be embedded (mn04 on two cores: 18 ms and 10 ms; 400 clips took 8.3 s
 * with two workers, 10.8 s with one).
 */
export function clipWorkersBeside(threads: number): number {
  const left = Math.max(0, navigator.hardwareConcurrency - threads);
  return Math.min(MOST_WORKERS, left + 1);
}

interface Waiting {
  readonly path: string;
  readonly resolve: (input: ModelInput) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Workers that decode, resample and apply the front end.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const preparation = { sampleRateHz: 16_000, frontEnd: { kind: "waveform" } } as const;
 * using workers = new ClipWorkers(preparation, 1);
 * await assert.rejects(workers.prepare("nowhere.wav"), { message: '"nowhere.wav" does not exist' });
 * ```
 */
export class ClipWorkers implements Disposable {
  readonly #workers: Worker[];
  readonly #loads: number[];
  readonly #waiting = new Map<number, Waiting & { readonly worker: number }>();
  readonly #queue: Waiting[] = [];
  #next = 0;
  #failure: SurroundingsError | undefined;

  /**
   * @param preparation what becomes of each clip
   * @param count number of workers, at least 1
   */
  constructor(preparation: Preparation, count: number) {
    this.#loads = new Array(count).fill(0);
    this.#workers = this.#loads.map(() => {
      const worker = new Worker(new URL("./clip_worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = ({ data }: MessageEvent<FromClipWorker>) => this.#settle(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#fail(`A worker that decodes sound ended: ${event.message}`);
      };
      worker.postMessage({ preparation } satisfies ToClipWorker);
      return worker;
    });
  }

  /** How many clips may be asked for before the first is awaited, so that no worker ever waits. */
  get ahead(): number {
    return this.#workers.length * FILES_AHEAD;
  }

  /**
   * The model input of a file; any number may be under way.
   *
   * @throws {InputError} when the file cannot be read, decoded, or made ready
   * @throws {SurroundingsError} when a worker ends
   */
  prepare(path: string): Promise<ModelInput> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#queue.push({ path, resolve, reject });
      this.#handOut();
    });
  }

  #handOut(): void {
    while (this.#queue.length > 0) {
      const worker = this.#loads.indexOf(Math.min(...this.#loads));
      if (this.#loads[worker]! >= FILES_AHEAD) return;
      const waiting = this.#queue.shift()!;
      const number = this.#next++;
      this.#loads[worker]!++;
      this.#waiting.set(number, { ...waiting, worker });
      const message: ToClipWorker = { number, path: waiting.path };
      this.#workers[worker]!.postMessage(message);
    }
  }

  #settle(data: FromClipWorker): void {
    const waiting = this.#waiting.get(data.number);
    if (!waiting) return;
    const { worker, resolve, reject } = waiting;
    this.#waiting.delete(data.number);
    this.#loads[worker]!--;
    this.#handOut();
    if ("input" in data) resolve(data.input);
    else if ("reason" in data) reject(new InputError(data.reason));
    else reject(new Error(data.defect));
  }

  /** Without one of its workers the work cannot go on as it was cut. */
  #fail(message: string): void {
    this.#failure = new SurroundingsError(message);
    for (const { reject } of [...this.#waiting.values(), ...this.#queue]) reject(this.#failure);
    this.#waiting.clear();
    this.#queue.length = 0;
  }

  /** Ends the workers; what is under way is never settled. */
  close(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  /** As {@link ClipWorkers.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}
