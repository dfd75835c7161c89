/**
 * Records the SHA-256 of each file in a folder, which shows later whether the folder has changed.
 * @module
 */
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../record_schema.ts";
import { writeFileAtomic } from "../atomic.ts";
import { parseJson } from "../parse_json.ts";
import type { Marker } from "./marker.ts";
import { filesIn, isTrace } from "./own_names.ts";

/** Largest record in bytes; each file takes a line of about 150 bytes, so no folder of ours comes near it. */
const MOST_BYTES = 2 ** 24;
/** Bytes of a file that are held in memory at a time. */
const PIECE = 2 ** 20;

const record = z.object({ files: recordOf(z.string()) });

/** Writes the record of all files in a folder. */
export async function writeRecord(folder: string, { name, schema }: Marker): Promise<void> {
  const files = recordableFiles(folder).map((file) =>
    [file, fileHash(join(folder, file))!] as const
  );
  await writeRecordOf(folder, { name, schema }, new Map(files));
}

/** Writes a record of some files in a folder, with their hashes. */
export async function writeRecordOf(
  folder: string,
  { name, schema }: Marker,
  hashes: ReadonlyMap<string, string>,
): Promise<void> {
  const record = { schema, files: Object.fromEntries(hashes) };
  await writeFileAtomic(join(folder, name), `${JSON.stringify(record, null, 2)}\n`);
}

/** Whether a file has the content that a record in its folder has of it. */
export function isAsRecorded(path: string, { name }: Pick<Marker, "name">): boolean {
  const hash = readRecord(join(dirname(path), name))?.get(basename(path));
  return hash !== undefined && hash === fileHash(path);
}

/**
 * Lists the differences between a folder and its record: changed, missing and additional files.
 *
 * @param strangers entries that are known not to be in the record
 * @returns sorted paths; for a folder that is not in the record, its name alone
 */
export function differencesFromRecord(
  folder: string,
  { name }: Marker,
  strangers: readonly string[],
): string[] {
  const recorded = readRecord(join(folder, name));
  if (recorded === undefined) return [name];
  const isStrange = (file: string) =>
    strangers.some((stranger) => file === stranger || file.startsWith(`${stranger}/`));
  const others = recordableFiles(folder).filter((file) =>
    file !== name && !recorded.has(file) && !isStrange(file)
  );
  const changed = [...recorded].filter(([file, hash]) => fileHash(join(folder, file)) !== hash);
  return [...strangers, ...others, ...changed.map(([file]) => file)].sort();
}

function recordableFiles(folder: string): string[] {
  return filesIn(folder).filter((file) => !isTrace(file.slice(file.lastIndexOf("/") + 1)));
}

/** The SHA-256 of a file; undefined if it does not exist or is not a regular file. */
export function fileHash(path: string): string | undefined {
  try {
    if (!Deno.lstatSync(path).isFile) return undefined;
    using file = Deno.openSync(path);
    const hash = createHash("sha256");
    const piece = new Uint8Array(PIECE);
    for (;;) {
      const length = file.readSync(piece);
      if (length === null) return hash.digest("hex");
      hash.update(piece.subarray(0, length));
    }
  } catch {
    return undefined;
  }
}

/** Reads a record: the hash of each file; undefined where there is none that can be read. */
export function readRecord(path: string): Map<string, string> | undefined {
  try {
    const { isFile, size } = Deno.lstatSync(path);
    if (!isFile || size > MOST_BYTES) return undefined;
    return new Map(Object.entries(parseJson(Deno.readTextFileSync(path), path, record).files));
  } catch {
    return undefined;
  }
}
