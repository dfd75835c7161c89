/**
 * A thread for the models and tokenizers of a backbone. One that takes too long over an item is ended, and what was
 * opened in it is opened again for the next item.
 * @module
 */
import { workOn } from "../../basics/at_work.ts";
import { SurroundingsError } from "../../basics/errors.ts";
import { ITEM_TIMEOUT_SECONDS, leaveBehind, TimedOut, watch } from "../../basics/time_limit.ts";
import { setCounting, startWorker } from "../../basics/web_worker.ts";
import { revived } from "../../basics/worker_errors.ts";
import type { Call, FromModelWorker, ToModelWorker } from "./calls.ts";

/** How long work in a thread may take. */
export interface ThreadOptions {
  /**
   * Seconds that one run of a model, or the tokens of one text, may take: 600 by default. A run over a batch counts as
   * one. What takes longer is ended, and its item cannot be embedded.
   */
  readonly itemTimeoutSeconds?: number;
}

/** A question for the thread. */
export interface Question {
  /** What is done, such as `running "model.onnx"`; of several texts, what is done with the one at `index`. */
  readonly name: string | ((index: number) => string);
  /** What is sent. */
  readonly call: Call;
  /** Memory that is moved to the thread. */
  readonly transfer?: readonly ArrayBufferLike[];
}

/** The question that opens something, asked again in a new worker. */
type Opening = (id: number) => Promise<Question>;

/** A worker, one question at a time. */
export class ModelThread {
  readonly #seconds: number;
  readonly #openings = new Map<number, Opening>();
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #nextId = 0;

  /** The worker starts with the first question. */
  constructor({ itemTimeoutSeconds = ITEM_TIMEOUT_SECONDS }: ThreadOptions = {}) {
    this.#seconds = itemTimeoutSeconds;
  }

  /**
   * Opens something, however long that takes.
   *
   * @returns the id under which it is asked, and what the worker says of it
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
   * Asks what was opened.
   *
   * @throws {TimedOut} when the answer takes too long; the next question finds a new worker
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

  /** Ends the thread, after what was asked before. */
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

  /** The worker; a new one has open what the one before it had. */
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

  /** @param seconds how long it may take; as long as it likes without */
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

  /** Which of several texts is at work. */
  get #index(): number {
    return Atomics.load(this.#progress, 0);
  }

  /** Says whether another text is at work than when it was asked before. */
  #moves(): () => boolean {
    let last = this.#index;
    return () => {
      const before = last;
      last = this.#index;
      return last !== before;
    };
  }
}
