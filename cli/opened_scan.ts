/** A scan whose inputs are checked: it reads the pairs, gives what is found, and tells what was read. */
import { InputError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import { type PairOptions, streamPairs } from "../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../src/datasets/stream_text.ts";
import { SOUND_RULES } from "../src/leakage/audio/scan_sounds.ts";
import type { EvaluationItem, LeakRule, TrainingPair } from "../src/leakage/findings.ts";
import type { LabelSet } from "../src/leakage/labels/label_set.ts";
import type { ScannedFinding } from "../src/leakage/output/scanned_finding.ts";
import type { ScanSummary } from "../src/leakage/output/summary.ts";
import type { CalibratedSemantic, ScanRun } from "../src/leakage/scan_run.ts";
import type { Dictionary } from "../src/leakage/wordnet/dictionary.ts";
import type { ProgressDisplay } from "./progress.ts";
import { pairColumns, type ScanOptions } from "./scan_options.ts";
import { openSemantic } from "./scan_semantic.ts";

/** A scan whose inputs are checked and whose rules are compiled. */
export interface Scan {
  /** The rules that run, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** The evaluation's labels. */
  readonly labels: LabelSet;
  /** The evaluation's items; empty without `--items`. */
  readonly items: readonly EvaluationItem[];
  /** What the evaluation's data set is called, for `BACKBONE-DATA`. */
  readonly evaluationSets: readonly string[];
  /** Files that were read, for `fillFolder`. */
  readonly files: readonly string[];
  /** Reads the pairs once and gives the findings, some at a time; flags and suppressions are settled. */
  findings(): AsyncIterable<readonly ScannedFinding[]>;
  /** What was found; only after {@link findings} has ended. */
  summary(): ScanSummary;
  /** Path and SHA-256 of each input; only after {@link findings} has ended. */
  hashes(): Readonly<Record<string, { path: string; sha256: string }>>;
  /** The pairs; only after {@link findings} has ended, and only where they were to be kept. */
  pairs(): readonly TrainingPair[];
}

/** A file that was read. */
export interface HashedInput {
  readonly path: string;
  readonly sha256: string;
}

/** What has been read and checked when a scan begins. */
export interface ScanInputs {
  readonly path: string;
  readonly options: ScanOptions;
  readonly rules: readonly LeakRule[];
  readonly labels: LabelSet;
  readonly items: readonly EvaluationItem[];
  readonly evaluationSets: readonly string[];
  readonly dictionary: Dictionary;
  /** The inputs that are read already, by what they are. */
  readonly hashes: Readonly<Record<string, HashedInput>>;
}

/** Runs a scan over the pairs. */
export class OpenedScan implements Scan {
  readonly rules: readonly LeakRule[];
  readonly labels: LabelSet;
  readonly items: readonly EvaluationItem[];
  readonly evaluationSets: readonly string[];
  readonly #inputs: ScanInputs;
  readonly #run: ScanRun;
  readonly #progress: ProgressDisplay;
  readonly #kept: TrainingPair[] | undefined;
  readonly #pairsRead: ReadFile = { sha256: "", badLines: 0 };
  readonly #calibrationRead: ReadFile = { sha256: "", badLines: 0 };

  /** @param keepPairs whether {@link pairs} will be asked for */
  constructor(inputs: ScanInputs, run: ScanRun, progress: ProgressDisplay, keepPairs: boolean) {
    this.rules = inputs.rules;
    this.labels = inputs.labels;
    this.items = inputs.items;
    this.evaluationSets = inputs.evaluationSets;
    this.#inputs = inputs;
    this.#run = run;
    this.#progress = progress;
    this.#kept = keepPairs ? [] : undefined;
  }

  get files(): readonly string[] {
    const { path, options: { labels, items, suppressions, calibration, backbone, projector } } =
      this.#inputs;
    return [path, labels, items, suppressions, calibration, ...backbone, ...projector]
      .filter((file) => file !== undefined);
  }

  async *findings(): AsyncGenerator<readonly ScannedFinding[]> {
    const { path, rules, options } = this.#inputs;
    await using resources = new AsyncDisposableStack();
    const semantic = rules.includes("TEXT-SEMANTIC") ? await this.#semantic(resources) : undefined;
    const batches = streamPairs(path, this.#pairOptions("reading"), this.#pairsRead);
    yield* this.#run.findings(this.#keeping(batches), semantic);
    if (options.rules?.includes("AUDIO-SOURCE") && !this.#run.hasSources) {
      throw new InputError(
        `AUDIO-SOURCE cannot run: none of ${this.#run.pairs} training pairs has a source; ` +
          "name their column with --source-column",
      );
    }
    if (semantic?.calibratedOn === "pairs" && !this.#isUnchanged()) {
      throw new InputError(`"${quotable(path)}" changed while it was read; scan it again`);
    }
  }

  summary(): ScanSummary {
    const { path, rules, options: { rules: chosen, items, calibration } } = this.#inputs;
    const summary = this.#run.summary();
    const why = items === undefined ? "no --items were given" : "no item of them has a source";
    return {
      ...summary,
      notes: [
        ...(chosen !== undefined || rules.includes("AUDIO-SOURCE")
          ? []
          : [`AUDIO-SOURCE did not run: ${why}.`]),
        ...labelNotes(this.labels, this.items),
        ...summary.notes,
        ...readingNotes(path, this.#pairsRead),
        ...(calibration === undefined ? [] : readingNotes(calibration, this.#calibrationRead)),
      ],
    };
  }

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

  pairs(): readonly TrainingPair[] {
    return this.#kept ?? [];
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
    return openSemantic(options, { labels, dictionary }, captions, this.#progress, resources);
  }

  /** How the pairs are read: with what the rules need, and what pools need where the pairs are kept. */
  #pairOptions(stage: string): PairOptions {
    const { rules, options } = this.#inputs;
    const needsTexts = this.#kept !== undefined || rules.some((rule) => rule.startsWith("TEXT-"));
    const needsSounds = SOUND_RULES.some((rule) => rules.includes(rule));
    const sounds = needsSounds ? "audio" : "neither";
    return {
      ...pairColumns(options),
      modality: !needsTexts ? sounds : needsSounds ? "both" : "text",
      allowOutside: options.allowOutside,
      onBytes: (done, total) => this.#progress.report({ stage, done, total }),
    };
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

/** Items of other labels hint that items and labels do not belong together. */
function labelNotes({ labels }: LabelSet, items: readonly EvaluationItem[]): string[] {
  const known = new Set(labels.map(({ label }) => label));
  const others = items.filter(({ label }) => !known.has(label));
  return others.length === 0 ? [] : [
    `${others.length} of ${items.length} evaluation items have labels that are not among the ` +
    `labels, the first "${quotable(others[0]!.label)}".`,
  ];
}

function readingNotes(path: string, read: ReadFile): string[] {
  const { badLines, firstBadLine, emptyRows = 0, firstEmptyRow } = read;
  const name = `"${quotable(path)}"`;
  return [
    ...(badLines === 0 ? [] : [
      `${name} has bytes that are not UTF-8 on ${badLines} line(s), the first line ` +
      `${firstBadLine}; they are read as U+FFFD.`,
    ]),
    ...(emptyRows === 0 ? [] : [
      `${name} has ${emptyRows} row(s) without a text, the first row ${firstEmptyRow}; they are ` +
      "passed over.",
    ]),
  ];
}
