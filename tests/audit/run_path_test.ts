import assert from "node:assert/strict";
import type { Attribution } from "../../src/audit/results/results.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { pathSum } from "./path_sum.ts";
import { auditPlanted } from "./planted.ts";

Deno.test("without the 16 cells the path needs no more than two conditions", async () => {
  const { results, outcomes } = await auditPlanted(openCpu(), {
    conditions: ["dirty", "clean"],
    attribution: false,
    seeds: [0],
  });
  assert.equal(outcomes.length, 2 * 2 * 2);
  const { path, transfer, drops, dirty_drops, cells } = results.attribution[0]!;
  assert.ok(path.flaggedPairs!.value > 0.4);
  assert.equal(drops.text?.value, transfer.value);
  assert.deepEqual([drops.pairing, dirty_drops], [undefined, undefined]);
  assert.ok(cells.length === 4 && cells.every(({ text, pairing }) => text && pairing));
});

Deno.test("without a baseline transfer stays whole, and nothing fails", async () => {
  const { results } = await auditPlanted(openCpu(), {
    audio: [{
      name: "planted",
      training: "planted.training.npy",
      evaluation: "planted.evaluation.npy",
    }],
    conditions: ["dirty"],
    seeds: [0],
  });
  const [{ path, cells, dirty, features }] = results.attribution as [Attribution];
  assert.deepEqual(Object.keys(path), ["chance", "transfer", "flaggedPairs"]);
  assert.ok(Math.abs(pathSum(path) - dirty) < 1e-9);
  assert.deepEqual([cells.length, features], [8, undefined]);
  assert.equal(results.conditions.length, 1);
});
