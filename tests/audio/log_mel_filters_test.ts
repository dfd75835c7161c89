import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { htkMelFilters, type MelFilter } from "../../src/audio/log_mel_filters.ts";

/** The filters as rows of 257 weights. */
function dense(filters: readonly MelFilter[]): number[][] {
  return filters.map(({ first, weights }) =>
    Array.from({ length: 257 }, (_, bin) => weights[bin - first] ?? 0)
  );
}

Deno.test("HTK filters of peak 1 add up to 1 between the first and the last center", () => {
  const rows = dense(htkMelFilters(64, 50, 7500));
  const sums = Array.from(
    { length: 257 },
    (_, bin) => rows.reduce((sum, row) => sum + row[bin]!, 0),
  );
  // 100 Hz and 7,200 Hz lie between the centers of the first and the last of the 64 bands.
  for (let bin = 4; bin <= 230; bin++) assert(Math.abs(sums[bin]! - 1) < 1e-12, `bin ${bin}`);
  assert.equal(sums[0], 0);
  assert.equal(sums[256], 0);
});

Deno.test("a wide HTK band is centered where the mel scale says", () => {
  // One band from 0 Hz to 8 kHz: mel(8000) / 2 is 1420 mel, or 1,767.8 Hz.
  const [row] = dense(htkMelFilters(1, 0, 8000));
  assert.equal(row!.indexOf(Math.max(...row!)) * 31.25, 1781.25);
});

Deno.test("filters keep inside the spectrum and above zero whatever their edges", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 128 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 3001, max: 8000 }),
      (bands, low, high) => {
        const filters = htkMelFilters(bands, low, high);
        assert.equal(filters.length, bands);
        for (const { first, weights } of filters) {
          assert(first >= 0 && first + weights.length <= 257);
          assert(weights.every((weight) => weight >= 0 && weight < Infinity));
        }
      },
    ),
    { seed: 2, numRuns: 50 },
  );
});
