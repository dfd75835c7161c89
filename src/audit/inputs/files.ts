/**
 * Reads the files that a configuration names, relative to its folder, and records their hashes.
 * @module
 */
import { resolve } from "node:path";
import { readSoundFile } from "../../audio/sound_file.ts";
import type { FileOptions } from "../../backbones/card_files.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { EmbeddingSet } from "../../embeddings/embedding_set.ts";
import { codeOf, type MadeBy } from "../../embeddings/made_by.ts";
import { readEmbeddingSet } from "../../embeddings/reading.ts";

/** Reads files relative to one folder. */
export class InputFiles {
  /** SHA-256 of each file that was read, by its name in the configuration; for an embedding set, its fingerprint. */
  readonly hashes: Record<string, string> = {};

  /** The embedding sets that were read, with the code that made them where they name it. */
  readonly sets: MadeBy[] = [];

  /** Hashes of sounds, by path, since several backbones ask for the same. */
  readonly #sounds = new Map<string, string>();

  /**
   * @param folder the configuration's folder
   * @param access access to the files that manifests and cards name
   */
  constructor(
    readonly folder: string,
    readonly access: Omit<FileOptions, "onProgress"> = {},
  ) {}

  /** Resolves a path relative to the configuration's folder. */
  resolve(path: string): string {
    return resolve(this.folder, path);
  }

  /** Reads a file and records its hash. */
  async read(path: string): Promise<Uint8Array> {
    const bytes = await readInputFile(this.resolve(path));
    this.hashes[path] = sha256Of(bytes);
    return bytes;
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
    return await Deno.stat(this.resolve(path)).then(
      ({ isDirectory }) => isDirectory,
      () => false,
    );
  }

  /** Reads an embedding set and records its fingerprint. */
  async set(path: string): Promise<EmbeddingSet> {
    const set = await readEmbeddingSet(this.resolve(path));
    this.hashes[path] = set.fingerprint;
    this.sets.push({ name: path, code: codeOf(set.identity) });
    return set;
  }
}
