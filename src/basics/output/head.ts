/**
 * The first bytes of a file, by which it is known.
 * @module
 */

/** A head tells what a file is, however large the file. */
const HEAD_BYTES = 2 ** 16;

/** The beginning of a regular file as text; empty where there is none, or none that can be read. */
export function readHead(path: string): string {
  try {
    // A link or a pipe is none of ours, and opening a pipe would wait.
    if (!Deno.lstatSync(path).isFile) return "";
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(HEAD_BYTES);
    let length = 0;
    for (;;) {
      const read = file.readSync(bytes.subarray(length));
      if (read === null || read === 0) break;
      length += read;
    }
    return new TextDecoder().decode(bytes.subarray(0, length));
  } catch {
    return "";
  }
}
