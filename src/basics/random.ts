/**
 * Random numbers from a counter: the n-th number of a stream depends on seed, stream name and n alone, so that host,
 * CPU device and GPU kernels draw the same numbers in any order.
 *
 * Threefry-2x32 with 20 rounds: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). It needs only
 * 32-bit addition, rotation and xor, which WGSL has (Philox needs a 64-bit product).
 * @module
 */

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];

/**
 * The Threefry-2x32-20 block function.
 *
 * @returns two words of 32 random bits each, as unsigned integers
 *
 * @example The known answer of the reference implementation (Random123, kat_vectors):
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(threefry2x32(0, 0, 0, 0), [0x6b200159, 0x99ba4efe]);
 * ```
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
): [number, number] {
  const keys = [key0 | 0, key1 | 0, 0x1bd11bda ^ key0 ^ key1];
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let round = 0; round < 20; round++) {
    const rotation = ROTATIONS[round % 8]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + keys[injection % 3]!) | 0;
      x1 = (x1 + keys[(injection + 1) % 3]! + injection) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}

/** Computes the 32-bit FNV-1a hash of a text's UTF-8 bytes, which turns stream names into keys. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * Returns `value % bound` of integers up to 2³². V8 computes `%` of numbers beyond 2³¹ bit by bit, which made up a
 * seventh of a small audit's time. The quotient rounds to an integer only where it is one: it is at least 1/bound away
 * from the next, and rounding moves it by less than 2⁻²⁰/bound.
 */
function remainder(value: number, bound: number): number {
  return value - Math.floor(value / bound) * bound;
}

/**
 * A named stream of random numbers, so that each use of one seed has its own.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const first = new RandomStream(7, "batches");
 * const again = new RandomStream(7, "batches");
 * assert.equal(first.uniform(), again.uniform());
 * assert.notEqual(first.uniform(), new RandomStream(7, "dropout").uniform());
 * ```
 */
export class RandomStream {
  readonly #key0: number;
  readonly #key1: number;
  #counter = 0;
  #spare: number | undefined;

  /**
   * @param seed any integer; only its low 32 bits are used
   * @param name purpose of the numbers, such as `"initial weights"`
   */
  constructor(seed: number, name: string) {
    this.#key0 = seed >>> 0;
    this.#key1 = hash32(name);
  }

  /** Draws the next 32 random bits, as an unsigned integer. */
  bits(): number {
    if (this.#spare !== undefined) {
      const bits = this.#spare;
      this.#spare = undefined;
      return bits;
    }
    const counter = this.#counter++;
    const high = Math.floor(counter / 2 ** 32);
    const [bits, spare] = threefry2x32(this.#key0, this.#key1, counter >>> 0, high);
    this.#spare = spare;
    return bits;
  }

  /** Draws a number uniformly from [0, 1), with 32 bits of resolution. */
  uniform(): number {
    return this.bits() / 2 ** 32;
  }

  /** Draws an integer uniformly from 0 to `bound` - 1; `bound` is 1 to 2³². */
  below(bound: number): number {
    const fair = 2 ** 32 - remainder(2 ** 32, bound);
    for (;;) {
      const bits = this.bits();
      if (bits < fair) return remainder(bits, bound);
    }
  }

  /** Draws a number from the standard normal distribution (Box and Muller, 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Returns a copy of the items in random order (Fisher and Yates). */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  }
}
