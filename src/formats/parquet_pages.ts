/**
 * Reads the values of a Parquet column, page by page.
 * @module
 */
import type { DecodedArray } from "npm:hyparquet@1.31.5";
import { quotable } from "../basics/printable.ts";
import { type ParquetChunk, type ParquetColumn, understood } from "./parquet_file.ts";
import { unpackRuns } from "./parquet_levels.ts";
import { type ParquetPageHeader, readPageHeader } from "./parquet_page_header.ts";
import type { ParquetUnpacker } from "./parquet_unpacking.ts";
import { decodeValues, ENCODINGS } from "./parquet_values.ts";
import { unreadable } from "./reading.ts";

/** The values of one page. */
export interface ParquetPage {
  /** Number of levels: values, nulls and empty lists. */
  readonly count: number;
  /** For each level, whether it begins a row (0) or continues one (1); absent if each begins one. */
  readonly repetition: Uint8Array | undefined;
  /** For each level, how much of its path is present; absent if the whole path always is. */
  readonly definition: Uint8Array | undefined;
  /** The present values. */
  readonly values: DecodedArray;
}

/** The parts of a page. */
interface PageParts {
  readonly repetition: Uint8Array | undefined;
  readonly definition: Uint8Array | undefined;
  readonly values: Uint8Array;
}

/** A page that is read when it is wanted. */
export interface UnreadPage {
  /** Number of levels: values, nulls and empty lists. */
  readonly count: number;
  /**
   * Unpacks and decodes the page.
   *
   * @throws {InputError} when it is damaged, or its compression or encoding is not supported
   */
  read(): ParquetPage;
}

/** A chunk of up to so many bytes is read at once; of a longer one, a page at a time. */
const WHOLE_CHUNK = 2 ** 25;
/** Bytes that are read for a page's header at first, and at most: it may hold long statistics. */
const HEADER_BYTES = 2 ** 14, LONGEST_HEADER = 2 ** 24;
/** Longest page in the file. */
const LONGEST_PAGE = 2 ** 30;

/**
 * Iterates over the pages of one chunk, each read.
 *
 * @param column the column
 * @param chunk one of its chunks
 * @param unpacker unpacks all pages of the file
 * @param name the file's name, for error messages
 * @param isRaw whether bytes without a meaning stay bytes; else they count as text
 * @throws {InputError} when a page is damaged, or its compression or encoding is not supported
 */
export function* readPages(
  column: ParquetColumn,
  chunk: ParquetChunk,
  unpacker: ParquetUnpacker,
  name: string,
  isRaw = false,
): Generator<ParquetPage> {
  for (const page of unreadPages(column, chunk, unpacker, name, isRaw)) yield page.read();
}

/** Like {@link readPages}, for pages that are not all wanted. */
export function* unreadPages(
  column: ParquetColumn,
  chunk: ParquetChunk,
  unpacker: ParquetUnpacker,
  name: string,
  isRaw = false,
): Generator<UnreadPage> {
  const what = `column "${quotable(column.name)}"`;
  const problem = (found: string) => unreadable(name, `${what} ${found}`);
  const reader = new PageReader(column, chunk.codec, unpacker, name, problem, isRaw);
  const length = chunk.end - chunk.start;
  const whole = length <= WHOLE_CHUNK ? chunk.source.subarray(chunk.start, chunk.end) : undefined;
  const bytesOf = (start: number, end: number) =>
    whole?.subarray(start, end) ??
      chunk.source.subarray(chunk.start + start, Math.min(chunk.start + end, chunk.end));
  let left = chunk.values;
  for (let at = 0; left > 0;) {
    const header = headerAt(at, length, bytesOf, name, `a page header of ${what}`);
    const start = at + header.start;
    at = start + header.packedBytes;
    if (!(header.packedBytes >= 0 && at <= length)) throw problem("has a page that is cut off");
    if (header.packedBytes > LONGEST_PAGE) {
      const found = `has a page of ${header.packedBytes} bytes; expected at most ${LONGEST_PAGE}`;
      throw problem(`${found}; write the file again with smaller row groups`);
    }
    if (header.kind === "other") continue;
    const bytes = () => bytesOf(start, start + header.packedBytes);
    if (header.kind === "dictionary") {
      reader.keepDictionary(header, bytes);
      continue;
    }
    left -= header.count;
    if (!(header.count >= 0 && left >= 0)) {
      throw problem(`has a page of ${header.count} values, but says ${chunk.values} in all`);
    }
    yield { count: header.count, read: () => reader.read(header, bytes()) };
  }
}

/** Reads a header, and as much of the file as it takes. */
function headerAt(
  at: number,
  length: number,
  bytesOf: (start: number, end: number) => Uint8Array,
  name: string,
  what: string,
): ParquetPageHeader {
  for (let size = HEADER_BYTES;; size *= 32) {
    const end = Math.min(at + Math.min(size, LONGEST_HEADER), length);
    const bytes = bytesOf(at, end);
    try {
      return readPageHeader(bytes, 0, name, what);
    } catch (thrown) {
      if (end === length || size >= LONGEST_HEADER) throw thrown;
    }
  }
}

/** Reads the pages of one chunk. */
class PageReader {
  #makeDictionary: (() => DecodedArray) | undefined;
  #dictionary: DecodedArray | undefined;

  constructor(
    readonly column: ParquetColumn,
    readonly codec: string,
    readonly unpacker: ParquetUnpacker,
    readonly name: string,
    readonly problem: (found: string) => Error,
    readonly isRaw: boolean,
  ) {}

  /** Keeps where the dictionary is until a page needs it. */
  keepDictionary(header: ParquetPageHeader, bytes: () => Uint8Array): void {
    if (this.#makeDictionary) throw this.problem("has two dictionaries in a row group");
    this.#makeDictionary = () => {
      const page = this.#unpack(bytes(), header.unpackedBytes);
      return decodedBy(this, page, header.count, "PLAIN", undefined);
    };
  }

  read(header: ParquetPageHeader, bytes: Uint8Array): ParquetPage {
    const { count, encoding } = header;
    const { values: packed, repetition, definition } = header.levelBytes
      ? this.#partsV2(header, header.levelBytes, bytes)
      : this.#partsV1(header, bytes);
    if (!ENCODINGS.includes(encoding)) {
      const known = ENCODINGS.join(", ");
      throw this.problem(`is encoded as ${quotable(encoding)}; expected one of ${known}`);
    }
    let there = count;
    if (definition) {
      for (const level of definition) if (level < this.column.definition.value) there--;
    }
    return { count, repetition, definition, values: this.#decode(packed, there, encoding) };
  }

  #decode(bytes: Uint8Array, count: number, encoding: string): DecodedArray {
    const dictionary = this.#dictionary ??= this.#makeDictionary?.();
    return decodedBy(this, bytes, count, encoding, dictionary);
  }

  /** The whole page is compressed, and levels are preceded by their length in 4 bytes. */
  #partsV1({ count, unpackedBytes, levelEncodings }: ParquetPageHeader, bytes: Uint8Array) {
    const page = this.#unpack(bytes, unpackedBytes);
    const view = new DataView(page.buffer);
    let at = 0;
    const levels = (most: number, encoding: string) => {
      if (most === 0) return undefined;
      if (encoding !== "RLE") {
        throw this.problem(`has levels encoded as ${quotable(encoding)}; expected RLE`);
      }
      if (page.length - at < 4) throw this.problem("has levels that are cut off");
      const start = at + 4;
      at = start + view.getUint32(at, true);
      return this.#levels(page.subarray(start, at), count, most);
    };
    const repetition = levels(this.#mostRepetition, levelEncodings.repetition);
    const definition = levels(this.column.definition.value, levelEncodings.definition);
    return { repetition, definition, values: page.subarray(at) };
  }

  /** Only the values are compressed. */
  #partsV2(
    { count, unpackedBytes, isPacked }: ParquetPageHeader,
    levelBytes: NonNullable<ParquetPageHeader["levelBytes"]>,
    bytes: Uint8Array,
  ): PageParts {
    const middle = levelBytes.repetition;
    const end = middle + levelBytes.definition;
    if (!(middle >= 0 && middle <= end && end <= bytes.length)) {
      throw this.problem("has levels that are cut off");
    }
    const packed = bytes.subarray(end);
    return {
      repetition: this.#levels(bytes.subarray(0, middle), count, this.#mostRepetition),
      definition: this.#levels(bytes.subarray(middle, end), count, this.column.definition.value),
      values: isPacked ? this.#unpack(packed, unpackedBytes - end) : packed.slice(),
    };
  }

  #unpack(bytes: Uint8Array, length: number): Uint8Array {
    return this.unpacker.unpack(bytes, this.codec, length, this.name, this.problem);
  }

  get #mostRepetition(): number {
    return this.column.kind === "list" ? 1 : 0;
  }

  /** Reads levels from 0 to `most`; none if that is 0. */
  #levels(bytes: Uint8Array, count: number, most: number): Uint8Array | undefined {
    if (most === 0) return undefined;
    const levels = new Uint8Array(count);
    understood(this.name, () => unpackRuns(bytes, 32 - Math.clz32(most), levels));
    return levels;
  }
}

function decodedBy(
  { column, name, isRaw }: PageReader,
  bytes: Uint8Array,
  count: number,
  encoding: string,
  dictionary: DecodedArray | undefined,
): DecodedArray {
  const { element } = column.path.at(-1)!;
  return understood(name, () => decodeValues(bytes, count, encoding, element, dictionary, isRaw));
}
