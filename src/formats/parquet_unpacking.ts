/**
 * Unpacks Parquet's pages.
 * @module
 */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { quotable } from "../basics/printable.ts";
import { unpackLz4, unpackSnappy } from "./parquet_blocks.ts";
import { understood } from "./parquet_file.ts";

/** A file unpacks to at most this many times its length: text compresses about tenfold, constants more. */
const MOST_EXPANSION = 1024, BYTES_BESIDE = 2 ** 24;

/** Unpacks a page; the length of the result is checked afterwards. */
const CODECS: ReadonlyMap<string, (bytes: Uint8Array, length: number) => Uint8Array> = new Map([
  ["UNCOMPRESSED", (bytes: Uint8Array) => bytes],
  ["SNAPPY", unpackSnappy],
  ["LZ4_RAW", unpackLz4],
  ["GZIP", (bytes, length) => gunzipSync(bytes, limit(length))],
  ["BROTLI", (bytes, length) => brotliDecompressSync(bytes, limit(length))],
  ["ZSTD", (bytes, length) => zstdDecompressSync(bytes, limit(length))],
]);

const limit = (length: number) => ({ maxOutputLength: Math.max(1, length) });

/** Unpacks the pages of one file, and bounds their total size. */
export class ParquetUnpacker {
  #left: number;

  /**
   * @param fileBytes length of the file
   */
  constructor(fileBytes: number) {
    this.#left = MOST_EXPANSION * fileBytes + BYTES_BESIDE;
  }

  /**
   * @param bytes the page as it lies in the file
   * @param codec Parquet's name of its compression
   * @param length unpacked length in bytes
   * @param name the file's name, for error messages
   * @param problem creates the error of the page's column
   * @returns a separate buffer, beyond whose end nothing can be read
   * @throws {InputError} when the page is damaged or has another length, or the file has unpacked to
   * over 1,024 times its length
   */
  unpack(
    bytes: Uint8Array,
    codec: string,
    length: number,
    name: string,
    problem: (found: string) => Error,
  ): Uint8Array {
    const unpack = CODECS.get(codec);
    if (unpack === undefined) {
      const known = [...CODECS.keys()].join(", ");
      throw problem(`is compressed with ${quotable(codec)}; expected one of ${known}`);
    }
    if (!(length >= 0)) throw problem(`has a page of ${length} bytes`);
    this.#left -= length;
    if (this.#left < 0) throw problem(`unpacks to over ${MOST_EXPANSION} times the file's length`);
    const unpacked = understood(name, () => unpack(bytes, length));
    const isSeparate = unpacked.length === unpacked.buffer.byteLength && codec !== "UNCOMPRESSED";
    const page = isSeparate ? unpacked : new Uint8Array(unpacked);
    if (page.length === length) return page;
    throw problem(`has a page that unpacks to ${page.length} bytes, but says ${length}`);
  }
}
