/**
 * Writes small Parquet tables for tests and benchmarks: text and sounds, uncompressed or as Snappy literals.
 */
import { joined } from "./ogg_bytes.ts";

/** A column: texts, or structs of bytes and a path as Hugging Face's `datasets` writes sounds. */
export type MadeColumn =
  | { readonly name: string; readonly texts: readonly string[] }
  | { readonly name: string; readonly numbers: readonly number[] }
  | {
    readonly name: string;
    readonly sounds: readonly { readonly bytes: Uint8Array | null; readonly path: string | null }[];
  };

/** How to write a table. */
export interface MadeOptions {
  readonly rowGroup?: number;
  /** Rows of a page; default all of a row group. */
  readonly page?: number;
  readonly codec?: "UNCOMPRESSED" | "SNAPPY";
  /** Notes of the footer. */
  readonly notes?: Readonly<Record<string, string>>;
}

const utf8 = new TextEncoder();
const I32 = 5, I64 = 6, BINARY = 8, LIST = 9, STRUCT = 12;

/** Thrift's compact protocol. */
class Thrift {
  readonly parts: Uint8Array[] = [];
  #last = [0];

  raw(...bytes: number[]): this {
    this.parts.push(Uint8Array.from(bytes));
    return this;
  }

  varint(value: number): this {
    const bytes = [];
    for (; value >= 128; value = Math.floor(value / 128)) bytes.push(value % 128 | 128);
    return this.raw(...bytes, value);
  }

  field(id: number, type: number): this {
    const delta = id - this.#last.at(-1)!;
    this.#last[this.#last.length - 1] = id;
    return this.raw(delta << 4 | type);
  }

  int(id: number, value: number, type = I32): this {
    return this.field(id, type).varint(2 * value);
  }

  text(id: number, value: string): this {
    return this.field(id, BINARY).string(value);
  }

  string(value: string): this {
    const bytes = utf8.encode(value);
    this.varint(bytes.length).parts.push(bytes);
    return this;
  }

  struct(write: (thrift: this) => void): this {
    this.#last.push(0);
    write(this);
    this.#last.pop();
    return this.raw(0);
  }

  list<Value>(id: number, type: number, values: readonly Value[], write: (value: Value) => void) {
    this.field(id, LIST);
    if (values.length < 15) this.raw(values.length << 4 | type);
    else this.raw(0xf0 | type).varint(values.length);
    values.forEach(write);
    return this;
  }

  bytes(): Uint8Array {
    return joined(...this.parts);
  }
}

/** A column of values as it is stored. */
interface Leaf {
  readonly path: readonly string[];
  readonly levels: number;
  readonly values: readonly (Uint8Array | null)[];
  /** Whether values are numbers of 64 bits. */
  readonly isNumber?: boolean;
}

function leavesOf(column: MadeColumn): Leaf[] {
  const { name } = column;
  const text = (value: string | null) => value === null ? null : utf8.encode(value);
  if ("texts" in column) return [{ path: [name], levels: 1, values: column.texts.map(text) }];
  if ("numbers" in column) {
    const values = column.numbers.map((number) =>
      new Uint8Array(BigInt64Array.of(BigInt(number)).buffer)
    );
    return [{ path: [name], levels: 1, values, isNumber: true }];
  }
  const { sounds } = column;
  return [
    { path: [name, "bytes"], levels: 2, values: sounds.map(({ bytes }) => bytes) },
    { path: [name, "path"], levels: 2, values: sounds.map(({ path }) => text(path)) },
  ];
}

/** A page: levels in runs of one value each, then the values with their lengths. */
function pageOf({ levels, isNumber }: Leaf, values: Leaf["values"], codec: string): Uint8Array[] {
  const runs: number[] = [];
  for (const value of values) runs.push(2, value === null ? levels - 1 : levels);
  const parts = [lengthOf(runs.length), Uint8Array.from(runs)];
  for (const value of values) {
    if (value) parts.push(...isNumber ? [] : [lengthOf(value.length)], value);
  }
  const whole = joined(...parts);
  const packed = codec === "SNAPPY" ? snappyLiteral(whole) : whole;
  const header = new Thrift().struct((thrift) =>
    thrift.int(1, 0).int(2, whole.length).int(3, packed.length).field(5, STRUCT).struct((data) =>
      data.int(1, values.length).int(2, 0).int(3, 3).int(4, 3)
    )
  );
  return [header.bytes(), packed];
}

function lengthOf(length: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

/** Bytes that do not compress, as Snappy stores them: literals of up to 64 KiB. */
function snappyLiteral(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [new Thrift().varint(bytes.length).bytes()];
  for (let at = 0; at < bytes.length; at += 65536) {
    const part = bytes.subarray(at, at + 65536);
    parts.push(Uint8Array.of(61 << 2, part.length - 1 & 255, part.length - 1 >> 8), part);
  }
  return joined(...parts);
}

/** The parts of a file, in order: for files that are written piece by piece. */
export function* parquetParts(
  columns: readonly MadeColumn[],
  options: MadeOptions = {},
): Generator<Uint8Array> {
  const { codec = "UNCOMPRESSED", notes = {} } = options;
  const leaves = columns.flatMap(leavesOf);
  const rows = leaves[0]!.values.length;
  const { rowGroup = rows, page = rowGroup } = options;
  const magic = utf8.encode("PAR1");
  yield magic;
  let at = magic.length;
  const groups: { rows: number; chunks: { start: number; length: number; nulls: number }[] }[] = [];
  for (let row = 0; row < rows; row += rowGroup) {
    const chunks = [];
    for (const leaf of leaves) {
      const start = at;
      const own = leaf.values.slice(row, row + rowGroup);
      for (let first = 0; first < own.length; first += page) {
        for (const part of pageOf(leaf, own.slice(first, first + page), codec)) {
          at += part.length;
          yield part;
        }
      }
      const nulls = own.filter((value) => value === null).length;
      chunks.push({ start, length: at - start, nulls });
    }
    groups.push({ rows: Math.min(rowGroup, rows - row), chunks });
  }
  const footer = footerOf(columns, leaves, rows, groups, codec, notes);
  yield footer;
  yield lengthOf(footer.length);
  yield magic;
}

/** A whole file. */
export function makeParquet(columns: readonly MadeColumn[], options?: MadeOptions): Uint8Array {
  return joined(...parquetParts(columns, options));
}

function footerOf(
  columns: readonly MadeColumn[],
  leaves: readonly Leaf[],
  rows: number,
  groups: readonly { rows: number; chunks: { start: number; length: number; nulls: number }[] }[],
  codec: string,
  notes: Readonly<Record<string, string>>,
): Uint8Array {
  const thrift = new Thrift();
  const leaf = (name: string, isText: boolean, type = 6) => () =>
    thrift.struct(() => {
      thrift.int(1, type).int(3, 1).text(4, name);
      if (isText) thrift.int(6, 0);
    });
  const elements = columns.flatMap((column) =>
    "texts" in column
      ? [leaf(column.name, true)]
      : "numbers" in column
      ? [leaf(column.name, false, 2)]
      : [
        () => thrift.struct(() => thrift.int(3, 1).text(4, column.name).int(5, 2)),
        leaf("bytes", false),
        leaf("path", true),
      ]
  );
  const root = () => thrift.struct(() => thrift.text(4, "schema").int(5, columns.length));
  thrift.struct(() => {
    thrift.int(1, 2).list(2, STRUCT, [root, ...elements], (write) => write());
    thrift.int(3, rows, I64).list(4, STRUCT, groups, (group) =>
      thrift.struct(() => {
        thrift.list(1, STRUCT, group.chunks, (chunk) => {
          const { path, isNumber } = leaves[group.chunks.indexOf(chunk)]!;
          thrift.struct(() =>
            thrift.int(2, chunk.start, I64).field(3, STRUCT).struct(() => {
              thrift.int(1, isNumber ? 2 : 6).list(
                2,
                I32,
                [0, 3],
                (encoding) => thrift.varint(2 * encoding),
              );
              thrift.list(3, BINARY, path, (name) => thrift.string(name));
              thrift.int(4, codec === "SNAPPY" ? 1 : 0).int(5, group.rows, I64);
              thrift.int(6, chunk.length, I64).int(7, chunk.length, I64);
              thrift.int(9, chunk.start, I64).field(12, STRUCT);
              thrift.struct(() => thrift.int(3, chunk.nulls, I64));
            })
          );
        });
        thrift.int(2, 1, I64).int(3, group.rows, I64);
      }));
    thrift.list(
      5,
      STRUCT,
      Object.entries(notes),
      ([key, value]) => thrift.struct(() => thrift.text(1, key).text(2, value)),
    );
  });
  return thrift.bytes();
}
