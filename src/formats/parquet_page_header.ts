/**
 * The header before each page of a Parquet file.
 * @module
 */
// Reads page headers (see parquet_file.ts).
import { parquetHeader } from "npm:hyparquet@1.31.5/src/column.js";
import { understood } from "./parquet_file.ts";
import { walkThrift } from "./parquet_thrift.ts";

/** What a page says of itself. Its numbers are whatever stands there, NaN where none does. */
export interface ParquetPageHeader {
  /** Values of the column, what these may be taken from, or an index, which is passed over. */
  readonly kind: "data" | "dictionary" | "other";
  /** Where the page begins, behind its header. */
  readonly start: number;
  /** Its length there. */
  readonly packedBytes: number;
  /** Its length when unpacked, levels included. */
  readonly unpackedBytes: number;
  /** Number of levels, or of values in the dictionary. */
  readonly count: number;
  /** How values are encoded, as Parquet calls it. */
  readonly encoding: string;
  /** In the second version levels lie before what is packed, as many bytes for each kind; else they lie within. */
  readonly levelBytes: { readonly repetition: number; readonly definition: number } | undefined;
  /** How levels are encoded in the first version. */
  readonly levelEncodings: { readonly repetition: string; readonly definition: string };
  /** Whether the page is packed at all; the second version may say no. */
  readonly isPacked: boolean;
}

/**
 * Reads a header.
 *
 * @param bytes the column's pages
 * @param at where the header begins
 * @param name the file's name, for error messages
 * @param what what the header is, for error messages
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
