/**
 * Assembles `src/measures/retrieval/candidates_binary.ts` from `kernels/candidates.wat`.
 *
 *     deno run -A scripts/make_candidates.ts
 *
 * The bytes are part of a module, so that a browser needs no loader for them.
 * @module
 */
// The WebAssembly Binary Toolkit's assembler; only the scripts and their tests load it.
import openToolkit from "npm:wabt@1.0.39";

const SOURCE = new URL("../kernels/candidates.wat", import.meta.url);
const MODULE = new URL("../src/measures/retrieval/candidates_binary.ts", import.meta.url);

/** Assembles the committed source text to the text of the module. */
export async function assembleCandidates(): Promise<string> {
  const toolkit = await openToolkit();
  const module = toolkit.parseWat("candidates.wat", await Deno.readTextFile(SOURCE), {
    simd: true,
  });
  const { buffer } = module.toBinary({});
  return `/**
 * The bytes of kernels/candidates.wat, which scripts/make_candidates.ts assembles.
 * @module
 */

/** A WebAssembly module, in base64. */
// deno-fmt-ignore
export const CANDIDATES_BINARY =
  "${buffer.toBase64()}";
`;
}

if (import.meta.main) await Deno.writeTextFile(MODULE, await assembleCandidates());
