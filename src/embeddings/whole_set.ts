/**
 * Writes an embedding set that is in memory: made elsewhere, or computed from another set.
 * @module
 */
import { fillFolder, type Filling, type FillOptions } from "../basics/output/output_folder.ts";
import type { FolderKind } from "../basics/output/folder_kind.ts";
import type { EmbeddingSet } from "./embedding_set.ts";
import { SET_NAMES } from "./folder.ts";
import { settle } from "./replacement.ts";
import { type Environment, SET_FILE, SET_SCHEMA } from "./set_file.ts";
import { lockSet } from "./set_lock.ts";
import type { SetSummary } from "./set_folder.ts";
import { openSetWriter, requireComplete, type SetWriterOptions } from "./writer.ts";

/** An interrupted run loses no computation, so parts are as long as they may be. */
const PART_ITEMS = 2048;

/** Implements {@link writeEmbeddingSet}, which `doors/embeddings/whole_set.ts` documents. */
export async function writeEmbeddingSet(
  folder: string,
  set: EmbeddingSet,
  { environment = {}, ...options }: Pick<SetWriterOptions, "mode" | "onNote"> & {
    readonly environment?: Environment;
  },
): Promise<SetSummary> {
  const { mode, onNote } = options;
  if (mode === "resume" || mode === "renew") {
    using _lock = lockSet(folder);
    return await writeParts(folder, set, environment, options);
  }
  const how = { force: mode === "force", ...(onNote ? { onNote } : {}) };
  return await fillSet(folder, how, ({ folder }) => writeNewSet(folder, set, environment));
}

const SETS: FolderKind = {
  command: "embed",
  markers: [{ name: SET_FILE, schema: SET_SCHEMA }],
  names: SET_NAMES,
};

/**
 * Takes the place of a set at once, and puts the set there when `fill` has written it; see {@link fillFolder}.
 *
 * @param folder the set's place
 * @param fill writes the set, such as with {@link writeNewSet}
 */
export async function fillSet<Result>(
  folder: string,
  options: FillOptions,
  fill: (filling: Filling) => Promise<Result>,
): Promise<Result> {
  {
    using _lock = lockSet(folder);
    await settle(folder);
  }
  return await fillFolder(folder, SETS, options, fill);
}

/** Writes a set into an empty folder. */
export function writeNewSet(
  folder: string,
  set: EmbeddingSet,
  environment: Environment,
): Promise<SetSummary> {
  return writeParts(folder, set, environment, { mode: "create" });
}

async function writeParts(
  folder: string,
  { rows, columns: dim, values, items, unreadable, unusual, identity }: EmbeddingSet,
  environment: Environment,
  options: Pick<SetWriterOptions, "mode" | "onNote">,
): Promise<SetSummary> {
  const cut = { items: rows + unreadable.length, partItems: PART_ITEMS };
  const writer = await openSetWriter(folder, { identity, environment, ...cut, ...options });
  const noted = new Map(unusual?.map((item) => [item.id, item]));
  for (const part of await writer.pending()) {
    // The positions of the items without a row are not known any longer: they come last.
    const [start, end] = [part, part + 1].map((p) => p * PART_ITEMS) as [number, number];
    const [first, last] = [Math.min(start, rows), Math.min(end, rows)];
    const rowsOfPart = items.slice(first, last);
    await writer.writePart(part, {
      rows: rowsOfPart,
      values: values.subarray(first * dim, last * dim),
      dim,
      unreadable: unreadable.slice(Math.max(0, start - rows), Math.max(0, end - rows)),
      unusual: rowsOfPart.flatMap(({ id }) => noted.get(id) ?? []),
    });
  }
  return requireComplete(await writer.finish(), folder);
}
