/**
 * The audio files that items name.
 * @module
 */
import { isAbsolute, join } from "node:path";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { Boundary } from "./boundary.ts";
import { cellOf, FILE_COLUMN, type Item, noColumn } from "./items.ts";

/** Which column names the files, and where they may be. */
export interface FileOptions {
  /** Default `file_name`. */
  readonly fileColumn?: string;
  /** Files outside the folder may be named. Default no. */
  readonly allowOutside?: boolean;
}

/** Names that are looked up at the same time. */
const NAMES_AT_ONCE = 64;

/**
 * Adds to each item the path of its audio file. Whether the files are there is found out when they are read.
 *
 * @param items the items of a manifest
 * @param path its name, for error messages
 * @param folder the folder to which its file names are relative
 * @throws {InputError} when an item names no file, or one outside the folder, also by a symbolic link
 */
export async function withFiles(
  items: readonly Item[],
  path: string,
  folder: string,
  { fileColumn = FILE_COLUMN, allowOutside = false }: FileOptions,
): Promise<(Item & { readonly file: string })[]> {
  const boundary = allowOutside ? undefined : new Boundary(folder);
  const withFile = async (item: Item) => {
    const name = cellOf(item, fileColumn);
    const wrong = name === ""
      ? missingName(item, fileColumn)
      : name.includes("\0")
      ? `names a file with a NUL character, "${quotable(name)}"`
      : await outside(name, boundary);
    if (wrong !== undefined) throw new InputError(`"${path}" row ${item.row} ${wrong}`);
    return { ...item, file: isAbsolute(name) ? name : join(folder, name) };
  };
  const found = [];
  for (let start = 0; start < items.length; start += NAMES_AT_ONCE) {
    found.push(...await Promise.all(items.slice(start, start + NAMES_AT_ONCE).map(withFile)));
  }
  return found;
}

function missingName({ columns }: Item, column: string): string {
  return Object.hasOwn(columns, column)
    ? `names no file in "${quotable(column)}"`
    : `has ${noColumn(column, Object.keys(columns))}; name the column of files with --file-column`;
}

async function outside(name: string, boundary: Boundary | undefined): Promise<string | undefined> {
  const objection = await boundary?.objection(name);
  return objection === undefined
    ? undefined
    : `names a file outside its folder: "${
      quotable(name)
    }" ${objection}; expected a path inside, or --allow-outside`;
}
