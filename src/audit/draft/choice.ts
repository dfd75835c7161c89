/**
 * What a drafted configuration chose, and why.
 * @module
 */

/** A choice of a drafted configuration. */
export interface DraftChoice {
  /** The configuration's key, such as `evaluation.labelColumn`. */
  readonly key: string;
  /** The value in words; what holds where the key is left out. */
  readonly value: string;
  /** What in the files tells it. */
  readonly why: string;
  /** What else could be written, and when; absent where nothing need be said. */
  readonly change?: string;
  /** Whether the files do not tell it for certain, so that a person must check it. */
  readonly isUnsure: boolean;
}

/** Gathers choices; a later one of a key stands in the place of an earlier one. */
export class DraftChoices {
  readonly #ofKey = new Map<string, DraftChoice>();

  /** All choices, in the order in which their keys were first chosen. */
  get all(): DraftChoice[] {
    return [...this.#ofKey.values()];
  }

  /** Notes a choice that the files tell. */
  told(key: string, value: string, why: string, change?: string): void {
    this.add({ key, value, why, isUnsure: false }, change);
  }

  /** Notes a choice that the user must check. */
  guessed(key: string, value: string, why: string, change?: string): void {
    this.add({ key, value, why, isUnsure: true }, change);
  }

  /** Notes a choice, with what else could be written. */
  add(choice: Omit<DraftChoice, "change">, change?: string): void {
    this.#ofKey.set(choice.key, { ...choice, ...(change === undefined ? {} : { change }) });
  }
}
