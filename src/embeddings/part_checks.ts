/**
 * Checks a part before it is written.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { checkVectors } from "../basics/vectors.ts";
import type { PartContent } from "./part_file.ts";
import { type Cut, partFile, partLength } from "./parts.ts";

/** Checks the parts of one process, in any order. */
export class PartChecks {
  readonly #name: string;
  readonly #cut: Cut;
  readonly #parts = new Set<number>();
  readonly #ids = new Set<string>();
  #dim: number | undefined;

  /** @param name the set's folder, for messages */
  constructor(name: string, cut: Cut) {
    this.#name = name;
    this.#cut = cut;
  }

  /**
   * Checks a part.
   *
   * @throws {RangeError} when the part or one of its items was given before, or the content does not have a row or a
   * reason for each of its items
   * @throws {InputError} when a value is not finite, or the rows are not as long as those of earlier parts
   */
  check(part: number, content: PartContent): void {
    if (this.#parts.has(part)) throw new RangeError(`Part ${part} was given before`);
    this.#parts.add(part);
    this.#checkItems(part, content);
    this.#checkValues(part, content);
  }

  #checkItems(part: number, { rows, unreadable }: PartContent): void {
    const length = partLength(this.#cut, part);
    if (rows.length + unreadable.length !== length) {
      const found = `${rows.length} rows and ${unreadable.length} unreadable items`;
      throw new RangeError(`Part ${part} has ${found}; expected ${length} in all`);
    }
    for (const { id } of [...rows, ...unreadable]) {
      if (this.#ids.has(id)) throw new RangeError(`Item "${id}" was given before`);
      this.#ids.add(id);
    }
  }

  #checkValues(part: number, { rows, values, dim }: PartContent): void {
    if (values.length !== rows.length * dim) {
      const found = `${values.length} values for ${rows.length} rows of ${dim}`;
      throw new RangeError(`Part ${part} has ${found}`);
    }
    if (rows.length === 0) return;
    this.#dim ??= dim;
    if (dim !== this.#dim) {
      const reason = `has rows of ${dim} numbers; those before have ${this.#dim}`;
      throw new InputError(`Part ${part} of "${this.#name}" ${reason}`);
    }
    checkVectors(join(this.#name, partFile(part, "npy")), { values, columns: dim });
  }
}
