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

/**
 * Iterates over the pages of one chunk.
 *
 * @param column the column
 * @param chunk one of its chunks
 * @param unpacker unpacks all pages of the file
 * @param name the file's name, for error messages
 * @throws {InputError} when a page is damaged, or its compression or encoding is not supported
 */
export function* readPages(
  column: ParquetColumn,
  chunk: ParquetChunk,
  unpacker: ParquetUnpacker,
  name: string,
): Generator<ParquetPage> {
  const what = `column "${quotable(column.name)}"`;
  const problem = (found: string) => unreadable(name, `${what} ${found}`);
  const reader = new PageReader(column, chunk.codec, unpacker, name, problem);
  let left = chunk.values;
  for (let at = 0; left > 0;) {
    const header = readPageHeader(chunk.bytes, at, name, `a page header of ${what}`);
    at = header.start + header.packedBytes;
    if (!(header.packedBytes >= 0 && at <= chunk.bytes.length)) {
      throw problem("has a page that is cut off");
    }
    if (header.kind === "other") continue;
    const bytes = chunk.bytes.subarray(header.start, at);
    if (header.kind === "dictionary") {
      reader.readDictionary(header, bytes);
      continue;
    }
    left -= header.count;
    if (!(header.count >= 0 && left >= 0)) {
      throw problem(`has a page of ${header.count} values, but says ${chunk.values} in all`);
    }
    yield reader.read(header, bytes);
  }
}

/** Reads the pages of one chunk. */
class PageReader {
  #dictionary: DecodedArray | undefined;

  constructor(
    readonly column: ParquetColumn,
    readonly codec: string,
    readonly unpacker: ParquetUnpacker,
    readonly name: string,
    readonly problem: (found: string) => Error,
  ) {}

  readDictionary(header: ParquetPageHeader, bytes: Uint8Array): void {
    if (this.#dictionary) throw this.problem("has two dictionaries in a row group");
    const page = this.#unpack(bytes, header.unpackedBytes);
    this.#dictionary = this.#decode(page, header.count, "PLAIN");
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
    const { element } = this.column.path.at(-1)!;
    return understood(
      this.name,
      () => decodeValues(bytes, count, encoding, element, this.#dictionary),
    );
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
