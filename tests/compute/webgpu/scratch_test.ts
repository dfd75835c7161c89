import assert from "node:assert/strict";
import { Recorder } from "../../../src/compute/webgpu/recorder.ts";
import { Scratch } from "../../../src/compute/webgpu/scratch.ts";

/** Runs a body with scratch memory on its own device, where an adapter answers. */
function testWithScratch(name: string, body: (scratch: Scratch, recorder: Recorder) => void): void {
  Deno.test(name, async () => {
    if (!Deno.env.get("XDG_RUNTIME_DIR")) Deno.env.set("XDG_RUNTIME_DIR", "/tmp");
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) {
      assert.notEqual(Deno.env.get("EARNEST_REQUIRE_GPU"), "1", "no WebGPU adapter answers");
      return console.warn("SKIPPED: no WebGPU adapter answers");
    }
    const recorder = new Recorder(await adapter.requestDevice(), "the device under test", 2 ** 27);
    try {
      body(new Scratch(recorder), recorder);
    } finally {
      recorder.close();
    }
  });
}

testWithScratch("textures of many widths do not accumulate", (scratch, recorder) => {
  for (let width = 20; width <= 260; width += 16) scratch.texture("left", width, 8000);
  // The last one, and the kept ones; all together take 287 MB.
  const most = 260 * 8000 * 16 + 16 * 2 ** 20;
  assert.ok(recorder.mostHeldBytes <= most, `held ${recorder.mostHeldBytes} bytes`);
});

testWithScratch("textures that alternate are created once", (scratch, recorder) => {
  const sizes = [[36, 1024], [260, 1024], [516, 384], [36, 4096]] as const;
  const round = () => sizes.map(([width, height]) => scratch.texture("left", width, height));
  round();
  const held = recorder.mostHeldBytes;
  for (const [at, { width, height }] of round().entries()) {
    assert.ok(width >= sizes[at]![0] && height >= sizes[at]![1]);
  }
  assert.equal(recorder.mostHeldBytes, held);
});

testWithScratch(
  "a texture too large to keep is freed when another size is requested",
  (scratch) => {
    const large = scratch.texture("left", 1028, 2048);
    assert.equal(scratch.texture("left", 1028, 2048), large);
    assert.notEqual(scratch.texture("left", 20, 64), large);
    assert.notEqual(scratch.texture("left", 1028, 2048), large);
  },
);

testWithScratch("textures of two purposes are not shared", (scratch) => {
  assert.notEqual(scratch.texture("left", 20, 64), scratch.texture("right", 20, 64));
});
