/**
 * Writes the tables of a paper into an audit's folder. What lies there and is not ours stays.
 * @module
 */
import { join } from "node:path";
import { TABLE_FILES, TABLES_FOLDER } from "../../audit/folder/paper_names.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { irregularKind } from "../../basics/input_file.ts";
import { isKnownAs, removeOwn } from "../../basics/output/own_names.ts";
import { isThere } from "../../basics/output/place.ts";
import { makeOwnFolder, refuseLink } from "../../basics/own_folder.ts";

/**
 * Makes sure that files can be written into the folder of tables.
 *
 * @throws {InputError} that names what is in the way: another kind of file, or a user's own of the same name
 */
export async function checkTables(folder: string, names: readonly string[]): Promise<void> {
  const tables = join(folder, TABLES_FOLDER);
  await refuseLink(tables);
  if (!isThere(tables)) return;
  const info = Deno.lstatSync(tables);
  if (!info.isDirectory) {
    const kind = info.isFile ? "a file" : irregularKind(info);
    throw new InputError(`"${tables}" is ${kind}; expected a folder (move it away)`);
  }
  for (const entry of Deno.readDirSync(tables)) {
    if (!names.includes(entry.name)) continue;
    if (TABLE_FILES.some((own) => isKnownAs(tables, entry, own))) continue;
    throw new InputError(
      `"${join(tables, entry.name)}" was not written by report --tables, which would replace it; ` +
        "move it away",
    );
  }
}

/** Writes files into the folder of tables. */
export async function writeTables(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const tables = join(folder, TABLES_FOLDER);
  await makeOwnFolder(tables);
  for (const [name, text] of Object.entries(files)) {
    await writeFileAtomic(join(tables, name), text);
  }
}

/** Removes the tables of other results. */
export function removeTables(folder: string): void {
  removeOwn(join(folder, TABLES_FOLDER), TABLE_FILES);
}
