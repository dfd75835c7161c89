/** Computes the modified Bessel function of order 0 by its power series. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** scipy's `resample_poly(samples, 160, 441)`: 44.1 to 16 kHz, the resampling of the golden embeddings' clips. */
export function resampleLikeScipy(samples: Float32Array): Float64Array {
  const [up, down] = [160, 441];
  const half = 10 * down;
  const filter = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const t = Math.PI * (i - half) / down;
    const kaiser = bessel0(5 * Math.sqrt(1 - ((i - half) / half) ** 2)) / bessel0(5);
    return kaiser * (t === 0 ? 1 : Math.sin(t) / t);
  });
  const gain = up / filter.reduce((sum, tap) => sum + tap, 0);
  return Float64Array.from({ length: Math.ceil(samples.length * up / down) }, (_, out) => {
    let sum = 0;
    const first = Math.max(0, Math.ceil((out * down - half) / up));
    const last = Math.min(samples.length - 1, Math.floor((out * down + half) / up));
    for (let i = first; i <= last; i++) sum += samples[i]! * filter[half + out * down - i * up]!;
    return sum * gain;
  });
}
