/**
 * Reads fields of bits, the highest bit of a byte first.
 * @module
 */

/** Reads on from a place; behind the end all bits are zero. */
export class BitReader {
  /** The next bit. */
  at = 0;
  readonly #bytes: Uint8Array;

  /** @param bytes what is read */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Another reader that starts at this place. */
  fork(): BitReader {
    const fork = new BitReader(this.#bytes);
    fork.at = this.at;
    return fork;
  }

  /** Whether bits behind the end were read. */
  get isBehindEnd(): boolean {
    return this.at > 8 * this.#bytes.length;
  }

  /** Reads a field of at most 32 bits. */
  read(count: number): number {
    const field = this.peek(count);
    this.at += count;
    return field;
  }

  /** Reads a field of 1 to 32 bits whose first bit is the sign. */
  readSigned(count: number): number {
    return this.read(count) << 32 - count >> 32 - count;
  }

  /** The next field of at most 32 bits, without going on. */
  peek(count: number): number {
    if (count === 0) return 0;
    const bytes = this.#bytes, first = this.at >> 3, bit = this.at & 7;
    let held = 0;
    for (let i = 0; i < 4; i++) held = held << 8 | (bytes[first + i] ?? 0);
    if (bit > 0) held = held << bit | (bytes[first + 4] ?? 0) >> 8 - bit;
    return held >>> 32 - count;
  }
}
