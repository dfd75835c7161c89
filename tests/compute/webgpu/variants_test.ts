import assert from "node:assert/strict";
import { shippedVariantsFor } from "../../../src/compute/webgpu/variants.ts";

Deno.test("products read textures only where WGSL supports it", () => {
  const features = new Set(["readonly_and_readwrite_storage_textures", "another"]);
  assert.deepEqual(shippedVariantsFor("software", features), {
    vector: "vector",
    small: "textures",
    large: "textures",
  });
  assert.deepEqual(shippedVariantsFor("software", new Set(["another"])), {
    vector: "vector",
    small: "registers",
    large: "registers",
  });
  const hardware = { vector: "vector", small: "shared32", large: "shared64" };
  for (const known of [features, new Set<string>()]) {
    assert.deepEqual(shippedVariantsFor("hardware", known), hardware);
  }
});
