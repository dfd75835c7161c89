/**
 * What `scan` and `split` will cost.
 * @module
 */
import type { ProgressReport } from "../basics/progress.ts";
import { SOUND_RULES } from "../leakage/audio/scan_sounds.ts";
import { openScan } from "../leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../leakage/corpus/options.ts";
import { bytesOf, type Estimate, estimateOf } from "./estimate.ts";

/** Seconds of work that is timed, unless another number is asked for. */
const SAMPLE_SECONDS = 4;

/** How much of the work there is, and where. */
export interface ScanEstimateOptions extends Omit<CorpusScanOptions, "signal"> {
  /** The command: `split` keeps all pairs, which takes one thread. */
  readonly command: "scan" | "split";
  /** Number of shards; default 1. */
  readonly shards?: number | undefined;
  /** Seconds of work that is timed, beside what comes before its first result; default 4. */
  readonly sampleSeconds?: number | undefined;
  /** When the command began, in milliseconds of `performance.now()`; default 0, the start of the process. */
  readonly beganMs?: number | undefined;
}

/**
 * Estimates what scanning training pairs costs, from the first captions: 4 seconds of the scan itself, or all of it where it
 * takes less. Where sounds are compared, all captions are read, and 4 seconds of sounds are heard. Nothing is written.
 *
 * @param path of the training pairs: a manifest or the folder of a data set
 * @throws {InputError} when options contradict each other, or something that was read is missing or malformed
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/captions.csv`, "id,text\n1,a dog barks\n2,it rains\n");
 * await Deno.writeTextFile(`${folder}/labels.txt`, "dog\ncat\n");
 * const { whole, sample } = await estimateScan(`${folder}/captions.csv`, {
 *   command: "scan",
 *   labels: `${folder}/labels.txt`,
 *   rules: ["TEXT-EXACT"],
 * });
 * assert.deepEqual([sample.amount, whole.amount], [2, 2]);
 * assert.ok(whole.bytesWritten > 0);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function estimateScan(path: string, options: ScanEstimateOptions): Promise<Estimate> {
  const { command, shards = 1, beganMs = 0, sampleSeconds = SAMPLE_SECONDS, onProgress } = options;
  const watch = new Watch(sampleSeconds);
  const report = (one: ProgressReport) => {
    watch.note(one);
    onProgress?.(one);
  };
  const asked = { ...options, onProgress: report, signal: watch.signal };
  const scan = await openScan(path, asked, command === "split");
  const isHeard = SOUND_RULES.some((rule) => scan.rules.includes(rule));
  watch.begin(isHeard ? "listening" : "reading");
  const { bytes, isWhole } = await linesUntil(scan.lines(), watch);
  const { amount, of, seconds, beforeMs } = isWhole
    ? { ...watch.whole(), amount: scan.summary().pairs, of: scan.summary().pairs }
    : watch.part();
  const read = watch.shareRead();
  return estimateOf({
    command,
    unit: isWhole ? "pairs" : isHeard ? "sounds" : "bytes",
    device: "CPU",
    sample: { amount, seconds, startSeconds: (beforeMs - beganMs) / 1000 },
    amount: of,
    largest: Math.ceil(of / shards),
    shards,
    bytesOfEach: 0,
    bytesRead: await bytesOf(path) * (scan.rules.includes("TEXT-SEMANTIC") ? 2 : 1),
    bytesWritten: bytes / read,
    notes: [
      ...(isHeard ? ["The bytes of the sounds are not counted."] : []),
      ...(command === "split" ? ["The pools that are made of the findings are not timed."] : []),
    ],
  });
}

/** Takes lines until the watch ends the work; counts their bytes. */
async function linesUntil(
  lines: AsyncIterable<Uint8Array>,
  watch: Watch,
): Promise<{ bytes: number; isWhole: boolean }> {
  let bytes = 0;
  try {
    for await (const some of lines) {
      bytes += some.length;
      if (watch.signal.aborted) return { bytes, isWhole: false };
    }
  } catch (thrown) {
    if (thrown !== watch.signal.reason || !watch.signal.aborted) throw thrown;
    return { bytes, isWhole: false };
  }
  return { bytes, isWhole: true };
}

/** Watches the last stage of a scan, and ends it when it has been timed for long enough. */
class Watch {
  readonly #end = new AbortController();
  readonly #seconds: number;
  readonly #beganMs = performance.now();
  #stage = "";
  #openedMs = this.#beganMs;
  #first: Mark | undefined;
  #last: Mark | undefined;
  #read = 1;

  /** @param seconds after which the stage is ended */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Begins, with the stage that is timed; those before it run to their end. */
  begin(stage: string): void {
    this.#stage = stage;
    this.#openedMs = performance.now();
  }

  note({ stage, done, total }: ProgressReport): void {
    if (stage === "reading") this.#read = total === 0 ? 1 : done / total;
    if (stage !== this.#stage) return;
    this.#last = { done, total, atMs: performance.now() };
    this.#first ??= this.#last;
    const seconds = (this.#last.atMs - this.#first.atMs) / 1000;
    if (seconds >= this.#seconds && done < total) this.#end.abort(new Error("it is timed"));
  }

  /** The share of the pairs that was read. */
  shareRead(): number {
    return this.#read;
  }

  /** What was timed of a scan that reached its end. */
  whole(): Omit<Timed, "amount" | "of"> {
    return { seconds: (performance.now() - this.#openedMs) / 1000, beforeMs: this.#openedMs };
  }

  /** What was timed of one that was ended. */
  part(): Timed {
    const [first, last] = [this.#first!, this.#last!];
    return {
      amount: last.done - first.done,
      of: last.total,
      seconds: (last.atMs - first.atMs) / 1000,
      beforeMs: first.atMs,
    };
  }
}

/** How far a stage was, and when. */
interface Mark {
  readonly done: number;
  readonly total: number;
  readonly atMs: number;
}

/** What was timed. */
interface Timed {
  readonly amount: number;
  readonly of: number;
  readonly seconds: number;
  readonly beforeMs: number;
}
