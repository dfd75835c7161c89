/**
 * Loads `src/backbones/hub/fetch.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { HubFile, HubFileOptions } from "../../src/backbones/hub/fetch.ts";
import type { HubReference } from "../../src/backbones/hub/reference.ts";

const loading = later<typeof import("../../src/backbones/hub/fetch.ts")>(
  new URL("../../src/backbones/hub/fetch.ts", import.meta.url),
);

/**
 * Returns the path of a file in the Hugging Face cache; the file is fetched first if it is missing. Its content is
 * checked on every use: against the pinned SHA-256, and against the Hub's tag if that is a hash.
 *
 * @throws {InputError} when the Hub has no such file or refuses it, it is larger than allowed, or its SHA-256 is not
 * the pinned one
 * @throws {SurroundingsError} when the network or the disk fails, the disk has no room, the cache is damaged, or the
 * file is not in the cache and the network may not be used
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseHubReference } from "../../src/backbones/hub/reference.ts";
 * const reference = parseHubReference(`hf:org/name@${"0".repeat(40)}/model.onnx`);
 * await assert.rejects(
 *   fetchHubFile(reference, { offline: true, environment: { HF_HOME: "/nowhere" } }),
 *   /is not in the Hugging Face cache .*run "earnest prepare" with a network connection first/,
 * );
 * ```
 */
export async function fetchHubFile(
  reference: HubReference,
  options?: HubFileOptions,
): Promise<HubFile> {
  return await (await loading()).fetchHubFile(reference, options);
}
