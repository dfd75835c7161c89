import assert from "node:assert/strict";
import { fourierOf, separateSpectra } from "../../../src/audio/front_end/fourier.ts";
import { RandomStream } from "../../../src/basics/random.ts";

Deno.test("a transform of any length is the discrete Fourier sum", () => {
  const random = new RandomStream(7, "fourier");
  for (const length of [2, 3, 4, 7, 31, 32, 100, 257, 400, 512]) {
    const fourier = fourierOf(length);
    // Twice, since tables and memory are reused.
    for (let time = 0; time < 2; time++) {
      const values = Float64Array.from(fourier.input, () => random.normal());
      fourier.input.set(values);
      fourier.transform();
      assert.deepEqual(fourier.input, values);
      for (let bin = 0; bin < length; bin++) {
        let [real, imaginary] = [0, 0];
        for (let i = 0; i < length; i++) {
          const angle = -2 * Math.PI * (bin * i % length) / length;
          real += values[2 * i]! * Math.cos(angle) - values[2 * i + 1]! * Math.sin(angle);
          imaginary += values[2 * i]! * Math.sin(angle) + values[2 * i + 1]! * Math.cos(angle);
        }
        assert(Math.abs(fourier.output[2 * bin]! - real) < 1e-11, `${length}, bin ${bin}`);
        assert(Math.abs(fourier.output[2 * bin + 1]! - imaginary) < 1e-11, `${length}, bin ${bin}`);
      }
    }
  }
});

Deno.test("two frames that share a transform are separated", () => {
  for (const length of [8, 9]) {
    const fourier = fourierOf(length);
    for (let i = 0; i < length; i++) {
      fourier.input[2 * i] = Math.cos(2 * Math.PI * 2 * i / length);
      fourier.input[2 * i + 1] = 3 * Math.sin(2 * Math.PI * i / length) + 1;
    }
    fourier.transform();
    const pair = new Float64Array(2 * 5);
    separateSpectra(pair, fourier.output, "magnitude");
    const [half, expected] = [length / 2, [0, length, 0, 1.5 * length, length / 2, 0, 0, 0, 0, 0]];
    expected.forEach((value, i) => assert(Math.abs(pair[i]! - value) < 1e-12));
    separateSpectra(pair, fourier.output, "power");
    assert(Math.abs(pair[4]! - half ** 2) < 1e-12);
  }
});
