/**
 * Conditions say what projectors are trained on; they exist as values and as names in files.
 * @module
 */

/** A condition: what projectors are trained on. */
export type Condition =
  /** All training pairs; those that no rule flags; as many with the flagged ones included; none (at initialization). */
  | { readonly kind: "dirty" | "clean" | "control" | "untrained" }
  /** The clean pool without the sounds of topics that the residual check lists; only audits have it. */
  | { readonly kind: "unlisted" }
  /** A pool with its texts permuted; the seed is given where it differs from the training's. */
  | { readonly kind: "shuffled"; readonly of: "clean" | "dirty"; readonly seed?: number }
  /** The clean pool with this share of the flagged pairs, 0 to 1. */
  | { readonly kind: "dose"; readonly share: number }
  /** The clean pool with this share of its classes, above 0 and below 1; audits use this form. */
  | { readonly kind: "diversity"; readonly share: number }
  /** The clean pool with this number of its classes, at least 2; `pools.json` uses this form. */
  | { readonly kind: "diversity"; readonly classes: number };

/**
 * Returns the name of a condition: `dirty`, `clean`, `control`, `untrained`, `unlisted`, `shuffled` (of clean),
 * `shuffled-SEED`, `shuffled-dirty`, `dose-SHARE`, `diversity-SHARE` or `diversity-CLASSES`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatCondition({ kind: "clean" }), "clean");
 * assert.equal(formatCondition({ kind: "shuffled", of: "clean", seed: 3 }), "shuffled-3");
 * assert.equal(formatCondition({ kind: "dose", share: 0.1 }), "dose-0.1");
 * assert.equal(formatCondition({ kind: "diversity", classes: 10 }), "diversity-10");
 * ```
 */
export function formatCondition(condition: Condition): string {
  switch (condition.kind) {
    case "shuffled": {
      const { of, seed } = condition;
      const base = of === "clean" ? "shuffled" : "shuffled-dirty";
      return seed === undefined ? base : `${base}-${seed}`;
    }
    case "dose":
      return `dose-${condition.share}`;
    case "diversity":
      return `diversity-${"share" in condition ? condition.share : condition.classes}`;
    default:
      return condition.kind;
  }
}

/**
 * Returns the condition of a name; undefined where {@link formatCondition} writes no such name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseCondition("dose-0.1"), { kind: "dose", share: 0.1 });
 * assert.deepEqual(parseCondition("diversity-0.5"), { kind: "diversity", share: 0.5 });
 * assert.deepEqual(parseCondition("diversity-10"), { kind: "diversity", classes: 10 });
 * assert.equal(parseCondition("dose-0.10"), undefined);
 * ```
 */
export function parseCondition(name: string): Condition | undefined {
  const condition = readCondition(name);
  // Every condition has one name: another spelling of its number is refused.
  return condition && formatCondition(condition) === name ? condition : undefined;
}

function readCondition(name: string): Condition | undefined {
  const { kind, dirty, amount } =
    /^(?<kind>[a-z]+)(?<dirty>-dirty)?(?:-(?<amount>[^-].*))?$/.exec(name)?.groups ?? {};
  const number = Number(amount);
  switch (kind) {
    case "dirty":
    case "clean":
    case "control":
    case "untrained":
    case "unlisted":
      return { kind };
    case "shuffled": {
      const of = dirty === undefined ? "clean" : "dirty";
      if (amount === undefined) return { kind, of };
      return Number.isInteger(number) && number >= 0 ? { kind, of, seed: number } : undefined;
    }
    case "dose":
      return number >= 0 && number <= 1 ? { kind, share: number } : undefined;
    case "diversity":
      if (number > 0 && number < 1) return { kind, share: number };
      return Number.isInteger(number) && number >= 2 ? { kind, classes: number } : undefined;
  }
  return undefined;
}
