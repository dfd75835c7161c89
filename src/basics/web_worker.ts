/**
 * Web workers as this program needs them.
 * @module
 */

/** Kept from the start: onnxruntime-web's Emscripten, where a program runs it itself, puts Node's in its place. */
const WebWorker = globalThis.Worker;

/** Starts a worker. */
export function startWorker(module: URL): Worker {
  return new WebWorker(module, { type: "module" });
}

/** Deno's own way to say whether a worker counts; it has no other, and the symbol has no name. */
const COUNTS = Object.getOwnPropertySymbols(WebWorker.prototype)
  .find(({ description }) => description === undefined);

/**
 * Says whether the process waits for a worker at its end, as it does at first. A worker that is only ready for the next
 * question must not keep a program alive that is done. Where Deno has no way to say it, the program has to close what
 * it opened.
 */
export function setCounting(worker: Worker, counts: boolean): void {
  if (COUNTS) (worker as unknown as Record<symbol, (counts: boolean) => void>)[COUNTS]?.(counts);
}
