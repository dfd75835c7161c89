/**
 * What a drafted card chose, and where each choice comes from.
 * @module
 */

/** A choice. */
export interface Choice {
  /** The card's key: `pooling`. */
  readonly key: string;
  /** The value in words. */
  readonly value: string;
  /** The file, or what else it follows from. */
  readonly from: string;
  /** Whether nothing tells it: the usual value was taken, and a person must check it. */
  readonly isUnsure: boolean;
}

/** Gathers choices; a later one of a key stands in the place of an earlier one. */
export class Choices {
  readonly #ofKey = new Map<string, Choice>();

  /** All choices, in the order in which their keys were first chosen. */
  get all(): Choice[] {
    return [...this.#ofKey.values()];
  }

  /** Notes a choice that a file tells. */
  told(key: string, value: unknown, from: string): void {
    this.#ofKey.set(key, { key, value: wordsOf(value), from, isUnsure: false });
  }

  /** Notes a choice that nothing tells. */
  guessed(key: string, value: unknown, why: string): void {
    this.#ofKey.set(key, { key, value: wordsOf(value), from: why, isUnsure: true });
  }
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
