/**
 * Starts web workers in the way that this program needs.
 * @module
 */

/**
 * Saved at startup, because onnxruntime-web's Emscripten code replaces it with Node's where a program runs it directly.
 */
const WebWorker = globalThis.Worker;

/** Starts a worker. */
export function startWorker(module: URL): Worker {
  return new WebWorker(module, { type: "module" });
}

/** Deno's own function to set whether a worker keeps the process alive; only this unnamed symbol gives access to it. */
const COUNTS = Object.getOwnPropertySymbols(WebWorker.prototype)
  .find(({ description }) => description === undefined);

/**
 * Sets whether the process waits for a worker at its end, which is the default. An idle worker must not keep a finished
 * program alive. Where Deno offers no way to set this, the program has to close what it opened.
 */
export function setCounting(worker: Worker, counts: boolean): void {
  if (COUNTS) (worker as unknown as Record<symbol, (counts: boolean) => void>)[COUNTS]?.(counts);
}
