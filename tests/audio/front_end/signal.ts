/**
 * Creates the sound of tests/fixtures/front_end/make_goldens.py, bit for bit: a rising sawtooth in noise, loud,
 * faint and silent in turn.
 */
export function madeSignal(samples: number): Float32Array {
  const gains = [1, 1, 2 ** -5, 2 ** -16, 0, 2 ** -2, 2 ** -4, 1];
  let state = 12_345;
  return Float32Array.from({ length: samples }, (_, i) => {
    const saw = ((i * 20_000_000 + i * i * 1500) % 2 ** 32) / 2 ** 31 - 1;
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    const noise = state / 2 ** 31 - 1;
    return (0.5 * saw + 0.125 * noise) * gains[Math.floor(i * 8 / samples)]!;
  });
}
