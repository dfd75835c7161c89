// Worlds in which pairs of evaluation classes pass as clean under other names: transfer is tested without them.
import assert from "node:assert/strict";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";
import type { AuditResults, WithoutListed } from "../../src/audit/results/results.ts";
import { runAudit } from "../../src/audit/run.ts";
import { outcomePieces, parseOutcome } from "../../src/audit/trainings/outcome_file.ts";
import { type AuditPlan, planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { cellRows } from "../../src/report/folder/cells_jsonl.ts";
import { makeWorld, type Sounds, worldConfiguration } from "./worlds.ts";

/** Plans an audit in which the first evaluation classes are hidden in the clean pool, under the texts of their labels. */
async function planHidden(
  sounds: Sounds,
  hidden: number,
  change: Partial<AuditConfiguration> = {},
) {
  const inputs = makeWorld(sounds, "nothing");
  const names = new Set(inputs.evaluation.labels.slice(0, hidden));
  const pairs = inputs.pairs.map((pair) =>
    names.has(pair.label!) ? { ...pair, label: `kind of ${pair.label}` } : pair
  );
  const findings = inputs.leaks.findings.filter(({ label }) => !names.has(label!));
  const configuration: AuditConfiguration = {
    ...worldConfiguration(),
    conditions: ["dirty", "clean", "shuffled"],
    attribution: false,
    ...change,
  };
  return await planAudit(configuration, { ...inputs, pairs, leaks: { ...inputs.leaks, findings } });
}

/** Counts the trainings of the second test that are really done, and those of the plan. */
function retestsIn({ trainings, groups }: AuditPlan) {
  const isRetest = ({ condition }: typeof trainings[0]) => condition.kind === "unlisted";
  return [
    groups.filter(({ members }) => members.every(({ training }) => isRetest(training))).length,
    trainings.filter(isRetest).length,
  ];
}

function transferOf({ attribution, claims }: AuditResults) {
  return {
    ...attribution[0]!.transfer,
    claim: claims.find(({ kind }) => kind === "transfer"),
    listed: claims.find(({ kind }) => kind === "residual-leaks"),
  };
}

const numbersIn = (labels: readonly string[]) => labels.map((label) => Number(label.slice(-2)));

Deno.test("hidden leaks alone give no transfer without them: they may explain it", async () => {
  const plan = await planHidden("class", 5);
  assert.deepEqual(retestsIn(plan), [2, 2]);
  const { results } = await runAudit(plan, openCpu());
  const { value, permutation_p, without_listed, claim, listed } = transferOf(results);
  assert.ok(value > 0.3 && permutation_p! <= 0.025, `${value}, p ${permutation_p}`);
  const again = without_listed as WithoutListed;
  assert.deepEqual(numbersIn(again.labels), [0, 1, 2, 3, 4]);
  assert.deepEqual([again.topics.length, again.classes, again.chance], [5, 5, 0.2]);
  assert.ok(again.permutation_p > 0.025 && again.low < 0 && Math.abs(again.value) < 0.25);
  assert.match(
    claim!.sentence,
    /may explain it: without them it is .* among the 5 classes .*, and not shown \(permutation test, p = /,
  );
  assert.equal(claim!.numbers["without_listed_p"], again.permutation_p);
  assert.equal(listed!.topics!.length, 5);
});

Deno.test("transfer that holds without the hidden leaks is said to", async () => {
  const plan = await planHidden("meaning", 3);
  const audit = await runAudit(plan, openCpu());
  const { without_listed, claim } = transferOf(audit.results);
  const again = without_listed as WithoutListed;
  assert.deepEqual([numbersIn(again.labels), again.classes], [[0, 1, 2], 7]);
  assert.ok(again.permutation_p <= 0.025 && again.value > 0.6);
  assert.ok(again.low <= again.value && again.value <= again.high);
  assert.match(claim!.sentence, /; without the topics that the residual check lists, it is 0\./);
  assert.doesNotMatch(claim!.sentence, /explain/);
  // It is no condition of the report, but its trainings have their rows.
  assert.deepEqual(
    new Set(audit.results.conditions.map(({ condition }) => condition)),
    new Set(["dirty", "clean", "shuffled"]),
  );
  const rows = cellRows(audit, plan.configuration).trimEnd().split("\n").map((row) =>
    JSON.parse(row)
  )
    .filter(({ condition }) => condition === "unlisted");
  assert.deepEqual(rows.map(({ seed }) => seed), [0, 1]);
  // A kept file of it is read as it was written.
  const outcome = audit.outcomes.find(({ training }) => training.condition.kind === "unlisted")!;
  const identity = { fingerprint: "f", code: "c" };
  assert.deepEqual(
    parseOutcome([...outcomePieces(outcome, identity)].join(""), identity, "cell"),
    outcome,
  );
  for (const { per_class, pairs } of rows) {
    assert.deepEqual(numbersIn(Object.keys(per_class)), [3, 4, 5, 6, 7, 8, 9]);
    assert.equal(pairs, 3 * 30);
  }
});

Deno.test("with too few classes left nothing is trained for it, and the claim says so", async () => {
  const plan = await planHidden("class", 6);
  assert.deepEqual(retestsIn(plan), [0, 0]);
  const { without_listed, claim } = transferOf((await runAudit(plan, openCpu())).results);
  assert.deepEqual(
    [
      numbersIn(without_listed!.labels),
      without_listed!.classes,
      "permutation_p" in without_listed!,
    ],
    [[0, 1, 2, 3, 4, 5], 4, false],
  );
  assert.match(claim!.sentence, /cannot be tested: without them 4 classes are left, too few /);
});

Deno.test("a class fold without listed topics takes the clean trainings into the second test", async () => {
  const { evaluation } = worldConfiguration();
  // The classes are dealt in turn: only the first fold has a hidden one.
  const plan = await planHidden("class", 1, { evaluation: { ...evaluation, classFolds: 2 } });
  assert.deepEqual(retestsIn(plan), [2, 4]);
  const { without_listed } = transferOf((await runAudit(plan, openCpu())).results);
  assert.equal(without_listed!.classes, 9);
  assert.equal((without_listed as WithoutListed).chance, 2 / 9);
});

Deno.test("nothing is tested again where nothing is listed, or transfer is not attributed", async () => {
  assert.deepEqual(retestsIn(await planHidden("meaning", 0)), [0, 0]);
  assert.deepEqual(retestsIn(await planHidden("class", 3, { conditions: ["clean"] })), [0, 0]);
});
