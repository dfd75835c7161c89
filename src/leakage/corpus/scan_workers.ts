/**
 * Workers that scan blocks of a manifest on all cores.
 * @module
 */
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { startWorker } from "../../basics/web_worker.ts";
import type { BlockJob, BlockResult, BlockScanner, ScanBlock } from "./block_scan.ts";
import type { FromScanWorker, ToScanWorker } from "./scan_worker.ts";

/**
 * One thread reads, hashes and writes for all, which takes a fifth of a scan's time, so a fifth worker would wait; each
 * takes some 250 MB.
 */
const MOST_WORKERS = 4;

/** Blocks that wait at a worker, so that it never does: one while another is scanned. */
const BLOCKS_AHEAD = 2;

/** Least size of a file for workers, in bytes: they take as long to start as one thread to scan 5 MB. */
const LEAST_BYTES = 2 ** 24;

/**
 * Least size of what one task of many scans for workers, in bytes. Each takes half a core-second to start, which all tasks
 * pay: together that stays below 3 % of the work.
 */
const LEAST_TASK_BYTES = 2 ** 28;

/**
 * Returns how many workers scan a file: one a core, none where the file is small or there is one core.
 *
 * @param isTask whether it is what one task of many scans
 */
export function workersFor(bytes: number, isTask = false): number {
  const cores = Math.min(MOST_WORKERS, navigator.hardwareConcurrency);
  return bytes < (isTask ? LEAST_TASK_BYTES : LEAST_BYTES) || cores < 2 ? 0 : cores;
}

interface Order {
  readonly resolve: (result: BlockResult) => void;
  readonly reject: (error: Error) => void;
}

/** Workers that scan blocks; the rules are compiled once in each. */
export class ScanWorkers implements BlockScanner, Disposable {
  readonly #desks: readonly { readonly worker: Worker; readonly orders: Order[] }[];

  /** @param count number of workers, at least 1 */
  constructor(job: BlockJob, count: number) {
    this.#desks = Array.from({ length: count }, () => {
      const worker = startWorker(new URL("./scan_worker.ts", import.meta.url));
      const orders: Order[] = [];
      worker.onmessage = ({ data }: MessageEvent<FromScanWorker>) => settle(orders, data);
      worker.onerror = (event) => {
        event.preventDefault();
        const error = new SurroundingsError(`A worker that scans ended: ${event.message}`);
        for (const { reject } of orders.splice(0)) reject(error);
      };
      worker.postMessage({ job } satisfies ToScanWorker);
      return { worker, orders };
    });
  }

  /** Number of blocks to ask for before the first result is awaited. */
  get ahead(): number {
    return this.#desks.length * BLOCKS_AHEAD;
  }

  /**
   * Scans a block.
   *
   * @throws {InputError} when a row is malformed
   * @throws {SurroundingsError} when WordNet cannot be opened, or a worker ends
   */
  scan(block: ScanBlock): Promise<BlockResult> {
    const desk = this.#desks.reduce((least, one) =>
      one.orders.length < least.orders.length ? one : least
    );
    const result = new Promise<BlockResult>((resolve, reject) => {
      desk.orders.push({ resolve, reject });
    });
    // Whoever waits for an earlier block does not listen yet.
    result.catch(() => {});
    desk.worker.postMessage({ block } satisfies ToScanWorker);
    return result;
  }

  /** Ends the workers; pending calls never settle. */
  [Symbol.dispose](): void {
    for (const { worker } of this.#desks) worker.terminate();
  }
}

function settle(orders: Order[], data: FromScanWorker): void {
  const order = orders.shift();
  if (order === undefined) return;
  if ("result" in data) return order.resolve(data.result);
  const { failure, kind } = data;
  order.reject(
    kind === "input"
      ? new InputError(failure)
      : kind === "surroundings"
      ? new SurroundingsError(failure)
      : new Error(failure),
  );
}
