import assert from "node:assert/strict";
import { environmentSentence } from "../../../src/report/words/environment.ts";

Deno.test("the environment is said in words, as far as it is known", () => {
  const runtime = { deno: "2.9.6", platform: "linux x86_64" };
  const of = (environment: Record<string, string>) => environmentSentence(environment);
  assert.equal(
    of({ device: "0", device_class: "software", vendor: "65541", ...runtime }),
    "Trained on Mesa's software adapter (WebGPU), with Deno 2.9.6 on Linux x86-64.",
  );
  assert.equal(
    of({ device: "llvmpipe (LLVM 15.0.6, 256 bits)", device_class: "software", ...runtime }),
    "Trained on llvmpipe (LLVM 15.0.6, 256 bits) (software adapter, WebGPU), with Deno 2.9.6 on Linux x86-64.",
  );
  assert.equal(
    of({ device: "7", device_class: "hardware", platform: "darwin aarch64" }),
    "Trained on a graphics card that gives no name (WebGPU) on macOS aarch64.",
  );
  assert.equal(
    of({ device: "cpu", device_class: "cpu", ...runtime }),
    "Trained on the CPU, without a graphics card, with Deno 2.9.6 on Linux x86-64.",
  );
  assert.equal(
    of({ device: "OpenBLAS 0.3.21 (Zen), 1 thread", device_class: "native", ...runtime }),
    "Trained on the CPU with OpenBLAS 0.3.21 (Zen), 1 thread, with Deno 2.9.6 on Linux x86-64.",
  );
  assert.equal(of({}), "Trained on a device that is not named.");
  assert.equal(of({ device: "a\u202eb", device_class: "hardware" }).includes("\u202e"), false);
});
