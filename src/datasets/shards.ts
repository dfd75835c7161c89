/**
 * Reads data sets that lie in several files of one kind: shards of Parquet tables or of tar archives.
 * @module
 */
import { dirname, join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { FileSource } from "../formats/byte_source.ts";
import { type ContainerRows, containerRows } from "./container_rows.ts";
import { FILE_COLUMN } from "./audio_names.ts";
import type { ItemOptions } from "./item_options.ts";
import type { ManifestRow } from "./manifest_rows.ts";

/** One of the files. */
export interface ShardFile {
  /** Its name, relative to the data set's folder. */
  readonly name: string;
  /** The split that its name, or its folder's, gives. */
  readonly split?: string | undefined;
}

/** What was read of a file. */
export interface ReadShard extends ContainerRows {
  /** SHA-256 of it. */
  readonly sha256: string;
}

/** Reads the rows of a file, whose sounds stay where they are. */
export function readShard(path: string, name: string, options: ItemOptions): ReadShard {
  const source = new FileSource(path);
  return source.held(() => {
    const read = containerRows(source, path, name, options);
    return { ...read, sha256: read.sha256 ?? source.sha256() };
  });
}

/**
 * Joins the rows of files. Each has an `id`: its own; else what its sound is called, where these names differ; else that
 * and its file's name.
 */
export function joinShards(
  shards: readonly ShardFile[],
  reads: readonly ContainerRows[],
  { idColumn = "id", fileColumn = FILE_COLUMN }: ItemOptions,
): ManifestRow[] {
  const names = reads.flatMap(({ names }) => names);
  const rows = reads.flatMap(({ rows }, i) => {
    const { split } = shards[i]!;
    if (split === undefined) return rows;
    return rows.map(({ line, columns }) => ({ line, columns: { split, ...columns } }));
  });
  const isNamed = names.length === rows.length && !names.includes("");
  if (!isNamed || idColumn !== "id") return rows;
  const files = rows.map(({ columns }) => columns[fileColumn] ?? "");
  const ids = areDistinct(names, files)
    ? names
    : reads.flatMap(({ names }, i) => names.map((name) => `${shards[i]!.name}#${name}`));
  if (!areDistinct(ids, files)) return rows;
  return rows.map(({ line, columns }, i) => ({ line, columns: { ...columns, id: ids[i]! } }));
}

/** Whether names are of one sound each; several rows may be of one. */
function areDistinct(names: readonly string[], files: readonly string[]): boolean {
  const fileOf = new Map(names.map((name, i) => [name, files[i]]));
  return names.every((name, i) => fileOf.get(name) === files[i]) &&
    (!files.includes("") || new Set(names).size === names.length);
}

/** Most files that a pattern may stand for. */
const MOST_FILES = 100_000;

/**
 * Lists the files that a pattern such as `wds/{00000..00012}.tar` stands for, as webdataset writes them; undefined for
 * any other path.
 *
 * @throws {InputError} when the range runs backwards or is too long
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(filesOf("wds/{08..10}.tar"), ["wds/08.tar", "wds/09.tar", "wds/10.tar"]);
 * assert.equal(filesOf("wds/08.tar"), undefined);
 * ```
 */
export function filesOf(pattern: string): string[] | undefined {
  const [, before, first, last, after] =
    /^([^{}]*)\{(\d{1,9})\.\.(\d{1,9})\}([^{}]*\.(?:tar|parquet))$/i.exec(pattern) ?? [];
  if (first === undefined) return undefined;
  const count = Number(last) - Number(first) + 1;
  if (!(count >= 1 && count <= MOST_FILES) || dirname(`${before}x`) !== dirname(pattern)) {
    throw new InputError(`"${quotable(pattern)}" stands for ${count} files of one folder`);
  }
  return Array.from(
    { length: count },
    (_, i) => `${before}${String(Number(first) + i).padStart(first.length, "0")}${after}`,
  );
}

/** Reads the files of a folder. */
export function readShards(
  folder: string,
  shards: readonly ShardFile[],
  options: ItemOptions,
): { rows: ManifestRow[]; hashes: string[] } {
  const reads = shards.map(({ name }) => readShard(join(folder, name), name, options));
  const hashes = reads.map(({ sha256 }) => sha256);
  return { rows: joinShards(shards, reads, options), hashes };
}
