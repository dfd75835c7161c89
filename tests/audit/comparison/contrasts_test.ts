// Within one audit a comparison's differences are the audit's own contrasts.
import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import { auditIntoFolder } from "../../../src/report/folder/audit_into_folder.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

const near = (one: number, other: number, most: number, what: string) =>
  assert.ok(Math.abs(one - other) <= most, `${what}: ${one}, ${other}`);

Deno.test("differences within one audit are its contrasts, and audits of parts of it give the same", () =>
  withPlanted(async (folder) => {
    const arrays = (name: string) => ({
      name,
      training: `${name}.training.npy`,
      evaluation: `${name}.evaluation.npy`,
    });
    // The noise comes first, so that what is subtracted has the smaller name in none of them.
    const [noise, planted] = [arrays("noise"), arrays("planted")];
    const run = async (name: string, audio: unknown[]) => {
      const path = join(folder, `${name}.json`);
      const changes = {
        audio,
        attribution: false,
        conditions: ["dirty", "clean"],
        optimizer: { steps: 8 },
        bootstrap: 2000,
      };
      await Deno.writeTextFile(path, JSON.stringify(plantedConfiguration(changes)));
      await auditIntoFolder(path, join(folder, name), { device: "cpu" });
      return join(folder, name);
    };
    const both = await run("both", [noise, planted]);
    const { contrasts, conditions } = JSON.parse(
      await Deno.readTextFile(join(both, "results.json")),
    );
    const one = await compareAudits([both]);
    const [evaluation] = one.evaluations;
    assert.deepEqual(evaluation!.rows.map(({ audio }) => audio), ["noise", "planted"]);
    const compared = evaluation!.differences.filter(({ of }) => of === "dirty" || of === "clean");
    assert.equal(compared.length, 2);
    for (const { of, value, low, high } of compared) {
      const contrast = contrasts.find(({ condition }: { condition: string }) => condition === of);
      // A contrast is the first minus the second, a difference the second minus the first.
      near(value, -contrast.value, 1e-12, of);
      near(low, -contrast.high, 0.01, `${of}, low`);
      near(high, -contrast.low, 0.01, `${of}, high`);
    }
    const meanOf = (audio: string, of: string) =>
      conditions.find((row: { audio: string; condition: string }) =>
        row.audio === audio && row.condition === of
      ).accuracy.mean;
    // No control matches in so small an audit.
    const flagged = evaluation!.differences.find(({ of }) => of === "flaggedPairs")!;
    const ofRow = (audio: string) => meanOf(audio, "dirty") - meanOf(audio, "clean");
    near(flagged.value, ofRow("planted") - ofRow("noise"), 1e-12, "flagged pairs");

    // In the other order, the pseudo-classes are the contrast's own, too.
    const swapped = await compareAudits([
      await run("planted", [planted]),
      await run("noise", [noise]),
    ]);
    for (const { of, value, low, high } of swapped.evaluations[0]!.differences.slice(0, 2)) {
      const contrast = contrasts.find(({ condition }: { condition: string }) => condition === of);
      for (
        const [found, own] of [[value, contrast.value], [low, contrast.low], [high, contrast.high]]
      ) {
        near(found, own, 1e-9, of);
      }
    }
  }));
