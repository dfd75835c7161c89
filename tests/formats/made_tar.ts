/** Writes small tar archives for tests and benchmarks. */
import { joined } from "./ogg_bytes.ts";

/** A member: its name, its bytes, and its kind where it is no file. */
export interface MadeMember {
  readonly name: string;
  readonly bytes?: Uint8Array | string;
  /** The letter of its kind: 2 for a link, 5 for a folder, L for a long name, x for attributes of pax. */
  readonly kind?: string;
  readonly prefix?: string;
}

const utf8 = new TextEncoder();
const BLOCK = 512;

/** The parts of an archive, in order. */
export function* tarParts(members: Iterable<MadeMember>): Generator<Uint8Array> {
  for (const { name, bytes = "", kind = "0", prefix = "" } of members) {
    const content = typeof bytes === "string" ? utf8.encode(bytes) : bytes;
    const header = new Uint8Array(BLOCK);
    header.set(utf8.encode(name).subarray(0, 100), 0);
    header.set(utf8.encode("0000644\x000000000\x000000000\x00"), 100);
    header.set(utf8.encode(`${content.length.toString(8).padStart(11, "0")}\0`), 124);
    header.set(utf8.encode(`00000000000\x00        ${kind}`), 136);
    header.set(utf8.encode("ustar\x0000"), 257);
    header.set(utf8.encode(prefix).subarray(0, 155), 345);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.set(utf8.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    yield header;
    yield content;
    yield new Uint8Array((BLOCK - content.length % BLOCK) % BLOCK);
  }
  yield new Uint8Array(2 * BLOCK);
}

/** A whole archive. */
export function makeTar(members: Iterable<MadeMember>): Uint8Array {
  return joined(...tarParts(members));
}

/** A record of pax attributes. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = utf8.encode(rest).length + 1;
  while (String(length).length + utf8.encode(rest).length !== length) length++;
  return `${length}${rest}`;
}
