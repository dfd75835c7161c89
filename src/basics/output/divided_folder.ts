/**
 * Writes the output of a command whose work was divided into its folder, beside the folder of shards.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { quotable } from "../printable.ts";
import { untilExit } from "./exit.ts";
import { type FolderKind, isFree } from "./folder_kind.ts";
import { filesIn, removeOwn, strangersIn } from "./own_names.ts";
import { inputIn, isThere, realPlace, unwritable } from "./place.ts";
import { fileHash } from "./record.ts";
import { COLLECTING_FOLDER, PLAN_FILE, SHARDS_FOLDER, SHARDS_NAME } from "./shard_names.ts";

const REMEDY = "choose another --out";

/**
 * Makes sure that the folder of shards in an output folder is ours: it does not exist, or holds what shards wrote. What
 * else is in the output folder does not matter.
 *
 * @throws {InputError} when the output folder is a file, or the folder of shards a link or holds anything else
 */
export function requireOwnShards(path: string): void {
  const place = realPlace(path);
  if (!isThere(place)) return;
  requireFolder(path, place);
  if (!isThere(join(place, SHARDS_FOLDER))) return;
  const isShards = (name: string) => name === SHARDS_FOLDER || name.startsWith(`${SHARDS_FOLDER}/`);
  refuseStranger(path, strangersIn(place, [SHARDS_NAME]).find(isShards));
}

/**
 * Makes sure that shards may work in a folder: it is new or empty, or holds what shards of the same kind of output wrote.
 *
 * @param inputs files that are read, which the folder must not hold
 * @throws {InputError} when it holds anything else
 * @throws {SurroundingsError} when the folder that it should be in does not exist
 */
export function requireShardsPlace(
  path: string,
  kind: FolderKind,
  inputs: readonly string[] = [],
): void {
  const place = realPlace(path);
  const input = inputIn(place, inputs);
  if (input !== undefined) {
    throw new InputError(`"${quotable(path)}" holds the input "${quotable(input)}"; ${REMEDY}`);
  }
  if (isFree(place)) return;
  requireFolder(path, place);
  const isDivided = isThere(join(place, SHARDS_FOLDER, PLAN_FILE));
  refuseStranger(path, strangersIn(place, isDivided ? kind.names : [SHARDS_NAME])[0]);
}

function requireFolder(path: string, place: string): void {
  if (Deno.lstatSync(place).isDirectory) return;
  throw new InputError(`"${quotable(path)}" is not a folder; ${REMEDY}`);
}

function refuseStranger(path: string, stranger: string | undefined): void {
  if (stranger === undefined) return;
  throw new InputError(
    `"${quotable(path)}" holds "${quotable(stranger)}", which no shard wrote; ${REMEDY}`,
  );
}

/**
 * Fills a folder whose shards are done. `fill` writes into a folder beside the shards, since the place may be a mount point;
 * its files are renamed into their places when all are written, the marker last. Files of an earlier call that was killed
 * are replaced.
 *
 * @param path the folder; the caller holds its lock
 * @throws {InputError} when another file is at a place
 * @throws {SurroundingsError} when it cannot be written
 */
export async function fillDivided<Result>(
  path: string,
  kind: FolderKind,
  fill: (folder: string) => Promise<Result>,
): Promise<Result> {
  const place = realPlace(path);
  const folder = join(place, SHARDS_FOLDER, COLLECTING_FOLDER);
  const remove = () => void removeOwn(folder, kind.names);
  const stopWaiting = untilExit(remove);
  try {
    if (isThere(folder)) remove();
    Deno.mkdirSync(folder);
    const result = await fill(folder);
    const isMarker = (file: string) => kind.markers.some(({ name }) => name === file);
    const files = filesIn(folder).sort((a, b) => Number(isMarker(a)) - Number(isMarker(b)));
    for (const file of files) {
      requireOwn(path, join(place, file), join(folder, file));
      Deno.renameSync(join(folder, file), join(place, file));
    }
    return result;
  } catch (thrown) {
    throw unwritable(path, thrown);
  } finally {
    stopWaiting();
    if (isThere(folder)) remove();
  }
}

/** Refuses to replace a file other than the one that is written: then it is not ours. */
function requireOwn(path: string, target: string, file: string): void {
  if (!isThere(target) || fileHash(target) === fileHash(file)) return;
  throw new InputError(
    `"${quotable(target)}" is there and is not what the shards of "${
      quotable(path)
    }" give; move it away`,
  );
}
