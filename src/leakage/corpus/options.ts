/**
 * How a corpus in a file or folder is scanned.
 * @module
 */
import type { FileOptions } from "../../backbones/card_files.ts";
import { InputError } from "../../basics/errors.ts";
import type { OnProgress } from "../../basics/progress.ts";
import type { DeviceChoice } from "../../compute/open.ts";
import type { ItemOptions } from "../../datasets/items.ts";
import type { LeakRule } from "../findings.ts";
import { SENSE_RULES } from "../labels/meanings.ts";
import { flaggingRules, type RulePolicy } from "../policy.ts";

/** What training pairs are scanned against, by which rules. */
export interface CorpusScanOptions extends RulePolicy, Omit<FileOptions, "onProgress"> {
  /**
   * The evaluation's labels: a list, a label set, a manifest, or the name of a label set that ships. Only an evaluation by
   * captions does without.
   */
  readonly labels?: string | undefined;
  /** The captions of an evaluation by captions: a manifest, the folder of a data set, or a text file with one a line. */
  readonly evaluationCaptions?: string | undefined;
  /** Columns of the training pairs, where they have other names. */
  readonly columns?: ItemOptions | undefined;
  /** The evaluation's items, for the rules that compare sounds: a manifest or the folder of a data set. */
  readonly items?: string | undefined;
  /** Columns of the items, where they have other names; the column of labels is that of a manifest of labels, too. */
  readonly itemColumns?: ItemOptions | undefined;
  /**
   * What is between the labels of an evaluation item that has several, such as `,`. Default: that of the tables of FSD50K
   * and AudioSet, else none.
   */
  readonly labelSeparator?: string | undefined;
  /** Keeps the items whose columns have one of these values. */
  readonly itemsWhere?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The rules that run. Default: all that need neither audio nor a model, and for which there is an input. */
  readonly rules?: readonly LeakRule[] | undefined;
  /** Files that list recordings to be left out, for `AUDIO-LISTED`. */
  readonly exclude?: readonly string[] | undefined;
  /** A file of findings that are accepted, with reasons. */
  readonly suppressions?: string | undefined;
  /** Backbones whose training is looked at, too: names of those that ship, or cards. */
  readonly backbones?: readonly string[] | undefined;
  /** Files of trained projectors whose choices are looked at, too. */
  readonly projectors?: readonly string[] | undefined;
  /** Names of the evaluation's data set, for `BACKBONE-DATA`. */
  readonly evaluationSets?: readonly string[] | undefined;
  /** What compares texts for `TEXT-SEMANTIC`; default `glove-100d`. */
  readonly textBackbone?: string | undefined;
  /** Unrelated captions that calibrate `TEXT-SEMANTIC`; default the pairs. */
  readonly calibration?: string | undefined;
  /** Share of unrelated captions that `TEXT-SEMANTIC` may find; default 0.01. */
  readonly falseAlarmRate?: number | undefined;
  /** Seconds that a step of work on an item may take; default 600. */
  readonly itemTimeoutSeconds?: number | undefined;
  /** Whether an item that cannot be read, or whose sound file is unusual, ends the work. */
  readonly strict?: boolean | undefined;
  /** What `TEXT-SEMANTIC` runs on; default `auto`. */
  readonly device?: DeviceChoice | undefined;
  /** Called as the scan proceeds. */
  readonly onProgress?: OnProgress | undefined;
  /** Called with what a user should know, a line each. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Ends the scan after the batch of pairs or the sound at work: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Refuses options that contradict each other, or are without effect: who gives them expects one.
 *
 * @throws {InputError} when a rule is to flag and to report only, or an option needs another that is not given
 */
export function checkOptions(options: CorpusScanOptions): void {
  const { items, itemColumns = {}, backbones = [], rules = [] } = options;
  if (options.labels === undefined && options.evaluationCaptions === undefined) {
    throw new InputError(
      "expected --labels, or --evaluation-captions of an evaluation by captions",
    );
  }
  flaggingRules(options);
  const hasItems = items !== undefined;
  const isSemantic = rules.includes("TEXT-SEMANTIC");
  const aboutNames = rules.find((rule) => SENSE_RULES.includes(rule));
  const hasLabels = options.labels !== undefined;
  const needed: [value: unknown, flag: string, isThere: boolean, need: string][] = [
    [aboutNames, aboutNames ?? "", hasLabels, "--labels"],
    [options.labelSeparator, "--label-separator", hasLabels, "--labels"],
    [itemColumns.sourceColumn, "--items-source-column", hasItems, "--items"],
    [itemColumns.fileColumn, "--items-file-column", hasItems, "--items"],
    [options.itemsWhere, "--items-where", hasItems, "--items"],
    [options.evaluationSets, "--evaluation-set", backbones.length > 0, "--backbone"],
    [
      options.exclude?.[0],
      "--exclude",
      options.rules === undefined || rules.includes("AUDIO-LISTED"),
      "AUDIO-LISTED in --rules",
    ],
    [options.textBackbone, "--text-backbone", isSemantic, "TEXT-SEMANTIC in --rules"],
    [options.calibration, "--calibration", isSemantic, "TEXT-SEMANTIC in --rules"],
    [options.falseAlarmRate, "--false-alarm-rate", isSemantic, "TEXT-SEMANTIC in --rules"],
  ];
  for (const [value, flag, isThere, need] of needed) {
    if (value !== undefined && !isThere) throw new InputError(`${flag} needs ${need}`);
  }
}

/** How the files of backbone cards are had. */
export function fileOptions({ allowOutside, maxDownloadBytes }: CorpusScanOptions): FileOptions {
  return {
    ...(allowOutside === undefined ? {} : { allowOutside }),
    ...(maxDownloadBytes === undefined ? {} : { maxDownloadBytes }),
  };
}
