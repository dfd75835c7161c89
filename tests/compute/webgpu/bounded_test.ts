import assert from "node:assert/strict";
import { SurroundingsError } from "../../../src/basics/errors.ts";
import { bounded } from "../../../src/compute/webgpu/bounded.ts";

Deno.test("an answer that comes is returned, an error thrown", async () => {
  assert.equal(await bounded(Promise.resolve(3), "the card", 1000), 3);
  await assert.rejects(bounded(Promise.reject(new Error("no")), "the card", 1000), /^Error: no$/);
});

Deno.test("a device that hangs ends with a message", async () => {
  const { promise } = Promise.withResolvers<void>();
  await assert.rejects(bounded(promise, "the card", 6), (thrown) => {
    assert(thrown instanceof SurroundingsError);
    assert.match(thrown.message, /^the card has not answered for 0\.0001 minutes: it hangs, or/);
    return true;
  });
});
