/**
 * Runs backbones into embedding sets in the audit's own folder, and reuses the sets of earlier runs.
 * @module
 */
import { dirname, join } from "node:path";
import type { DescribedAudio } from "../../backbones/audio_identity.ts";
import type { AudioBackbone, BackboneLedger, TextBackbone } from "../../backbones/backbone.ts";
import { openInference } from "../../backbones/inference.ts";
import type { FileOptions } from "../../backbones/card_files.ts";
import { DRAFTED_PLACE } from "../../backbones/draft/drafted.ts";
import {
  describeAudio,
  describeCard,
  openBackbone,
  openCard,
  readLedger,
} from "../../backbones/open.ts";
import type { BackboneOptions } from "../../backbones/shipped.ts";
import { cardAt } from "../../backbones/read_card.ts";
import { InputError } from "../../basics/errors.ts";
import { makeOwnFolder, refuseLink } from "../../basics/own_folder.ts";
import { codeHashes, shortHash } from "../../basics/code_hashes.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { DatasetItem } from "../../datasets/open.ts";
import { embedUnderLock } from "../../embeddings/embed_dataset.ts";
import type { EmbeddingSet } from "../../embeddings/embedding_set.ts";
import { lookAt } from "../../embeddings/folder.ts";
import { codeOf, withoutCode } from "../../embeddings/made_by.ts";
import { readEmbeddingSet } from "../../embeddings/reading.ts";
import { isEmbedded } from "../../embeddings/set_identity.ts";
import { contentHash, type InputFiles } from "./files.ts";
import type { InputOptions } from "./input_options.ts";
import { type ItemRows, joinRows, setRows } from "./item_rows.ts";
import type { Side } from "./sides.ts";
import { slugOf } from "./slug.ts";
import { absentSounds, soundsOf } from "./sounds.ts";
import { standInRows } from "./stand_in.ts";

/** Name of the folder, in an audit's folder, for the embedding sets that it makes. */
export const EMBEDDINGS_FOLDER = "embeddings";

/** Returns a reference for {@link openBackbone}; the paths of cards are relative to the configuration. */
function locate(reference: string, files: InputFiles): string {
  return isCard(reference) ? files.resolve(reference) : reference;
}

/** Whether a reference names a card, written or drafted; other references name shipped backbones. */
export function hasCard(reference: string, files: InputFiles): boolean {
  return isCard(reference) || files.drafts.has(reference);
}

function isCard(reference: string): boolean {
  return /\.json$/i.test(reference);
}

/** Reads a backbone's ledger. Results depend on a card even where its backbone is not run. */
export async function ledgerOf(reference: string, files: InputFiles): Promise<BackboneLedger> {
  const draft = files.drafts.get(reference);
  if (draft !== undefined) {
    const place = files.resolve(DRAFTED_PLACE);
    return (await cardAt(draft, place, draftAccess(reference, files))).ledger;
  }
  if (isCard(reference)) await files.read(reference);
  return await readLedger(locate(reference, files), files.accessOf(reference));
}

/** A drafted card names the files that the configuration named. */
function draftAccess(reference: string, files: InputFiles): FileOptions {
  return { ...files.accessOf(reference), allowOutside: true };
}

/**
 * Returns what a backbone declares, under its name in the configuration.
 *
 * @param asked its name, the key of its entry, and the modality that it must embed
 * @throws {InputError} when it embeds another modality
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

/** Opens a backbone, uses it, and closes it. */
export async function withBackbone<Result>(
  reference: string,
  files: InputFiles,
  options: InputOptions & { readonly texts?: readonly string[] },
  work: (backbone: AudioBackbone | TextBackbone, inference: { name: string }) => Promise<Result>,
): Promise<Result> {
  const { device = "cpu", texts, itemTimeoutSeconds, onProgress, onNote, signal } = options;
  // Shipped backbones always run on the CPU.
  const inference = await openInference(hasCard(reference, files) ? device : "cpu");
  if (inference.notice !== undefined) onNote?.(`earnest: ${inference.notice}`);
  try {
    const draft = files.drafts.get(reference);
    const open = (how: BackboneOptions) =>
      draft === undefined
        ? openBackbone(locate(reference, files), { ...files.accessOf(reference), ...how })
        : openCard(draft, files.resolve(DRAFTED_PLACE), {
          ...draftAccess(reference, files),
          ...how,
        });
    const backbone = await open({
      onProgress,
      signal,
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

/** A backbone to run and the items to run it on. */
export interface Run {
  /** Name of the backbone in the configuration. */
  readonly name: string;
  /** The card's path, or the name of a shipped backbone. */
  readonly reference: string;
  /** The key of the configuration that names it, for messages. */
  readonly key: string;
  /** `training` or `evaluation`, with a number where the side has several manifests. */
  readonly sideName: string;
  /** The items. */
  readonly side: Side;
}

/**
 * Returns a backbone's embeddings of a side's items: a set for each of its manifests, numbered where they are several.
 *
 * @throws {InputError} as {@link runBackbone}
 */
export async function runOnSide(
  run: Omit<Run, "side">,
  sides: readonly Side[],
  files: InputFiles,
  options: InputOptions,
): Promise<ItemRows> {
  const rows: ItemRows[] = [];
  for (const [i, side] of sides.entries()) {
    const sideName = sides.length === 1 ? run.sideName : `${run.sideName} ${i + 1}`;
    rows.push(await runBackbone({ ...run, sideName, side }, files, options));
  }
  return joinRows(rows, sides);
}

/**
 * Returns a backbone's embeddings of a manifest's items. Items that an earlier run of the audit embedded are not embedded
 * again. A set with another identity is replaced, since the folder is the audit's own.
 *
 * @throws {InputError} when the backbone does not embed sounds, the items have no sounds, or none can be read
 */
async function runBackbone(
  run: Run,
  files: InputFiles,
  options: InputOptions,
): Promise<ItemRows> {
  const { name, reference, key, sideName, side } = run;
  const { work, onMissing } = options;
  const sounds = await soundsOf(side, files, `"${key}" ("${quotable(reference)}")`);
  if (work === undefined) throw new RangeError("A backbone is to be run, and no folder was given");
  const folder = join(work, EMBEDDINGS_FOLDER, `${slugOf(name)}-${sideName.replace(" ", "-")}`);
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
    const { note, unreadable } = await absentSounds(side, files);
    onMissing(`${name}, ${sideName}`, {
      reference,
      items: sounds,
      note,
      withBackbone: (work) => withBackbone(reference, files, options, work),
    });
    const { dimensions } = await ledgerOf(reference, files);
    return { ...standInRows(name, dimensions, side), ...(options.withoutAbsent && { unreadable }) };
  }
  const set = await readEmbeddingSet(folder);
  // The results' fingerprint has the code once, for all sets.
  files.hashes[`run ${name}, ${sideName}`] = contentHash(withoutCode(set.identity), set.unreadable);
  noteUnusual(set, `${name}, ${sideName}`, options);
  return setRows(name, set, side);
}

function noteUnusual({ unusual }: EmbeddingSet, what: string, { onNote }: InputOptions): void {
  if (unusual === undefined) return;
  const [count, were] = unusual.length === 1
    ? ["1 sound", "was read although its file is"]
    : [`${unusual.length} sounds`, "were read although their files are"];
  const first = `"${quotable(unusual[0]!.id)}": ${unusual[0]!.note}`;
  onNote?.(`earnest: ${count} of "${quotable(what)}" ${were} unusual; the first: ${first}`);
}

async function embed(
  { name, reference, key, side }: Run,
  sounds: Awaited<ReturnType<typeof soundsOf>>,
  folder: string,
  files: InputFiles,
  options: InputOptions,
): Promise<void> {
  const { itemTimeoutSeconds, strict = false, shard, onProgress, onNote, signal } = options;
  await makeOwnFolder(dirname(folder));
  await refuseLink(folder);
  const dataset = {
    name: "manifest",
    manifest: files.resolve(side.manifest),
    sha256: sha256Of(`${files.hashOf(side.manifest)}\n${await contentsOf(sounds, files)}`),
    items: sounds,
    notes: side.sounds.folder.notes.map((note) => `"${quotable(side.manifest)}": ${note}`),
  };
  // To open the models takes a core-second: tasks that find all embedded, and what collects them, leave it.
  const known = (earlier: unknown) => describe(reference, files, options, earlier);
  if (!strict && await isEmbedded(folder, dataset, known)) {
    for (const note of dataset.notes) onNote?.(`earnest: ${note}`);
    return;
  }
  await withBackbone(reference, files, options, async (backbone, inference) => {
    if (backbone.modality !== "audio") {
      throw new InputError(
        `"${key}" is "${quotable(reference)}", which embeds text; expected a backbone for audio`,
      );
    }
    // The audit has locked its folder.
    await embedUnderLock(dataset, backbone, folder, {
      ...(shard === undefined ? { mode: "renew" } : { mode: "create", shard, helps: true }),
      strict,
      inference,
      ...(itemTimeoutSeconds === undefined ? {} : { itemTimeoutSeconds }),
      onNote,
      signal,
      onProgress: (report) => onProgress?.({ ...report, stage: `embedding with ${name}` }),
    });
  });
}

/** Describes a backbone without opening its models, as {@link describeAudio} does. */
async function describe(
  reference: string,
  files: InputFiles,
  { device = "cpu" }: InputOptions,
  earlier: unknown,
): Promise<DescribedAudio | undefined> {
  using inference = await openInference(hasCard(reference, files) ? device : "cpu");
  const how = inference.device ? { device: inference.device } : {};
  const draft = files.drafts.get(reference);
  if (draft === undefined) {
    const access = { ...files.accessOf(reference), ...how };
    return await describeAudio(locate(reference, files), access, earlier);
  }
  const access = { ...draftAccess(reference, files), ...how };
  return await describeCard(draft, files.resolve(DRAFTED_PLACE), access, earlier);
}

/** Returns the hash of the code that made the set in a folder; undefined where there is no complete set. */
async function codeIn(folder: string): Promise<string | undefined> {
  const place = await lookAt(folder);
  if (place.kind !== "set" || !place.set.complete) return undefined;
  return codeOf(place.set.identity).embeddings ?? "unknown";
}

/**
 * Returns a line with the hash of each sound, so that a sound that was repaired or replaced is embedded again. Sizes
 * are not enough: clips of one length are files of one size.
 */
export async function contentsOf(
  sounds: readonly DatasetItem[],
  files: InputFiles,
): Promise<string> {
  const lines = [];
  for (const { id, file } of sounds) lines.push(`${await files.hashOfSound(file!)} ${id}\n`);
  return lines.join("");
}
