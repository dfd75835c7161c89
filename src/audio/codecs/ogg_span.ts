/**
 * Which of the decoded samples of an Ogg stream are the sound: a stream can begin late, and ends inside a packet.
 * @module
 */
import type { OggPacket } from "../../formats/ogg.ts";
import { unreadable } from "../../formats/reading.ts";

/** The packets of sound, parted where the first page ends. */
export interface OggSound {
  /** Packets of the first page that says its position. */
  readonly first: readonly OggPacket[];
  /** The others. */
  readonly rest: readonly OggPacket[];
}

/** Parts the packets where the first page that says its position ends. */
export function partPackets(packets: readonly OggPacket[]): OggSound {
  const end = packets.findIndex(({ position }) => position !== undefined) + 1;
  return { first: packets.slice(0, end), rest: packets.slice(end) };
}

/**
 * How many of the decoded samples belong to the sound, from the first on.
 *
 * Positions count samples from 0, but for a stream that was cut out of a longer one: then from where the first page
 * starts. The last page's position can lie before the end of its last packet, and the samples behind it are none.
 *
 * @param firstSamples decoded from the first page
 * @param allSamples decoded from all pages
 * @throws {InputError} when the last page says more than there is
 */
export function soundLength(
  { first, rest }: OggSound,
  firstSamples: number,
  allSamples: number,
  name: string,
): number {
  const last = (rest.at(-1) ?? first.at(-1))?.position;
  if (last === undefined) throw unreadable(name, "its last Ogg page does not say where it ends");
  const start = rest.length === 0 ? 0 : Math.max(0, first.at(-1)!.position! - firstSamples);
  const length = last - start;
  if (length > allSamples) {
    throw unreadable(name, `it says ${length} samples a channel, but holds ${allSamples}`);
  }
  return Math.max(0, length);
}
