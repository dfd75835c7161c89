/**
 * What is said of a table that no layout knows.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { printable, quotable } from "../basics/printable.ts";
import { stemOf } from "./file_kinds.ts";
import type { DatasetFolder } from "./folder.ts";
import { columnList } from "./items.ts";

/**
 * Refuses a folder with a table that no layout knows: its folders must not pass for classes.
 *
 * @throws {InputError} when there is one
 */
export async function refuseOtherTables(folder: DatasetFolder): Promise<void> {
  const tables = await folder.tables();
  // What lies higher up speaks of more sounds.
  const depth = (name: string) => name.split("/").length;
  const [first, ...more] = tables.toSorted((a, b) => depth(a) - depth(b));
  if (first === undefined) return await refuseTexts(folder);
  const columns = await columnsOf(folder, first);
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  const path = `${printable(folder.path)}/${printable(first)}`;
  const hasSounds = (await folder.audioFiles()).length > 0;
  throw new InputError(
    `"${folder.path}" has the table "${printable(first)}"${others}` +
      (hasSounds
        ? " beside its sounds, which no layout knows, so its folders are not taken for classes; "
        : ", which no layout knows; ") +
      (columns.length === 0 ? "" : `it has ${columnList(columns)}; `) +
      `name the table in place of the folder ("${path}"), with --file-column and --label-column for ` +
      'its columns where the command has these, else with columns called "file_name" and "label"' +
      (hasSounds ? ", or class folders without tables" : ""),
  );
}

/** Refuses a folder with a text whose lines name its sounds and say more of them. */
async function refuseTexts(folder: DatasetFolder): Promise<void> {
  const texts = await folder.texts();
  const names = new Set(texts.length === 0 ? [] : (await folder.audioFiles()).map(baseOf));
  const stems = new Set([...names].map(stemOf));
  for (const text of texts) {
    const line = tableLine(await folder.start(text), names, stems);
    if (line === undefined) continue;
    throw new InputError(
      `"${folder.path}" has the text "${
        printable(text)
      }" beside its sounds, whose lines say what ` +
        `they are ("${
          quotable(line)
        }"), so its folders are not taken for classes; save it as .csv ` +
        "or .tsv with a header and name that in place of the folder, or name class folders without it",
    );
  }
}

/**
 * The first line of a text that is a table of sounds: at least half of its lines name one, in one of several fields.
 * Lists of names alone, as of splits, say no classes.
 */
function tableLine(
  text: string,
  names: ReadonlySet<string>,
  stems: ReadonlySet<string>,
): string | undefined {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const rows = lines.filter((line) => {
    const fields = line.split(/\t|\s*[,;|]\s*|\s+/).map((field) =>
      baseOf(field.replace(/^"(.*)"$/, "$1"))
    );
    // A number may count classes.
    const isStem = stems.has(fields[0]!) && /\D/.test(fields[0]!);
    return fields.length > 1 && (isStem || fields.some((field) => names.has(field)));
  });
  return 2 * rows.length < lines.length ? undefined : rows[0];
}

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** The columns of a table, as far as its first lines tell. */
async function columnsOf(folder: DatasetFolder, name: string): Promise<string[]> {
  if (/\.(csv|tsv)$/i.test(name)) {
    const line = (await folder.firstLine(name)).replace(/^\ufeff/, "");
    const separator = line.includes("\t") ? "\t" : line.includes(";") ? ";" : ",";
    return line.split(separator).map((column) => column.trim().replace(/^"(.*)"$/, "$1"))
      .filter((column) => column !== "");
  }
  if (!/\.(jsonl|ndjson|json)$/i.test(name)) return [];
  const start = await folder.start(name);
  // Keys of the first record, whatever lists or objects it lies in.
  const record = /\{([^{}]*)/g;
  for (const [, inside] of start.matchAll(record)) {
    const keys = [...inside!.matchAll(/"([^"\\]{1,100})"\s*:/g)].map(([, key]) => key!);
    if (keys.length > 1) return keys;
  }
  return [];
}
