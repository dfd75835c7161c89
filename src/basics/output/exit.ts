/**
 * What has to be cleared away however the program ends, as far as it ends by itself.
 * @module
 */

/**
 * Calls a function when the program ends by `Deno.exit`, as commands do after a signal.
 *
 * @param cleanUp must not wait for anything
 * @returns a function after which it is no longer called
 */
export function untilExit(cleanUp: () => void): () => void {
  globalThis.addEventListener("unload", cleanUp);
  return () => globalThis.removeEventListener("unload", cleanUp);
}
