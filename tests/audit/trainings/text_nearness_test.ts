import assert from "node:assert/strict";
import { checkResidual } from "../../../src/audit/trainings/residual.ts";
import { fitTextNearness, LEAST_PAIRS } from "../../../src/audit/trainings/text_nearness.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { planWorld } from "../../studies/false_claims/audit_world.ts";
import { BOUNDARY } from "../../studies/false_claims/boundary.ts";
import { drawOf } from "../../studies/false_claims/cell.ts";
import { KINDS, makeResidualWorld } from "../../studies/residual/world.ts";

/** Pairs whose sounds follow their texts by a slope. */
function pairsOf(count: number, slope: number) {
  const random = new RandomStream(1, "texts and sounds");
  return Array.from({ length: count }, () => {
    const text = random.normal();
    return { text, sound: slope * text + 0.5 * random.normal() };
  });
}

Deno.test("the probability is that of a new observation around a least-squares line", () => {
  // SciPy: norm.sf(bound, linregress at the text, its residual deviation and the error of the prediction)
  const pairs = Array.from({ length: 20 }, (_, i) => ({
    text: i / 10,
    sound: 0.3 * i / 10 + (i % 3 === 0 ? 0.2 : -0.1),
  }));
  const line = fitTextNearness(pairs)!;
  const found = [[0.5, 0.2], [1.9, 0.5], [3, 0.5]] as const;
  const expected = [0.4043142361344252, 0.6428395872275308, 0.9718566985703938];
  found.forEach(([text, bound], i) => {
    assert.ok(Math.abs(line.probabilityOf(text, bound) - expected[i]!) < 1e-9);
  });
});

Deno.test("new pairs pass the bound as often as it says, near the others and far from them", () => {
  for (const text of [0, 2]) {
    const draws = Array.from({ length: 400 }, (_, seed) => {
      const random = new RandomStream(seed, "a new pair");
      const own = Array.from({ length: 40 }, () => {
        const text = random.normal();
        return { text, sound: text + 0.5 * random.normal() };
      });
      const bound = text + 0.4;
      const isAbove = text + 0.5 * random.normal() >= bound;
      return { said: fitTextNearness(own)!.probabilityOf(text, bound), is: isAbove ? 1 : 0 };
    });
    const mean = (of: (draw: typeof draws[0]) => number) =>
      draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
    assert.ok(Math.abs(mean(({ said }) => said) - mean(({ is }) => is)) < 0.06);
  }
});

Deno.test("few pairs give no line, and nearer texts never bring sounds apart", () => {
  assert.equal(fitTextNearness(pairsOf(LEAST_PAIRS - 1, 1)), undefined);
  const falling = fitTextNearness(pairsOf(60, -1))!;
  const [near, far] = [falling.probabilityOf(2, 0), falling.probabilityOf(-2, 0)];
  assert.ok(Math.abs(near - far) < 0.02, `${near} ${far}`);
  const exact = fitTextNearness(Array.from({ length: 30 }, () => ({ text: 0.5, sound: 1 })))!;
  assert.deepEqual([exact.probabilityOf(0.5, 2), exact.probabilityOf(0.5, 0)], [0, 1]);
});

/** The topics that the check finds in the world of a cell. */
async function topicsIn(name: string, seed: number) {
  const cell = BOUNDARY.find((one) => one.name === name)!;
  const effort = { ...cell.effort, arms: ["backbone untrained"] };
  const { trainer } = await planWorld(cell.world, drawOf(cell, seed), effort, seed);
  return trainer.residual.topics;
}

Deno.test("where recordings spread widely and near texts have near sounds, the check cannot tell", async () => {
  for (const seed of [1, 2, 3]) {
    // By nearness alone, two to seven topics would be listed in each.
    const topics = await topicsIn("ahead-by-a-twentieth-20", seed);
    assert.ok(topics.length > 1 && topics.every(({ expected }) => expected! > 0.5));
    assert.ok(topics.every(({ status }) => status === "cannot tell"));
  }
});

Deno.test("hidden pairs are listed where sounds and texts are unrelated, in every class fold", async () => {
  for (const name of ["transfer-none-20-hidden-6", "transfer-none-20-folds-2-hidden-6"]) {
    const listed = (await topicsIn(name, 1)).filter(({ status }) => status === "listed");
    assert.equal(new Set(listed.map(({ topic }) => topic)).size, 6);
    assert.ok(listed.every(({ topic, expected }) => topic.startsWith("kin") && expected! < 0.1));
  }
});

Deno.test("checks that belong together share the limit of false alarms", async () => {
  const found = [];
  for (const seed of [200, 201, 202, 203]) {
    const { pool } = makeResidualWorld(seed, KINDS[1]!, true, "standardized");
    const one = (await checkResidual(pool)).findings.find(({ status }) => status === "listed");
    if (one !== undefined && one.expected >= 1e-9) found.push({ pool, one });
  }
  assert.ok(found.length > 0);
  for (const { pool, one } of found) {
    const checks = Math.ceil(0.6 / one.expected);
    const { findings } = await checkResidual({ ...pool, checks });
    assert.equal(findings.find(({ topic }) => topic === one.topic)!.status, "cannot tell");
  }
});
