/**
 * What the values of a data set's embeddings depend on.
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, relative } from "node:path";
import { AUDIO_SOFTWARE } from "../audio/software.ts";
import type { AudioBackbone, TextBackbone } from "../backbones/backbone.ts";
import { codeHashes } from "../basics/code_hashes.ts";
import { VERSION } from "../basics/version.ts";
import type { Dataset, DatasetItem } from "../datasets/open.ts";
import { CAPTION_COLUMN, distinctSounds } from "../datasets/sounds.ts";
import type { SetItem } from "./embedding_set.ts";
import { lookAt } from "./folder.ts";
import { fingerprintOf, type Json, type JsonObject } from "./identity.ts";
import { choosePartItems, type Cut } from "./parts.ts";

/** What the values of a set depend on of its backbone. */
export type DescribedBackbone =
  & Pick<TextBackbone, "dimensions" | "identity" | "batch">
  & (Pick<AudioBackbone, "modality" | "preparation"> | Pick<TextBackbone, "modality">);

/** Returns the items that are embedded: each sound once. */
export function itemsFor(
  { modality }: Pick<DescribedBackbone, "modality">,
  rows: readonly DatasetItem[],
): readonly DatasetItem[] {
  return modality === "audio" ? distinctSounds(rows) : rows;
}

/** Returns how the items of a set are cut into parts. */
export function cutOf(
  { length: items }: readonly DatasetItem[],
  { batch }: Pick<DescribedBackbone, "batch">,
): Cut {
  return { items, partItems: choosePartItems(items, batch) };
}

/** Builds an item as a set keeps it: the manifest's columns, under the names that other commands expect. */
export function setItemOf({ id, columns, label, source, text, caption }: DatasetItem): SetItem {
  return {
    id,
    columns: {
      ...columns,
      ...(label === undefined ? {} : { label }),
      ...(source === undefined ? {} : { source_id: source }),
      ...(text === undefined ? {} : { text }),
      ...(caption === undefined ? {} : { [CAPTION_COLUMN]: caption.of }),
    },
  };
}

/**
 * Returns the identity of a data set's embeddings, but for how they are cut.
 *
 * @param code hash of the code that makes them
 */
export function identityOf(
  { sha256, items, manifest }: Dataset,
  backbone: DescribedBackbone,
  code: string,
): JsonObject {
  const kept = createHash("sha256");
  for (const item of items) {
    const file = item.file && relative(dirname(manifest), item.file);
    kept.update(JSON.stringify([setItemOf(item), file]));
  }
  const identity = {
    earnest: VERSION,
    code: { embeddings: code },
    manifest: { sha256, items: kept.digest("hex") },
    backbone: {
      modality: backbone.modality,
      dimensions: backbone.dimensions,
      ...backbone.identity,
    },
    ...(backbone.modality === "audio"
      ? { audio: { ...AUDIO_SOFTWARE, preparation: backbone.preparation } }
      : {}),
  };
  // Omits undefined values.
  return JSON.parse(JSON.stringify(identity));
}

/**
 * Whether a folder has the whole set of a data set's embeddings, so that the backbone need not be opened. Items that
 * exceeded the time limit are embedded again.
 *
 * @param describe says what the backbone is, given the `backbone` in the identity of the set that is there
 */
export async function isEmbedded(
  folder: string,
  dataset: Dataset,
  describe: (earlier: Json | undefined) => Promise<DescribedBackbone | undefined>,
): Promise<boolean> {
  const place = await lookAt(folder);
  if (place.kind !== "set" || !place.set.complete) return false;
  const { unreadable, identity, fingerprint } = place.set;
  if (unreadable.some(({ timedOut }) => timedOut)) return false;
  const backbone = await describe(identity["backbone"]);
  if (backbone === undefined) return false;
  const items = itemsFor(backbone, dataset.items);
  const own = identityOf({ ...dataset, items }, backbone, (await codeHashes()).embeddings);
  return fingerprintOf({ ...own, ...cutOf(items, backbone) }) === fingerprint;
}
