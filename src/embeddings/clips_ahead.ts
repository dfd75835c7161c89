/**
 * Prepares the model inputs of files in their order, in workers, ahead of their use.
 * @module
 */
import type { ClipWorkers, PreparedClip } from "../audio/clip_workers.ts";
import { workOn } from "../basics/at_work.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** The result for a file: its model input, or the reason why there is none. */
export type Prepared = PreparedClip | Refusal;

/** Prepares files ahead, as many as keep the workers busy; so memory does not grow with their number. */
export class ClipsAhead {
  readonly #files: readonly string[];
  readonly #workers: ClipWorkers;
  readonly #underWay: { readonly file: string; readonly prepared: Promise<Prepared> }[] = [];
  #started = 0;

  /** @param files in the order in which they are taken */
  constructor(files: readonly string[], workers: ClipWorkers) {
    this.#files = files;
    this.#workers = workers;
  }

  /**
   * Takes the inputs of the next files.
   *
   * @throws {SurroundingsError} when a worker ends
   */
  async take(count: number): Promise<Prepared[]> {
    const taken: Prepared[] = [];
    for (let i = 0; i < count; i++) {
      this.#start();
      const { file, prepared } = this.#underWay.shift()!;
      taken.push(await workOn(() => `making "${quotable(file)}" ready`, () => prepared));
    }
    this.#start();
    return taken;
  }

  /** Leaves out the next files: what is under way for them is prepared in vain. */
  skip(count: number): void {
    const dropped = this.#underWay.splice(0, count).length;
    this.#started += count - dropped;
  }

  #start(): void {
    while (this.#underWay.length < this.#workers.ahead && this.#started < this.#files.length) {
      const file = this.#files[this.#started++]!;
      const prepared = this.#prepare(file);
      // This promise is awaited when its turn comes; until then its rejection must not count as unhandled.
      prepared.catch(() => {});
      this.#underWay.push({ file, prepared });
    }
  }

  async #prepare(file: string): Promise<Prepared> {
    try {
      return await this.#workers.prepare(file);
    } catch (thrown) {
      if (thrown instanceof InputError) return refusalOf(thrown);
      throw thrown;
    }
  }
}
