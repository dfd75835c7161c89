/**
 * Assembles `kernels/polyphase.wasm` from `kernels/polyphase.wat`.
 *
 *     deno run -A scripts/make_polyphase.ts
 *
 * The 400 bytes are committed, so that a run needs no assembler.
 * @module
 */
// The WebAssembly Binary Toolkit's assembler; only this script and its test load it.
import openToolkit from "npm:wabt@1.0.39";

const SOURCE = new URL("../kernels/polyphase.wat", import.meta.url);
const BINARY = new URL("../kernels/polyphase.wasm", import.meta.url);

/** Assembles the committed source text. */
export async function assemblePolyphase(): Promise<Uint8Array> {
  const toolkit = await openToolkit();
  const module = toolkit.parseWat("polyphase.wat", await Deno.readTextFile(SOURCE), { simd: true });
  return module.toBinary({}).buffer;
}

if (import.meta.main) await Deno.writeFile(BINARY, await assemblePolyphase());
