/**
 * Reads the files that a configuration names, relative to its folder, and records their hashes.
 * @module
 */
import { dirname, resolve } from "node:path";
import { readSoundFile } from "../../audio/sound_file.ts";
import type { FileOptions, ReadCardFile } from "../../backbones/card_files.ts";
import { readInputFile, readSharedFile } from "../../basics/input_file.ts";
import { isFolder, isOnDisk } from "../../basics/on_disk.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { DatasetFolder } from "../../datasets/folder.ts";
import { isContainer } from "../../datasets/container_rows.ts";
import { loneTable } from "../../datasets/lone_tables.ts";
import { filesOf } from "../../datasets/shards.ts";
import { parseItems } from "../../datasets/items.ts";
import { type ReadDataset, readDataset } from "../../datasets/open.ts";
import type { EmbeddingSet, UnreadableItem } from "../../embeddings/embedding_set.ts";
import { fingerprintOf, type JsonObject } from "../../embeddings/identity.ts";
import { codeOf, type MadeBy } from "../../embeddings/made_by.ts";
import { readSharedSet } from "../../embeddings/reading.ts";

/** Which rows of a data set are read, and how. */
export interface AskedRows {
  /** Columns that every row must have. */
  readonly required: readonly string[];
  /** The column of texts: rows that repeat a sound are then captions of it. */
  readonly textColumn?: string | undefined;
  /** The column that tells which rows are of one sound. */
  readonly soundColumn?: string | undefined;
  /** What is added where a column is missing. */
  readonly missingRemedy?: (column: string) => string | undefined;
  /** Called with what must be said of how a manifest was read. */
  readonly onNote: (note: string) => void;
}

/** Reads files relative to one folder. */
export class InputFiles {
  /**
   * SHA-256 of everything that was read. A name begins with what it names, so that no file's name can be that of
   * another thing: `file PATH` (for an embedding set, the hash is {@link contentHash}), `card PATH: KEY` for a file of a
   * card, `run NAME, SIDE` for what a backbone gave, `sounds of SIDE` for sounds that rules compare, `senses of labels`
   * for a label set whose senses were looked up.
   */
  readonly hashes: Record<string, string> = {};

  /** The embedding sets that were read, with the code that made them where they name it. */
  readonly sets: MadeBy[] = [];

  /** Cards that were drafted for models without one, as text, by what names the model. */
  readonly drafts = new Map<string, string>();

  /** Hashes of sounds, by path, since several backbones ask for the same. */
  readonly #sounds = new Map<string, string>();

  /**
   * @param folder the configuration's folder
   * @param access access to the files that manifests and cards name
   */
  constructor(
    readonly folder: string,
    readonly access: Omit<FileOptions, "onProgress" | "onRead"> = {},
  ) {}

  /** Resolves a path relative to the configuration's folder. */
  resolve(path: string): string {
    return resolve(this.folder, path);
  }

  /** Reads a file and records its hash. */
  async read(path: string): Promise<Uint8Array> {
    return this.#recorded(path, await readInputFile(this.resolve(path)));
  }

  /** Reads the file of an array and records its hash; what holds nothing else is read into memory that workers share. */
  async readArray(path: string): Promise<Uint8Array> {
    const read = /\.npy$/i.test(path) ? readSharedFile : readInputFile;
    return this.#recorded(path, await read(this.resolve(path)));
  }

  #recorded(path: string, bytes: Uint8Array): Uint8Array {
    this.hashes[`file ${path}`] = sha256Of(bytes);
    return bytes;
  }

  /** Reads the rows of a manifest or of a data set's folder, and records the hash of what was read. */
  async dataset(
    path: string,
    { soundColumn, textColumn, ...asked }: AskedRows,
  ): Promise<ReadDataset> {
    const isPattern = filesOf(path) !== undefined && !await this.isThere(path);
    const options = {
      ...asked,
      ...(soundColumn === undefined ? {} : { soundColumn }),
      ...(textColumn === undefined ? {} : { textColumn }),
    };
    const isFolder = isPattern || isContainer(path) || await this.isFolder(path);
    if (isFolder || await loneTable(this.resolve(path)) !== undefined) {
      const read = await readDataset(this.resolve(path), { ...this.#allowed(), ...options });
      this.hashes[`file ${path}`] = read.sha256;
      return read;
    }
    const items = await parseItems(await this.read(path), path, options);
    const folder = new DatasetFolder(dirname(this.resolve(path)), this.#allowed().allowOutside);
    const sounds = { folder, where: "beside" } as const;
    return { name: "manifest", manifest: path, sha256: this.hashOf(path), items, sounds };
  }

  #allowed(): { allowOutside: boolean } {
    return { allowOutside: this.access.allowOutside ?? false };
  }

  /** Returns the options that read a card's files and record their hashes. */
  accessOf(reference: string): Omit<FileOptions, "onProgress"> {
    const record = ({ key, sha256 }: ReadCardFile) => {
      this.hashes[`card ${reference}: ${key}`] = sha256;
    };
    return { ...this.access, onRead: record };
  }

  /** Returns the hash of a file that {@link read} has read. */
  hashOf(path: string): string {
    return this.hashes[`file ${path}`]!;
  }

  /** Hashes a sound file without recording it, since its embeddings are; `missing` where it cannot be read. */
  async hashOfSound(path: string): Promise<string> {
    const known = this.#sounds.get(path);
    if (known !== undefined) return known;
    const hash = await readSoundFile(path).then(sha256Of, () => "missing");
    this.#sounds.set(path, hash);
    return hash;
  }

  /** Whether a path is a folder, as embedding sets are. */
  async isFolder(path: string): Promise<boolean> {
    return await isFolder(this.resolve(path));
  }

  /** Whether there is anything at a path. */
  async isThere(path: string): Promise<boolean> {
    return await isOnDisk(this.resolve(path));
  }

  /** Reads an embedding set and records the hash of what it depends on. */
  async set(path: string): Promise<EmbeddingSet> {
    const set = await readSharedSet(this.resolve(path));
    this.hashes[`file ${path}`] = contentHash(set.identity, set.unreadable);
    this.sets.push({ name: path, code: codeOf(set.identity) });
    return set;
  }
}

/**
 * Hashes what an embedding set depends on. Items without a row are part of it: an item that exceeded the time limit is
 * missing in one run and not in another of the same identity.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const late = { id: "b", row: 2, reason: "took longer than the item timeout of 1 s" };
 * assert.notEqual(contentHash({ backbone: "x" }, []), contentHash({ backbone: "x" }, [late]));
 * ```
 */
export function contentHash(identity: JsonObject, unreadable: readonly UnreadableItem[]): string {
  const whole = fingerprintOf(identity);
  if (unreadable.length === 0) return whole;
  return sha256Of(JSON.stringify([whole, unreadable.map(({ id }) => id)]));
}
