import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { AuditInputs } from "../../../src/audit/inputs/shape.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

/** Reads the inputs of an audit of the planted world, after `prepare` has changed its files. */
export function readPlanted(
  changes: PlainConfiguration,
  prepare: (folder: string) => Promise<void>,
): Promise<AuditInputs> {
  return withPlanted(async (folder) => {
    await prepare(folder);
    const text = JSON.stringify(plantedConfiguration(changes));
    return await readInputs(parseConfiguration(text, "audit.json"), folder);
  });
}
