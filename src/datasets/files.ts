/**
 * Finds the audio files that items name.
 * @module
 */
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { Boundary, straying } from "../basics/boundary.ts";
import { containedIn } from "../formats/contained.ts";
import type { Item } from "./items.ts";
import { noColumn } from "./columns.ts";
import { FILE_COLUMN } from "./audio_names.ts";
import { filesOf } from "./shards.ts";

/** Which column names the files, and where they may lie. */
export interface FileOptions {
  /** Default `file_name`. */
  readonly fileColumn?: string;
  /** Whether files outside the folder may be named. Default false. */
  readonly allowOutside?: boolean;
}

/** Number of names that are resolved at the same time. */
const NAMES_AT_ONCE = 64;

/** A row and the file that it names. */
export interface NamedFile {
  /** Number of the row, from 1. */
  readonly row: number;
  /** The name; undefined where the row lacks the column. */
  readonly name: string | undefined;
  /** The names of the row's columns, for error messages. */
  readonly columns: readonly string[];
}

/**
 * Adds to each item the path of its audio file. A missing file is discovered only when it is read.
 *
 * @param items the items of a manifest
 * @param path the manifest's name, for error messages
 * @param folder the folder that its file names are relative to
 * @throws {InputError} when an item names no file, or one outside the folder, also through a symbolic link
 */
export async function withFiles<Some extends Item>(
  items: readonly Some[],
  path: string,
  folder: string,
  options: FileOptions,
): Promise<(Some & { readonly file: string })[]> {
  const { fileColumn = FILE_COLUMN } = options;
  const named = items.map(({ row, columns }) => ({
    row,
    name: Object.hasOwn(columns, fileColumn) ? columns[fileColumn] : undefined,
    columns: Object.keys(columns),
  }));
  const paths = await pathsOf(named, path, folder, options);
  return items.map((item, i) => ({ ...item, file: paths[i]! }));
}

/** Returns the paths of the files that rows name; parameters and errors as in {@link withFiles}. */
export async function pathsOf(
  named: readonly NamedFile[],
  path: string,
  folder: string,
  { fileColumn = FILE_COLUMN, allowOutside = false }: FileOptions,
): Promise<string[]> {
  // The user may name a link.
  const own = (filesOf(path) ?? [path]).map((file) => resolve(file));
  const inside = allowOutside ? undefined : new Inside(folder, new Set(own));
  const pathOf = async ({ row, name, columns }: NamedFile) => {
    const wrong = name === undefined
      ? `has ${noColumn(fileColumn, columns)}; name the column of files with --file-column`
      : name === ""
      ? `names no file in "${quotable(fileColumn)}"`
      : name.includes("\0")
      ? `names a file with a NUL character, "${quotable(name)}"`
      : await outside(name, inside);
    if (wrong !== undefined) throw new InputError(`"${path}" row ${row} ${wrong}`);
    return isAbsolute(name!) ? name! : join(folder, name!);
  };
  const paths: string[] = [];
  for (let start = 0; start < named.length; start += NAMES_AT_ONCE) {
    paths.push(...await Promise.all(named.slice(start, start + NAMES_AT_ONCE).map(pathOf)));
  }
  return paths;
}

async function outside(name: string, inside: Inside | undefined): Promise<string | undefined> {
  const objection = await inside?.objection(name);
  return objection === undefined
    ? undefined
    : `names a file outside its folder: "${
      quotable(name)
    }" ${objection}; expected a path inside, or --allow-outside`;
}

/** A folder that checks whether files and sounds in other files lie inside it. */
class Inside {
  readonly #folder: string;
  readonly #own: ReadonlySet<string>;
  readonly #boundary: Boundary;
  /** Of each file that holds sounds. Asking the disk for each of 10,000 sounds took 1.1 s. */
  readonly #containers = new Map<string, Promise<Container>>();

  /** @param own files that may lie elsewhere */
  constructor(folder: string, own: ReadonlySet<string>) {
    this.#folder = folder;
    this.#own = own;
    this.#boundary = new Boundary(folder);
  }

  async objection(name: string): Promise<string | undefined> {
    const { container } = containedIn(name) ?? {};
    if (container === undefined) return await this.#boundary.objection(name);
    const known = this.#containers.get(container) ?? this.#inspected(container);
    this.#containers.set(container, known);
    const { objection, hasNamesakes } = await known;
    return objection ?? straying(name) ??
      (hasNamesakes ? await this.#boundary.objection(name) : undefined);
  }

  async #inspected(container: string): Promise<Container> {
    const path = resolve(this.#folder, container);
    const start = `${basename(path)}#`;
    return {
      objection: this.#own.has(path) ? undefined : await this.#boundary.objection(container),
      hasNamesakes: await someEntry(dirname(path), (name) => name.startsWith(start)),
    };
  }
}

/** What is known of a file that holds sounds. */
interface Container {
  /** Why it may not be read. */
  readonly objection: string | undefined;
  /** Whether files or folders beside it are called `CONTAINER#...`, which come before what it holds. */
  readonly hasNamesakes: boolean;
}

async function someEntry(folder: string, is: (name: string) => boolean): Promise<boolean> {
  try {
    for await (const { name } of Deno.readDir(folder)) if (is(name)) return true;
  } catch {
    // What cannot be listed is not there, or is checked one by one.
    return true;
  }
  return false;
}
