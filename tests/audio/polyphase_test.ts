import assert from "node:assert/strict";
import { assemblePolyphase } from "../../scripts/make_polyphase.ts";

Deno.test("the kernel's binary matches its source text", async () => {
  const binary = await Deno.readFile(new URL("../../kernels/polyphase.wasm", import.meta.url));
  assert.deepEqual(binary, await assemblePolyphase());
});
