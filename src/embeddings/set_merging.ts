/**
 * The finished parts of an embedding set made into one: piece by piece, so that memory holds one part at a time.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError, messageOf, SurroundingsError } from "../basics/errors.ts";
import { npyHeader } from "../formats/npy.ts";
import type { UnreadableItem } from "./embedding_set.ts";
import { canonicalJson } from "./identity.ts";
import type { PartHeader } from "./part_file.ts";
import { DamagedPartError, readPartItems, readPartValues } from "./part_reading.ts";
import { partFile } from "./parts.ts";
import {
  type CompleteSet,
  type Environment,
  formatSetFile,
  ITEMS_FILE,
  readSetFile,
  SET_FILE,
  type UnfinishedSet,
  VALUES_FILE,
} from "./set_file.ts";
import { LOCK_FILE, removeParts } from "./set_folder.ts";

/**
 * Merges the parts, unless another process did; the parts are removed when the set is whole. Two processes that merge
 * at once wait for each other, and where the file system has no locks write the same bytes.
 *
 * @param headers first lines of all parts, in order
 * @throws {InputError} when a part turns out to be damaged, which is removed then, or parts are of different widths
 * @throws {SurroundingsError} when a file cannot be written
 */
export async function mergeParts(
  folder: string,
  set: UnfinishedSet,
  headers: readonly PartHeader[],
): Promise<CompleteSet> {
  using _lock = await takeLock(join(folder, LOCK_FILE));
  const already = await completeSet(folder);
  if (already) return already;
  try {
    const merged = await writeMerged(folder, set, headers);
    await removeParts(folder);
    return merged;
  } catch (thrown) {
    // Without locks another process may have merged and removed the parts meanwhile.
    const merged = await completeSet(folder);
    if (merged) return merged;
    if (thrown instanceof DamagedPartError) throw await withoutPart(folder, thrown);
    throw thrown;
  }
}

async function completeSet(folder: string): Promise<CompleteSet | undefined> {
  const set = await readSetFile(folder);
  return set.complete ? set : undefined;
}

async function writeMerged(
  folder: string,
  set: UnfinishedSet,
  headers: readonly PartHeader[],
): Promise<CompleteSet> {
  const { identity, fingerprint } = set;
  const rows = headers.reduce((sum, { rows }) => sum + rows, 0);
  const dim = commonDim(folder, headers);
  const unreadable: UnreadableItem[] = [];
  const values = await writeHashed(
    join(folder, VALUES_FILE),
    (async function* () {
      yield npyHeader([rows, dim]);
      for (const header of headers) yield await readPartValues(folder, header);
    })(),
  );
  const items = await writeHashed(
    join(folder, ITEMS_FILE),
    (async function* () {
      for (const header of headers) {
        const part = await readPartItems(folder, header);
        unreadable.push(...part.unreadable);
        yield new TextEncoder().encode(part.lines);
      }
    })(),
  );
  const merged: CompleteSet = {
    complete: true,
    fingerprint,
    rows,
    dim,
    sha256: { [VALUES_FILE]: values, [ITEMS_FILE]: items },
    identity,
    environments: distinct(headers.map(({ environment }) => environment)),
    unreadable,
  };
  await writeFileAtomic(join(folder, SET_FILE), formatSetFile(merged));
  return merged;
}

/** Writes a file; gives the SHA-256 of what was written. */
async function writeHashed(path: string, pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  await writeFileAtomic(
    path,
    (async function* () {
      for await (const piece of pieces) {
        hash.update(piece);
        yield piece;
      }
    })(),
  );
  return hash.digest("hex");
}

function commonDim(folder: string, headers: readonly PartHeader[]): number {
  const dims = new Map(headers.filter(({ rows }) => rows > 0).map(({ dim, part }) => [dim, part]));
  if (dims.size <= 1) return dims.keys().next().value ?? 0;
  const [[dim, part], [other, otherPart]] = [...dims] as [[number, number], [number, number]];
  throw new InputError(
    `"${folder}" has rows of ${dim} numbers in part ${part} and of ${other} in part ${otherPart}; ` +
      "begin anew with --force",
  );
}

function distinct(environments: readonly Environment[]): Environment[] {
  return [...new Map(environments.map((one) => [canonicalJson(one), one])).values()];
}

/** Removes a damaged part, so that it is done again. */
async function withoutPart(folder: string, damage: DamagedPartError): Promise<InputError> {
  for (const ending of ["npy", "jsonl"] as const) {
    await Deno.remove(join(folder, partFile(damage.part, ending))).catch(() => {});
  }
  return new InputError(`${damage.message}; the part was removed: go on with --resume`);
}

async function takeLock(path: string): Promise<Disposable> {
  try {
    const file = await Deno.open(path, { write: true, create: true });
    // Some file systems have no locks.
    await file.lock(true).catch(() => {});
    return {
      [Symbol.dispose]() {
        file.close();
        try {
          Deno.removeSync(path);
        } catch {
          // Another process removed it first.
        }
      },
    };
  } catch (thrown) {
    throw new SurroundingsError(`Cannot write "${path}": ${messageOf(thrown)}`);
  }
}
