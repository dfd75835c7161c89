import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import type { LeakUnit } from "../../../src/leakage/pools/flagged.ts";
import { PoolMaker } from "../../../src/leakage/pools/pools.ts";
import { leakDose } from "../../../src/leakage/pools/series.ts";

/** Pairs with findings, and all that determines a control. */
interface World {
  readonly pairs: readonly TrainingPair[];
  readonly nouns: ReadonlyMap<string, readonly string[]>;
  readonly flagged: readonly string[];
  readonly kept: ReadonlySet<string>;
  readonly unit: LeakUnit;
  readonly seed: number;
  readonly draw: number;
}

function flag(ids: readonly string[]): Finding[] {
  return ids.map((item) => ({
    rule: "TEXT-EXACT",
    flagged: true,
    item,
    label: "x",
    evidence: "x",
    confidence: 1,
  }));
}

const makerOf = ({ pairs, nouns, flagged, unit }: Omit<World, "kept" | "seed" | "draw">) =>
  new PoolMaker(pairs, flag(flagged), { unit, nouns });

const stem = (id: string) => id.replace(/#\d+$/, "");

/** A sound: how many captions it has, its label or nouns, and whether one of its pairs, or all, or none are flagged. */
const sound = fc.record({
  captions: fc.integer({ min: 1, max: 5 }),
  // Low numbers are frequent: one giant label, and rare ones.
  topics: fc.array(fc.integer({ min: 0, max: 8 }).map((n) => n < 4 ? 0 : n), { maxLength: 3 }),
  flagged: fc.constantFrom("none", "none", "one", "all"),
  isKept: fc.boolean(),
});

/** Worlds of odd shapes: labels or captions, nothing flagged or all, a giant label, equal texts, held-out pairs. */
const worlds = fc.record({
  sounds: fc.array(sound, { maxLength: 25 }),
  kind: fc.constantFrom("labels", "captions", "both", "unknown"),
  amount: fc.constantFrom("none", "some", "all"),
  areKept: fc.boolean(),
  isSingle: fc.boolean(),
  unit: fc.constantFrom("sound" as const, "pair" as const),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  draw: fc.integer({ min: 0, max: 4 }),
}).map(({ sounds, kind, amount, areKept, isSingle, ...rest }): World => {
  const nouns = new Map<string, string[]>();
  const flagged: string[] = [];
  const kept = new Set<string>();
  const pairs = sounds.flatMap((one, s) => {
    const isFlagged = amount === "all" || (amount === "some" && one.flagged !== "none");
    const isLabeled = kind === "labels" || (kind === "both" && s % 2 === 0);
    return Array.from({ length: isSingle ? 1 : one.captions }, (_, i): TrainingPair => {
      const id = `s${s}#${i + 1}`;
      const topic = `topic ${one.topics[0] ?? 0}`;
      if (isFlagged && (amount === "all" || one.flagged === "all" || i === 0)) flagged.push(id);
      else if (!isFlagged && areKept && one.isKept) kept.add(id);
      if (!isLabeled && kind !== "unknown") {
        nouns.set(id, [...new Set(one.topics.slice(0, 1 + i).map((n) => `topic ${n}`))]);
      }
      return { id, text: topic, ...(isLabeled ? { label: topic } : {}) };
    });
  });
  return { pairs, nouns, flagged, kept, ...rest };
});

/** Counts pairs, sounds and topics, without the code that is tested. */
function sizeOf({ pairs, nouns }: World, ids: ReadonlySet<string>): number[] {
  const soundsWith = new Map<string, Set<string>>();
  const topicsOf = ({ id, label }: TrainingPair) => label ? [label] : nouns.get(id) ?? [];
  for (const pair of pairs) {
    for (const topic of pair.label ? [] : topicsOf(pair)) {
      soundsWith.set(topic, (soundsWith.get(topic) ?? new Set()).add(stem(pair.id)));
    }
  }
  const labels = new Set(pairs.map(({ label }) => label));
  const counts = (topic: string) => labels.has(topic) || (soundsWith.get(topic)?.size ?? 0) >= 2;
  const own = pairs.filter(({ id }) => ids.has(id));
  return [
    own.length,
    new Set(own.map(({ id }) => stem(id))).size,
    new Set(own.flatMap(topicsOf).filter(counts)).size,
  ];
}

Deno.test("a control keeps what is flagged or held out, and lacks no more than the clean pool", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { pairs, flagged, kept, unit, seed, draw } = world;
      const maker = makerOf(world);
      const control = new Set(maker.control(seed, draw, kept));
      const clean = new Set(maker.clean);
      const all = new Set(maker.dirty);
      const leaked = new Set(flagged.map(stem));
      const touched = pairs.filter(({ id }) => leaked.has(stem(id))).map(({ id }) => id);
      assert(new Set(touched).isSubsetOf(control), "a sound with a flagged pair stays whole");
      assert(kept.isSubsetOf(control));
      assert(control.isSubsetOf(all));
      const lacked = unit === "sound" ? touched : flagged;
      assert.deepEqual(clean, all.difference(new Set(lacked)));
      assert.deepEqual(maker.flagged.ids, new Set(lacked));
      assert.equal(maker.flagged.withSound, new Set(lacked).size - flagged.length);
      const [cleanSize, controlSize] = [sizeOf(world, clean), sizeOf(world, control)];
      assert(controlSize[0]! >= cleanSize[0]!, "at most as many pairs are gone");
      assert(controlSize[1]! >= cleanSize[1]!, "at most as many sounds are gone");
      if (pairs.every(({ label }) => label !== undefined)) {
        assert(controlSize[2]! >= cleanSize[2]!, "at most as many labels are gone");
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});

Deno.test("a match has the numbers of both pools, and is valid where they agree", () => {
  const seen = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(worlds, (world) => {
      const { kept, seed, draw } = world;
      const maker = makerOf(world);
      const control = maker.control(seed, draw, kept);
      const match = maker.match(control);
      const ids = new Set(maker.clean);
      const [clean, own] = [sizeOf(world, ids), sizeOf(world, new Set(control))];
      assert.deepEqual(
        [match.pairs, match.sounds, match.topics],
        clean.map((count, i) => [count, own[i]]),
      );
      const shared = sizeOf(world, new Set(control).intersection(ids));
      const agrees = clean.every((count, i) => Math.abs(own[i]! - count) <= 0.02 * count) &&
        shared[0]! >= clean[0]! / 2 && shared[2]! >= clean[2]! / 2;
      const isKnown = clean[0]! > 0 &&
        (maker.flagged.ids.size === 0 || sizeOf(world, new Set(maker.dirty))[2]! > 0);
      assert.equal(match.valid, agrees && isKnown);
      assert.equal(match.reason === undefined, match.valid);
      seen[match.valid ? "valid" : "invalid"]++;
    }),
    { seed: 2, numRuns: 2000 },
  );
  assert(seen.valid > 200 && seen.invalid > 200, JSON.stringify(seen));
});

Deno.test("a control depends on the pairs, the findings, the seed and the draw, not on their order", () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { pairs, nouns, flagged, kept, seed, draw } = world;
      const order = new RandomStream(seed, "order of the test");
      const other = makerOf({
        ...world,
        pairs: order.shuffled(pairs),
        nouns: new Map(order.shuffled([...nouns])),
        flagged: order.shuffled(flagged),
      });
      assert.deepEqual(other.control(seed, draw, kept), makerOf(world).control(seed, draw, kept));
    }),
    { seed: 3, numRuns: 300 },
  );
});

const labeled = (sizes: readonly number[]): TrainingPair[] =>
  sizes.flatMap((size, c) =>
    Array.from({ length: size }, (_, i) => ({ id: `c${c}-${i}`, text: `c${c}`, label: `c${c}` }))
  );

Deno.test("every unflagged label is as likely to be removed as any other", () => {
  const pairs = labeled(Array.from({ length: 20 }, () => 4));
  const flagged = pairs.filter(({ label }) => Number(label!.slice(1)) < 5).map(({ id }) => id);
  const maker = makerOf({ pairs, flagged, nouns: new Map(), unit: "sound" });
  const removals = new Map<string, number>();
  const draws = 600;
  for (let draw = 0; draw < draws; draw++) {
    const control = new Set(maker.control(draw % 5, Math.floor(draw / 5)));
    const gone = pairs.filter(({ id }) => !control.has(id)).map(({ label }) => label!);
    for (const label of new Set(gone)) removals.set(label, (removals.get(label) ?? 0) + 1);
  }
  assert.equal(removals.size, 15);
  // 5 of 15 labels are removed: 200 times each, with a standard deviation of 11.5.
  for (const [label, count] of removals) assert(Math.abs(count - 200) < 50, `${label}: ${count}`);
});

Deno.test("labels of unequal size are matched in number, and the rest is thinned without emptying one", () => {
  const sizes = [12, 9, 7, 30, 2, 5, 8, 3, 14, 6, 4, 11, 10, 9, 40, 3, 5, 7];
  const pairs = labeled(sizes);
  const flagged = pairs.filter(({ label }) => ["c0", "c1", "c2"].includes(label!)).map((p) => p.id);
  const maker = makerOf({ pairs, flagged, nouns: new Map(), unit: "sound" });
  for (let draw = 0; draw < 50; draw++) {
    const { valid, pairs, topics } = maker.match(maker.control(7, draw));
    assert.deepEqual([valid, pairs, topics], [true, [157, 157], [15, 15]]);
  }
});

/** Captions about two things each; things 0 to 9 are frequent, the others in two sounds. */
function captioned() {
  const random = new RandomStream(3, "captions of the test");
  const sounds = Array.from({ length: 120 }, (_, s) => [random.below(10), 10 + (s >> 1)]);
  const pairs = sounds.flatMap((_, s) =>
    [1, 2, 3].map((i) => ({ id: `s${s}#${i}`, text: `${s}, ${i}` }))
  );
  const nouns = new Map(pairs.map(({ id }) => {
    const things = sounds[Number(stem(id).slice(1))]!;
    return [id, things.map((thing) => `thing ${thing}`)];
  }));
  return { pairs, nouns };
}

Deno.test("decoys of captions match pairs, sounds and topics, differently in each draw", () => {
  const { pairs, nouns } = captioned();
  const flagged = pairs.filter(({ id }) => nouns.get(id)!.includes("thing 0")).map(({ id }) => id);
  const maker = makerOf({ pairs, nouns, flagged, unit: "sound" });
  const seen = new Set<string>();
  for (let draw = 0; draw < 20; draw++) {
    const control = maker.control(0, draw);
    const { valid, reason, pairs, sounds, topics } = maker.match(control);
    assert(valid, reason);
    assert.deepEqual([pairs[0], sounds[0]], [pairs[1], sounds[1]]);
    assert(Math.abs(topics[0] - topics[1]) <= 1, `${topics}`);
    seen.add(control.join());
  }
  assert.equal(seen.size, 20);
});

Deno.test("a caption that names a label takes its sound's others along, unless the unit is a pair", () => {
  const { pairs, nouns } = captioned();
  const flagged = ["s0#1", "s5#2", "s5#3", "s9#1"];
  const of = (unit: LeakUnit) => makerOf({ pairs, nouns, flagged, unit });
  const [sound, pair] = [of("sound"), of("pair")];
  assert.deepEqual([sound.flagged.ids.size, sound.flagged.withSound], [9, 5]);
  assert.deepEqual([pair.flagged.ids.size, pair.flagged.withSound], [4, 0]);
  assert.deepEqual(sound.flagged.by, pair.flagged.by);
  assert.deepEqual(pair.dirty.length - pair.clean.length, 4);
  const [few, note] = sound.make(0, undefined, String).notes;
  assert.match(few!, /351 pairs of 117 sounds, below 200 sounds/);
  assert.match(note!, /^The clean pool also lacks 5 pairs that no rule flags: their sounds have a/);
  assert.deepEqual(sound.dirty.filter((id) => /^s[059]#/.test(id)), [...sound.flagged.ids].sort());
});

Deno.test("doses put back whole sounds, unless the unit is a pair", () => {
  const { pairs, nouns } = captioned();
  const flagged = pairs.filter(({ id }) => id.endsWith("#1")).slice(0, 20).map(({ id }) => id);
  const doses = [0, 0.26, 0.5, 1];
  for (const unit of ["sound", "pair"] as const) {
    const { clean } = makerOf({ pairs, nouns, flagged, unit });
    const { order, steps } = leakDose({ clean, unit }, pairs, { seed: 1, doses });
    const each = unit === "sound" ? 3 : 1;
    assert.deepEqual(steps.map((step) => step.flagged), [0, 5 * each, 10 * each, 20 * each]);
    for (const { flagged: count } of steps) {
      const sounds = Map.groupBy(order.slice(0, count), stem);
      assert([...sounds.values()].every(({ length }) => length === each));
    }
    assert.deepEqual(new Set(order), new Set(pairs.map(({ id }) => id)).difference(new Set(clean)));
  }
});
