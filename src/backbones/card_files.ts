/**
 * The files that a backbone card names, found, fetched and checked.
 * @module
 */
import { basename, resolve } from "node:path";
import { InputError } from "../basics/errors.ts";
import { openInputFile, readInputFile } from "../basics/input_file.ts";
import type { OnProgress } from "../basics/progress.ts";
import { digestFile } from "./hub/digest.ts";
import { fetchHubFile } from "./hub/fetch.ts";
import { parseHubReference } from "./hub/reference.ts";
import type { CardFile } from "./card.ts";
import { sha256Of } from "../basics/sha256.ts";

/** How the files of cards are had. */
export interface FileOptions {
  /** Told how far a download is. */
  readonly onProgress?: OnProgress;
}

/** A file of a card, on this machine. */
export interface LocatedFile {
  /** Where it is. */
  readonly path: string;
  /** As the card names it, for messages. */
  readonly name: string;
  /** What the card says that its SHA-256 is. */
  readonly sha256: string | undefined;
}

/** Files by the card that names them. */
export class CardFiles {
  /**
   * @param card the card's path, for errors
   * @param folder to which paths in the card are relative
   */
  constructor(
    readonly card: string,
    readonly folder: string,
    readonly options: FileOptions = {},
  ) {}

  /**
   * Where a file lies; one of the Hugging Face Hub is fetched first if it is not in the cache.
   *
   * @throws {InputError} when an environment variable of its path is not set, or a reference is malformed
   * @throws {SurroundingsError} when it cannot be fetched
   */
  async locate({ file, sha256 }: CardFile): Promise<LocatedFile> {
    if (file.startsWith("hf:")) {
      const { path } = await fetchHubFile(parseHubReference(file), {
        ...(sha256 === undefined ? {} : { sha256 }),
        ...(this.options.onProgress ? { onProgress: this.options.onProgress } : {}),
      });
      return { path, name: file, sha256 };
    }
    const path = resolve(this.folder, expandVariables(file, this.card));
    return { path, name: path, sha256 };
  }

  /**
   * The bytes of a file, and their SHA-256.
   *
   * @throws {InputError} when it is not there, or its SHA-256 is not the card's
   */
  async read(file: CardFile): Promise<{ bytes: Uint8Array; name: string; sha256: string }> {
    const { path, name, sha256 } = await this.locate(file);
    const bytes = await readInputFile(path);
    const found = sha256Of(bytes);
    this.#expect(found, sha256, name);
    return { bytes, name, sha256: found };
  }

  /**
   * The place and the SHA-256 of a file that may be too large to be held in memory.
   *
   * @throws {InputError} when it is not there, or its SHA-256 is not the card's
   */
  async check(file: CardFile): Promise<LocatedFile & { sha256: string }> {
    const located = await this.locate(file);
    (await openInputFile(located.path)).close();
    const { sha256 } = await digestFile(located.path);
    this.#expect(sha256, located.sha256, located.name);
    return { ...located, sha256 };
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

/**
 * A path with `${NAME}` and `${NAME:-default}` replaced from the environment, as a shell does it.
 *
 * @param card whose path it is, for errors
 * @throws {InputError} when a variable without default is not set
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = expandVariables("${NOWHERE_SET:-models}/a.onnx", "card.json");
 * assert.equal(path, "models/a.onnx");
 * ```
 */
export function expandVariables(path: string, card: string): string {
  return path.replaceAll(/\$\{(\w+)(?::-([^{}]*))?\}/g, (_, name: string, other?: string) => {
    // What may not be read counts as not set, so that a default serves under narrow permissions.
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    const value = (state === "granted" ? Deno.env.get(name) : undefined) || other;
    if (value !== undefined) return value;
    throw new InputError(
      `"${card}" names "${path}", but the environment variable ${name} is not set, or may not be read; set it, or ` +
        `write \${${name}:-FOLDER} for a default`,
    );
  });
}
