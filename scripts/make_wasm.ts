/**
 * Assembles the WebAssembly in `kernels/` from its source texts.
 *
 *     deno run -A scripts/make_wasm.ts
 *
 * The binaries are committed, so that a run needs no assembler.
 * @module
 */
// The WebAssembly Binary Toolkit's assembler; only the scripts that make binaries and their tests load it.
import openToolkit from "npm:wabt@1.0.39";

const KERNELS = new URL("../kernels/", import.meta.url);

/** The source texts of each binary, relative to `kernels/`. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  "polyphase.wasm": ["polyphase.wat"],
  "row_products.wasm": ["row_products.wat"],
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
    "distances",
    "search",
  ].map((name) => `native/${name}.wat`),
};

/**
 * Assembles a binary from committed source texts.
 *
 * @param binary its name, for messages
 * @param sources the texts, relative to `kernels/`; by default those of a binary that this script makes
 */
export async function assemble(
  binary: string,
  sources: readonly string[] = SOURCES[binary]!,
): Promise<Uint8Array> {
  const toolkit = await openToolkit();
  const texts = await Promise.all(
    sources.map((path) => Deno.readTextFile(new URL(path, KERNELS))),
  );
  const features = { simd: true, threads: true, bulk_memory: true };
  return toolkit.parseWat(binary, texts.join("\n"), features).toBinary({}).buffer;
}

if (import.meta.main) {
  for (const binary of Object.keys(SOURCES)) {
    await Deno.writeFile(new URL(binary, KERNELS), await assemble(binary));
  }
}
