/**
 * The values of a Parquet column, page by page.
 * @module
 */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
// Reads page headers (see parquet_file.ts).
import { parquetHeader } from "npm:hyparquet@1.31.5/src/column.js";
import type { DecodedArray, PageHeader } from "npm:hyparquet@1.31.5";
import { quotable } from "../basics/printable.ts";
import { unpackLz4, unpackSnappy } from "./parquet_blocks.ts";
import { type ParquetChunk, type ParquetColumn, understood } from "./parquet_file.ts";
import { unpackRuns } from "./parquet_levels.ts";
import { walkThrift } from "./parquet_thrift.ts";
import { decodeValues, ENCODINGS } from "./parquet_values.ts";
import { unreadable } from "./reading.ts";

/** The values of one page. */
export interface ParquetPage {
  /** Number of levels: values, and what stands for a null or an empty list. */
  readonly count: number;
  /** For each level whether it begins a row (0) or goes on with one (1); none if each begins one. */
  readonly repetition: Uint8Array | undefined;
  /** For each level how much of its path is there; none if all of it always is. */
  readonly definition: Uint8Array | undefined;
  /** The values that are there. */
  readonly values: DecodedArray;
}

/** A file unpacks to at most this many times its length: text compresses about tenfold, constants more. */
const MOST_EXPANSION = 1024, BYTES_BESIDE = 2 ** 24;

/** How much of a file may still be unpacked; one for all columns that are read. */
export class UnpackingBudget {
  #left: number;

  /**
   * @param fileBytes length of the file
   */
  constructor(fileBytes: number) {
    this.#left = MOST_EXPANSION * fileBytes + BYTES_BESIDE;
  }

  /** Takes the bytes of a page. */
  take(bytes: number, problem: (found: string) => Error): void {
    this.#left -= bytes;
    if (!(bytes >= 0)) throw problem(`has a page of ${bytes} bytes`);
    if (this.#left < 0) throw problem(`unpacks to over ${MOST_EXPANSION} times the file's length`);
  }
}

/** Unpacks a page; what comes out is checked to have the length that it should. */
const CODECS: Readonly<Record<string, (bytes: Uint8Array, length: number) => Uint8Array>> = {
  UNCOMPRESSED: (bytes) => bytes,
  SNAPPY: unpackSnappy,
  LZ4_RAW: unpackLz4,
  GZIP: (bytes, length) => gunzipSync(bytes, limit(length)),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, limit(length)),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, limit(length)),
};

const limit = (length: number) => ({ maxOutputLength: Math.max(1, length) });

/**
 * Goes through the pages of one chunk.
 *
 * @param column the column
 * @param chunk one of its chunks
 * @param budget what may be unpacked
 * @param name the file's name, for error messages
 * @throws {InputError} when a page is damaged, or compressed or encoded in a way that is not read
 */
export function* readPages(
  column: ParquetColumn,
  chunk: ParquetChunk,
  budget: UnpackingBudget,
  name: string,
): Generator<ParquetPage> {
  const what = `column "${quotable(column.name)}"`;
  const problem = (found: string) => unreadable(name, `${what} ${found}`);
  const unpackPage = (bytes: Uint8Array, length: number) => {
    const codec = Object.hasOwn(CODECS, chunk.codec) ? CODECS[chunk.codec] : undefined;
    if (codec === undefined) {
      const known = Object.keys(CODECS).join(", ");
      throw problem(`is compressed with ${chunk.codec}; expected one of ${known}`);
    }
    budget.take(length, problem);
    // A copy of its own, beyond whose end nothing can be read.
    const page = understood(name, () => codec(bytes, length).slice());
    if (page.length !== length) {
      throw problem(`has a page that unpacks to ${page.length} bytes, but says ${length}`);
    }
    return page;
  };
  const view = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  let dictionary: DecodedArray | undefined;
  let left = chunk.values;
  for (let at = 0; left > 0;) {
    const end = walkThrift(chunk.bytes, at, view.byteLength, name, `a page header of ${what}`);
    const header = understood(name, () => parquetHeader({ view, offset: at }));
    const size = header.compressed_page_size;
    if (!(size >= 0 && end + size <= view.byteLength)) throw problem("has a page that is cut off");
    const bytes = chunk.bytes.subarray(end, end + size);
    at = end + size;
    if (header.type === "DICTIONARY_PAGE") {
      if (dictionary !== undefined) throw problem("has two dictionaries in a row group");
      dictionary = readDictionary(header, bytes, unpackPage, column, name);
    } else if (header.type === "DATA_PAGE" || header.type === "DATA_PAGE_V2") {
      const page = new PageReader(column, header, unpackPage, problem);
      left -= page.count;
      if (left < 0) throw problem(`has more values than the ${chunk.values} that it says`);
      yield understood(name, () => page.read(bytes, dictionary));
    }
  }
}

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;

function readDictionary(
  header: PageHeader,
  bytes: Uint8Array,
  unpackPage: Unpack,
  column: ParquetColumn,
  name: string,
): DecodedArray {
  const page = unpackPage(bytes, header.uncompressed_page_size);
  const count = header.dictionary_page_header?.num_values ?? 0;
  const { element } = column.path.at(-1)!;
  return understood(name, () => decodeValues(page, count, "PLAIN", element, undefined));
}

/** Reads a page whose header has been read. */
class PageReader {
  /** Number of levels. */
  readonly count: number;

  constructor(
    readonly column: ParquetColumn,
    readonly header: PageHeader,
    readonly unpackPage: Unpack,
    readonly problem: (found: string) => Error,
  ) {
    this.count = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? -1;
    if (this.count < 0) throw problem(`has a page of ${this.count} values`);
  }

  read(bytes: Uint8Array, dictionary: DecodedArray | undefined): ParquetPage {
    const { data_page_header: first, data_page_header_v2: second } = this.header;
    return second
      ? this.#readV2(bytes, second, dictionary)
      : this.#readV1(bytes, first!, dictionary);
  }

  #readV1(
    bytes: Uint8Array,
    { encoding, definition_level_encoding, repetition_level_encoding }: NonNullable<
      PageHeader["data_page_header"]
    >,
    dictionary: DecodedArray | undefined,
  ): ParquetPage {
    const page = this.unpackPage(bytes, this.header.uncompressed_page_size);
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    let at = 0;
    const levels = (most: number, encoding: string) => {
      if (most === 0) return undefined;
      if (encoding !== "RLE") throw this.problem(`has levels of the encoding ${encoding}`);
      const start = at + 4;
      at = start + view.getUint32(at, true);
      return this.#levels(page.subarray(start, at), most);
    };
    const repetition = levels(this.#repeated, repetition_level_encoding);
    const definition = levels(this.column.definition.value, definition_level_encoding);
    return this.#page(page.subarray(at), encoding, repetition, definition, dictionary);
  }

  #readV2(
    bytes: Uint8Array,
    header: NonNullable<PageHeader["data_page_header_v2"]>,
    dictionary: DecodedArray | undefined,
  ): ParquetPage {
    const middle = header.repetition_levels_byte_length;
    const end = middle + header.definition_levels_byte_length;
    if (!(middle >= 0 && middle <= end && end <= bytes.length)) {
      throw this.problem("has levels that are cut off");
    }
    const repetition = this.#levels(bytes.subarray(0, middle), this.#repeated);
    const definition = this.#levels(bytes.subarray(middle, end), this.column.definition.value);
    const packed = bytes.subarray(end);
    const page = header.is_compressed === false
      ? packed.slice()
      : this.unpackPage(packed, this.header.uncompressed_page_size - end);
    return this.#page(page, header.encoding, repetition, definition, dictionary);
  }

  get #repeated(): number {
    return this.column.kind === "list" ? 1 : 0;
  }

  /** Levels up to `most`; none if that is 0. */
  #levels(bytes: Uint8Array, most: number): Uint8Array | undefined {
    if (most === 0) return undefined;
    const levels = new Uint8Array(this.count);
    unpackRuns(bytes, 32 - Math.clz32(most), levels);
    return levels;
  }

  #page(
    bytes: Uint8Array,
    encoding: string,
    repetition: Uint8Array | undefined,
    definition: Uint8Array | undefined,
    dictionary: DecodedArray | undefined,
  ): ParquetPage {
    if (!ENCODINGS.includes(encoding)) {
      throw this.problem(`is encoded as ${encoding}; expected one of ${ENCODINGS.join(", ")}`);
    }
    const { path, definition: { value } } = this.column;
    let there = this.count;
    if (definition) { for (const level of definition) if (level < value) there--; }
    const values = decodeValues(bytes, there, encoding, path.at(-1)!.element, dictionary);
    return { count: this.count, repetition, definition, values };
  }
}
