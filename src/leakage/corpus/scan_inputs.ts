/**
 * What a scan of a corpus works with, and how it reads the pairs.
 * @module
 */
import type { PairOptions } from "../../datasets/stream_pairs.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { ListedSound } from "../audio/exclusion_list.ts";
import { SOUND_RULES } from "../rule_groups.ts";
import type { EvaluationCaption, EvaluationItem, LeakRule } from "../findings.ts";
import type { ChosenLabelSet } from "../labels/chosen_label_set.ts";
import type { LabelSet } from "../labels/label_set.ts";
import type { Suppression } from "../output/suppressions.ts";
import { type Dictionary, NO_WORDS } from "../wordnet/dictionary.ts";
import type { BlockJob } from "./block_scan.ts";
import type { CorpusScanOptions } from "./options.ts";

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

/** What is needed to scan parts of the pairs on their own. */
export interface DividedScan {
  /** What all parts share. */
  readonly job: BlockJob;
  /** How pairs are read, with the callback for progress. */
  readonly reading: PairOptions;
  /** What is known of the file of the pairs, to be filled in. */
  readonly read: ReadFile;
  /** The dictionary of the rules about words. */
  readonly dictionary: Dictionary;
  /** Ends the scan with its reason. */
  readonly signal: AbortSignal | undefined;
}

/**
 * How the pairs are read: with what the rules need, and what pools need where the pairs are kept.
 *
 * @param stage name of the stage for the progress
 */
export function pairOptions(
  { rules, options }: ScanInputs,
  keepsPairs: boolean,
  stage: string,
): PairOptions {
  const needsTexts = keepsPairs || rules.some((rule) => rule.startsWith("TEXT-"));
  const needsSounds = SOUND_RULES.some((rule) => rules.includes(rule));
  const sounds = needsSounds ? "audio" : "neither";
  return {
    ...options.columns,
    modality: !needsTexts ? sounds : needsSounds ? "both" : "text",
    allowOutside: options.allowOutside ?? false,
    onBytes: (done, total) => options.onProgress?.({ stage, done, total }),
  };
}

/** What is needed to scan blocks of the pairs: plain data. */
export function blockJob(
  inputs: ScanInputs,
  keepsPairs: boolean,
  worst: number | undefined,
): BlockJob {
  const { path, rules, options, labels, items, captions, listed } = inputs;
  const { dictionary, suppressions } = inputs;
  const { onBytes: _, ...reading } = pairOptions(inputs, keepsPairs, "");
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
    worst,
  };
}
