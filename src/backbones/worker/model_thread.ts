/**
 * A thread for the models and tokenizers of a backbone. If it takes too long over an item, it is ended, and
 * everything that was open in it is opened again for the next item.
 * @module
 */
import { workOn } from "../../basics/at_work.ts";
import { SurroundingsError } from "../../basics/errors.ts";
import { ITEM_TIMEOUT_SECONDS, leaveBehind, TimedOut, watch } from "../../basics/time_limit.ts";
import { setCounting, startWorker } from "../../basics/web_worker.ts";
import { revived } from "../../basics/worker_errors.ts";
import type { Call, FromModelWorker, ToModelWorker } from "./calls.ts";

/** Time limits of work in a thread. */
export interface ThreadOptions {
  /**
   * Seconds that one run of a model, or the tokenization of one text, may take; default 600. A run over a batch
   * counts as one. Work that takes longer is ended, and its item cannot be embedded.
   */
  readonly itemTimeoutSeconds?: number;
}

/** A request to the thread. */
export interface Question {
  /**
   * The name of the work, such as `running "model.onnx"`; for several texts, a function of the index of the text in
   * work.
   */
  readonly name: string | ((index: number) => string);
  /** The message to send. */
  readonly call: Call;
  /** Memory that is moved to the thread. */
  readonly transfer?: readonly ArrayBufferLike[];
}

/** The request that opens something, repeated in a new worker. */
type Opening = (id: number) => Promise<Question>;

/** Runs a worker that handles one request at a time. */
export class ModelThread {
  readonly #seconds: number;
  readonly #openings = new Map<number, Opening>();
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #nextId = 0;

  /** Creates the thread; its worker starts with the first request. */
  constructor({ itemTimeoutSeconds = ITEM_TIMEOUT_SECONDS }: ThreadOptions = {}) {
    this.#seconds = itemTimeoutSeconds;
  }

  /**
   * Opens something, without a time limit.
   *
   * @returns its id for later requests, and the worker's answer
   */
  open<Value>(opening: Opening): Promise<{ readonly id: number; readonly value: Value }> {
    const id = this.#nextId++;
    return this.#inTurn(async () => {
      const worker = await this.#started();
      const value = await this.#answer(worker, await opening(id), undefined);
      this.#openings.set(id, opening);
      return { id, value: value as Value };
    });
  }

  /**
   * Sends a request about something that is open.
   *
   * @throws {TimedOut} when the answer takes too long; the next request starts a new worker
   * @throws {SurroundingsError} when the worker ends by itself
   */
  ask<Value>(question: Question): Promise<Value> {
    return this.#inTurn(async () =>
      await this.#answer(await this.#started(), question, this.#seconds) as Value
    );
  }

  /** Closes what was opened under an id. */
  close(id: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#openings.delete(id);
      if (!this.#worker) return;
      await this.#answer(this.#worker, { name: "closing", call: { kind: "close", id } }, undefined);
    });
  }

  /** Ends the thread after the requests that came before. */
  end(): Promise<void> {
    return this.#inTurn(async () => {
      const worker = this.#worker;
      this.#worker = undefined;
      this.#openings.clear();
      if (!worker) return;
      await this.#answer(worker, { name: "closing", call: { kind: "end" } }, undefined)
        .finally(() => worker.terminate());
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Returns the worker; a new one opens again what was open in the one before. */
  async #started(): Promise<Worker> {
    if (this.#worker) return this.#worker;
    const worker = startWorker(new URL("./model_worker.ts", import.meta.url));
    setCounting(worker, false);
    worker.postMessage({ progress: this.#progress } satisfies ToModelWorker);
    try {
      for (const [id, opening] of this.#openings) {
        await this.#answer(worker, await opening(id), undefined);
      }
    } catch (thrown) {
      worker.terminate();
      throw thrown;
    }
    this.#worker = worker;
    return worker;
  }

  /** @param seconds the time limit; none if undefined */
  #answer(
    worker: Worker,
    { name, call, transfer = [] }: Question,
    seconds: number | undefined,
  ): Promise<unknown> {
    Atomics.store(this.#progress, 0, 0);
    const nameNow = () => typeof name === "string" ? name : name(this.#index);
    setCounting(worker, true);
    const answered = new Promise((resolve, reject) => {
      worker.postMessage(call, transfer as ArrayBuffer[]);
      const stop = seconds === undefined ? () => {} : watch(seconds, this.#moves(), () => {
        this.#worker = undefined;
        reject(leaveBehind(worker, new TimedOut(nameNow(), seconds, this.#index)));
      });
      worker.onmessage = ({ data }: MessageEvent<FromModelWorker>) => {
        stop();
        if ("error" in data) reject(revived(data.error));
        else resolve(data.value);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        stop();
        this.#worker = undefined;
        reject(new SurroundingsError(`A worker that runs models ended: ${event.message}`));
      };
    });
    return workOn(nameNow, () => answered).finally(() => setCounting(worker, false));
  }

  /** Index of the text in work. */
  get #index(): number {
    return Atomics.load(this.#progress, 0);
  }

  /** Returns a function that says whether the index has changed since its last call. */
  #moves(): () => boolean {
    let last = this.#index;
    return () => {
      const before = last;
      last = this.#index;
      return last !== before;
    };
  }
}
