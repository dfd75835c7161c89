import assert from "node:assert/strict";
import { claimsOf } from "../../../src/audit/claims/claims.ts";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { escResults } from "../../report/esc_results.ts";

const ESC = escResults();

/** Returns the claims of what there is too little of. */
function sizes(change: Partial<AuditResults>): [string, string][] {
  return claimsOf({ ...ESC, ...change }).filter(({ kind }) => kind.startsWith("few-"))
    .map(({ kind, sentence }) => [kind, sentence]);
}

/** Makes results with clean pools of these sizes, one for each class fold. */
function withClean(...sizes: [pairs: number, topics: number][]): Partial<AuditResults> {
  const controls = sizes.map(([pairs, topics]) => ({
    valid: true,
    pairs: [pairs, pairs] as const,
    sounds: [pairs, pairs] as const,
    topics: [topics, topics] as const,
  }));
  return { controls };
}

Deno.test("enough of everything is not mentioned", () => {
  assert.deepEqual(sizes({ seeds: [0, 1, 2], least_sources: 5 }), []);
  assert.deepEqual(sizes(withClean([200, 20])), []);
  const { least_sources: _, ...first } = ESC;
  assert.deepEqual(claimsOf(first).filter(({ kind }) => kind === "few-sources"), []);
});

Deno.test("few seeds, classes and sources are said with what to do", () => {
  assert.deepEqual(sizes({ seeds: [0, 1] }), [[
    "few-seeds",
    "The audit has 2 training seeds, fewer than 3, so intervals hold little of how trainings differ: " +
    "use at least 3.",
  ]]);
  assert.deepEqual(sizes({ classes: ESC.classes.slice(0, 9) }), [[
    "few-classes",
    "The evaluation has 9 classes, fewer than 10, so intervals say little of other classes like these: " +
    "use at least 10.",
  ]]);
  assert.match(
    sizes({ classes: ESC.classes.slice(0, 4), class_folds: [ESC.classes.slice(0, 4)] })[0]![1],
    /like these and names that are all right would not pass the permutation test: use at least 10\.$/,
  );
  assert.deepEqual(sizes({ least_sources: 1 }), [[
    "few-sources",
    "The evaluation class with the fewest sources has 1, fewer than 5, so intervals hold too little of how " +
    "recordings differ for a claim about these classes: use at least 5 sources a class.",
  ]]);
});

Deno.test("one seed shows no effect, and one source a class nothing about these classes", () => {
  const kindsOf = (change: Partial<AuditResults>) =>
    new Set(claimsOf({ ...ESC, ...change }).map(({ kind }) => kind));
  const all = kindsOf({});
  const ofThese = ["needs-no-text-meaning", "no-better-than-audio-alone"] as const;
  const effects = [...ofThese, "leakage", "backbone"] as const;
  assert.deepEqual(effects.filter((kind) => !all.has(kind)), []);
  assert.deepEqual(all.difference(kindsOf({ least_sources: 1 })), new Set(ofThese));
  const withOneSeed = kindsOf({ seeds: [0] });
  assert.deepEqual(all.difference(withOneSeed), new Set(effects));
  assert.ok(withOneSeed.has("transfer"), "its test is of the assignment of labels");
  assert.match(
    sizes({ seeds: [0] })[0]![1],
    /nothing of how trainings differ and no effect is claimed/,
  );
});

Deno.test("a small clean pool comes first, by its topics or its pairs", () => {
  const [first] = sizes({ ...withClean([500, 30], [318, 19]), seeds: [0] });
  assert.deepEqual(first, [
    "few-classes",
    "The smallest clean pool has 19 topics and 318 pairs, below 20 topics: a low clean " +
    "accuracy may show only that, and more unflagged pairs would help.",
  ]);
  assert.equal(sizes(withClean([199, 40])).length, 1);
  // Captions may have no topics that are known.
  assert.match(sizes(withClean([150, 0]))[0]![1], /^The smallest clean pool has 150 pairs, below/);
  assert.deepEqual(sizes(withClean([300, 0])), []);
  // Results of the first schema know the mean over class folds alone.
  const conditions = ESC.conditions.map((one) => ({ ...one, pairs: 90, classes: 9 }));
  assert.match(sizes({ controls: [], conditions })[0]![1], /has 9 topics and 90 pairs/);
});

Deno.test("where the audit knows what would help, the claim says it", () => {
  const controls = [{
    valid: true,
    pairs: [150, 150],
    sounds: [150, 150],
    topics: [12, 12],
  }] as const;
  const small_clean_pool = "The clean pool has 12 topics. With 3 class folds it has more.";
  const [first] = claimsOf({ ...ESC, controls, small_clean_pool });
  assert.deepEqual([first!.kind, first!.sentence], ["few-classes", small_clean_pool]);
});

Deno.test("class folds in which no permutation test can be passed are said", () => {
  const class_folds = [0, 2, 4, 6, 8].map((at) => ESC.classes.slice(at, at + 2));
  const [first] = sizes({ class_folds });
  assert.deepEqual(first, [
    "few-classes",
    "The class folds have too few classes for the permutation test: names that are all right would " +
    "have p = 0.061. Use fewer class folds.",
  ]);
  assert.deepEqual(sizes({ class_folds: [ESC.classes.slice(0, 5), ESC.classes.slice(5)] }), []);
});

Deno.test("a small clean pool is said also where clean is trained for the path alone", () => {
  const conditions = ESC.conditions.filter(({ condition }) => condition === "dirty");
  const small_clean_pool = "The clean pool has 8 topics.";
  const small = withClean([90, 8]);
  assert.equal(sizes({ ...small, conditions, small_clean_pool })[0]![1], small_clean_pool);
  assert.deepEqual(sizes({ ...small, conditions }), []);
});
