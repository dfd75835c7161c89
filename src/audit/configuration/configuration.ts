/**
 * Parses an audit's configuration from JSON into plain types.
 * @module
 */
import { parseJson } from "../../basics/parse_json.ts";
import type { LeakRule } from "../../leakage/findings.ts";
import type { LeakUnit } from "../../leakage/pools/flagged.ts";
import type {
  OptimizerConfiguration,
  ProjectorConfiguration,
  Validating,
} from "../../projector/configuration.ts";
import type { AudioEntry, PublishedEntry, TextEntry } from "./backbone_entries.ts";
import type { AuditCondition } from "./conditions.ts";
import type { ItemPaths, TrainingEntries } from "./corpora.ts";
import { configurationSchema } from "./schema.ts";

/** A column for each of the two sides. */
export interface SideColumns {
  /** The column of the training items. */
  readonly training: string;
  /** The column of the evaluation items. */
  readonly evaluation: string;
}

/** A share of the unflagged sounds that is held out at random. */
export interface RandomValidation {
  /** The share, above 0 and below 1. */
  readonly random: number;
}

/** How arms are trained, and when trainings stop. */
export interface AuditOptimizer extends OptimizerConfiguration {
  /**
   * `early-stopping` keeps the step with the lowest loss on held-out training pairs, whole classes where possible, and a
   * random share that with the lowest loss on random sounds; `none` keeps the last step.
   */
  readonly validation: Validating | RandomValidation;
  /** Share of the clean pool that is held out for early stopping, in whole classes where possible. */
  readonly validationShare: number;
  /** Number of steps between two validations. */
  readonly validateEvery: number;
  /** Number of validations without a lower loss after which training ends. */
  readonly patience: number;
}

/** A parsed configuration with every default filled in. Paths are as written, relative to its file. */
export interface AuditConfiguration {
  /** The items to be named. */
  readonly evaluation: {
    /** Their manifest, or a data set's folder, or several. */
    readonly items: ItemPaths;
    /** The column of labels. */
    readonly labelColumn: string;
    /** What is between the labels of an item, which has several then. */
    readonly labelSeparator?: string | undefined;
    /** Keeps the rows whose column has one of the values. */
    readonly where: Readonly<Record<string, readonly string[]>>;
    /** Templates of a label's texts, in which `{label}` is replaced by its words; several make an ensemble. */
    readonly prompts: readonly string[];
    /** Number of groups of classes, each held out once. */
    readonly classFolds: number;
    /** The column that tells which rows are of one sound; default `file_name`, else `id`. */
    readonly soundColumn?: string | undefined;
  };
  /** The pairs that projectors train on; without them, the evaluation's sources are split into two halves. */
  readonly training?: TrainingEntries | undefined;
  /** Audio backbones; arrays have a row for each item of the manifest, before `where`. */
  readonly audio: readonly AudioEntry[];
  /** Text backbones. */
  readonly text: readonly TextEntry[];
  /** Published models' own shared spaces, evaluated without training. */
  readonly published: readonly PublishedEntry[];
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** How they are trained. */
  readonly optimizer: AuditOptimizer;
  /** Training seeds. */
  readonly seeds: readonly number[];
  /** The conditions to train. */
  readonly conditions: readonly AuditCondition[];
  /** Whether all 16 cells of the four factors are trained, for each audio backbone that has a baseline. */
  readonly attribution: boolean;
  /** Shares of the flagged pairs that the leak-dose curve keeps, in ascending order; an empty list skips the curve. */
  readonly leakDose: readonly number[];
  /** Shares of the clean pool's classes for the diversity curve, in ascending order; an empty list skips the curve. */
  readonly diversity: readonly number[];
  /** Least number of trainings with shuffled texts, over all class folds. */
  readonly shuffles: number;
  /** Number of bootstrap resamples. */
  readonly bootstrap: number;
  /** How the audit finds leaks. */
  readonly leakage: {
    /** What a flagged pair takes out of the clean pool: all captions of its sound, or itself alone. */
    readonly unit: LeakUnit;
    /** The rules that run; see `rulesOf` for the default. */
    readonly rules?: readonly LeakRule[] | undefined;
    /** Rules whose findings shape the pools although they only report by default. */
    readonly flag: readonly LeakRule[];
    /** Rules whose findings are only reported although they shape the pools by default. */
    readonly report: readonly LeakRule[];
    /** A label set with the labels' senses: a file, or one that ships; see `readMeanings` for the default. */
    readonly labels?: string | undefined;
    /** Columns that name an item's source; default `source_id` on both sides. */
    readonly sourceColumn?: SideColumns | undefined;
    /** Files that list recordings to be left out, for `AUDIO-LISTED`. */
    readonly exclude?: readonly string[] | undefined;
    /** Names of the evaluation's data set, for `BACKBONE-DATA`; default the name of the label set in `labels`. */
    readonly evaluationSets?: readonly string[] | undefined;
  };
  /** Sentences about the data that the report repeats. */
  readonly notes: readonly string[];
}

/** Implements {@link parseConfiguration}, which `doors/audit/parse_configuration.ts` documents. */
export function parseConfiguration(text: string, name: string): AuditConfiguration {
  // The JSON Schema that an editor uses is no part of what is asked.
  const { $schema: _, ...configuration } = parseJson(text, name, configurationSchema);
  return configuration;
}

/**
 * Shifts training seeds so that they start with another one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(shiftSeeds([0, 1, 4], 10), [10, 11, 14]);
 * ```
 */
export function shiftSeeds(seeds: readonly number[], first: number): number[] {
  return seeds.map((seed) => (seed - seeds[0]! + first) >>> 0);
}
