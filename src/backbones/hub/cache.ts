/**
 * The Hugging Face cache on disk, laid out as Python's huggingface_hub (2.4.0) does: `models--org--name/blobs/ETAG`
 * holds content, `models--org--name/snapshots/COMMIT/PATH` is a relative symbolic link to it,
 * `.locks/models--org--name/ETAG.lock` is its lock. `refs` names branches, which pinned references do not need.
 * @module
 */
import { basename, dirname, join, relative } from "node:path";
import { EarnestError, SurroundingsError } from "../../basics/errors.ts";
import { failure } from "../../basics/failure.ts";
import type { HubReference } from "./reference.ts";

/** Where a file of the Hub lies in the cache. */
export interface CachePlace {
  /** The path by which the file is used: in the snapshot of its commit. */
  readonly pointer: string;
  /** The folder of the repository's content. */
  readonly blobs: string;
  /** The folder of the repository's locks. */
  readonly locks: string;
}

/**
 * Returns the place of a file in a cache.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const revision = "0".repeat(40);
 * const { pointer } = cachePlace("/hub", { repository: "org/name", revision, path: "onnx/model.onnx" });
 * assert.equal(pointer, `/hub/models--org--name/snapshots/${revision}/onnx/model.onnx`);
 * ```
 */
export function cachePlace(
  cacheFolder: string,
  { repository, revision, path }: HubReference,
): CachePlace {
  const name = ["models", ...repository.split("/")].join("--");
  return {
    pointer: join(cacheFolder, name, "snapshots", revision, ...path.split("/")),
    blobs: join(cacheFolder, name, "blobs"),
    locks: join(cacheFolder, ".locks", name),
  };
}

/**
 * Whether a file exists, following links.
 *
 * @throws {SurroundingsError} when the path cannot be examined, or is not a file
 */
export async function isFile(path: string): Promise<boolean> {
  try {
    if ((await Deno.stat(path)).isFile) return true;
  } catch (thrown) {
    const missing = [Deno.errors.NotFound, Deno.errors.NotADirectory];
    if (missing.some((one) => thrown instanceof one)) return false;
    throw failure(`Cannot look for "${path}"`, thrown);
  }
  throw new SurroundingsError(`"${path}" in the Hugging Face cache is not a file; remove it`);
}

/**
 * Returns the tag of the content that a pointer links to; undefined if the pointer is the file itself. Only this one
 * link counts: huggingface_hub may keep the blob as a further link into a store that repositories share, under
 * another name.
 */
export async function tagOfPointer({ pointer, blobs }: CachePlace): Promise<string | undefined> {
  const target = await Deno.readLink(pointer).catch(() => undefined);
  if (target === undefined || basename(dirname(target)) !== basename(blobs)) return undefined;
  return basename(target);
}

/** Creates a folder and its parents. */
export function makeFolders(path: string): Promise<void> {
  return writing(path, () => Deno.mkdir(path, { recursive: true }));
}

/**
 * Puts content under its path in the snapshot: as a symbolic link; where that is not allowed (Deno refuses symbolic
 * links to programs without full write permission), as a hard link; on file systems without hard links, the file
 * itself moves there.
 */
export async function placeBlob(blob: string, pointer: string): Promise<void> {
  await makeFolders(dirname(pointer));
  await writing(pointer, async () => {
    // The path is a link whose content is gone.
    await Deno.remove(pointer).catch(() => {});
    await Deno.symlink(relative(dirname(pointer), blob), pointer)
      .catch(() => Deno.link(blob, pointer))
      .catch(() => Deno.rename(blob, pointer));
  });
}

/**
 * Runs an operation that writes to the cache.
 *
 * @throws {SurroundingsError} when it fails: no space, or no permission
 */
export async function writing<Result>(
  path: string,
  write: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (thrown) {
    if (thrown instanceof EarnestError) throw thrown;
    const advice = "; HF_HOME says where the Hugging Face cache lies";
    throw failure(`Cannot write "${path}"`, thrown, advice);
  }
}
