/**
 * Backbones that an audit runs itself, into embedding sets of its own folder, where they are found again.
 * @module
 */
import { dirname, join } from "node:path";
import type { AudioBackbone, BackboneLedger, TextBackbone } from "../../backbones/backbone.ts";
import { openInference } from "../../backbones/inference.ts";
import type { FileOptions } from "../../backbones/card_files.ts";
import { openBackbone, readLedger } from "../../backbones/open.ts";
import { InputError } from "../../basics/errors.ts";
import { makeOwnFolder, refuseLink } from "../../basics/own_folder.ts";
import { codeHashes, shortHash } from "../../basics/code_hashes.ts";
import { quotable } from "../../basics/printable.ts";
import type { OnProgress } from "../../basics/progress.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { DeviceChoice } from "../../compute/open.ts";
import type { DatasetItem } from "../../datasets/open.ts";
import { embedDataset } from "../../embeddings/embed_dataset.ts";
import { lookAt } from "../../embeddings/folder.ts";
import { fingerprintOf } from "../../embeddings/identity.ts";
import { codeOf, withoutCode } from "../../embeddings/made_by.ts";
import { readEmbeddingSet } from "../../embeddings/reading.ts";
import type { InputFiles } from "./files.ts";
import { type ItemRows, setRows } from "./item_rows.ts";
import { type Side, soundsOf } from "./sides.ts";
import { standIn } from "./stand_in.ts";

/** Name of the folder of the embedding sets that an audit makes, in its own. */
export const EMBEDDINGS_FOLDER = "embeddings";

/** How an audit's inputs are read. */
export interface InputOptions extends Omit<FileOptions, "onProgress"> {
  /** The audit's folder, in which embedding sets are made; needed only where an audio backbone has to be run. */
  readonly work?: string | undefined;
  /** What the models of cards run on; default `cpu`. */
  readonly device?: DeviceChoice | undefined;
  /** Seconds that a step of work on an item may take, see {@link BackboneOptions}: 600 by default. */
  readonly itemTimeoutSeconds?: number | undefined;
  /** Told how far embedding and listening are. */
  readonly onProgress?: OnProgress | undefined;
  /** Told what a user should know, a line each. */
  readonly onNote?: ((line: string) => void) | undefined;
  /**
   * Given, no backbone of a card and none for sounds is run: this is told what would be, and rows that say nothing stand
   * for the embeddings, of their width.
   */
  readonly onMissing?: ((embeddings: string) => void) | undefined;
  /** Ends the reading after the batch of items or the sound at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A reference as {@link openBackbone} takes it: cards are found beside the configuration. */
function locate(reference: string, files: InputFiles): string {
  return isCard(reference) ? files.resolve(reference) : reference;
}

/** Whether a backbone is one of a card; the others ship. */
export function isCard(reference: string): boolean {
  return /\.json$/i.test(reference);
}

/** A backbone's ledger. A card is among the files that results depend on, though its backbone is not run. */
export async function ledgerOf(reference: string, files: InputFiles): Promise<BackboneLedger> {
  if (isCard(reference)) await files.read(reference);
  return await readLedger(locate(reference, files), files.access);
}

/**
 * What a backbone declares, under its name in the configuration.
 *
 * @param asked its name, the key of its entry, and what it shall embed
 * @throws {InputError} when it embeds something else
 */
export async function declaredBy(
  reference: string,
  { name, key, modality }: {
    readonly name: string;
    readonly key: string;
    readonly modality: BackboneLedger["modality"];
  },
  files: InputFiles,
): Promise<BackboneLedger> {
  const ledger = await ledgerOf(reference, files);
  if (ledger.modality === modality) return { ...ledger, name };
  throw new InputError(
    `"${key}.backbone" is "${quotable(reference)}", which embeds ${ledger.modality}; expected a ` +
      `backbone for ${modality}`,
  );
}

/** Opens a backbone, does something with it, and closes it. */
export async function withBackbone<Result>(
  reference: string,
  files: InputFiles,
  options: InputOptions & { readonly texts?: readonly string[] },
  work: (backbone: AudioBackbone | TextBackbone, inference: { name: string }) => Promise<Result>,
): Promise<Result> {
  const { device = "cpu", texts, itemTimeoutSeconds, onProgress, onNote } = options;
  // What ships runs as it always does.
  const inference = await openInference(isCard(reference) ? device : "cpu");
  if (inference.notice !== undefined) onNote?.(`earnest: ${inference.notice}`);
  try {
    const backbone = await openBackbone(locate(reference, files), {
      ...files.access,
      ...(onProgress ? { onProgress } : {}),
      ...(inference.device ? { device: inference.device } : {}),
      ...(texts ? { texts } : {}),
      ...(itemTimeoutSeconds === undefined ? {} : { itemTimeoutSeconds }),
    });
    try {
      return await work(backbone, inference);
    } finally {
      await backbone.close();
    }
  } finally {
    inference.close();
  }
}

/** What is run on what, and what it is called. */
export interface Run {
  /** Name of the backbone in the configuration. */
  readonly name: string;
  /** The card's path, or the name of a shipped backbone. */
  readonly reference: string;
  /** The key of the configuration that names it, for messages. */
  readonly key: string;
  /** `training` or `evaluation`. */
  readonly sideName: string;
  /** The items. */
  readonly side: Side;
}

/**
 * The embeddings of a side's items by a backbone. What an earlier run of the audit embedded is not embedded again; a set
 * that something else gave is made anew, since the folder is the audit's own.
 *
 * @throws {InputError} when the backbone is none for sounds, the items have none, or none of them can be read
 */
export async function runBackbone(
  run: Run,
  files: InputFiles,
  options: InputOptions,
): Promise<ItemRows> {
  const { name, reference, key, sideName, side } = run;
  const { work, onMissing } = options;
  const sounds = await soundsOf(side, files, `"${key}" ("${quotable(reference)}")`);
  if (work === undefined) throw new RangeError("A backbone is to be run, and no folder was given");
  const folder = join(work, EMBEDDINGS_FOLDER, `${slugOf(name)}-${sideName}`);
  const earlier = await codeIn(folder);
  const { embeddings: now } = await codeHashes();
  if (onMissing === undefined) {
    if (earlier !== undefined && earlier !== now) {
      const hashes = `hash ${quotable(shortHash(earlier))}, now ${shortHash(now)}`;
      const what = `"${quotable(name)}, ${sideName}" was embedded by other code`;
      options.onNote?.(`earnest: ${what} (${hashes}); it is embedded again`);
    }
    await embed(run, sounds, folder, files, options);
  } else if (earlier !== now) {
    onMissing(`${name}, ${sideName}`);
    const { dimensions } = await ledgerOf(reference, files);
    return standInRows(name, dimensions, side);
  }
  const set = await readEmbeddingSet(folder);
  // The code stands in the results' fingerprint once, for all sets.
  files.hashes[`${name}, ${sideName}`] = fingerprintOf(withoutCode(set.identity));
  return setRows(name, set, side);
}

async function embed(
  { name, reference, key, side }: Run,
  sounds: Awaited<ReturnType<typeof soundsOf>>,
  folder: string,
  files: InputFiles,
  options: InputOptions,
): Promise<void> {
  const { itemTimeoutSeconds, onProgress, onNote, signal } = options;
  await makeOwnFolder(dirname(folder));
  await refuseLink(folder);
  await withBackbone(reference, files, options, async (backbone, inference) => {
    if (backbone.modality !== "audio") {
      throw new InputError(
        `"${key}" is "${quotable(reference)}", which embeds text; expected a backbone for audio`,
      );
    }
    const dataset = {
      name: "manifest",
      manifest: files.resolve(side.manifest),
      sha256: sha256Of(`${files.hashes[side.manifest]}\n${await contentsOf(sounds, files)}`),
      items: sounds,
    };
    await embedDataset(dataset, backbone, folder, {
      mode: "renew",
      inference,
      ...(itemTimeoutSeconds === undefined ? {} : { itemTimeoutSeconds }),
      onNote,
      signal,
      onProgress: (report) => onProgress?.({ ...report, stage: `embedding with ${name}` }),
    });
  });
}

/** Hash of the code that made the set in a folder; undefined where none is, or not a whole one. */
async function codeIn(folder: string): Promise<string | undefined> {
  const place = await lookAt(folder);
  if (place.kind !== "set" || !place.set.complete) return undefined;
  return codeOf(place.set.identity).embeddings ?? "unknown";
}

/** Rows that stand for embeddings that are not there, as wide as those. */
function standInRows(name: string, dimensions: number, { kept }: Side): ItemRows {
  const rowOf = new Map(kept.map(({ id }, row) => [id, row]));
  return { ...standIn(kept.length, dimensions), name, rowOf, unreadable: [] };
}

/**
 * A line for each sound, so that one that was mended or exchanged is embedded again. Sizes do not tell them apart: clips
 * of one length are files of one size.
 */
async function contentsOf(sounds: readonly DatasetItem[], files: InputFiles): Promise<string> {
  const lines = [];
  for (const { id, file } of sounds) lines.push(`${await files.hashOfSound(file!)} ${id}\n`);
  return lines.join("");
}

/** A file name for a backbone's name: itself where that is harmless, else told apart by a hash. */
export function slugOf(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,60}$/.test(name)) return name;
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-").slice(0, 40);
  return `${plain.replace(/^[.-]+/, "")}-${sha256Of(name).slice(0, 12)}`;
}
