/**
 * Reads the header of each page of a Parquet file.
 * @module
 */
// Reads page headers (see parquet_file.ts).
import { parquetHeader } from "npm:hyparquet@1.31.5/src/column.js";
import { understood } from "./parquet_file.ts";
import { walkThrift } from "./parquet_thrift.ts";

/** The content of a page header. Its numbers are unchecked, and NaN where they are missing. */
export interface ParquetPageHeader {
  /** Values of the column, a dictionary of values, or an index, which is skipped. */
  readonly kind: "data" | "dictionary" | "other";
  /** Start of the page, after its header. */
  readonly start: number;
  /** Length of the page in the file. */
  readonly packedBytes: number;
  /** Length of the unpacked page, including levels. */
  readonly unpackedBytes: number;
  /** Number of levels, or of values in the dictionary. */
  readonly count: number;
  /** Parquet's name of the encoding of the values. */
  readonly encoding: string;
  /**
   * In the second version levels precede the compressed part, with a byte length for each kind; else they are inside
   * it.
   */
  readonly levelBytes: { readonly repetition: number; readonly definition: number } | undefined;
  /** Encoding of the levels in the first version. */
  readonly levelEncodings: { readonly repetition: string; readonly definition: string };
  /** Whether the page is compressed; the second version may say no. */
  readonly isPacked: boolean;
}

/**
 * Reads a header.
 *
 * @param bytes the column's pages
 * @param at start of the header
 * @param name the file's name, for error messages
 * @param what description of the header for error messages
 * @throws {InputError} when it is cut off or damaged
 */
export function readPageHeader(
  bytes: Uint8Array,
  at: number,
  name: string,
  what: string,
): ParquetPageHeader {
  const start = walkThrift(bytes, at, bytes.length, name, what);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return understood(name, () => {
    const header = parquetHeader({ view, offset: at });
    const [first, second] = [header.data_page_header, header.data_page_header_v2];
    const isSecond = header.type === "DATA_PAGE_V2";
    const isData = isSecond || header.type === "DATA_PAGE";
    const about = isSecond ? second : isData ? first : header.dictionary_page_header;
    return {
      kind: isData ? "data" : header.type === "DICTIONARY_PAGE" ? "dictionary" : "other",
      start,
      packedBytes: Number(header.compressed_page_size),
      unpackedBytes: Number(header.uncompressed_page_size),
      count: Number(about?.num_values),
      encoding: String(about?.encoding),
      levelBytes: isSecond
        ? {
          repetition: Number(second?.repetition_levels_byte_length),
          definition: Number(second?.definition_levels_byte_length),
        }
        : undefined,
      levelEncodings: {
        repetition: String(first?.repetition_level_encoding),
        definition: String(first?.definition_level_encoding),
      },
      isPacked: !isSecond || second?.is_compressed !== false,
    };
  });
}
