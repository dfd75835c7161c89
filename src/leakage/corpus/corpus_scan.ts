/**
 * A scan of a corpus whose inputs are checked: it reads the pairs, gives what is found, and says what was read.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { type PairOptions, streamPairs } from "../../datasets/stream_pairs.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import { SOUND_RULES } from "../audio/scan_sounds.ts";
import { captionNouns } from "../caption_nouns.ts";
import type { EvaluationItem, LeakRule, TrainingPair } from "../findings.ts";
import type { LabelSet } from "../labels/label_set.ts";
import { uncheckedNotes } from "../labels/unchecked.ts";
import type { ScannedFinding } from "../output/scanned_finding.ts";
import type { CaptionNouns } from "../pools/sounds_and_topics.ts";
import type { ScanSummary } from "../output/summary.ts";
import type { CalibratedSemantic, ScanRun } from "../scan_run.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import type { CorpusScanOptions } from "./options.ts";
import { openSemantic } from "./semantic.ts";

/** A file that was read. */
export interface HashedInput {
  /** Its path, or the name of what ships. */
  readonly path: string;
  /** SHA-256 of what was read: of a file's bytes, of labels as they were understood. */
  readonly sha256: string;
}

/** What has been read and checked when a scan begins. */
export interface ScanInputs {
  readonly path: string;
  readonly options: CorpusScanOptions;
  readonly rules: readonly LeakRule[];
  readonly labels: LabelSet;
  readonly items: readonly EvaluationItem[];
  readonly evaluationSets: readonly string[];
  readonly dictionary: Dictionary;
  /** The inputs that are read already, by what they are. */
  readonly hashes: Readonly<Record<string, HashedInput>>;
}

/** A scan whose inputs are checked and whose rules are compiled. */
export class CorpusScan {
  /** The rules that run, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** The evaluation's labels. */
  readonly labels: LabelSet;
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
    this.evaluationSets = inputs.evaluationSets;
    this.#inputs = inputs;
    this.#run = run;
    this.#kept = keepPairs ? [] : undefined;
  }

  /** Files that are read: nothing that replaces an earlier output may take them away. */
  get files(): readonly string[] {
    const { path, options } = this.#inputs;
    const { labels, items, suppressions, calibration, backbones = [], projectors = [] } = options;
    return [path, labels, items, suppressions, calibration, ...backbones, ...projectors]
      .filter((file) => file !== undefined);
  }

  /** Reads the pairs once and gives the findings, some at a time; flags and suppressions are settled. */
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

  /** What was found; only after {@link findings} has ended. */
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
        ...uncheckedNotes(this.labels, this.#inputs.options.labels),
        ...labelNotes(this.labels, this.#inputs.items),
        ...summary.notes,
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

  /** The nouns of the kept pairs that have no label; only after {@link findings} has ended. */
  nouns(): Promise<CaptionNouns> {
    return captionNouns(this.pairs(), this.#inputs.dictionary);
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

  /** How the pairs are read: with what the rules need, and what pools need where the pairs are kept. */
  #pairOptions(stage: string): PairOptions {
    const { rules, options } = this.#inputs;
    const needsTexts = this.#kept !== undefined || rules.some((rule) => rule.startsWith("TEXT-"));
    const needsSounds = SOUND_RULES.some((rule) => rules.includes(rule));
    const sounds = needsSounds ? "audio" : "neither";
    return {
      ...options.columns,
      modality: !needsTexts ? sounds : needsSounds ? "both" : "text",
      allowOutside: options.allowOutside ?? false,
      onBytes: (done, total) => options.onProgress?.({ stage, done, total }),
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
