/**
 * Compares the length that a chunk of sound states with the bytes that are there.
 * @module
 */
import { unreadable } from "./reading.ts";

/** What a file says of the length of its sound. */
export interface StatedLength {
  /** What states it, for messages, such as `"data" chunk`. */
  readonly by: string;
  /** The number of bytes; undefined if it means "to the end of the file". */
  readonly bytes: number | undefined;
  /**
   * Whether another length in the file, stated independently, says that the file ends where it does. A file that was
   * cut off has no such witness; one whose writer counted wrongly has.
   */
  readonly isFileWhole: boolean;
}

/**
 * Returns the bytes of the sound.
 *
 * @param content the bytes from the sound's first to the file's last
 * @param notes gets a note where the length is not stated, or wrongly
 * @param name the file's name, for error messages
 * @throws {InputError} when it was cut off
 */
export function soundBytes(
  content: Uint8Array,
  { by, bytes, isFileWhole }: StatedLength,
  notes: string[],
  name: string,
): Uint8Array {
  if (bytes === undefined) {
    notes.push(`its ${by} states no length: it is read to the end of the file`);
    return content;
  }
  if (bytes <= content.length) return content.subarray(0, bytes);
  const says = `its ${by} says ${bytes} bytes, but ${content.length} are left`;
  if (!isFileWhole) throw unreadable(name, `${says}: it was cut off`);
  notes.push(`${says}, and the file's own length says that it is whole`);
  return content;
}

/**
 * Notes bytes that are no whole frame, which are left out.
 *
 * @param frameBytes bytes of a sample of each channel
 */
export function noteRest(data: Uint8Array, frameBytes: number, by: string, notes: string[]): void {
  const rest = data.length % frameBytes;
  if (rest === 0) return;
  notes.push(
    `its ${by} has ${data.length} bytes, no multiple of ${frameBytes}: ` +
      `${rest === 1 ? "the last is" : `the last ${rest} are`} left out`,
  );
}
