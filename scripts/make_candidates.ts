/**
 * Assembles `src/measures/retrieval/candidates_binary.ts` from `kernels/candidates.wat`.
 *
 *     deno run -A scripts/make_candidates.ts
 *
 * The bytes are part of a module, so that a browser needs no loader for them.
 * @module
 */
import { assemble } from "./make_wasm.ts";

const MODULE = new URL("../src/measures/retrieval/candidates_binary.ts", import.meta.url);

/** Assembles the committed source text to the text of the module. */
export async function assembleCandidates(): Promise<string> {
  const bytes = await assemble("candidates.wasm", ["candidates.wat"]);
  return `/**
 * The bytes of kernels/candidates.wat, which scripts/make_candidates.ts assembles.
 * @module
 */

/** A WebAssembly module, in base64. */
// deno-fmt-ignore
export const CANDIDATES_BINARY =
  "${bytes.toBase64()}";
`;
}

if (import.meta.main) await Deno.writeTextFile(MODULE, await assembleCandidates());
