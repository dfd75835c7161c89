// G.726; what libsndfile and SoX make of whole files is in tests/fixtures/audio/golden.json.
import assert from "node:assert/strict";
import { readAu } from "../../src/formats/au.ts";
import { decodeG726, type G726Bits } from "../../src/formats/g726.ts";
import { readSound } from "../fixtures/audio.ts";
import { au } from "./container_bytes.ts";

Deno.test("G.726 gives as many samples as its bytes hold, and none beyond 14 bits", () => {
  const loud = Uint8Array.from({ length: 300 }, (_, i) => 91 * i + (i * i >> 3));
  for (const [bits, length] of [[3, 800], [4, 600], [5, 480]] as [G726Bits, number][]) {
    const [samples] = decodeG726(loud, bits, true, "x.au");
    assert.equal(samples!.length, length);
    assert.ok(samples!.every((x) => x >= -1 && x < 1 && Number.isInteger(x * 2 ** 13)));
    assert.ok(samples!.some((x) => x === -1 || x === 1 - 2 ** -13), "none is clipped");
  }
  assert.equal(decodeG726(loud.subarray(0, 2), 3, true, "x.au")[0]!.length, 5);
});

Deno.test("libsndfile's G.721, which has no text before the sound, is decoded as it was coded", async () => {
  const data = (await readSound("g721.au")).subarray(24);
  const [own] = readAu(au(23, data), "x.au").channels;
  assert.deepEqual([own], decodeG726(data, 4, false, "x.au"));
  const [standard] = readAu(await readSound("g721_text.au"), "x.au").channels;
  assert.deepEqual([standard], decodeG726(data, 4, true, "x.au"));
  assert.notDeepEqual(own, standard);
});
