/**
 * Prepares clips in workers, so that decoding overlaps with inference.
 * @module
 */
import { ownCores } from "../basics/cores.ts";
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { ITEM_TIMEOUT_SECONDS, leaveBehind, TimedOut, watch } from "../basics/time_limit.ts";
import { startWorker } from "../basics/web_worker.ts";
import type { FromClipWorker, ToClipWorker } from "./clip_worker.ts";
import type { Preparation } from "./front_end/configuration.ts";
import type { ModelInput } from "./front_end/model_input.ts";
import { containedIn } from "../formats/contained.ts";
import { isContained, readSoundFile } from "./sound_file.ts";

/**
 * Files that are queued for a worker: while the main thread runs a model it hands out none, and a worker prepares one
 * or two clips in that time.
 */
const FILES_AHEAD = 4;

/** A model keeps no more workers than this busy, and each takes 100 MB. */
const MOST_WORKERS = 8;

/**
 * Returns how many workers keep all cores busy beside a model that runs on so many threads: one more than the remaining
 * cores, since preparing a clip may take longer than embedding it (mn04 on two cores: 18 ms and 10 ms; 400 clips took
 * 8.3 s with two workers, 10.8 s with one).
 */
export function clipWorkersBeside(threads: number): number {
  const left = Math.max(0, ownCores() - threads);
  return Math.min(MOST_WORKERS, left + 1);
}

/** What a model is given of a file. */
export interface PreparedClip extends ModelInput {
  /** What was unusual about the file; as `AudioDecoder` notes it. */
  readonly notes: readonly string[];
}

/** A file to be prepared. */
interface Order {
  readonly path: string;
  /** The sound, if it lies in another file. */
  readonly bytes?: Uint8Array;
  readonly resolve: (clip: PreparedClip) => void;
  readonly reject: (error: Error) => void;
}

function messageOf({ path, bytes }: Order): ToClipWorker {
  return { path, ...(bytes && { bytes }) };
}

/** A worker and its queue of files, which it processes in order. */
interface Desk {
  worker: Worker;
  /** Whether the worker has started: loading its modules takes no item's time. */
  isReady: boolean;
  readonly orders: Order[];
  /** Ends the watch over the first file. */
  stopWatch: () => void;
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
  readonly #preparation: Preparation;
  readonly #seconds: number;
  readonly #desks: readonly Desk[];
  readonly #queue: Order[] = [];
  #failure: SurroundingsError | undefined;
  /** Contained sounds are read one after another. */
  #reading: Promise<void> = Promise.resolve();

  /**
   * @param preparation how each clip is prepared
   * @param count number of workers, at least 1
   * @param itemTimeoutSeconds time limit of a file; a worker that exceeds it is replaced
   */
  constructor(preparation: Preparation, count: number, itemTimeoutSeconds = ITEM_TIMEOUT_SECONDS) {
    this.#preparation = preparation;
    this.#seconds = itemTimeoutSeconds;
    this.#desks = Array.from({ length: count }, () => {
      const desk: Desk = { worker: undefined!, isReady: false, orders: [], stopWatch: () => {} };
      this.#employ(desk);
      return desk;
    });
  }

  /** Number of clips that may be requested before the first is awaited, so that no worker ever waits. */
  get ahead(): number {
    return this.#desks.length * FILES_AHEAD;
  }

  /**
   * Returns the model input of a file; any number of calls may be pending.
   *
   * @throws {InputError} when the file cannot be read, decoded or prepared, or exceeds its time limit
   * @throws {SurroundingsError} when the disk fails, or a worker ends
   */
  async prepare(path: string): Promise<PreparedClip> {
    const bytes = containedIn(path) && await this.#contained(path);
    if (this.#failure) throw this.#failure;
    return await new Promise((resolve, reject) => {
      this.#queue.push({ path, ...(bytes && { bytes }), resolve, reject });
      this.#handOut();
    });
  }

  /**
   * Reads a sound that lies in another file, in this thread: each worker would unpack the pages that hold its own sounds
   * and those of all others.
   */
  #contained(path: string): Promise<Uint8Array | undefined> {
    const read = this.#reading.then(async () =>
      // A copy, since a page would stay in memory for one of its sounds.
      await isContained(path) ? (await readSoundFile(path)).slice() : undefined
    );
    this.#reading = read.then(() => {}, () => {});
    return read;
  }

  /** Starts a worker for a desk, with the files in its queue. */
  #employ(desk: Desk): void {
    const worker = startWorker(new URL("./clip_worker.ts", import.meta.url));
    worker.onmessage = ({ data }: MessageEvent<FromClipWorker>) => this.#settle(desk, data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new SurroundingsError(`A worker that decodes sound ended: ${event.message}`));
    };
    desk.worker = worker;
    desk.isReady = false;
    worker.postMessage({ preparation: this.#preparation } satisfies ToClipWorker);
    for (const order of desk.orders) worker.postMessage(messageOf(order));
  }

  #handOut(): void {
    while (this.#queue.length > 0) {
      const desk = this.#desks.reduce((least, one) =>
        one.orders.length < least.orders.length ? one : least
      );
      if (desk.orders.length >= FILES_AHEAD) return;
      const order = this.#queue.shift()!;
      desk.orders.push(order);
      desk.worker.postMessage(messageOf(order));
      if (desk.orders.length === 1) this.#watchFirst(desk);
    }
  }

  #watchFirst(desk: Desk): void {
    desk.stopWatch();
    if (!desk.isReady || desk.orders.length === 0) return;
    desk.stopWatch = watch(this.#seconds, () => false, () => {
      const { path, reject } = desk.orders.shift()!;
      const work = `making "${quotable(path)}" ready`;
      const error = leaveBehind(desk.worker, new TimedOut(work, this.#seconds));
      reject(error);
      if (error instanceof SurroundingsError) return this.#fail(error);
      this.#employ(desk);
      this.#handOut();
    });
  }

  #settle(desk: Desk, data: FromClipWorker): void {
    if ("isReady" in data) {
      desk.isReady = true;
      return this.#watchFirst(desk);
    }
    const order = desk.orders.shift();
    if (!order) return;
    this.#watchFirst(desk);
    this.#handOut();
    if ("input" in data) order.resolve({ ...data.input, notes: data.notes });
    else if ("reason" in data) order.reject(new InputError(data.reason));
    else {order.reject(
        data.isDefect ? new Error(data.failure) : new SurroundingsError(data.failure),
      );}
  }

  /** Without one of its workers the work cannot continue as it was divided. */
  #fail(failure: SurroundingsError): void {
    this.#failure = failure;
    const orders = [
      ...this.#desks.flatMap(({ orders }) => orders.splice(0)),
      ...this.#queue.splice(0),
    ];
    for (const { stopWatch } of this.#desks) stopWatch();
    for (const { reject } of orders) reject(failure);
  }

  /** Ends the workers; pending calls never settle. */
  close(): void {
    for (const { worker, stopWatch } of this.#desks) {
      stopWatch();
      worker.terminate();
    }
  }

  /** Same as {@link ClipWorkers.close}. */
  [Symbol.dispose](): void {
    this.close();
  }
}
