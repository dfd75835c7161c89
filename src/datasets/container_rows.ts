/**
 * Reads rows of a manifest from files that hold the sounds themselves: Parquet tables as the Hugging Face Hub has them,
 * and webdataset's tar archives.
 * @module
 */
import { createHash, type Hash } from "node:crypto";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { refuseStandIn, TELLING_BYTES } from "../basics/stand_in.ts";
import type { ByteSource } from "../formats/byte_source.ts";
import { plainName, soundInTable } from "../formats/contained.ts";
import { readColumn, rowsOfTable } from "../formats/parquet.ts";
import { classNamesIn } from "../formats/parquet_classes.ts";
import { type ParquetColumn, readParquetTable } from "../formats/parquet_file.ts";
import { partsOfSounds, soundColumn } from "../formats/parquet_sounds.ts";
import { ParquetUnpacker } from "../formats/parquet_unpacking.ts";
import { type TarMember, tarMembers } from "../formats/tar.ts";
import { AUDIO, FILE_COLUMN } from "./audio_names.ts";
import type { ItemOptions } from "./item_options.ts";
import { asText, type ManifestRow } from "./manifest_rows.ts";
import { firstRowsOfSounds } from "./repeated_sounds.ts";
import { otherTextsNotes } from "./table_text.ts";
import { LONGEST_SAYING, sampleColumns, SAYING } from "./samples.ts";
import { USUAL_COLUMNS } from "./sound_names.ts";
import { hasTexts } from "./sounds.ts";

/** The rows of one file. */
export interface ContainerRows {
  /** The rows; `file_name` names a sound inside of the file. */
  readonly rows: ManifestRow[];
  /** What the sounds are called, for each row, where rows have no ids of their own; else none. */
  readonly names: readonly string[];
  /**
   * SHA-256 of what was read: all but the sounds, whose lengths or positions are part of it. Undefined for a table
   * without sounds, of which the whole file counts.
   */
  readonly sha256: string | undefined;
}

/** Whether a file is a Parquet table or a tar archive, by its name. */
export function isContainer(path: string): boolean {
  return /\.(parquet|tar)$/i.test(path);
}

/**
 * Reads the rows of a file.
 *
 * @param source the file
 * @param path its path, for error messages
 * @param name its name as rows are to give it: relative to the data set's folder
 * @param options columns that are named must be readable
 * @throws {InputError} when it is damaged
 */
export function containerRows(
  source: ByteSource,
  path: string,
  name: string,
  options: ItemOptions,
): ContainerRows {
  refuseStandIn(source.subarray(0, TELLING_BYTES), path);
  return /\.tar$/i.test(path)
    ? tarRows(source, path, name, options)
    : tableRows(source, path, name, options);
}

function tableRows(
  source: ByteSource,
  path: string,
  name: string,
  options: ItemOptions,
): ContainerRows {
  const { idColumn, fileColumn, labelColumn, textColumn, sourceColumn, required = [] } = options;
  const table = readParquetTable(source, path);
  const sounds = soundColumn(table, path, fileColumn === FILE_COLUMN ? undefined : fileColumn);
  const named = [idColumn, fileColumn, labelColumn, textColumn, sourceColumn, ...required];
  const needed = named.filter((column) => column !== undefined && column !== sounds?.name);
  const classes = classNamesIn(table);
  const values = rowsOfTable(table, source, path, [...classes.keys(), ...needed as string[]]);
  const rows = values.map((row, i) => ({
    line: i + 1,
    columns: Object.fromEntries(
      Object.entries(row).map(([column, value]) => [
        column,
        asText(classNamed(value, classes.get(column))),
      ]),
    ),
  }));
  if (sounds === undefined) {
    noteUnreadSounds(table.columns, rows, path, options);
    return { rows, names: [], sha256: undefined };
  }
  const names = soundNames(sounds, source, path);
  // Rows without texts are no captions, whatever they share.
  const first = hasTexts(rows, textColumn)
    ? firstRowsOfSounds(source, path, sounds.name, names)
    : [...names.keys()];
  const column = fileColumn ?? FILE_COLUMN;
  const isMissing = missingSounds(sounds);
  const hash = createHash("sha256").update(table.footer);
  const sounding = rows.map(({ line, columns }, i) => {
    const own = names[i]! || columns[FILE_COLUMN] || "";
    const row = rows[first[i]!]!.line;
    const file = isMissing[i] ? own : soundInTable(name, sounds.name, row, own);
    const whole = { ...columns, [column]: file };
    hash.update(JSON.stringify(whole));
    return { line, columns: whole };
  });
  const hasIds = table.columns.some((one) => one.name === (options.idColumn ?? "id"));
  return {
    rows: sounding,
    names: hasIds ? [] : names.map((own) => own && plainName(own)),
    sha256: hex(hash),
  };
}

/** Names the columns that are called as those of sounds are, and hold them in a form that is not read. */
function noteUnreadSounds(
  columns: readonly ParquetColumn[],
  rows: readonly ManifestRow[],
  path: string,
  { onNote }: ItemOptions,
): void {
  const read = Object.keys(rows[0]?.columns ?? {});
  const unread = columns.filter(({ name }) =>
    !read.includes(name) && [FILE_COLUMN, ...USUAL_COLUMNS].includes(name)
  );
  for (const { name, fields, kind } of unread) {
    const parts = fields.map((field) => field.name.slice(name.length + 1)).join(", ");
    const holds = kind === "nested" && parts !== "" ? ` ({${parts}})` : "";
    onNote?.(
      `"${quotable(path)}": the column "${name}"${holds} is not read: it holds neither names of ` +
        "files nor sounds as {bytes, path}.",
    );
  }
}

/** The name of a class that is given by its number; -1 stands for none. */
function classNamed(value: unknown, names: readonly string[] | undefined): unknown {
  if (names === undefined) return value;
  if (Array.isArray(value)) return value.map((one) => classNamed(one, names));
  return value === -1 ? "" : typeof value === "number" ? names[value] ?? value : value;
}

/** The names of the files that sounds were; empty where a table has none. */
function soundNames(sounds: ParquetColumn, source: ByteSource, path: string): string[] {
  const column = partsOfSounds(sounds).path!;
  return readColumn(column, new ParquetUnpacker(source.length), path).map(asText);
}

/** Which rows lie in a row group without sounds: there the paths name files. */
function missingSounds(sounds: ParquetColumn): boolean[] {
  return partsOfSounds(sounds).bytes.chunks.flatMap(({ rows, nulls }) =>
    Array.from({ length: rows }, () => nulls === rows)
  );
}

/** A sound and the files that say something about it. */
interface Sample {
  readonly sounds: string[];
  readonly saying: Map<string, Uint8Array>;
}

function tarRows(
  source: ByteSource,
  path: string,
  name: string,
  { onNote }: ItemOptions,
): ContainerRows {
  const samples = new Map<string, Sample>();
  const hash = createHash("sha256");
  for (const member of tarMembers(source, path)) {
    if (isHidden(member)) continue;
    hash.update(JSON.stringify([member.name, member.length]));
    const { key, extension } = keyOf(member);
    const isSound = AUDIO.test(member.name);
    if (!isSound && !SAYING.includes(extension)) continue;
    const sample: Sample = samples.get(key) ?? { sounds: [], saying: new Map() };
    samples.set(key, sample);
    if (isSound) sample.sounds.push(member.name);
    else sample.saying.set(extension, sayingOf(member, source, path, hash));
  }
  const all = [...samples];
  const sounding = all.filter(([, { sounds }]) => sounds.length > 0);
  const given = sounding.length > 0 ? sounding : all;
  const others: string[] = [];
  const onOther = (text: string) => void others.push(text.slice(path.length + 1));
  const rows = given.map(([key, { sounds, saying }], i) => {
    if (sounds.length > 1) {
      const [one, other] = sounds.map((sound) => `"${quotable(sound)}"`);
      throw new InputError(
        `"${path}" has two sounds of one name, ${one} and ${other}: in webdataset's archives a ` +
          "sample's name ends at the first dot of a file's name",
      );
    }
    const { id, ...columns } = sampleColumns(saying, `${path}#${key}`, onOther);
    const added: Record<string, string> = {};
    // The sample's own name is its id.
    if (id !== undefined) added["json_id"] = id;
    if (sounds[0] !== undefined) added[FILE_COLUMN] = `${name}#${sounds[0]}`;
    return { line: i + 1, columns: { ...columns, ...added } };
  });
  otherTextsNotes(path, others).forEach((note) => onNote?.(note));
  return { rows, names: given.map(([key]) => key), sha256: hex(hash) };
}

/** Whether a member is hidden, as in folders, or what macOS packs beside each file. */
function isHidden({ name }: TarMember): boolean {
  return name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

/** A sample's name ends at the first dot of a file's name. */
function keyOf({ name }: TarMember): { key: string; extension: string } {
  const start = name.lastIndexOf("/") + 1;
  const dot = name.indexOf(".", start);
  const end = dot < 0 ? name.length : dot;
  return { key: name.slice(0, end), extension: name.slice(end + 1).toLowerCase() };
}

function sayingOf(
  { name, start, length }: TarMember,
  source: ByteSource,
  path: string,
  hash: Hash,
): Uint8Array {
  if (length > LONGEST_SAYING) {
    const found = `"${quotable(name)}" in "${path}" holds ${length} bytes`;
    throw new InputError(`${found}; expected at most ${LONGEST_SAYING}`);
  }
  const bytes = source.subarray(start, start + length);
  hash.update(bytes);
  return bytes;
}

function hex(hash: Hash): string {
  return hash.digest("hex");
}
