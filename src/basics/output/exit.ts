/**
 * Cleans up however the program ends, unless it is killed.
 * @module
 */

/**
 * Calls a function when the program ends by `Deno.exit`, as commands do after a signal.
 *
 * @param cleanUp must be synchronous
 * @returns a function that cancels the call
 */
export function untilExit(cleanUp: () => void): () => void {
  globalThis.addEventListener("unload", cleanUp);
  return () => globalThis.removeEventListener("unload", cleanUp);
}
