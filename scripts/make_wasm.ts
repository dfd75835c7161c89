/**
 * Assembles the WebAssembly in `kernels/` from its source texts.
 *
 *     deno run -A scripts/make_wasm.ts
 *
 * The binaries are committed, so that a run needs no assembler.
 * @module
 */
// The WebAssembly Binary Toolkit's assembler; only this script and its test load it.
import openToolkit from "npm:wabt@1.0.39";

const KERNELS = new URL("../kernels/", import.meta.url);

/** The source texts of each binary, relative to `kernels/`. */
export const SOURCES: Readonly<Record<string, readonly string[]>> = {
  "polyphase.wasm": ["polyphase.wat"],
  // Fields of one module, since all work on one memory.
  "native/kernels.wasm": [
    "memory",
    "activations",
    "dropout",
    "rows",
    "layer_norm",
    "contrastive_loss",
    "optimizer",
    "tsne",
  ].map((name) => `native/${name}.wat`),
};

/** Assembles a binary from the committed source texts. */
export async function assemble(binary: string): Promise<Uint8Array> {
  const toolkit = await openToolkit();
  const texts = await Promise.all(
    SOURCES[binary]!.map((path) => Deno.readTextFile(new URL(path, KERNELS))),
  );
  const features = { simd: true, threads: true, bulk_memory: true };
  return toolkit.parseWat(binary, texts.join("\n"), features).toBinary({}).buffer;
}

if (import.meta.main) {
  for (const binary of Object.keys(SOURCES)) {
    await Deno.writeFile(new URL(binary, KERNELS), await assemble(binary));
  }
}
