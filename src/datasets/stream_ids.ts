/**
 * Checks that ids differ, in 32 to 64 bytes an id: a map of the ids themselves takes several times that and is
 * limited to 2^24 entries.
 * @module
 */

/** A slot holds two halves of a fingerprint, the row, and a hash of what the row is about; row 0 marks a free slot. */
const FIELDS = 4;

/** An earlier row with an id. */
export interface EarlierRow {
  /** Its number, from 1. */
  readonly row: number;
  /** Whether it is about the same: the same sound and label. */
  readonly isSame: boolean;
}

/** Remembers the ids of rows. */
export interface SeenRows {
  /**
   * Adds the id of a row.
   *
   * @param about a hash of what the row is about, 32 bits
   * @returns the earlier row with the same id, if there is one
   */
  add(id: string, row: number, about: number): EarlierRow | undefined;
}

/**
 * Remembers ids by 64-bit fingerprints. Among ten million ids, the chance that two different ids are taken for one is
 * 3 in a million.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const seen = new SeenIds();
 * assert.equal(seen.add("a", 1, 7), undefined);
 * assert.equal(seen.add("b", 2, 7), undefined);
 * assert.deepEqual(seen.add("a", 3, 7), { row: 1, isSame: true });
 * ```
 */
export class SeenIds implements SeenRows {
  /** Its length is a power of two. */
  #slots = new Uint32Array(FIELDS * 1024);
  #count = 0;

  /** Adds the id of a row; see {@link SeenRows}. */
  add(id: string, row: number, about: number): EarlierRow | undefined {
    const [high, low] = fingerprintOf(id);
    return this.addFingerprint(high, low, row, about);
  }

  /** Like {@link SeenIds.add}, for the two halves of an id's fingerprint. */
  addFingerprint(high: number, low: number, row: number, about: number): EarlierRow | undefined {
    if (2 * FIELDS * (this.#count + 1) > this.#slots.length) this.#grow();
    const at = slotOf(this.#slots, high, low);
    const earlier = this.#slots[at + 2]!;
    if (earlier !== 0) return { row: earlier, isSame: this.#slots[at + 3] === about };
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#slots[at + 2] = row;
    this.#slots[at + 3] = about;
    this.#count++;
    return undefined;
  }

  #grow(): void {
    const slots = this.#slots;
    const larger = new Uint32Array(2 * slots.length);
    for (let at = 0; at < slots.length; at += FIELDS) {
      if (slots[at + 2] === 0) continue;
      const to = slotOf(larger, slots[at]!, slots[at + 1]!);
      // Views of a slot each would take three times as long.
      for (let field = 0; field < FIELDS; field++) larger[to + field] = slots[at + field]!;
    }
    this.#slots = larger;
  }
}

/** Returns the two halves of an id's fingerprint, each of 32 bits. */
export function fingerprintOf(id: string): [high: number, low: number] {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193) ^ (a >>> 15);
    b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 13);
  }
  return [mixed(a ^ id.length), mixed(b ^ a)];
}

function slotOf(slots: Uint32Array, high: number, low: number): number {
  const mask = slots.length / FIELDS - 1;
  for (let slot = high & mask;; slot = slot + 1 & mask) {
    const at = slot * FIELDS;
    if (slots[at + 2] === 0 || slots[at] === high && slots[at + 1] === low) return at;
  }
}

/** MurmurHash3's finalizer: every bit of the input affects half of the output's bits. */
function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
