/**
 * Which of the decoded samples of an Ogg stream are the sound: a stream can begin late or inside a packet, and ends
 * inside one.
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
 * From where to where the decoded samples are the sound.
 *
 * A page's position counts samples to its end. If the first page has more samples than that, those before position 0
 * are none of the sound (Vorbis I specification, A.2); if it has fewer, the stream was cut out of a longer one. The
 * last page's position can lie before the end of its last packet, and a single page's too.
 *
 * @param firstSamples decoded from the first page
 * @param allSamples decoded from all pages
 * @throws {InputError} when the last page says more than there is
 */
export function soundSpan(
  { first, rest }: OggSound,
  firstSamples: number,
  allSamples: number,
  name: string,
): [start: number, end: number] {
  const last = (rest.at(-1) ?? first.at(-1))?.position;
  if (last === undefined) throw unreadable(name, "its last Ogg page does not say where it ends");
  const begins = rest.length === 0 ? 0 : first.at(-1)!.position! - firstSamples;
  const start = Math.max(0, -begins), end = last - begins;
  if (end > allSamples) {
    throw unreadable(
      name,
      `it says ${end - start} samples a channel, but holds ${allSamples - start}`,
    );
  }
  return [start, Math.max(start, end)];
}
