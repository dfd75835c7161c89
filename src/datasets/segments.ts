/**
 * The tables of segments of AudioSet and VGGSound, which have no header: how their rows look.
 * @module
 */

/** `--4gqARaEJE, 0.000, 10.000, "/m/068hy,/m/07q6cd_"`; the quotes are missing in some copies of one label. */
export const AUDIO_SET_ROW =
  /^"?([\w-]{11})"?[ \t]*,[ \t]*(\d+(?:\.\d+)?)[ \t]*,[ \t]*(\d+(?:\.\d+)?)[ \t]*,[ \t]*(?:"([^"]*)"|([^",]*))[ \t]*$/;

/** `---g-f_I2yQ,1,people marching,test`. */
const VGG_SOUND_ROW =
  /^"?[\w-]{11}"?[ \t]*,[ \t]*"?\d+(?:\.\d+)?"?[ \t]*,(?:[^",]*|[ \t]*"[^"]*"[ \t]*),[ \t]*"?(?:train|test)"?[ \t]*$/;

/** Bytes among which the first row is looked for: AudioSet has three lines of comments before it. */
export const TELLING_START = 4096;

/**
 * Says which data set's segments a text lists, judged by its first row; undefined where it is any other text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = "# YTID, start_seconds, end_seconds, positive_labels\n--4gqARaEJE, 0.000, 10.000, \"/m/068hy\"\n";
 * assert.equal(segmentsIn(rows), "AudioSet");
 * assert.equal(segmentsIn("---g-f_I2yQ,1,people marching,test\n"), "VGGSound");
 * assert.equal(segmentsIn("id,label\n1,dog\n"), undefined);
 * ```
 */
export function segmentsIn(text: string): "AudioSet" | "VGGSound" | undefined {
  const lines = text.slice(0, TELLING_START).replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim() !== "" && !line.startsWith("#"));
  if (first === undefined) return undefined;
  const [row, , , , quoted, bare] = AUDIO_SET_ROW.exec(first) ?? [];
  if (row !== undefined && /^\s*\/[a-z]+\/\w/.test(quoted ?? bare!)) return "AudioSet";
  return VGG_SOUND_ROW.test(first) ? "VGGSound" : undefined;
}
