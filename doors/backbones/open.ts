/**
 * Loads `src/backbones/open.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { AudioBackbone, BackboneLedger, TextBackbone } from "../../src/backbones/backbone.ts";
import type { FileOptions } from "../../src/backbones/card_files.ts";
import type { BackboneOptions } from "../../src/backbones/shipped.ts";

const loading = later<typeof import("../../src/backbones/open.ts")>(
  new URL("../../src/backbones/open.ts", import.meta.url),
);

/**
 * Opens a backbone.
 *
 * @param reference a shipped backbone's name, or the path of a card (`.json`)
 * @throws {InputError} when there is no such backbone, or its card, its files or its models are wrong
 * @throws {SurroundingsError} when a file cannot be fetched
 * @throws the signal's reason when it is aborted while files are fetched or checked
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const backbone = await openBackbone("log-mel-statistics");
 * assert.equal(backbone.dimensions, 128);
 * await backbone.close();
 * await assert.rejects(openBackbone("glove-100"), /no backbone "glove-100"; did you mean "glove-100d"\?/);
 * ```
 */
export async function openBackbone(
  reference: string,
  options?: BackboneOptions,
): Promise<AudioBackbone | TextBackbone> {
  return await (await loading()).openBackbone(reference, options);
}

/**
 * Returns what is known of a backbone's training, without opening it.
 *
 * @throws {InputError} as {@link openBackbone}
 */
export async function readLedger(
  reference: string,
  options?: FileOptions,
): Promise<BackboneLedger> {
  return await (await loading()).readLedger(reference, options);
}
