/** Counts how often a training waits for its device, whatever a wait takes. */
import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { runHere } from "../../../src/audit/trainings/runner.ts";
import type { Compute, DeviceClass, Tensor } from "../../../src/compute/compute.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

/** A device that answers what it was asked for when nothing else is left to do; an answer is a wait. */
function withWaits(inner: Compute, deviceClass: DeviceClass = "cpu") {
  const counts = { waits: 0 };
  let answer: Promise<void> | undefined;
  const answered = async <Value>(value: Promise<Value>): Promise<Value> => {
    answer ??= new Promise((resolve) =>
      setTimeout(() => {
        counts.waits++;
        answer = undefined;
        resolve();
      })
    );
    await answer;
    return await value;
  };
  const changed: Partial<Compute> = {
    device: { ...inner.device, class: deviceClass },
    read: (tensor: Tensor) => answered(inner.read(tensor)),
    readIndices: (tensor: Tensor) => answered(inner.readIndices(tensor)),
  };
  const compute = new Proxy(inner, {
    get: (_, name: keyof Compute) => {
      const value: unknown = changed[name] ?? inner[name];
      return typeof value === "function" ? value.bind(inner) : value;
    },
  });
  return { compute, counts };
}

/** Plans an audit of the planted data, and calls `work` with those of its trainings that it is of. */
function withPlan(
  changes: PlainConfiguration,
  isOf: (training: Training) => boolean,
  work: (plan: Pick<Awaited<ReturnType<typeof planAudit>>, "trainer" | "groups">) => Promise<void>,
): Promise<void> {
  return withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration(changes));
    const configuration = parseConfiguration(text, "audit.json");
    const { trainer, groups } = await planAudit(
      configuration,
      await readInputs(configuration, folder),
    );
    await work({ trainer, groups: groups.filter(({ members: [first] }) => isOf(first!.training)) });
  });
}

const isCompared = ({ condition, randomText }: Training) =>
  condition.kind === "clean" && !randomText;

Deno.test("what is read of a training is read together", () =>
  withPlan({ seeds: [0] }, isCompared, async ({ trainer, groups }) => {
    const { compute, counts } = withWaits(openCpu());
    const outcomes = await trainer.run(compute, groups[0]!);
    assert.ok(outcomes.length > 1 && outcomes.every(({ looks }) => looks.length === 10));
    // Losses and the first half of the looks; rows in the shared space and the other half; what is measured of the rows;
    // the second half of the overlap.
    assert.equal(counts.waits, 4);
  }));

Deno.test("early stopping waits once for each loss, with the parameters", () => {
  const optimizer = { steps: 40, batch: 30, validation: "early-stopping", validationShare: 0.4 };
  return withPlan({ optimizer, seeds: [0] }, isCompared, async ({ trainer, groups }) => {
    const { compute, counts } = withWaits(openCpu());
    await trainer.run(compute, groups[0]!);
    const losses = 40 / 10;
    assert.equal(counts.waits, losses + 4);
  });
});

Deno.test("two trainings in flight wait together", () =>
  withPlan({}, isCompared, async ({ trainer, groups }) => {
    const pair = groups.slice(0, 2);
    const alone = withWaits(openCpu());
    for (const group of pair) await runHere(trainer, alone.compute)([group], () => {});
    const both = withWaits(openCpu(), "software");
    await runHere(trainer, both.compute)(pair, () => {});
    assert.ok(2 * both.counts.waits <= alone.counts.waits + 2, `${both.counts.waits} waits`);
  }));
