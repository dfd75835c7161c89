/**
 * The values of A-law and mu-law bytes (ITU-T G.711), in [-1, 1): 16-bit integers divided by 32,768, as libsndfile and
 * ffmpeg give them.
 * @module
 */

/** The values of the 256 bytes of A-law. */
export const A_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  // Every second bit is stored inverted; the highest, if set, means a positive value.
  const bits = byte ^ 0x55;
  const segment = bits >> 4 & 7, step = (bits & 0xf) << 4;
  const size = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1);
  return ((bits & 0x80) !== 0 ? size : -size) / 2 ** 15;
});

/** The values of the 256 bytes of mu-law. */
export const MU_LAW: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const size = (((bits & 0xf) << 3) + 0x84 << (bits >> 4 & 7)) - 0x84;
  return ((bits & 0x80) !== 0 ? -size : size) / 2 ** 15;
});
