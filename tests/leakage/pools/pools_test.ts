import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../../src/basics/random.ts";
import { InputError } from "../../../src/basics/errors.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import { makePools, type Pools } from "../../../src/leakage/pools/pools.ts";
import { shuffleTexts } from "../../../src/leakage/pools/shuffle.ts";
import { computingClock } from "../../computing_time.ts";

/** Makes pairs of classes `c0`, `c1`, … of these sizes, each with its label as text. */
function classesOf(sizes: readonly number[]): TrainingPair[] {
  return sizes.flatMap((size, c) =>
    Array.from({ length: size }, (_, i) => ({ id: `c${c}-${i}`, text: `c${c}`, label: `c${c}` }))
  );
}

function flag(ids: readonly string[], flagged = true): Finding[] {
  return ids.map((item) => ({
    rule: "TEXT-EXACT",
    flagged,
    item,
    label: "x",
    evidence: "x",
    confidence: 1,
  }));
}

const idsOf = (pairs: readonly TrainingPair[], label: string) =>
  pairs.filter((pair) => pair.label === label).map(({ id }) => id);

function removedBy(pools: Pools): Set<string> {
  return new Set(pools.dirty).difference(new Set(pools.control));
}

/** Training pairs with labels or without, some of them flagged, whole classes among these. */
const cases = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 12 }),
  wholeClasses: fc.integer({ min: 0, max: 4 }),
  singles: fc.integer({ min: 0, max: 4 }),
  labeled: fc.boolean(),
  seed: fc.integer(),
}).map(({ sizes, wholeClasses, singles, labeled, seed }) => {
  const all = classesOf(sizes);
  const whole = all.filter(({ label }) => Number(label!.slice(1)) < wholeClasses);
  const others = all.filter((pair) => !whole.includes(pair));
  const flagged = [...whole, ...others.slice(0, singles)].map(({ id }) => id);
  const pairs = labeled ? all : all.map(({ id, text }) => ({ id, text }));
  return { pairs, flagged, seed };
}).filter(({ pairs, flagged }) =>
  new Set(pairs.filter(({ id }) => !flagged.includes(id)).map(({ text }) => text)).size >= 2
);

Deno.test("the pools have the promised pairs", () => {
  fc.assert(
    fc.property(cases, ({ pairs, flagged, seed }) => {
      const pools = makePools(pairs, flag(flagged), { seed });
      assert.deepEqual(pools.dirty, pairs.map(({ id }) => id).sort());
      assert.deepEqual(
        pools.clean,
        pools.dirty.filter((id) => !flagged.includes(id)),
      );
      const removed = removedBy(pools);
      assert(flagged.every((id) => !removed.has(id)), "the control keeps every flagged pair");
      const { valid, reason } = pools.controlMatch;
      assert.equal(valid, reason === undefined);
      const isSaid = pools.notes.some((note) => note.includes("is not split into leakage"));
      assert.equal(isSaid, !valid, "what falls short is said");
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("pools do not depend on the order of pairs or findings", () => {
  fc.assert(
    fc.property(cases, ({ pairs, flagged, seed }) => {
      const order = new RandomStream(seed, "order of the test");
      assert.deepEqual(
        makePools(order.shuffled(pairs), flag(order.shuffled(flagged)), { seed }),
        makePools(pairs, flag(flagged), { seed }),
      );
    }),
    { seed: 2, numRuns: 100 },
  );
});

Deno.test("the control removes as many whole classes and pairs as are flagged, with uneven classes", () => {
  const pairs = classesOf([5, 5, 20, 3, 7, 4, 20, 6, 5, 5, 9]);
  const flagged = [...idsOf(pairs, "c0"), ...idsOf(pairs, "c1")];
  const choices = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const pools = makePools(pairs, flag(flagged), { seed });
    assert.deepEqual(pools.controlMatch, {
      valid: true,
      pairs: [79, 79],
      sounds: [79, 79],
      topics: [9, 9],
    });
    choices.add(pools.control.join());
  }
  assert(choices.size > 1, "the seed decides which");
});

Deno.test("pairs of a class that is too large are returned, and a note says so", () => {
  const pairs = classesOf([2, 6, 6, 6]);
  const pools = makePools(pairs, flag(idsOf(pairs, "c0")));
  assert.deepEqual(pools.controlMatch, {
    valid: false,
    reason: "The control pool has 4 topics where the clean pool has 3, more than 2 % apart.",
    pairs: [18, 18],
    sounds: [18, 18],
    topics: [3, 4],
  });
  assert.match(pools.notes.join(), /apart\. So what flagged pairs give is not split/);
});

Deno.test("where more is flagged than not, the control is not valid, and a note says so", () => {
  const pairs = classesOf([9, 9, 2, 2]);
  const flagged = [...idsOf(pairs, "c0"), ...idsOf(pairs, "c1")];
  const pools = makePools(pairs, flag(flagged));
  assert.deepEqual(pools.controlMatch.pairs, [4, 18]);
  assert.equal(
    pools.controlMatch.reason,
    "The control pool has 0 of the clean pool's 4 pairs, and needs at least half of them: too much " +
      "is flagged to remove as much of the rest.",
  );
  assert.match(pools.notes.join(), /the clean pool's 4 pairs/);
});

Deno.test("findings that are only reported change no pool", () => {
  const pairs = classesOf([2, 2, 2]);
  const pools = makePools(pairs, flag(["c0-0"], false));
  assert.deepEqual(pools.clean, pools.dirty);
  assert.deepEqual(pools.control, pools.dirty);
  assert.deepEqual(pools.flaggedBy, {});
  assert.match(pools.notes.join(), /No training pair is flagged/);
});

Deno.test("a clean pool that is too small is refused, with the number that each rule flagged", () => {
  const pairs = classesOf([3, 4]);
  assert.throws(
    () => makePools(pairs, flag(idsOf(pairs, "c0"))),
    (error) =>
      error instanceof InputError && /4 of 7 pairs/.test(error.message) &&
      /TEXT-EXACT 3/.test(error.message),
  );
});

Deno.test("pairs of one id and findings of no pair are refused by name", () => {
  const pairs = classesOf([2, 2]);
  assert.throws(() => makePools([...pairs, pairs[1]!], []), /pair 5 has id "c0-1", as pair 2/);
  assert.throws(() => makePools(pairs, flag(["c9-9"])), /"c9-9", which is no training pair/);
});

Deno.test("shuffled texts move from label to label as a whole, differently for each training", () => {
  const pairs = classesOf([3, 1, 4, 2, 5]);
  const labelOf = new Map(pairs.map(({ id, label }) => [id, label!]));
  const drawn = new Set<string>();
  for (let training = 0; training < 20; training++) {
    const donors = shuffleTexts(pairs, 3, training);
    assert.deepEqual(shuffleTexts(pairs.toReversed(), 3, training), donors);
    assert.deepEqual([...donors.keys()].sort(), pairs.map(({ id }) => id).sort());
    const label = new Map<string, Set<string>>();
    for (const [id, donor] of donors) {
      label.set(
        labelOf.get(id)!,
        (label.get(labelOf.get(id)!) ?? new Set()).add(labelOf.get(donor)!),
      );
    }
    const targets = [...label.values()].map((targets) => [...targets]);
    assert(targets.every(({ length }) => length === 1));
    assert.equal(new Set(targets.flat()).size, 5, "a permutation of the labels");
    drawn.add(targets.join());
  }
  assert(drawn.size > 10);
});

Deno.test("captions are permuted between pairs", () => {
  const pairs = Array.from({ length: 50 }, (_, i) => ({ id: `${i}`, text: `caption ${i}` }));
  const donors = shuffleTexts(pairs, 0, 0);
  assert.equal(new Set(donors.values()).size, 50);
  assert([...donors].filter(([id, donor]) => id === donor).length < 10);
});

Deno.test("a label's texts are dealt in turn", () => {
  const pairs = [
    { id: "a", text: "one", label: "x" },
    { id: "b", text: "two", label: "x" },
    ...["c", "d", "e"].map((id) => ({ id, text: id, label: "y" })),
  ];
  const exchanged = [0, 1, 2, 3, 4, 5, 6, 7].map((t) => shuffleTexts(pairs, 0, t))
    .find((donors) => donors.get("a") === "c");
  assert.deepEqual(exchanged && [...exchanged.entries()], [
    ["a", "c"],
    ["b", "d"],
    ["c", "a"],
    ["d", "b"],
    ["e", "a"],
  ]);
});

Deno.test("a hundred thousand classes are matched about as fast as they are sorted", () => {
  const pairs = classesOf(Array.from({ length: 100_000 }, (_, c) => 1 + c % 3));
  const flagged = pairs.filter(({ label }) => label! < "c5").map(({ id }) => id);
  const milliseconds = computingClock();
  const { controlMatch } = makePools(pairs, flag(flagged));
  assert.deepEqual(controlMatch.pairs[0], controlMatch.pairs[1]);
  assert.deepEqual(controlMatch.topics[0], controlMatch.topics[1]);
  // Trying each exchange of two classes took minutes.
  assert(milliseconds() < 20_000);
});
