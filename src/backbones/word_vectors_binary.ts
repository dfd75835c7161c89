/**
 * Reads word vectors in word2vec's binary form.
 * @module
 */
import { quotable } from "../basics/printable.ts";
import type { ByteReader } from "../formats/byte_reader.ts";
import { unreadable } from "../formats/reading.ts";
import { expectRoom, parseVectorHeader } from "./word_vectors_header.ts";
import { WordTable } from "./word_table.ts";

const [LINE_FEED, SPACE] = [0x0a, 0x20];
const text = new TextDecoder();

/**
 * Reads a header, then each word: its text, a space, its numbers as little-endian float32, and a line feed that some
 * tools omit.
 *
 * @throws {InputError} when the header is malformed, the file ends too early or is too long, or a number is not
 * finite
 */
export async function readBinaryWords(
  reader: ByteReader,
  path: string,
  keep: ReadonlySet<string> | undefined,
): Promise<WordTable> {
  const line = text.decode(await reader.until(LINE_FEED));
  const header = parseVectorHeader(line.trimEnd());
  if (!header) {
    throw unreadable(
      path,
      `it starts with "${quotable(line)}"; ` +
        "expected a header, the number of words and the length of a vector",
    );
  }
  expectRoom(path, header, reader.sizeBytes, Float32Array.BYTES_PER_ELEMENT);
  const table = new WordTable(path, header.dimensions, keep);
  const vectorBytes = header.dimensions * Float32Array.BYTES_PER_ELEMENT;
  for (let i = 1; i <= header.words; i++) {
    const word = text.decode(await reader.until(SPACE)).replace(/^\n/, "");
    const bytes = await reader.take(vectorBytes);
    if (bytes.length < vectorBytes) {
      throw unreadable(path, `it ends inside word ${i} of the ${header.words} in its header`);
    }
    table.add(word, () => finiteVector(path, word, i, bytes));
  }
  const rest = await reader.take(2);
  if (text.decode(rest).replace(/^\n/, "") !== "") {
    throw unreadable(path, `it continues after the ${header.words} words in its header`);
  }
  return table;
}

function finiteVector(path: string, word: string, i: number, bytes: Uint8Array): Float32Array {
  // Copies the bytes, because a float32 array must start at a multiple of 4 bytes.
  const vector = new Float32Array(bytes.slice().buffer);
  const wrong = vector.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return vector;
  throw unreadable(
    path,
    `word ${i}, "${quotable(word)}", has ${wrong} among its numbers; expected finite numbers`,
  );
}
