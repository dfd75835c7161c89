/**
 * A scan of a corpus whose inputs are checked: it reads the pairs, gives what is found, and says what was read.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isStreamed, type PairOptions, streamPairs } from "../../datasets/stream_pairs.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { ListedSound } from "../audio/exclusion_list.ts";
import { SOUND_RULES } from "../rule_groups.ts";
import { captionNouns } from "../caption_nouns.ts";
import type { EvaluationCaption, EvaluationItem, LeakRule, TrainingPair } from "../findings.ts";
import type { ChosenLabelSet } from "../labels/chosen_label_set.ts";
import type { LabelSet } from "../labels/label_set.ts";
import { uncheckedNotes } from "../labels/unchecked.ts";
import type { Suppression } from "../output/suppressions.ts";
import type { ScannedFinding } from "../output/scanned_finding.ts";
import type { CaptionNouns } from "../pools/sounds_and_topics.ts";
import type { ScanSummary } from "../output/summary.ts";
import type { CalibratedSemantic, ScanRun } from "../scan_run.ts";
import { type Dictionary, NO_WORDS } from "../wordnet/dictionary.ts";
import type { BlockJob } from "./block_scan.ts";
import { collectBlock, type Collected, collectLines } from "./collected.ts";
import type { CorpusScanOptions } from "./options.ts";
import { idNotes, labelNotes, meaningNote, readingNotes } from "./notes.ts";
import { scanInParallel } from "./parallel_scan.ts";
import { workersFor } from "./scan_workers.ts";
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
  /** What was chosen for plain labels. */
  readonly chosen: ChosenLabelSet | undefined;
  readonly items: readonly EvaluationItem[];
  readonly captions: readonly EvaluationCaption[];
  readonly listed: readonly ListedSound[];
  readonly evaluationSets: readonly string[];
  /** What must be said of how the evaluation was read. */
  readonly notes: readonly string[];
  readonly dictionary: Dictionary;
  readonly suppressions: readonly Suppression[];
  /** The inputs that are read already, by what they are. */
  readonly hashes: Readonly<Record<string, HashedInput>>;
}

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
    const batches = streamPairs(path, this.#pairOptions("reading"), this.#pairsRead);
    yield* this.#run.findings(this.#keeping(batches), semantic);
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
    const reading = this.#pairOptions("reading");
    const { signal } = options;
    const results = scanInParallel(this.#job(collected), reading, this.#pairsRead, {
      workers: count,
      size,
      signal,
    });
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
    return this.#kept === undefined &&
      !this.rules.some((rule) => ["TEXT-SEMANTIC", ...SOUND_RULES].includes(rule));
  }

  /** What workers need to scan blocks of the pairs. */
  #job({ worst }: Collected): BlockJob {
    const { path, rules, options, labels, items, captions, listed } = this.#inputs;
    const { dictionary, suppressions } = this.#inputs;
    const { onBytes: _, ...reading } = this.#pairOptions("reading");
    return {
      path,
      reading,
      evaluation: {
        labels,
        items: rules.includes("AUDIO-SOURCE") ? items : [],
        captions: rules.includes("TEXT-COPY") ? captions : [],
        listed: rules.includes("AUDIO-LISTED") ? listed : [],
      },
      rules,
      policy: { flag: options.flag, report: options.report },
      suppressions,
      usesWordNet: dictionary !== NO_WORDS,
      worst: worst?.most,
    };
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
