// Tries to make a report contradict itself: numbers at random, most of them near the conditions of claims.
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { claimsOf } from "../../../src/audit/claims/claims.ts";
import type { Attribution, Claim, Contrast, PathPart } from "../../../src/audit/results/results.ts";
import { escResults } from "../../report/esc_results.ts";
import { madeTwin } from "../../report/made_effects.ts";
import { contradictionsIn, EXCLUSIVE, OF_SCORE } from "./contradictions.ts";

const ESC = escResults();
const [ATTRIBUTION] = ESC.attribution;

const near = fc.oneof(
  fc.constantFrom(-0.05, 0, 0.05),
  fc.double({ min: -0.1, max: 0.1, noNaN: true }),
);
const part: fc.Arbitrary<PathPart> = fc.tuple(near, near, near, near, near).map((ends) => {
  const [low, low_fixed, value, high_fixed, high] = ends.toSorted((a, b) => a - b);
  return { value: value!, low: low!, high: high!, low_fixed: low_fixed!, high_fixed: high_fixed! };
});
const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });
const p = optional(fc.constantFrom(0.0001, 0.025, 0.026, 0.5));

/** Leaves out what is undefined. */
function defined<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]: NonNullable<Fields[Key]> };
}

/** Makes the second test of transfer, or one that is not possible. */
function retested(again: { part: PathPart; p: number | undefined } | undefined) {
  const left = { topics: ["hound"], labels: ["dog"], classes: 9 };
  if (again?.p === undefined) return left;
  return { ...left, ...again.part, chance: 1 / 9, permutation_p: again.p };
}

/** Makes the contrasts of the chosen audio backbone with another, named first in one condition and last in the others. */
function contrastsOf(parts: Record<Contrast["condition"], PathPart>): Contrast[] {
  return (["dirty", "clean", "control"] as const).map((condition) => ({
    between: condition === "clean" ? ["mn04", "other"] : ["other", "mn04"],
    side: "audio",
    with: "glove-100d",
    condition,
    ...parts[condition],
    low_together: parts[condition].low,
    high_together: parts[condition].high,
  }));
}

const results = fc.record({
  control: fc.boolean(),
  flagged: fc.constantFrom(0, 3),
  covered: optional(fc.integer({ min: 7, max: 10 })),
  dirtyTest: p,
  cleanTest: p,
  transferTest: p,
  parts: fc.record({
    leakage: part,
    volume: part,
    flaggedPairs: part,
    transfer: part,
    drop: part,
    over: part,
  }),
  shuffled: optional(part),
  labels: optional(part),
  same: optional(part),
  isListed: fc.boolean(),
  again: optional(fc.record({ part, p: fc.constantFrom(undefined, 0.0001, 0.025, 0.026, 0.5) })),
  contrasts: fc.record({ dirty: part, clean: part, control: part }),
}).map((drawn) => {
  const { parts, control, labels } = drawn;
  const path = control
    ? { leakage: parts.leakage, volume: parts.volume }
    : { flaggedPairs: parts.flaggedPairs };
  const test = { dirty: drawn.dirtyTest, clean: drawn.cleanTest } as Record<
    string,
    number | undefined
  >;
  return {
    ...ESC,
    leakage: {
      ...ESC.leakage,
      by_rule: { "TEXT-EXACT": { findings: 3, flagged_pairs: drawn.flagged } },
      ...defined({ covered_classes: drawn.covered }),
    },
    conditions: ESC.conditions.map(({ permutation_p: _, ...one }) => ({
      ...one,
      ...defined({ permutation_p: test[one.condition] }),
    })),
    attribution: [{
      ...ATTRIBUTION!,
      path: { chance: 0.1, ...path },
      ...defined({ twin: labels && { ...madeTwin(), onClean: labels } }),
      flaggedPairs: parts.flaggedPairs,
      transfer: {
        ...parts.transfer,
        ...defined({
          over_shuffled: drawn.shuffled,
          permutation_p: drawn.transferTest,
          without_listed: drawn.isListed ? retested(drawn.again) : undefined,
        }),
      },
      drops: { audio: parts.drop },
      codes: { accuracy: parts.over, over_nine_tenths: parts.over },
      ...defined({ over_same_pairs: drawn.same }),
    }],
    contrasts: contrastsOf(drawn.contrasts),
    residual: drawn.isListed
      ? [{
        audio: "mn04",
        text: "glove-100d",
        topic: "hound",
        label: "dog",
        pairs: 8,
        auc: 0.4,
        status: "listed" as const,
      }]
      : [],
  };
});

/** Fails unless transfer has its caveat where topics are listed and it is not shown without them, and only there. */
function assertCaveat(
  claims: readonly Claim[],
  { attribution: [attribution] }: { readonly attribution: readonly Attribution[] },
): void {
  const transfer = claims.find(({ kind }) => kind === "transfer");
  if (transfer === undefined) return;
  const again = attribution!.transfer.without_listed;
  const isShown = again !== undefined && "permutation_p" in again && again.permutation_p <= 0.025;
  const isListed = claims.some(({ kind }) => kind === "residual-leaks");
  assert.equal(transfer.sentence.includes("may explain it"), isListed && !isShown);
  assert.equal("listed_topics" in transfer.numbers, isListed);
}

Deno.test("no numbers make a report contradict itself, and each kind is made by some", () => {
  const seen = new Set<string>();
  const property = fc.property(results, (one) => {
    const claims = claimsOf(one);
    claims.forEach(({ kind }) => seen.add(kind));
    assert.deepEqual(contradictionsIn(claims), []);
    assertCaveat(claims, one);
  });
  fc.assert(property, { seed: 11, numRuns: 3000 });
  const expected = new Set([...EXCLUSIVE.flat(), ...Object.values(OF_SCORE).flat()]);
  assert.deepEqual(expected.difference(seen), new Set());
  assert.ok(seen.has("not-above-chance") && seen.has("residual-leaks"));
  assert.ok(seen.has("backbones-differ"));
});
