import assert from "node:assert/strict";
import { partPackets, soundSpan } from "../../../src/audio/codecs/ogg_span.ts";

/** Creates packets that end at these positions. */
const packetsAt = (...positions: (number | undefined)[]) =>
  positions.map((position) => ({ bytes: new Uint8Array(), position }));

Deno.test("packets are split where the first page ends", () => {
  const { first, rest } = partPackets(packetsAt(undefined, 5, undefined, 9));
  assert.equal(first.length, 2);
  assert.equal(rest.length, 2);
});

Deno.test("the sound starts and ends where the pages state", () => {
  const span = (positions: number[], firstSamples: number, allSamples: number) =>
    soundSpan(partPackets(packetsAt(...positions)), firstSamples, allSamples, "x.ogg");
  // As long as the decoded samples; cut at the end; a single page, also an empty one.
  assert.deepEqual(span([100, 300], 100, 300), [0, 300]);
  assert.deepEqual(span([100, 280], 100, 300), [0, 280]);
  assert.deepEqual(span([80], 100, 100), [0, 80]);
  assert.deepEqual(span([0], 100, 100), [0, 0]);
  // Cut from a longer stream: it begins at 1,000, or 60 samples before 0.
  assert.deepEqual(span([1100, 1280], 100, 300), [0, 280]);
  assert.deepEqual(span([40, 240], 100, 300), [60, 300]);
  assert.deepEqual(span([-200, -100], 100, 300), [300, 300]);
});

Deno.test("a last page that states more samples than exist, or no position, is refused", () => {
  const missing = { name: "InputError", message: /it says 301 samples a channel, but holds 300$/ };
  const unsaid = { name: "InputError", message: /its last Ogg page does not say where it ends$/ };
  assert.throws(() => soundSpan(partPackets(packetsAt(100, 301)), 100, 300, "x.ogg"), missing);
  for (const packets of [packetsAt(), packetsAt(undefined), packetsAt(100, undefined)]) {
    assert.throws(() => soundSpan(partPackets(packets), 100, 300, "x.ogg"), unsaid);
  }
});
