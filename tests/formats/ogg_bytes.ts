/**
 * Builds Ogg pages.
 * @module
 */

/** The content of a page header. */
export interface PageHeader {
  readonly flags: number;
  readonly position: bigint;
  readonly serial: number;
  readonly sequence: number;
}

/** Builds a page with a correct checksum; segments of 255 bytes continue in the next. */
export function oggPage(header: PageHeader, segments: readonly Uint8Array[]): Uint8Array {
  const body = segments.flatMap((segment) => [...segment]);
  const lacing = segments.map(({ length }) => length);
  const page = Uint8Array.from([...new Uint8Array(27), ...lacing, ...body]);
  const view = new DataView(page.buffer);
  page.set(new TextEncoder().encode("OggS"));
  page[5] = header.flags;
  view.setBigInt64(6, header.position, true);
  view.setUint32(14, header.serial, true);
  view.setUint32(18, header.sequence, true);
  page[26] = segments.length;
  view.setUint32(22, oggChecksum(page), true);
  return page;
}

/** Computes the CRC-32 of RFC 3533, bit by bit. */
export function oggChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

/** Concatenates the bytes of files. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
