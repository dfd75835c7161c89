/**
 * A scan of a corpus whose inputs are checked: it reads the pairs, gives what is found, and says what was read.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isStreamed, type PairOptions, streamPairs } from "../../datasets/stream_pairs.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import { captionNouns } from "../caption_nouns.ts";
import type { LeakRule, TrainingPair } from "../findings.ts";
import type { ChosenLabelSet } from "../labels/chosen_label_set.ts";
import type { LabelSet } from "../labels/label_set.ts";
import { uncheckedNotes } from "../labels/unchecked.ts";
import type { ScannedFinding } from "../output/scanned_finding.ts";
import type { CaptionNouns } from "../pools/sounds_and_topics.ts";
import type { ScanSummary } from "../output/summary.ts";
import type { CalibratedSemantic, ScanRun } from "../scan_run.ts";
import type { BlockResult } from "./block_scan.ts";
import { collectBlock, type Collected, collectLines } from "./collected.ts";
import { idNotes, labelNotes, meaningNote, readingNotes } from "./notes.ts";
import { scanInParallel } from "./parallel_scan.ts";
import { wholeRule } from "./rules.ts";
import {
  blockJob,
  type DividedScan,
  type HashedInput,
  pairOptions,
  type ScanInputs,
} from "./scan_inputs.ts";
import { workersFor } from "./scan_workers.ts";
import { openSemantic } from "./semantic.ts";

/** A scan whose inputs are checked and whose rules are compiled. */
export class CorpusScan {
  /** The rules that run, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** The evaluation's labels. */
  readonly labels: LabelSet;
  /** What was chosen for plain labels, where a rule looks beyond their words. */
  readonly chosen: ChosenLabelSet | undefined;
  /** What the evaluation's data set is called, for `BACKBONE-DATA`. */
  readonly evaluationSets: readonly string[];
  readonly #inputs: ScanInputs;
  readonly #run: ScanRun;
  readonly #kept: TrainingPair[] | undefined;
  readonly #pairsRead: ReadFile = { sha256: "", badLines: 0 };
  readonly #calibrationRead: ReadFile = { sha256: "", badLines: 0 };

  /** @param keepPairs whether {@link pairs} will be asked for */
  constructor(inputs: ScanInputs, run: ScanRun, keepPairs: boolean) {
    this.rules = inputs.rules;
    this.labels = inputs.labels;
    this.chosen = inputs.chosen;
    this.evaluationSets = inputs.evaluationSets;
    this.#inputs = inputs;
    this.#run = run;
    this.#kept = keepPairs ? [] : undefined;
  }

  /** Files that are read: nothing that replaces an earlier output may take them away. */
  get files(): readonly string[] {
    const { path, options } = this.#inputs;
    const { labels, evaluationCaptions, items, suppressions, calibration } = options;
    const { backbones = [], projectors = [] } = options;
    const given = [labels, evaluationCaptions, items, suppressions, calibration];
    return [path, ...given, ...options.exclude ?? [], ...backbones, ...projectors]
      .filter((file) => file !== undefined);
  }

  /** Reads the pairs once and gives the findings, some at a time; flags and suppressions are settled. */
  async *findings(): AsyncGenerator<readonly ScannedFinding[]> {
    const { path, rules } = this.#inputs;
    await using resources = new AsyncDisposableStack();
    const semantic = rules.includes("TEXT-SEMANTIC") ? await this.#semantic(resources) : undefined;
    yield* this.#run.findings(this.readPairs(this.#pairsRead), semantic);
    this.#requireSources();
    if (semantic?.calibratedOn === "pairs" && !this.#isUnchanged()) {
      throw new InputError(`"${quotable(path)}" changed while it was read; scan it again`);
    }
  }

  /**
   * Reads the pairs once and gives the lines of `findings.jsonl`, some at a time, in place of {@link findings}. A large
   * CSV or JSON Lines file is scanned on all cores, unless rules need sounds or embeddings; the lines are the same.
   *
   * @param collected what is filled with findings
   * @param workers number of workers; default as many as help
   */
  async *lines(collected: Collected = {}, workers?: number): AsyncGenerator<Uint8Array> {
    const { path, options } = this.#inputs;
    const size = await isStreamed(path)
      ? await Deno.stat(path).then(({ size }) => size, () => 0)
      : 0;
    const count = this.#looksAtPairsAlone() ? workers ?? workersFor(size) : 0;
    if (size === 0 || count === 0) {
      for await (const some of this.findings()) yield collectLines(some, collected);
      return;
    }
    const { job, reading } = this.divided(collected.worst?.most);
    const { signal } = options;
    const parallel = { workers: count, size, signal };
    yield* this.linesOf(scanInParallel(job, reading, this.#pairsRead, parallel), collected);
  }

  /**
   * Gives the lines of `findings.jsonl`, some at a time, of results of blocks in the order of the file, in place of
   * {@link findings}.
   *
   * @param results of all pairs; what is known of how they were read is in `read` of {@link divided} when they end
   * @param collected what is filled with findings
   */
  async *linesOf(
    results: AsyncIterable<BlockResult>,
    collected: Collected = {},
  ): AsyncGenerator<Uint8Array> {
    for await (const result of results) {
      this.#run.merge(result);
      collectBlock(result, collected);
      yield result.lines;
    }
    // The rules about backbones and choices, which look at no pair.
    for await (const some of this.#run.findings([])) yield collectLines(some, collected);
    this.#requireSources();
  }

  /** Whether every rule about pairs looks at one pair at a time, and no pair is kept. */
  #looksAtPairsAlone(): boolean {
    return this.#kept === undefined && wholeRule(this.rules) === undefined;
  }

  /**
   * What is needed to scan parts of the pairs on their own.
   *
   * @param worst number of the worst findings to keep of each part
   */
  divided(worst: number | undefined): DividedScan {
    const { dictionary, options } = this.#inputs;
    return {
      job: blockJob(this.#inputs, this.#kept !== undefined, worst),
      reading: this.#pairOptions("reading"),
      read: this.#pairsRead,
      dictionary,
      signal: options.signal,
    };
  }

  /**
   * Reads the pairs, and keeps them where they were to be kept.
   *
   * @param read filled in while they are read
   * @returns the pairs
   */
  async *readPairs(read: ReadFile): AsyncGenerator<readonly TrainingPair[]> {
    yield* this.#keeping(streamPairs(this.#inputs.path, this.#pairOptions("reading"), read));
  }

  /** Refuses a rule that was named and had nothing to compare: it would pass anything. */
  #requireSources(): void {
    if (this.rules.includes("AUDIO-LISTED") && this.#pairsRead.areIdsRowNumbers) {
      throw new InputError(
        "AUDIO-LISTED cannot run: the training pairs have neither ids nor names of files; " +
          "name their column with --id-column or --file-column",
      );
    }
    if (!this.#inputs.options.rules?.includes("AUDIO-SOURCE") || this.#run.hasSources) return;
    throw new InputError(
      `AUDIO-SOURCE cannot run: none of ${this.#run.pairs} training pairs has a source; ` +
        "name their column with --source-column",
    );
  }

  /** What was found; only after {@link findings} has ended. */
  summary(): ScanSummary {
    const { path, options } = this.#inputs;
    const { rules: named, items, calibration, labels, labelSeparator } = options;
    const read = { labelColumn: options.itemColumns?.labelColumn, labelSeparator };
    const summary = this.#run.summary();
    return {
      ...summary,
      notes: [
        ...(named !== undefined || items !== undefined
          ? []
          : ["AUDIO-SOURCE did not run: no --items were given."]),
        ...this.#inputs.notes,
        ...(this.chosen === undefined ? [] : [meaningNote(this.chosen, labels ?? "", read)]),
        // Of a set that was drafted here the note above says it.
        ...(labels === undefined || this.chosen !== undefined
          ? []
          : uncheckedNotes(this.labels, labels)),
        ...(labels === undefined ? [] : labelNotes(this.labels, this.#inputs.items)),
        ...summary.notes,
        // Where pairs are kept for pools, these say more of it.
        ...(this.#kept === undefined ? idNotes(path, this.#pairsRead) : []),
        ...readingNotes(path, this.#pairsRead),
        ...(calibration === undefined ? [] : readingNotes(calibration, this.#calibrationRead)),
      ],
    };
  }

  /** Path and SHA-256 of each input; only after {@link findings} has ended. */
  hashes(): Readonly<Record<string, HashedInput>> {
    const { path, hashes, options: { calibration } } = this.#inputs;
    return {
      pairs: { path, sha256: this.#pairsRead.sha256 },
      ...hashes,
      ...(calibration === undefined
        ? {}
        : { calibration: { path: calibration, sha256: this.#calibrationRead.sha256 } }),
    };
  }

  /** The pairs; only after {@link findings} has ended, and only where they were to be kept. */
  pairs(): readonly TrainingPair[] {
    return this.#kept ?? [];
  }

  /**
   * The nouns of the kept pairs that have no label; only after {@link findings} has ended.
   *
   * @param onNote called with what must be said of them
   */
  nouns(onNote: (note: string) => void): Promise<CaptionNouns> {
    return captionNouns(this.pairs(), this.#inputs.dictionary, onNote);
  }

  #semantic(resources: AsyncDisposableStack): Promise<CalibratedSemantic> {
    const { path, options, labels, dictionary } = this.#inputs;
    const { calibration } = options;
    const reading = this.#pairOptions("calibrating");
    const captions = calibration === undefined
      ? streamPairs(path, { ...reading, modality: "text" }, this.#calibrationRead)
      : streamPairs(
        calibration,
        { modality: "text", ...(reading.onBytes && { onBytes: reading.onBytes }) },
        this.#calibrationRead,
      );
    return openSemantic(options, { labels, dictionary }, captions, resources);
  }

  #pairOptions(stage: string): PairOptions {
    return pairOptions(this.#inputs, this.#kept !== undefined, stage);
  }

  async *#keeping(batches: AsyncIterable<readonly TrainingPair[]>) {
    for await (const batch of batches) {
      for (const pair of batch) this.#kept?.push(pair);
      yield batch;
    }
  }

  #isUnchanged(): boolean {
    return this.#pairsRead.sha256 === this.#calibrationRead.sha256;
  }
}
