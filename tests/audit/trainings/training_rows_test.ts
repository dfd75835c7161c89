import assert from "node:assert/strict";
import { serialize } from "node:v8";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { groupRows } from "../../../src/audit/trainings/training_rows.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

/** Rows of its sound and its text, and its class, of 32 bits each. */
const BYTES_A_PAIR = 12;

Deno.test("a worker gets twelve bytes for each pair of a pool, and none of its texts", () =>
  withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration({ conditions: ["clean", "shuffled"] }));
    const configuration = parseConfiguration(text, "audit.json");
    const { trainer, trainings } = await planAudit(
      configuration,
      await readInputs(configuration, folder),
    );
    for (const training of trainings.slice(0, 8)) {
      const setting = trainer.setting(training);
      const { pairs, texts } = setting.pool;
      assert.ok(pairs.length > 20);
      const copies = <Value>(values: readonly Value[]) => Array(9).fill(values).flat() as Value[];
      const larger = { ...setting, pool: { pairs: copies(pairs), texts: copies(texts) } };
      const [small, large] = [setting, larger].map((one) => serialize(groupRows([one])).length);
      const added = 8 * pairs.length * BYTES_A_PAIR;
      assert.ok(large! - small! <= added + 16, `${large! - small!} bytes for ${added}`);
      assert.ok(large! - small! >= added);
      const [one, other] = groupRows([setting, setting]);
      assert.equal(one!.pool, other!.pool, "a message holds the pool of a group once");
    }
  }));
