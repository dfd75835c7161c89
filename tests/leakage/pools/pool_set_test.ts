import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import { formatCondition } from "../../../src/leakage/pools/conditions.ts";
import { groupPairs } from "../../../src/leakage/pools/groups.ts";
import { makePools } from "../../../src/leakage/pools/pools.ts";
import { poolOf } from "../../../src/leakage/pools/pool_of.ts";
import { makePoolSet } from "../../../src/leakage/pools/pool_set.ts";
import {
  conditionNamed,
  conditionsIn,
  storedPools,
} from "../../../src/leakage/pools/stored_pools.ts";

/** Makes pairs of classes of these sizes; each source of a class has two pairs. */
function pairsOf(sizes: readonly number[], labeled: boolean): TrainingPair[] {
  return sizes.flatMap((size, c) =>
    Array.from({ length: size }, (_, i) => ({
      id: `c${c}-${i}`,
      text: labeled ? `c${c}` : `caption ${c} ${i}`,
      source: `c${c}-${i >> 1}`,
      ...(labeled ? { label: `c${c}` } : {}),
    }))
  );
}

const flag = (ids: readonly string[]): Finding[] =>
  ids.map((item) => ({ rule: "TEXT-EXACT", flagged: true, item, evidence: "x", confidence: 1 }));

/** Ten or more classes; two are flagged whole, and a few other pairs are flagged. */
const cases = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 10, maxLength: 16 }),
  singles: fc.integer({ min: 0, max: 3 }),
  labeled: fc.boolean(),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
}).map(({ sizes, singles, labeled, seed }) => {
  const pairs = pairsOf(sizes, labeled);
  const flagged = pairs.slice(0, sizes[0]! + sizes[1]! + singles).map(({ id }) => id);
  return { pairs, flagged, labeled, seed };
});

const options = (seed: number) => ({ seed, shuffles: 2, validation: 0.45 });

Deno.test("every pool is what its name says, and a series grows", () => {
  fc.assert(
    fc.property(cases, ({ pairs, flagged, labeled, seed }) => {
      const pools = makePoolSet(pairs, flag(flagged), { seed, shuffles: 2 });
      const stored = storedPools(pools);
      const idsOf = (name: string) => new Set(poolOf(stored, conditionNamed(pools, name)).training);
      const [dirty, clean] = [idsOf("dirty"), idsOf("clean")];
      assert.deepEqual(clean.union(new Set(flagged)), dirty);
      assert(new Set(flagged).isSubsetOf(idsOf("control")), "the control keeps what is flagged");
      assert.deepEqual([idsOf("dose-0"), idsOf("dose-1")], [clean, dirty]);
      const series = conditionsIn(pools).map(formatCondition)
        .filter((name) => /^(dose|diversity)-/.test(name));
      for (const [i, name] of series.entries()) {
        const before = series[i - 1];
        if (before?.split("-")[0] !== name.split("-")[0]) continue;
        assert(idsOf(before!).isSubsetOf(idsOf(name)), `${before} lies in ${name}`);
      }
      assert.equal(pools.diversity !== undefined, labeled);
      if (pools.diversity === undefined) {
        assert.match(pools.notes.join(), /no diversity series, since not every pair has a label/);
      } else {
        const labelOf = new Map(pairs.map(({ id, label }) => [id, label]));
        for (const { classes } of pools.diversity.steps) {
          const ids = idsOf(`diversity-${classes}`);
          assert.equal(new Set([...ids].map((id) => labelOf.get(id))).size, classes);
          const labels = new Set([...ids].map((id) => labelOf.get(id)));
          const whole = [...clean].filter((id) => labels.has(labelOf.get(id)));
          assert.deepEqual(new Set(whole), ids, "classes are there with all their clean pairs");
        }
        assert.deepEqual(new Set(pools.diversity.order), clean);
      }
    }),
    { seed: 1, numRuns: 100 },
  );
});

Deno.test("shuffled pools permute texts between labels, each seed differently", () => {
  fc.assert(
    fc.property(cases, ({ pairs, flagged, labeled, seed }) => {
      const pools = makePoolSet(pairs, flag(flagged), { seed, shuffles: 3 });
      const labelOf = new Map(pairs.map(({ id, label }) => [id, labeled ? label! : id]));
      assert.equal(pools.shuffled.length, 3);
      for (const { seed: own } of pools.shuffled) {
        const { training, textOf } = poolOf(storedPools(pools), {
          kind: "shuffled",
          of: "clean",
          seed: own,
        });
        assert.deepEqual(training, pools.clean);
        const moves = new Set(
          [...textOf!].map(([id, donor]) => `${labelOf.get(id)} ${labelOf.get(donor)}`),
        );
        const labels = new Set(pools.clean.map((id) => labelOf.get(id)));
        assert.equal(moves.size, labels.size, "all texts of a label go to one label");
        assert.equal(new Set([...moves].map((move) => move.split(" ")[1])).size, labels.size);
      }
    }),
    { seed: 2, numRuns: 50 },
  );
});

Deno.test("validation splits no group, holds nothing flagged and is the same for every pool", () => {
  fc.assert(
    fc.property(cases, ({ pairs, flagged, labeled, seed }) => {
      const pools = makePoolSet(pairs, flag(flagged), options(seed));
      const { by, ids, groups } = pools.validation!;
      const held = new Set(ids);
      assert.equal(by, labeled ? "class" : "source");
      assert(ids.length > 0 && ids.length <= 0.45 * pools.clean.length);
      const parts = groupPairs(pairs, by).map((group) => group.filter(({ id }) => held.has(id)));
      groupPairs(pairs, by).forEach((group, i) =>
        assert([0, group.length].includes(parts[i]!.length), "a group is held out whole or not")
      );
      assert.equal(parts.filter(({ length }) => length > 0).length, groups);
      assert(held.isDisjointFrom(new Set(flagged)));
      for (const condition of conditionsIn(pools)) {
        const { training, validation } = poolOf(storedPools(pools), condition);
        assert.deepEqual(validation, ids);
        assert(held.isDisjointFrom(new Set(training)));
      }
      for (const pool of ["dirty", "clean", "control"] as const) {
        assert(held.isSubsetOf(new Set(pools[pool])), `${pool} has what is held out`);
      }
    }),
    { seed: 3, numRuns: 100 },
  );
});

Deno.test("file names give sources, which stay in one group, as columns do", () => {
  const pairs = ["1-100-A.ogg", "1-100-B.ogg", "1-200-A.ogg", "7"].map((id) => ({
    id,
    text: id,
    ...(id === "7" ? { source: "https://freesound.org/s/200" } : {}),
  }));
  const groups = groupPairs(pairs, "source").map((group) => group.map(({ id }) => id));
  assert.deepEqual(groups, [["1-100-A.ogg", "1-100-B.ogg"], ["1-200-A.ogg", "7"]]);
});

Deno.test("pools do not depend on the order of pairs or findings; the seed decides", () => {
  fc.assert(
    fc.property(cases, ({ pairs, flagged, seed }) => {
      const order = new RandomStream(seed, "order of the test");
      const findings = flag(flagged);
      const pools = makePoolSet(pairs, findings, options(seed));
      const again = makePoolSet(order.shuffled(pairs), order.shuffled(findings), options(seed));
      assert.deepEqual(again, pools);
      const other = makePoolSet(pairs, findings, options((seed + 1) >>> 0));
      assert.notDeepEqual(
        other.doses.order.concat(other.control),
        pools.doses.order.concat(pools.control),
      );
    }),
    { seed: 4, numRuns: 50 },
  );
});

Deno.test("without validation dirty, clean and control are the audit's", () => {
  const pairs = pairsOf([5, 5, 3, 4, 6, 2, 5], true);
  const findings = flag(["c0-0", "c0-1", "c0-2", "c0-3", "c0-4"]);
  const { dirty, clean, control } = makePoolSet(pairs, findings, { seed: 7 });
  const audited = makePools(pairs, findings, { seed: 7 });
  assert.deepEqual({ dirty, clean, control }, {
    dirty: audited.dirty,
    clean: audited.clean,
    control: audited.control,
  });
});

Deno.test("two classes that were cut from one source are held out together", () => {
  const pairs = ["a", "b", "c", "d", "e", "f"].map((label) => ({
    id: label,
    text: label,
    label,
    source: label === "b" ? "a" : label,
  }));
  for (let seed = 0; seed < 20; seed++) {
    const { ids } = makePoolSet(pairs, [], { seed, validation: 0.5 }).validation!;
    assert.equal(ids.includes("a"), ids.includes("b"));
  }
});

Deno.test("a fraction that leaves nothing to contrast is refused with one that works", () => {
  const pairs = pairsOf([2, 2, 2, 2, 2, 2], true);
  const options = { seed: 3, validation: 0.1 };
  assert.throws(
    () => makePoolSet(pairs, [], options),
    /0.1 of the clean pool by class: 0 distinct texts are held out, of 6 .*; choose 0.34$/,
  );
  const { by, groups } = makePoolSet(pairs, [], { ...options, validation: 0.34 }).validation!;
  assert.deepEqual([by, groups], ["class", 2]);
  assert.throws(
    () => makePoolSet(pairsOf([2, 1], true), [], options),
    /by source: 0 distinct texts are held out, of 2 .*, and no fraction up to a half does$/,
  );
});

Deno.test("where classes share sources, whole sources are held out, and a note says so", () => {
  const pairs = pairsOf([6, 6, 6, 6], true);
  // All classes were cut from this source, and some of its pairs are flagged.
  const joined = pairs.map((pair) => pair.id.endsWith("-0") ? { ...pair, source: "street" } : pair);
  for (let seed = 0; seed < 10; seed++) {
    const pools = makePoolSet(joined, flag(["c0-0"]), { seed, validation: 0.3 });
    const { by, ids } = pools.validation!;
    assert.equal(by, "source");
    const sourceOf = new Map(joined.map(({ id, source }) => [id, source]));
    const trained = poolOf(storedPools(pools), { kind: "dirty" }).training.map((id) =>
      sourceOf.get(id)
    );
    assert(ids.length > 0 && ids.every((id) => !trained.includes(sourceOf.get(id))));
    assert.match(pools.notes.join(" "), /Whole classes cannot be held out.*Recordings are held/);
  }
  const apart = makePoolSet(pairs, flag(["c0-0"]), { validation: 0.7 });
  assert.equal(apart.validation!.by, "class");
  assert.doesNotMatch(apart.notes.join(" "), /Whole classes/);
});

Deno.test("a note says that clips without a source can be on both sides", () => {
  const captions = Array.from({ length: 8 }, (_, i) => ({ id: `${i}`, text: `caption ${i}` }));
  const notesOn = (pairs: TrainingPair[]) =>
    makePoolSet(pairs, [], { validation: 0.5 }).notes.join(" ");
  assert.match(notesOn(captions), /No pair names its recording, so each pair .*--source-column/);
  const clips = captions.map((pair, i) => ({ ...pair, id: `${i >> 1}.wav#${i & 1}` }));
  assert.match(notesOn(clips), /No pair names its recording, so each clip counts/);
  const some = captions.map((pair, i) => i < 3 ? pair : { ...pair, source: `${i}` });
  assert.match(notesOn(some), /3 of 8 pairs do not name their recording/);
  assert.doesNotMatch(notesOn(captions.map((pair) => ({ ...pair, source: pair.id }))), /recording/);
  assert.doesNotMatch(makePoolSet(captions, []).notes.join(" "), /recording/);
});

Deno.test("clean pairs that share a source with a flagged one are counted, not removed", () => {
  const pairs = pairsOf([4, 4], false);
  const pools = makePoolSet(pairs, flag(["c0-0", "c0-2", "c1-0", "c1-1"]));
  assert.equal(pools.clean.length, 4);
  assert.match(pools.notes.join(" "), /2 clean pairs share a recording with a flagged one/);
  const whole = makePoolSet(pairs, flag(["c0-0", "c0-1"]));
  assert.doesNotMatch(whole.notes.join(" "), /share a recording/);
  const audited = makePools(pairs, flag(["c0-0", "c0-2", "c1-0", "c1-1"]));
  assert.doesNotMatch(audited.notes.join(" "), /share a recording/);
});

Deno.test("sentences write numbers with separators, except those of an audit's results", () => {
  const pairs = pairsOf([1100, 15, 15], false).map((pair) => ({ ...pair, id: `${pair.id}#1` }));
  const others = pairs.slice(0, 1100).map((pair) => ({ ...pair, id: pair.id.replace("#1", "#2") }));
  const all = [...pairs, ...others];
  const flagged = flag(others.map(({ id }) => id));
  const lack = (number: string) => new RegExp(`clean pool also lacks ${number} pairs that no rule`);
  assert.match(makePoolSet(all, flagged, { shuffles: 1 }).notes.join(" "), lack("1,100"));
  assert.match(makePools(all, flagged).notes.join(" "), lack("1100"));
});

Deno.test("findings about backbones remove no pair", () => {
  const pairs = pairsOf([2, 2], true);
  const finding = { flagged: true, item: "clap", evidence: "", confidence: 1 } as const;
  const pools = makePoolSet(pairs, [{ rule: "BACKBONE-LABEL", ...finding }]);
  assert.deepEqual(pools.clean, pools.dirty);
});
