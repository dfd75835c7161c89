/**
 * Reads the first bytes of a file, which identify it.
 * @module
 */

/** Bytes of a head, which identifies a file however large it is. */
const HEAD_BYTES = 2 ** 16;

/** Reads the beginning of a regular file as text; empty where the file does not exist or cannot be read. */
export function readHead(path: string): string {
  try {
    // A link or a pipe cannot be an own file, and opening a pipe would wait.
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
