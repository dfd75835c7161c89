/**
 * Parses an audit's configuration from JSON into plain types.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../basics/parse_json.ts";
import { LEAK_RULES, type LeakRule } from "../../leakage/findings.ts";
import { LEAK_UNITS, type LeakUnit } from "../../leakage/pools/flagged.ts";
import { DIVERSITIES, DOSES } from "../../leakage/pools/series.ts";
import {
  DEFAULT_OPTIMIZER,
  DEFAULT_PROJECTOR,
  type OptimizerConfiguration,
  PROJECTOR_KINDS,
  type ProjectorConfiguration,
  TARGETS,
  type Validating,
  VALIDATIONS,
} from "../../projector/configuration.ts";
import {
  type AudioEntry,
  audioEntry,
  type PublishedEntry,
  publishedEntry,
  sideIssues,
  type TextEntry,
  textEntry,
} from "./backbone_entries.ts";
import {
  type ItemPaths,
  itemPaths,
  textIssues,
  type TrainingEntries,
  trainingEntries,
  whereSchema,
} from "./corpora.ts";
import { LABEL_PLACE } from "./prompts.ts";
import { type AuditCondition, CONDITIONS } from "./conditions.ts";

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

const columns = z.strictObject({ training: z.string(), evaluation: z.string() });
const positive = z.int().min(1);
const rate = z.number().min(0).lt(1);
/** A list without repeats: a seed or condition that appeared twice would count as two trainings. */
const once = <Value extends string | number>(value: z.ZodType<Value>) =>
  z.array(value).refine((list) => new Set(list).size === list.length, "expected each value once");
const distinct = <Value extends string | number>(value: z.ZodType<Value>) => once(value).min(1);

/** A list of numbers, each larger than the one before. */
const rising = (value: z.ZodType<number>) =>
  z.array(value).refine(
    (list) => list.every((one, i) => i === 0 || one > list[i - 1]!),
    "expected rising numbers",
  );

const rules = distinct(z.enum(LEAK_RULES));
const leakageSchema = z.strictObject({
  unit: z.enum(LEAK_UNITS).default("sound"),
  rules: rules.optional(),
  flag: once(z.enum(LEAK_RULES)).default([]),
  report: once(z.enum(LEAK_RULES)).default([]),
  labels: z.string().optional(),
  sourceColumn: columns.optional(),
  exclude: z.array(z.string().min(1)).min(1).optional(),
  evaluationSets: z.array(z.string().min(1)).min(1).optional(),
}).check(({ value: { flag, report }, issues }) => {
  const both = flag.filter((rule) => report.includes(rule));
  if (both.length === 0) return;
  const message = 'expected rules that "leakage.report" does not name';
  issues.push({ code: "custom", input: both, path: ["flag"], message });
});

const schema = z.strictObject({
  evaluation: z.strictObject({
    items: itemPaths,
    labelColumn: z.string().default("label"),
    labelSeparator: z.string().min(1).optional(),
    where: whereSchema,
    prompts: distinct(
      z.string().max(1000).refine(
        (template) => template.includes(LABEL_PLACE),
        `expected a template with ${LABEL_PLACE} in it`,
      ),
    ).default([LABEL_PLACE]),
    classFolds: positive.default(1),
    soundColumn: z.string().optional(),
  }),
  training: trainingEntries.optional(),
  audio: z.array(audioEntry).min(1),
  text: z.array(textEntry).min(1),
  published: z.array(publishedEntry).default([]),
  projector: z.strictObject({
    kind: z.enum(PROJECTOR_KINDS).default(DEFAULT_PROJECTOR.kind),
    dim: positive.max(8192).default(DEFAULT_PROJECTOR.dim),
    dropout: rate.default(DEFAULT_PROJECTOR.dropout),
  }).prefault({}),
  optimizer: z.strictObject({
    steps: positive.default(DEFAULT_OPTIMIZER.steps),
    batch: z.int().min(2).default(DEFAULT_OPTIMIZER.batch),
    learningRate: z.number().positive().default(DEFAULT_OPTIMIZER.learningRate),
    weightDecay: z.number().min(0).default(DEFAULT_OPTIMIZER.weightDecay),
    targets: z.enum(TARGETS).default(DEFAULT_OPTIMIZER.targets),
    warmupSteps: z.int().min(0).default(DEFAULT_OPTIMIZER.warmupSteps),
    clipNorm: z.number().positive().default(DEFAULT_OPTIMIZER.clipNorm),
    betas: z.tuple([rate, rate]).default([...DEFAULT_OPTIMIZER.betas]),
    perClass: positive.optional(),
    validation: z.union([
      z.enum(VALIDATIONS),
      z.strictObject({ random: z.number().gt(0).lt(1) }),
    ]).default("none"),
    validationShare: z.number().gt(0).lt(1).default(0.1),
    validateEvery: positive.default(10),
    patience: positive.default(10),
  }).prefault({}),
  seeds: distinct(z.int().min(0).max(2 ** 32 - 1)).default([0, 1, 2, 3, 4]),
  conditions: distinct(z.enum(CONDITIONS)).default([...CONDITIONS]),
  attribution: z.boolean().default(true),
  leakDose: rising(z.number().min(0).max(1)).default([...DOSES]),
  diversity: rising(z.number().positive().max(1)).default([...DIVERSITIES]),
  shuffles: positive.max(100_000).default(20),
  bootstrap: z.int().min(100).max(1_000_000).default(2000),
  leakage: leakageSchema.prefault({}),
  notes: z.array(z.string()).default([]),
}).check(({ value: { audio, training, evaluation, attribution }, issues }) => {
  const add = (path: (string | number)[], input: unknown, message: string) =>
    issues.push({ code: "custom", input, path, message });
  if (training === undefined && evaluation.classFolds < 2) {
    const message = 'expected training items, or "evaluation.classFolds" of 2 or more';
    add(["training"], undefined, message);
  }
  for (const { path, input } of textIssues(training)) {
    add(path, input, 'expected either "text", a template, or "textColumn"');
  }
  for (const { path, input, message } of sideIssues(audio, training !== undefined)) {
    add(["audio", ...path], input, message);
  }
  for (const [i, { twin }] of audio.entries()) {
    if (twin === undefined || attribution) continue;
    add(["audio", i, "twin"], twin, 'expected none, since "attribution" is false');
  }
}) satisfies z.ZodType<AuditConfiguration>;

/**
 * Parses a configuration.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} with the key, what was found and what is expected
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.throws(
 *   () => parseConfiguration(`{ "sedes": [1] }`, "audit.json"),
 *   /"sedes"; did you mean "seeds"\?/,
 * );
 * ```
 */
export function parseConfiguration(text: string, name: string): AuditConfiguration {
  return parseJson(text, name, schema);
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
