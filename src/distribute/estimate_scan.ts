/**
 * What `scan` and `split` will cost.
 * @module
 */
import type { ProgressReport } from "../basics/progress.ts";
import { SOUND_RULES } from "../leakage/rule_groups.ts";
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
  const isWhole = await linesUntil(scan.lines(), watch);
  const { pairs } = scan.summary();
  const { amount, of, seconds, beforeMs, bytes } = isWhole ? watch.whole(pairs) : watch.part();
  return estimateOf({
    command,
    unit: isWhole ? "pairs" : isHeard ? "sounds" : "bytes",
    device: "CPU",
    sample: { amount, seconds, startSeconds: (beforeMs - beganMs) / 1000 },
    amount: of,
    largest: Math.ceil(of / shards),
    shards,
    mostShards: of,
    bytesOfEach: 0,
    bytesRead: await bytesOf(path) * (scan.rules.includes("TEXT-SEMANTIC") ? 2 : 1),
    // Where sounds are heard, all captions were read, and what is found of sounds is little.
    bytesWritten: isWhole || isHeard ? watch.bytes : bytes,
    notes: [
      ...(isHeard ? ["The bytes of the sounds are not counted."] : []),
      ...(command === "split" ? ["The pools that are made of the findings are not timed."] : []),
    ],
  });
}

/** Takes lines until the watch ends the work; returns whether all were taken. */
async function linesUntil(lines: AsyncIterable<Uint8Array>, watch: Watch): Promise<boolean> {
  try {
    for await (const some of lines) {
      watch.bytes += some.length;
      if (watch.signal.aborted) return false;
    }
    return true;
  } catch (thrown) {
    if (!watch.signal.aborted || thrown !== watch.signal.reason) throw thrown;
    return false;
  }
}

/** How far a stage was, and when. */
interface Mark {
  readonly done: number;
  readonly total: number;
  readonly atMs: number;
  /** Bytes of lines until then. */
  readonly bytes: number;
}

/** What was timed. */
interface Timed {
  readonly amount: number;
  readonly of: number;
  readonly seconds: number;
  /** When what was timed began. */
  readonly beforeMs: number;
  /** Bytes of lines of the whole, as far as this part tells. */
  readonly bytes: number;
}

/** Watches the last stage of a scan, and ends it when it has been timed for long enough. */
class Watch {
  /** Bytes of lines so far. */
  bytes: number = 0;
  readonly #end = new AbortController();
  readonly #seconds: number;
  #stage = "";
  #openedMs = performance.now();
  #first: Mark | undefined;
  #last: Mark | undefined;

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

  /** Marks how far the stage is. Reports of the same place are left out: between two marks lies what was done. */
  note({ stage, done, total }: ProgressReport): void {
    if (stage !== this.#stage || done === this.#last?.done) return;
    this.#last = { done, total, atMs: performance.now(), bytes: this.bytes };
    this.#first ??= this.#last;
    const seconds = (this.#last.atMs - this.#first.atMs) / 1000;
    if (seconds >= this.#seconds && done < total) this.#end.abort(new Error("it is timed"));
  }

  /** What was timed of a scan that reached its end. */
  whole(pairs: number): Timed {
    const [beforeMs, { bytes }] = [this.#openedMs, this];
    const seconds = (performance.now() - beforeMs) / 1000;
    return { amount: pairs, of: pairs, seconds, beforeMs, bytes };
  }

  /** What was timed of one that was ended. */
  part(): Timed {
    const [first, last] = [this.#first!, this.#last!];
    const amount = last.done - first.done;
    return {
      amount,
      of: last.total,
      seconds: (last.atMs - first.atMs) / 1000,
      beforeMs: first.atMs,
      bytes: (last.bytes - first.bytes) / amount * last.total,
    };
  }
}
