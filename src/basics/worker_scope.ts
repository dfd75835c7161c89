/**
 * A worker's side of the messages between it and the thread that started it.
 * @module
 */

/** What a worker does with messages: `To` come to it, `From` come from it. */
export interface WorkerScope<To, From> {
  /** Called with each message. */
  onmessage: ((event: MessageEvent<To>) => unknown) | null;
  /** Sends a message; the buffers of `transfer` are moved, not copied. */
  postMessage(message: From, transfer?: readonly ArrayBuffer[]): void;
}

/**
 * Returns the global object of a worker. Deno's types have it only in files with a `<reference lib>`, which a published
 * package may not have.
 */
export function workerScope<To, From>(): WorkerScope<To, From> {
  return globalThis as unknown as WorkerScope<To, From>;
}
