/**
 * Hashes by which the content of a set in memory is known again.
 * @module
 */
import { createHash } from "node:crypto";
import { sha256Of } from "../basics/sha256.ts";
import type { EmbeddingSet } from "./embedding_set.ts";
import type { JsonObject } from "./identity.ts";
import { itemLine } from "./item_lines.ts";

/** Returns the fingerprint of a set's identity, and the SHA-256 of its values and of its items. */
export function contentHashes({ fingerprint, values, items }: EmbeddingSet): JsonObject {
  const lines = createHash("sha256");
  for (const item of items) lines.update(`${itemLine(item)}\n`);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { fingerprint, values: sha256Of(bytes), items: lines.digest("hex") };
}
