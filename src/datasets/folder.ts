/**
 * The folder of a data set: its contents, and the hashes of the files that were read.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { failure } from "../basics/failure.ts";
import { isFile, isFolder } from "../basics/on_disk.ts";
import { openInputFile, readInputFile } from "../basics/input_file.ts";
import { printable } from "../basics/printable.ts";
import type { CsvRow } from "../formats/csv.ts";
import { Boundary } from "../basics/boundary.ts";
import { tableOf } from "./required_columns.ts";
import { numbered } from "./broken_names.ts";
import {
  type FolderEntries,
  type FoundFiles,
  isSound,
  isTable,
  isText,
  withoutSidecars,
} from "./file_kinds.ts";
import { sha256Of } from "../basics/sha256.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import { utf8Of } from "./table_text.ts";

/** More entries than any public data set has: a larger folder was named by mistake. */
const MOST_ENTRIES = 5_000_000;

/** Placeholder for the sounds of a folder that cannot be listed. */
const UNLISTED = "*";

/** Whether a name in {@link DatasetFolder.audioFiles} is the placeholder for a folder that cannot be listed. */
export function isUnlisted(name: string): boolean {
  return name.endsWith(`/${UNLISTED}`);
}

/** Number of files whose size is read at the same time. */
const FILES_AT_ONCE = 64;

/** A folder, and a record of what was read from it. Names are relative to it, with `/` between their parts. */
export class DatasetFolder {
  /** The folder's path. */
  readonly path: string;
  readonly #boundary: Boundary | undefined;
  readonly #hashes = new Map<string, string>();
  #found: Promise<FoundFiles> | undefined;
  readonly #notes: string[] = [];

  /**
   * @param path the folder's path
   * @param allowOutside whether symbolic links may lead out of the folder
   */
  constructor(path: string, allowOutside: boolean) {
    this.path = path;
    this.#boundary = allowOutside ? undefined : new Boundary(path);
  }

  /** Whether a file of this name exists. */
  hasFile(name: string): Promise<boolean> {
    return isFile(join(this.path, name));
  }

  /** Whether a folder of this name exists. */
  hasFolder(name: string): Promise<boolean> {
    return isFolder(join(this.path, name));
  }

  /** The first of these names that is a file. */
  async firstFile(names: readonly string[]): Promise<string | undefined> {
    for (const name of names) if (await this.hasFile(name)) return name;
    return undefined;
  }

  /** The first of these names that is a folder. */
  async firstFolder(names: readonly string[]): Promise<string | undefined> {
    for (const name of names) if (await this.hasFolder(name)) return name;
    return undefined;
  }

  /** Reads the bytes of a file, which counts as read from now on. */
  async read(name: string): Promise<Uint8Array> {
    await this.#checkInside(name);
    const bytes = await readInputFile(join(this.path, name));
    this.#hashes.set(name, sha256Of(bytes));
    return bytes;
  }

  /** Reads the bytes of a file of at most so many, which does not count as read. */
  async look(name: string, most: number): Promise<Uint8Array> {
    await this.#checkInside(name);
    return await readInputFile(join(this.path, name), most);
  }

  /**
   * Returns the path of a file that is read by other means, and takes down the hash of what was read of it.
   *
   * @throws {InputError} when it lies outside of the folder
   */
  async readElsewhere<Read extends { readonly sha256: string }>(
    name: string,
    read: (path: string) => Read,
  ): Promise<Read> {
    await this.#checkInside(name);
    const result = read(join(this.path, name));
    this.#hashes.set(name, result.sha256);
    return result;
  }

  /**
   * Reads the rows of a CSV file.
   *
   * @param needed columns that it must have
   * @throws {InputError} when it is malformed or lacks one
   */
  async table(name: string, needed: readonly string[]): Promise<readonly CsvRow[]> {
    return tableOf(await this.read(name), join(this.path, name), needed, this.note);
  }

  /** Reads a file as text, which counts as read from now on; a note says which lines are not UTF-8. */
  async text(name: string): Promise<string> {
    const path = join(this.path, name);
    return decodeUtf8(utf8Of(await this.read(name), path, this.note), path);
  }

  /** Reads the first line of a file, at most 4 KiB of it; the file does not count as read. */
  firstLine(name: string): Promise<string> {
    return this.start(name).then((text) => text.split(/\r?\n/, 1)[0]!);
  }

  /** Reads the first 4 KiB of a file as text; the file does not count as read. */
  async start(name: string): Promise<string> {
    await this.#checkInside(name);
    const start = new Uint8Array(4096);
    using file = await openInputFile(join(this.path, name));
    try {
      const length = await file.read(start) ?? 0;
      return new TextDecoder().decode(start.subarray(0, length));
    } catch (thrown) {
      throw this.#unreadable("open", name, thrown);
    }
  }

  /** Lists a subfolder; empty if it cannot be listed. */
  async entriesIfAny(name: string): Promise<FolderEntries> {
    try {
      return await this.entries(name);
    } catch (thrown) {
      if (thrown instanceof SurroundingsError) return { folders: [], files: [] };
      throw thrown;
    }
  }

  /** Lists a subfolder. */
  async entries(name = ""): Promise<FolderEntries> {
    const folders: string[] = [];
    const files: string[] = [];
    try {
      for await (const entry of Deno.readDir(join(this.path, name))) {
        if (entry.name.startsWith(".")) continue;
        const within = name === "" ? entry.name : `${name}/${entry.name}`;
        const isFolder = entry.isDirectory || entry.isSymlink && await this.hasFolder(within);
        (isFolder ? folders : files).push(entry.name);
      }
    } catch (thrown) {
      throw this.#unreadable("list", name, thrown);
    }
    return { folders: folders.sort(), files: files.sort() };
  }

  /**
   * Lists the audio files in it and its subfolders, recognized by their extensions and sorted by code units. A folder
   * that is reached twice, by a symbolic link, is listed once. A subfolder that cannot be listed (its name is not
   * UTF-8, or it may not be read) counts as one file, `FOLDER/*`, which then cannot be read either.
   *
   * @throws {InputError} when there are over five million entries, or a link leads out of the folder
   * @throws {SurroundingsError} when the folder itself cannot be listed
   */
  async audioFiles(): Promise<readonly string[]> {
    return (await (this.#found ??= this.#findFiles())).sounds;
  }

  /**
   * Lists the tables in it and its subfolders, sorted by code units, except those that belong to one sound each.
   * Errors are as in {@link audioFiles}.
   */
  async tables(): Promise<readonly string[]> {
    return (await (this.#found ??= this.#findFiles())).tables;
  }

  /** Lists the texts in it and its subfolders in the same way. */
  async texts(): Promise<readonly string[]> {
    return (await (this.#found ??= this.#findFiles())).texts;
  }

  /** What must be said of how the folder was read, a sentence each. */
  get notes(): readonly string[] {
    return this.#notes;
  }

  /** Adds a note, once. */
  readonly note = (sentence: string): void => {
    if (!this.#notes.includes(sentence)) this.#notes.push(sentence);
  };

  async #findFiles(): Promise<FoundFiles> {
    const found: string[] = [];
    const tables: string[] = [];
    const texts: string[] = [];
    const seen = new Set<string>();
    const pending = [""];
    let entries = 0;
    // Folders found on the way are appended, so the loop reaches them too.
    for (const at of pending) {
      await this.#checkInside(at);
      const within = (name: string) => at === "" ? name : `${at}/${name}`;
      const listed = await this.#listOnce(at, seen).catch((thrown) => {
        if (at === "" || !(thrown instanceof SurroundingsError)) throw thrown;
      });
      if (listed === undefined) {
        found.push(within(UNLISTED));
        continue;
      }
      const { folders, files } = listed;
      entries += folders.length + files.length;
      if (entries > MOST_ENTRIES) {
        throw new InputError(
          `"${this.path}" holds over ${MOST_ENTRIES} files; expected a data set`,
        );
      }
      for (const name of folders) pending.push(within(name));
      const sounds = files.filter(isSound);
      for (const name of sounds) found.push(within(name));
      for (const name of withoutSidecars(files.filter(isTable), sounds)) tables.push(within(name));
      for (const name of withoutSidecars(files.filter(isText), sounds)) texts.push(within(name));
    }
    return { sounds: numbered(found.sort()).sort(), tables: tables.sort(), texts: texts.sort() };
  }

  /** Lists a folder; empty if it was listed before. */
  async #listOnce(name: string, seen: Set<string>): Promise<FolderEntries> {
    const real = await Deno.realPath(join(this.path, name)).catch((thrown) => {
      throw this.#unreadable("list", name, thrown);
    });
    if (seen.has(real)) return { folders: [], files: [] };
    seen.add(real);
    return await this.entries(name);
  }

  /** The one file that was read; the folder if none or several were. */
  manifest(): string {
    const [name, ...more] = this.#hashes.keys();
    return name === undefined || more.length > 0 ? this.path : join(this.path, name);
  }

  /** The hash of what was read: of the file, of the list of files, or else of the list of audio files. */
  async sha256(): Promise<string> {
    const read = [...this.#hashes].map(([name, hash]) => ({ name, hash }));
    if (read.length === 1) return read[0]!.hash;
    const lines = read.length > 0
      ? read.map(({ name, hash }) => `${hash}  ${name}\n`).sort()
      : await this.#sizes();
    const list = createHash("sha256");
    for (const line of lines) list.update(line);
    return list.digest("hex");
  }

  async #sizes(): Promise<string[]> {
    const lines: string[] = [];
    const files = await this.audioFiles();
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      const own = files.slice(start, start + FILES_AT_ONCE).map(async (name) => {
        const size = await Deno.stat(join(this.path, name)).then(({ size }) => size, () => "?");
        return `${size}  ${name}\n`;
      });
      lines.push(...await Promise.all(own));
    }
    return lines;
  }

  /** Whether a file is a symbolic link out of the folder, where that is not allowed. */
  async leavesIt(name: string): Promise<boolean> {
    return await this.#boundary?.objection(name) !== undefined;
  }

  async #checkInside(name: string): Promise<void> {
    const objection = await this.#boundary?.objection(name);
    if (objection === undefined) return;
    throw new InputError(
      `"${printable(join(this.path, name))}" ${objection}; ` +
        "expected a path inside the folder, or --allow-outside",
    );
  }

  #unreadable(action: "list" | "open", name: string, thrown: unknown): SurroundingsError {
    const path = printable(join(this.path, name));
    return failure(`Cannot ${action} "${path}"`, thrown);
  }
}
