/**
 * Finds, fetches and checks the files that a backbone card names.
 * @module
 */
import { basename, dirname, resolve } from "node:path";
import { Boundary } from "../basics/boundary.ts";
import { InputError } from "../basics/errors.ts";
import { openInputFile, readInputFile } from "../basics/input_file.ts";
import type { OnProgress } from "../basics/progress.ts";
import { digestFile } from "./hub/digest.ts";
import { fetchHubFile } from "./hub/fetch.ts";
import { type HubReference, parseHubReference } from "./hub/reference.ts";
import { sha256Of } from "../basics/sha256.ts";
import type { BackboneCard, CardFile } from "./card.ts";
import { type CardPath, checkVariables, resolveCardPath } from "./card_path.ts";
import { namedFiles } from "./named_files.ts";

/** How the files of a card are found and fetched. */
export interface FileOptions {
  /** Called with the progress of a download. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the fetching and checking of files, with its reason; what is fetched stays in the cache. */
  readonly signal?: AbortSignal | undefined;
  /** Whether a card may name files outside its folder. Default false: a card may come from a stranger. */
  readonly allowOutside?: boolean;
  /** The largest download of a file of the Hub, in bytes; default {@link MOST_DOWNLOAD_BYTES}. */
  readonly maxDownloadBytes?: number;
  /** Called with each file of a card whose content was read, again whenever it is read again. */
  readonly onRead?: (read: ReadCardFile) => void;
}

/** A file of a card that was read. */
export interface ReadCardFile {
  /** The key of the card that names it: `words.file`. */
  readonly key: string;
  /** SHA-256 of its content. */
  readonly sha256: string;
}

/** A file of a card, on this machine. */
export interface LocatedFile {
  /** Its path. */
  readonly path: string;
  /** The name that the card gives it, for messages. */
  readonly name: string;
  /** The SHA-256 that the card gives. */
  readonly sha256: string | undefined;
}

/** The files of one card. */
export class CardFiles {
  readonly #keys: ReadonlyMap<CardFile, string>;
  readonly #boundary: Boundary | undefined;

  /**
   * @param card the card's path; paths in it are relative to its folder
   * @param content the card
   */
  constructor(
    readonly card: string,
    content: BackboneCard,
    readonly options: FileOptions = {},
  ) {
    this.#keys = new Map(namedFiles(content).map(({ key, file }) => [file, key]));
    this.#boundary = options.allowOutside ? undefined : new Boundary(dirname(card));
  }

  /**
   * Checks every file that the card names, before any of them is fetched or read.
   *
   * @throws {InputError} as {@link locate}
   */
  async checkPlaces(): Promise<void> {
    for (const file of this.#keys.keys()) {
      if (isOfHub(file)) this.#referenceTo(file);
      else await this.#pathTo(file);
    }
  }

  /**
   * Finds a file; one of the Hugging Face Hub is fetched first if it is not in the cache.
   *
   * @throws {InputError} when it lies outside the card's folder, its path names an environment variable that is not
   * set or that a card may not read, or a reference is malformed
   * @throws {SurroundingsError} when it cannot be fetched
   */
  async locate(file: CardFile): Promise<LocatedFile> {
    const { sha256 } = file;
    if (isOfHub(file)) {
      const { onProgress, maxDownloadBytes, signal } = this.options;
      const { path } = await fetchHubFile(this.#referenceTo(file), {
        ...(sha256 === undefined ? {} : { sha256 }),
        onProgress,
        signal,
        ...(maxDownloadBytes === undefined ? {} : { maxDownloadBytes }),
      });
      return { path, name: file.file, sha256 };
    }
    const path = await this.#pathTo(file);
    return { path, name: path, sha256 };
  }

  #referenceTo(file: CardFile): HubReference {
    checkVariables(this.#named(file));
    return parseHubReference(file.file);
  }

  async #pathTo(file: CardFile): Promise<string> {
    return resolve(dirname(this.card), await resolveCardPath(this.#named(file), this.#boundary));
  }

  #named(file: CardFile): CardPath {
    return { card: this.card, key: this.#keys.get(file)!, text: file.file };
  }

  /**
   * Reads a file and returns its bytes and their SHA-256.
   *
   * @param most largest number of bytes; the default depends on its name, see {@link readInputFile}
   * @throws {InputError} when it does not exist, is larger, or its SHA-256 is not the card's
   */
  async read(
    file: CardFile,
    most?: number,
  ): Promise<{ bytes: Uint8Array; name: string; sha256: string }> {
    const { path, name, sha256 } = await this.locate(file);
    const bytes = await readInputFile(path, most);
    const found = sha256Of(bytes);
    this.#expect(found, sha256, name);
    this.#tell(file, found);
    return { bytes, name, sha256: found };
  }

  /**
   * Returns the path and the SHA-256 of a file that may be too large to be held in memory.
   *
   * @throws {InputError} when it does not exist, or its SHA-256 is not the card's
   */
  async check(file: CardFile): Promise<LocatedFile & { sha256: string }> {
    const located = await this.locate(file);
    (await openInputFile(located.path)).close();
    const { sha256 } = await digestFile(located.path, { signal: this.options.signal });
    this.#expect(sha256, located.sha256, located.name);
    this.#tell(file, sha256);
    return { ...located, sha256 };
  }

  #tell(file: CardFile, sha256: string): void {
    this.options.onRead?.({ key: this.#keys.get(file)!, sha256 });
  }

  #expect(found: string, sha256: string | undefined, name: string): void {
    if (sha256 === undefined || sha256 === found) return;
    throw new InputError(
      `"${name}" has SHA-256 ${found}; "${
        basename(this.card)
      }" says ${sha256}: it is not the file ` +
        "that the card was written for",
    );
  }
}

function isOfHub({ file }: CardFile): boolean {
  return file.startsWith("hf:");
}
