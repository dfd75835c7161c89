import assert from "node:assert/strict";
import { assemble } from "../../scripts/make_wasm.ts";

Deno.test("the kernel's binary matches its source text", async () => {
  const binary = await Deno.readFile(new URL("../../kernels/polyphase.wasm", import.meta.url));
  assert.deepEqual(binary, await assemble("polyphase.wasm"));
});
