/**
 * Suppressions: findings that a person has reviewed and accepted, each with a reason, in a file.
 * @module
 */
import type { Finding } from "../findings.ts";
import type { ScannedFinding } from "./scanned_finding.ts";

/** Accepts the findings that have all values given here, with a reason. */
export interface Suppression {
  /** The rule. */
  readonly rule?: string | undefined;
  /** Id of the training pair, or name of the backbone. */
  readonly item?: string | undefined;
  /** The evaluation label. */
  readonly label?: string | undefined;
  /** The matched text, verbatim. */
  readonly matched?: string | undefined;
  /** Why the finding is accepted. */
  readonly reason: string;
}

/** What a suppression selects findings by. */
export const SUPPRESSION_KEYS = ["rule", "item", "label", "matched"] as const;

/** Finds the suppression of a finding, and records which suppressions were used. */
export class Suppressions {
  readonly #byValues = new Map<string, number>();
  readonly #shapes: (typeof SUPPRESSION_KEYS[number])[][];
  readonly #used: boolean[];
  readonly #all: readonly Suppression[];

  /** @param all the suppressions; the first of equal ones counts */
  constructor(all: readonly Suppression[]) {
    this.#all = all;
    this.#used = all.map(() => false);
    const shapes = new Map<string, (typeof SUPPRESSION_KEYS[number])[]>();
    all.forEach((one, i) => {
      const shape = SUPPRESSION_KEYS.filter((key) => one[key] !== undefined);
      shapes.set(shape.join(), shape);
      const values = suppressionKey(one, shape);
      if (!this.#byValues.has(values)) this.#byValues.set(values, i);
    });
    this.#shapes = [...shapes.values()];
  }

  /** Returns the reason for which a finding is suppressed, if it is. */
  reasonFor(finding: Finding): string | undefined {
    let reason: string | undefined;
    for (const shape of this.#shapes) {
      const at = this.#byValues.get(suppressionKey(finding, shape));
      if (at === undefined) continue;
      this.#used[at] = true;
      reason ??= this.#all[at]!.reason;
    }
    return reason;
  }

  /** Returns the finding with the user's decision about it. */
  settle(finding: Finding): ScannedFinding {
    const suppressed = this.reasonFor(finding);
    return suppressed === undefined ? finding : { ...finding, flagged: false, suppressed };
  }

  /** The suppressions that were used, by their numbers from 0. */
  used(): number[] {
    return this.#used.flatMap((used, i) => used ? [i] : []);
  }

  /** Takes down that suppressions were used elsewhere. */
  merge(used: readonly number[]): void {
    for (const i of used) this.#used[i] = true;
  }

  /** Returns the numbers, from 1, of the suppressions that suppressed nothing. */
  unused(): number[] {
    return this.#used.flatMap((used, i) => used ? [] : [i + 1]);
  }
}

function suppressionKey(
  from: Partial<Record<typeof SUPPRESSION_KEYS[number], string | undefined>>,
  shape: readonly (typeof SUPPRESSION_KEYS[number])[],
): string {
  return JSON.stringify(shape.map((key) => [key, from[key]]));
}
