import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { MEL_SCALES, type MelBands } from "../../../src/audio/front_end/configuration.ts";
import { melFilters } from "../../../src/audio/front_end/mel_filters.ts";

const HTK: MelBands = {
  scale: "htk",
  bands: 64,
  lowHz: 50,
  highHz: 7500,
  triangles: "hertz",
  height: "peak",
};

/** The filters over a spectrum of 257 bins, 31.25 Hz apart, as rows of weights. */
function rowsOf(bands: MelBands): number[][] {
  const { firstBins, starts, weights, bins } = melFilters(bands, 512, 16_000);
  assert(bins <= 257);
  return Array.from(firstBins, (first, band) => {
    const row = weights.subarray(starts[band], starts[band + 1]);
    assert(first >= 0 && (row.length === 0 || first + row.length <= bins));
    return Array.from({ length: 257 }, (_, bin) => row[bin - first] ?? 0);
  });
}

Deno.test("filters of peak 1 add up to 1 between the first and the last center", () => {
  for (const scale of MEL_SCALES) {
    const rows = rowsOf({ ...HTK, scale });
    const sums = rows[0]!.map((_, bin) => rows.reduce((sum, row) => sum + row[bin]!, 0));
    // 200 Hz and 7,100 Hz lie between the centers of the first and the last of the 64 bands.
    for (let bin = 7; bin <= 227; bin++) assert(Math.abs(sums[bin]! - 1) < 1e-12, `bin ${bin}`);
    assert.equal(sums[0], 0);
    assert.equal(sums[256], 0);
  }
});

Deno.test("a wide HTK band is centered by the mel scale", () => {
  // One band from 0 Hz to 8 kHz: mel(8000) / 2 is 1420 mel, or 1,767.8 Hz.
  const [row] = rowsOf({ ...HTK, bands: 1, lowHz: 0, highHz: 8000 });
  assert.equal(row!.indexOf(Math.max(...row!)) * 31.25, 1781.25);
});

Deno.test("bands of area 1 sum to one over the bins' width, where they are wide", () => {
  const rows = rowsOf({ ...HTK, scale: "slaney", bands: 8, height: "area" });
  for (const row of rows) {
    const area = row.reduce((sum, weight) => sum + weight, 0) * 31.25;
    assert(Math.abs(area - 1) < 0.02, `${area}`);
  }
});

Deno.test("filters keep inside the spectrum and above zero whatever their edges", () => {
  fc.assert(
    fc.property(
      fc.record({
        scale: fc.constantFrom(...MEL_SCALES),
        bands: fc.integer({ min: 1, max: 128 }),
        lowHz: fc.integer({ min: 0, max: 3000 }),
        highHz: fc.integer({ min: 3001, max: 8000 }),
        triangles: fc.constantFrom("hertz", "mel"),
        height: fc.constantFrom("peak", "area"),
      }),
      (bands) => {
        const rows = rowsOf(bands);
        assert.equal(rows.length, bands.bands);
        assert(rows.flat().every((weight) => weight >= 0 && weight < Infinity));
      },
    ),
    { seed: 2, numRuns: 100 },
  );
});
