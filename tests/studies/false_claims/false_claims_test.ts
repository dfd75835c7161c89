// A small part of the study: its worlds are audited, and its counting is right. The whole is `false_claims.ts`.
import assert from "node:assert/strict";
import type { Claim, ClaimKind } from "../../../src/audit/results/claims.ts";
import { armName, auditWorld, type Found, planWorld } from "./audit_world.ts";
import { BOUNDARY, HEARING, pools, transfers, worldOf } from "./boundary.ts";
import { type Cell, drawOf, judge } from "./cell.ts";
import { Finished } from "./finished.ts";
import { gridOf } from "./grid.ts";
import { largeTable, type LargeWorld } from "./large.ts";
import { boundaryTable, countsOf, totalOf } from "./tables.ts";
import { makeInputs } from "./world.ts";

const part = (value: number, low: number, high: number) => {
  return { value, low, high, low_fixed: low, high_fixed: high };
};

/** What an audit with claims of these kinds found. */
function claiming(kinds: readonly ClaimKind[], numbers: Claim["numbers"] = {}): Found {
  const claims = kinds.map((kind) => ({ kind, audio: "backbone", text: "text", numbers }));
  return { claims, values: { leakage: 0.1, volume: 0.1 }, pathError: 0, contradictions: [] };
}

const TINY = { bootstrap: 100, steps: 6, shuffles: 1 };

Deno.test("audits of planted worlds add up, do not contradict themselves, and can be repeated", async () => {
  const cells = [
    { world: worldOf(6, { items: 3, hidden: 1 }), effort: { ...pools(1), ...TINY } },
    { world: worldOf(6, { folds: 2, items: 1, captions: true }), effort: { ...pools(2), ...TINY } },
    {
      world: worldOf(6, { leaked: 0, baseline: "rotated", twin: HEARING }),
      effort: { ...transfers(1, ["baseline", "twin"]), ...TINY },
    },
  ];
  for (const { world, effort } of cells) {
    const audit = (seed: number) => {
      return auditWorld(world, drawOf({ shared: "nothing" }, seed), effort, seed);
    };
    const [first, second] = [await audit(1), await audit(2)];
    assert.deepEqual(await audit(1), first);
    assert.notDeepEqual(first.values, second.values);
    for (const { pathError, contradictions, values } of [first, second]) {
      assert.ok(pathError < 1e-9);
      assert.deepEqual(contradictions, []);
      assert.ok(values.dirty !== undefined && values.transfer !== undefined);
    }
  }
});

Deno.test("every point of the grid can be audited, and the points are of all kinds", async () => {
  const points = gridOf(40);
  assert.deepEqual(gridOf(3), points.slice(0, 3));
  const kinds = [
    ...["leak none", "leak one", "leak all", "transfer none", "transfer partial", "transfer full"],
    ...["by the baseline", "by the text backbone", "by the audio backbone", "captions"],
    ...[
      "more flagged than not",
      "hidden",
      "54 classes",
      "6 classes",
      " 1 items",
      " 1 seeds",
      " 5 seeds",
    ],
  ];
  for (const kind of kinds) {
    assert.ok(points.some(({ planted }) => planted.includes(kind)), kind);
  }
  const [point] = points.filter(({ world }) => world.captions && world.classes < 12);
  const effort = { ...point!.effort, ...TINY, seeds: 1 };
  const found = await auditWorld(point!.world, drawOf(point!, 1), effort, 1);
  assert.ok(found.pathError < 1e-9);
  assert.deepEqual(found.contradictions, []);
});

Deno.test("cells have names of their own, and the rotated baseline has the same distances", () => {
  assert.equal(new Set(BOUNDARY.map(({ name }) => name)).size, BOUNDARY.length);
  const { world } = BOUNDARY.find(({ name }) => name === "baseline-rotated-10")!;
  const { audio } = makeInputs(world, { pool: 1, classes: 2, recordings: 3 }).backbones;
  const [one, other] = audio.map(({ evaluation: { columns, values } }) => {
    const [first, second] = [values.subarray(0, columns), values.subarray(columns, 2 * columns)];
    return Math.hypot(...first.map((value, i) => value - second[i]!));
  });
  assert.ok(Math.abs(one! - other!) < 1e-5);
  assert.notDeepEqual(audio[0]!.evaluation, audio[1]!.evaluation);
});

Deno.test("the arms that a cell names are trained, and where it is about leakage, controls match", async () => {
  for (const cell of BOUNDARY) {
    const plan = await planWorld(cell.world, drawOf(cell, 1), cell.effort, 1);
    const trained = new Set(plan.trainings.map(armName));
    // The second test of transfer is trained where topics are listed.
    const always = new Set(cell.effort.arms).difference(new Set(["backbone unlisted"]));
    assert.deepEqual(trained.difference(new Set(["backbone unlisted"])), always, cell.name);
    if (!trained.has("backbone control") || cell.name.startsWith("ahead")) continue;
    assert.ok(plan.isControlValid, cell.name);
  }
});

Deno.test("claims are judged by what is true", () => {
  const truth = { untrue: ["leakage", "transfer"] as const };
  const of = (kind: ClaimKind, kinds: ClaimKind[]) => judge(kind, claiming(kinds), truth);
  assert.deepEqual(of("leakage", ["leakage"]), { made: true, false: true });
  assert.deepEqual(of("leakage", ["volume"]), { made: false, false: false });
  assert.deepEqual(of("volume", ["volume"]), { made: true, false: false });
  assert.deepEqual(of("transfer", ["transfer"]), { made: true, false: true });
  const withListed = (numbers: Claim["numbers"]) =>
    judge("transfer", claiming(["transfer"], { listed_topics: 1, ...numbers }), truth).false;
  assert.deepEqual(
    [withListed({}), withListed({ without_listed_p: 0.4 }), withListed({ without_listed_p: 0.01 })],
    [false, false, true],
  );
  const atMost = (high: number) =>
    judge("no-leakage-shown", claiming(["no-leakage-shown"], { leakage: part(0, -1, high) }), {
      untrue: [],
      leakage: 0.1,
    });
  assert.deepEqual([atMost(0.09).false, atMost(0.1).false], [true, false]);
});

Deno.test("the tables count", () => {
  const [cell] = BOUNDARY as readonly [Cell];
  const audited = { cell, found: [claiming(["leakage"]), claiming(["volume"]), claiming([])] };
  assert.deepEqual(countsOf("leakage", audited), { worlds: 3, made: 1, false: 1 });
  assert.deepEqual(totalOf([{ worlds: 3, made: 1, false: 1 }, { worlds: 2, made: 2, false: 0 }]), {
    worlds: 5,
    made: 3,
    false: 1,
  });
  const table = boundaryTable([audited]);
  assert.match(
    table,
    /\| `leakage` \| [^|]+\| 3 \| 1 \| 1 \| 33\.3 % \[0\.8, 90\.6\] \| too many \|/,
  );
  assert.match(
    table,
    /\| `flagged-pairs-hurt` \| [^|]+\| 3 \| 0 \| 0 \| 0\.0 % \[0\.0, 70\.8\] \|/,
  );
});

Deno.test("at large a claim is untrue unless simulation shows its truth", () => {
  const point = { ...gridOf(1)[0]!, hasTransfer: false };
  const world = (kinds: ClaimKind[], leakage: number): LargeWorld => ({
    point,
    found: claiming(kinds, { volume: part(0.1, 0.05, 0.2) }),
    like: { leakage: { mean: leakage, error: 0.01 }, volume: { mean: -0.1, error: 0.01 } },
    these: {},
  });
  const table = largeTable([
    world(["leakage", "volume"], 0.3),
    world(["leakage", "transfer"], 0.01),
  ]);
  assert.match(table, /\| `leakage` \| 2 \| 1 \| 1 \|/);
  assert.match(table, /\| `volume` \| 1 \| 1 \| 1 \|/);
  assert.match(table, /\| `transfer` \| 1 \| 2 \| 1 \|/);
});

Deno.test("a study goes on with what is finished, but for a line that was cut off", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const [cell] = BOUNDARY as readonly [Cell];
    const found = claiming(["leakage"]);
    await (await Finished.in(folder)).keep(cell, 1, found);
    await Deno.writeTextFile(`${folder}/${cell.name}.jsonl`, '{"key": "cut', { append: true });
    const again = await Finished.in(folder);
    assert.deepEqual(again.of(cell, 1), found);
    assert.equal(again.of(cell, 2), undefined);
    assert.equal(again.of({ ...cell, effort: { ...cell.effort, seeds: 9 } }, 1), undefined);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
