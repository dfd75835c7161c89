/**
 * Reads the footer of a Parquet file: its columns, and the positions of their values.
 * @module
 */
// Reads Parquet's footers, page headers and values. The parts that do not bound their allocations or do not always end
// are not imported (see parquet_thrift.ts, parquet_levels.ts, parquet_blocks.ts).
import { parquetMetadata, parquetSchema } from "npm:hyparquet@1.31.5/src/metadata.js";
import type { ColumnChunk, FileMetaData, SchemaTree } from "npm:hyparquet@1.31.5";
import { EarnestError, messageOf } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import type { ByteSource } from "./byte_source.ts";
import { walkThrift } from "./parquet_thrift.ts";
import { unreadable } from "./reading.ts";

/** A column of a table. */
export interface ParquetColumn {
  /** Its name. */
  readonly name: string;
  /** One value per row, a list of values per row, or another structure: a struct, a map, lists in lists. */
  readonly kind: "value" | "list" | "nested";
  /** The schema from its root to the values. */
  readonly path: readonly SchemaTree[];
  /** Definition levels of a present value, and of a present element of a list. */
  readonly definition: { readonly value: number; readonly element: number };
  /** Position of its values, for each row group; absent for a nested column. */
  readonly chunks: readonly ParquetChunk[];
  /** The columns of a struct of values; absent for any other. */
  readonly fields: readonly ParquetColumn[];
}

/** The values of a column in one row group. */
export interface ParquetChunk {
  /** The file that its pages lie in, one after another, and where. */
  readonly source: ByteSource;
  readonly start: number;
  readonly end: number;
  /** How each page is compressed. */
  readonly codec: string;
  /** Number of rows. */
  readonly rows: number;
  /** Number of values: rows, or elements of lists; an empty list counts as one. */
  readonly values: number;
  /** Number of missing values, if the file says. */
  readonly nulls: number | undefined;
}

/** A table as the footer describes it. */
export interface ParquetTable {
  /** Number of rows. */
  readonly rows: number;
  /** The columns in the order of the schema. */
  readonly columns: readonly ParquetColumn[];
  /** Notes that writers leave, by their keys. */
  readonly notes: ReadonlyMap<string, string>;
  /** The bytes of the footer. */
  readonly footer: Uint8Array;
}

const MAGIC = "PAR1", ENCRYPTED_MAGIC = "PARE";
const TAIL_BYTES = 8;
/** Longest footer in bytes: a file of ten thousand row groups and a hundred columns has as much. */
const LONGEST_FOOTER = 2 ** 28;
/**
 * Most schema elements: columns and their nested elements; hyparquet's tree takes space with the square of a schema's
 * depth.
 */
const MOST_ELEMENTS = 4096;
/**
 * A run of equal values takes a few bytes whatever its length, so a tiny file can claim billions. Embeddings have at
 * most one or two values per byte, text columns fewer.
 */
const VALUES_PER_BYTE = 64, VALUES_BESIDE = 2 ** 16;

/**
 * Reads the footer of a file.
 *
 * @param bytes the file
 * @param name the file's name, for error messages
 * @throws {InputError} when it is not a Parquet file, is encrypted, cut off or split over several files, or claims
 * more than 64 values per byte
 */
export function readParquetTable(bytes: ByteSource, name: string): ParquetTable {
  const { metadata, footer } = readMetadata(bytes, name);
  const rows = Number(metadata.num_rows);
  const columns = understood(name, () => parquetColumns(metadata, bytes, name));
  if (columns.length === 0) throw unreadable(name, "it has no columns");
  const claimed = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== claimed) {
    throw unreadable(name, `its footer says ${rows} rows, its row groups ${claimed}`);
  }
  const notes = new Map(
    (metadata.key_value_metadata ?? []).map(({ key, value }) => [String(key), String(value ?? "")]),
  );
  return { rows, columns, notes, footer };
}

/**
 * Refuses columns that claim more values than a file of this length can hold.
 *
 * @throws {InputError} when they do
 */
export function refuseClaims(
  columns: readonly ParquetColumn[],
  bytes: ByteSource,
  name: string,
): void {
  const most = VALUES_PER_BYTE * bytes.length + VALUES_BESIDE;
  const values = columns.flatMap(({ chunks }) => chunks)
    .reduce((sum, { values }) => sum + values, 0);
  if (values > most) {
    const found = `it claims ${values} values in ${bytes.length} bytes`;
    throw unreadable(name, `${found}; expected at most ${most}`);
  }
}

/** Parses bytes that may be damaged in any way: any thrown error becomes an error of the file. */
export function understood<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof EarnestError) throw thrown;
    // Values of an unexpected type, which JavaScript's message describes in terms of the program.
    if (thrown instanceof TypeError) throw unreadable(name, "it is damaged");
    throw unreadable(name, `it is damaged: ${quotable(messageOf(thrown))}`);
  }
}

function readMetadata(bytes: ByteSource, name: string) {
  const last = bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES), bytes.length);
  const magic = new TextDecoder("latin1").decode(last.subarray(-MAGIC.length));
  if (magic === ENCRYPTED_MAGIC) throw unreadable(name, "it is encrypted");
  if (bytes.length < TAIL_BYTES || magic !== MAGIC) {
    throw unreadable(
      name,
      'it is not a Parquet file, or is cut off (its last bytes are not "PAR1")',
    );
  }
  const tail = bytes.length - TAIL_BYTES;
  const length = new DataView(last.buffer, last.byteOffset).getUint32(0, true);
  if (length > tail) {
    throw unreadable(name, `its footer says ${length} bytes, but ${tail} are left`);
  }
  if (length > LONGEST_FOOTER) {
    throw unreadable(name, `its footer has ${length} bytes; expected at most ${LONGEST_FOOTER}`);
  }
  const footer = bytes.subarray(tail - length, bytes.length);
  walkThrift(footer, 0, length, name, "its footer");
  const metadata: FileMetaData = understood(
    name,
    () => parquetMetadata(footer, { geoparquet: false }),
  );
  return { metadata, footer };
}

function parquetColumns(metadata: FileMetaData, bytes: ByteSource, name: string): ParquetColumn[] {
  if (metadata.schema.length > MOST_ELEMENTS) {
    throw unreadable(
      name,
      `its schema has ${metadata.schema.length} elements; expected at most ${MOST_ELEMENTS}`,
    );
  }
  const root = parquetSchema(metadata);
  let leaf = 0;
  const seen = new Set<string>();
  return root.children.map((tree) => {
    const column = tree.element.name;
    if (typeof column !== "string") throw unreadable(name, "it has a column without a name");
    if (seen.size === seen.add(column).size) {
      throw unreadable(name, `two columns are named "${quotable(column)}"`);
    }
    const place = leaf;
    leaf += leavesOf(tree);
    const ofChild = (child: SchemaTree, i: number): ParquetColumn => ({
      ...columnOf([root, tree, child], "value", place + i),
      name: `${column}.${child.element.name}`,
    });
    const path = [root, ...elementPath(tree)];
    const fields = isStruct(tree) ? tree.children.map(ofChild) : [];
    return { ...columnOf(path, columnKind(path, tree), place), fields };
  });

  function columnOf(path: readonly SchemaTree[], kind: ParquetColumn["kind"], place: number) {
    const chunks = kind === "nested"
      ? []
      : metadata.row_groups.map((group) =>
        chunkOf(group.columns[place], Number(group.num_rows), path, bytes, name)
      );
    const { name: own } = path[1]!.element;
    return { name: own, kind, path, definition: definitionOf(path), chunks, fields: [] };
  }
}

/** Whether a column is a struct of values, none of which is a list or another struct. */
function isStruct({ element, children }: SchemaTree): boolean {
  return element.repetition_type !== "REPEATED" && children.length > 1 &&
    children.every((child) =>
      child.children.length === 0 && child.element.repetition_type !== "REPEATED"
    );
}

/** Returns the column's elements down to its values, as long as each contains exactly one. */
function elementPath(tree: SchemaTree): SchemaTree[] {
  const path = [tree];
  for (let inner = tree.children; inner.length === 1; inner = inner[0]!.children) {
    path.push(inner[0]!);
  }
  return path;
}

function columnKind(path: readonly SchemaTree[], column: SchemaTree): ParquetColumn["kind"] {
  const repeated = path.filter(({ element }) => element.repetition_type === "REPEATED").length;
  if (path.at(-1)!.element.type === undefined) return "nested";
  if (repeated === 0 && path.length === 2) return "value";
  const isList = column.element.converted_type === "LIST" ||
    column.element.logical_type?.type === "LIST" || path.length === 2;
  // A list is a group of a repeated group of the elements; older writers omit one or both groups.
  return repeated === 1 && isList && path.length <= 4 ? "list" : "nested";
}

function leavesOf(tree: SchemaTree): number {
  if (tree.children.length === 0) return 1;
  return tree.children.reduce((sum, child) => sum + leavesOf(child), 0);
}

function definitionOf(path: readonly SchemaTree[]): ParquetColumn["definition"] {
  const levels = path.slice(1).map(({ element }) => element.repetition_type);
  const count = (kinds: typeof levels) => kinds.filter((kind) => kind !== "REQUIRED").length;
  return { value: count(levels), element: count(levels.slice(0, levels.indexOf("REPEATED") + 1)) };
}

function chunkOf(
  chunk: ColumnChunk | undefined,
  rows: number,
  path: readonly SchemaTree[],
  bytes: ByteSource,
  name: string,
): ParquetChunk {
  const { path: names, element } = path.at(-1)!;
  const problem = (found: string) => unreadable(name, `column "${quotable(names[0]!)}" ${found}`);
  if (chunk?.file_path) throw problem("lies in another file");
  const data = chunk?.meta_data;
  if (data === undefined) throw problem("is encrypted, or missing in a row group");
  if (String(data.path_in_schema) !== String(names) || data.type !== element.type) {
    throw problem("is not where the schema says");
  }
  const [first, dictionary, length, values] = [
    data.data_page_offset,
    data.dictionary_page_offset,
    data.total_compressed_size,
    data.num_values,
  ].map(Number) as [number, number, number, number];
  const start = dictionary > 0 ? Math.min(first, dictionary) : first;
  if (!(start >= 0 && length >= 0 && start + length <= bytes.length)) {
    throw problem(`spans bytes ${start} to ${start + length} of ${bytes.length}`);
  }
  if (!(rows >= 0 && values >= rows)) throw problem(`has ${values} values in ${rows} rows`);
  const counted = data.statistics?.null_count;
  const nulls = counted === undefined ? undefined : Number(counted);
  const end = start + length;
  return { source: bytes, start, end, codec: String(data.codec), rows, values, nulls };
}
