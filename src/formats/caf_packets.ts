/**
 * Reads the packets of a CAF file, whose lengths vary: the "pakt" chunk lists them.
 * @module
 */
import { alacFormat, decodeAlac } from "./alac.ts";
import { unreadable } from "./reading.ts";
import type { Sound } from "./sound.ts";

const HEADER_BYTES = 24;

/** The chunks that describe packets. */
export interface PacketChunks {
  /** The codec's own description: "kuki". */
  readonly description: Uint8Array;
  /** The table of packets: "pakt". */
  readonly table: Uint8Array;
}

/**
 * Decodes packets of Apple Lossless.
 *
 * @param data the packets, one behind the other
 * @param name the file's name, for error messages
 * @throws {InputError} when the description or a packet is damaged, or the packets are more than there is
 */
export function decodeCafAlac(
  data: Uint8Array,
  { description, table }: PacketChunks,
  channels: number,
  name: string,
): Sound["channels"] {
  const format = alacFormat(description);
  if (format === undefined) throw unreadable(name, 'its "kuki" chunk is damaged');
  if (format.channels !== channels) {
    const says = `its "kuki" chunk says ${format.channels} channels`;
    throw unreadable(name, `${says}, its "desc" chunk ${channels}`);
  }
  if (table.length < HEADER_BYTES) throw unreadable(name, 'its "pakt" chunk is damaged');
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const count = Number(view.getBigInt64(0)), valid = Number(view.getBigInt64(8));
  const priming = Math.max(0, view.getInt32(16));
  const packets = packetsOf(data, table.subarray(HEADER_BYTES), count, name);
  const decoded = decodeAlac(packets, format, name);
  return decoded.map((samples) => samples.subarray(priming, priming + Math.max(0, valid)));
}

/** Cuts packets by their lengths: numbers of seven bits a byte, all but the last byte with the highest bit. */
function packetsOf(
  data: Uint8Array,
  lengths: Uint8Array,
  count: number,
  name: string,
): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 0, start = 0; packets.length < count;) {
    let length = 0, byte;
    do {
      byte = lengths[at++];
      if (byte === undefined) throw unreadable(name, 'it ends inside its "pakt" chunk');
      length = length * 128 + (byte & 0x7f);
    } while (byte >= 0x80);
    if (start + length > data.length) {
      const says = `its "pakt" chunk says that packet ${packets.length} ends at ${start + length}`;
      throw unreadable(name, `${says}, but its sound has ${data.length} bytes: it was cut off`);
    }
    packets.push(data.subarray(start, start += length));
  }
  return packets;
}
