/**
 * Suppressions: findings that a person has reviewed and accepted, each with a reason, in a file.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError } from "../../basics/errors.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { type Finding, LEAK_RULES } from "../findings.ts";
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

const KEYS = ["rule", "item", "label", "matched"] as const;

const SCHEMA = z.strictObject({
  schema: z.literal("earnest/suppressions/1"),
  suppressions: z.array(z.strictObject({
    rule: z.enum(LEAK_RULES).optional(),
    item: z.string().optional(),
    label: z.string().optional(),
    matched: z.string().optional(),
    reason: z.string().regex(/\S/, "expected a reason"),
  })),
});

/**
 * Parses a file of suppressions.
 *
 * @throws {InputError} when it is malformed, or an entry has no reason or suppresses everything
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = JSON.stringify({
 *   schema: "earnest/suppressions/1",
 *   suppressions: [{ rule: "TEXT-EXACT", label: "clapping", reason: "the item is a thunder clap" }],
 * });
 * assert.equal(parseSuppressions(text, "accepted.json").length, 1);
 * ```
 */
export function parseSuppressions(text: string, name: string): Suppression[] {
  const { suppressions } = parseJson(text, name, SCHEMA);
  const all = suppressions.findIndex((one) => KEYS.every((key) => one[key] === undefined));
  if (all >= 0) {
    throw new InputError(
      `Cannot use "${name}": suppression ${all + 1} suppresses everything; ` +
        "expected a rule, item, label or matched",
    );
  }
  return suppressions;
}

/** Finds the suppression of a finding, and records which suppressions were used. */
export class Suppressions {
  readonly #byValues = new Map<string, number>();
  readonly #shapes: (typeof KEYS[number])[][];
  readonly #used: boolean[];
  readonly #all: readonly Suppression[];

  /** @param all the suppressions; the first of equal ones counts */
  constructor(all: readonly Suppression[]) {
    this.#all = all;
    this.#used = all.map(() => false);
    const shapes = new Map<string, (typeof KEYS[number])[]>();
    all.forEach((one, i) => {
      const shape = KEYS.filter((key) => one[key] !== undefined);
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
  from: Partial<Record<typeof KEYS[number], string | undefined>>,
  shape: readonly (typeof KEYS[number])[],
): string {
  return JSON.stringify(shape.map((key) => [key, from[key]]));
}
