/**
 * Model inputs of files in their order, made ready by workers ahead of their use.
 * @module
 */
import type { ClipWorkers } from "../audio/clip_workers.ts";
import type { ModelInput } from "../audio/front_end/model_input.ts";
import { workOn } from "../basics/at_work.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";

/** What a file gives: its model input, or why there is none. */
export type Prepared = ModelInput | { readonly reason: string };

/** Files that are made ready ahead, as many as keep the workers busy; so memory does not grow with their number. */
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
   * The next files' inputs.
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

  #start(): void {
    while (this.#underWay.length < this.#workers.ahead && this.#started < this.#files.length) {
      const file = this.#files[this.#started++]!;
      const prepared = this.#prepare(file);
      // Awaited only when its turn comes; until then a failure is nobody's.
      prepared.catch(() => {});
      this.#underWay.push({ file, prepared });
    }
  }

  async #prepare(file: string): Promise<Prepared> {
    try {
      return await this.#workers.prepare(file);
    } catch (thrown) {
      if (thrown instanceof InputError) return { reason: thrown.message };
      throw thrown;
    }
  }
}
