/**
 * A worker that scans blocks of a manifest.
 * @module
 */
import { workerScope } from "../../basics/worker_scope.ts";
import { EarnestError, InputError, messageOf } from "../../basics/errors.ts";
import { NO_WORDS } from "../wordnet/dictionary.ts";
import { WordNet } from "../wordnet/wordnet.ts";
import { type BlockJob, type BlockResult, compileBlockScan, type ScanBlock } from "./block_scan.ts";

/** Messages to a worker: first what all blocks share, then one block at a time. */
export type ToScanWorker = { readonly job: BlockJob } | { readonly block: ScanBlock };

/** A worker's answer to each block, in order. */
export type FromScanWorker =
  | { readonly result: BlockResult }
  /** A failure of the input, of the surroundings or of this program. */
  | { readonly failure: string; readonly kind: "input" | "surroundings" | "defect" };

const scope = workerScope<ToScanWorker, FromScanWorker>();
let scan: Promise<(block: ScanBlock) => BlockResult> | undefined;
/** Blocks are answered in the order in which they come. */
let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  if ("job" in data) {
    scan = compiled(data.job);
    // The waiting block receives the error.
    scan.catch(() => {});
    return;
  }
  last = last.then(async () => {
    try {
      const result = (await scan!)(data.block);
      post({ result }, [result.lines.buffer as ArrayBuffer, result.ids.buffer as ArrayBuffer]);
    } catch (thrown) {
      const kind = thrown instanceof InputError
        ? "input"
        : thrown instanceof EarnestError
        ? "surroundings"
        : "defect";
      post({ failure: messageOf(thrown), kind });
    }
  });
};

async function compiled(job: BlockJob): Promise<(block: ScanBlock) => BlockResult> {
  return compileBlockScan(job, job.usesWordNet ? await WordNet.open() : NO_WORDS);
}

function post(message: FromScanWorker, transfer: ArrayBuffer[] = []): void {
  scope.postMessage(message, transfer);
}
