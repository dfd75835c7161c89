/**
 * Finds the decoded samples of an Ogg stream that belong to the sound: a stream can begin late or inside a
 * packet, and ends inside one.
 * @module
 */
import type { OggPacket } from "../../formats/ogg.ts";
import { unreadable } from "../../formats/reading.ts";

/** The packets of sound, split at the end of the first page. */
export interface OggSound {
  /** Packets up to the first page that states its position. */
  readonly first: readonly OggPacket[];
  /** The remaining packets. */
  readonly rest: readonly OggPacket[];
}

/** Splits the packets at the end of the first page that states its position. */
export function partPackets(packets: readonly OggPacket[]): OggSound {
  const end = packets.findIndex(({ position }) => position !== undefined) + 1;
  return { first: packets.slice(0, end), rest: packets.slice(end) };
}

/**
 * Returns the range of the decoded samples that belong to the sound.
 *
 * A page's position counts samples to its end. If the first page has more samples than that, those before position 0 do
 * not belong to the sound (Vorbis I specification, A.2); if it has fewer, the stream was cut from a longer one. The
 * last page's position can lie before the end of its last packet, and so can a single page's.
 *
 * @param firstSamples decoded from the first page
 * @param allSamples decoded from all pages
 * @throws {InputError} when the last page states more samples than exist
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
