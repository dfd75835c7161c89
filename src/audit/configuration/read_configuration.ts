/**
 * A configuration from its file.
 * @module
 */
import { basename } from "node:path";
import { readInputFile } from "../../basics/input_file.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { type AuditConfiguration, parseConfiguration, shiftSeeds } from "./configuration.ts";

/**
 * Reads a configuration file.
 *
 * @param seed replaces the first training seed and shifts the others
 * @throws {InputError} when there is none, or it is malformed
 */
export async function readConfiguration(
  path: string,
  seed: number | undefined,
): Promise<AuditConfiguration> {
  const name = basename(path);
  const configuration = parseConfiguration(decodeUtf8(await readInputFile(path), name), name);
  return withSeed(configuration, seed);
}

/** A configuration whose first training seed is replaced and whose others are shifted with it. */
export function withSeed(
  configuration: AuditConfiguration,
  seed: number | undefined,
): AuditConfiguration {
  if (seed === undefined) return configuration;
  return { ...configuration, seeds: shiftSeeds(configuration.seeds, seed) };
}
