/**
 * What an audit of arrays in memory is given: the keys of a configuration, with arrays in the place of paths.
 * @module
 */
import type { Matrix } from "../../basics/matrix.ts";
import type { ProjectorConfiguration } from "../../projector/configuration.ts";
import type { AuditConfiguration, AuditOptimizer } from "../configuration/configuration.ts";

/** The items to be named, a value for each. */
export interface EvaluationArrays {
  /** The label of each item, or its labels. */
  readonly labels: readonly (string | readonly string[])[];
  /** The recording that each item was cut from, where known. */
  readonly sources?: readonly (string | undefined)[] | undefined;
  /** The captions of each item, by which retrieval is measured. */
  readonly captions?: readonly (string | readonly string[])[] | undefined;
  /** Their ids, each once; default their numbers, from 1. Random draws depend on them. */
  readonly ids?: readonly string[] | undefined;
  /** Templates of a label's texts, in which `{label}` is replaced by its words; default `{label}`. */
  readonly prompts?: readonly string[] | undefined;
  /** Number of groups of classes, each held out once; default 1, and without training items at least 2. */
  readonly classFolds?: number | undefined;
}

/** The sounds to train on, a value for each. Either texts or labels are needed. */
export interface TrainingArrays {
  /** The text of each sound, or its captions; default its label. */
  readonly texts?: readonly (string | readonly string[])[] | undefined;
  /** The label of each sound, where it has one. */
  readonly labels?: readonly (string | undefined)[] | undefined;
  /** The recording that each sound was cut from, where known. */
  readonly sources?: readonly (string | undefined)[] | undefined;
  /** Their ids, each once; default their numbers, from 1. Random draws depend on them. */
  readonly ids?: readonly string[] | undefined;
}

/** Embeddings of the sounds of both sides. */
export interface AudioMatrices {
  /** A row for each training sound; absent where there are no training sounds of their own. */
  readonly training?: Matrix | undefined;
  /** A row for each evaluation item. */
  readonly evaluation: Matrix;
  /** A card's path or the name of a shipped backbone, whose ledger says what it was trained on; it is not run. */
  readonly backbone?: string | undefined;
}

/** An audio backbone. */
export interface AudioArrays extends AudioMatrices {
  /** Its name. */
  readonly name: string;
  /** The baseline, which represents no pre-training; without one, the attribution leaves out what needs it. */
  readonly baseline?: AudioMatrices & { readonly name?: string | undefined } | undefined;
  /** The backbone without the evaluation's labels in its pre-training. */
  readonly twin?: AudioMatrices & { readonly name?: string | undefined } | undefined;
}

/** Embeddings of texts, a backbone that embeds them, or both: then only the backbone's ledger counts. */
export interface TextVectors {
  /** The texts that have a row: at least all training texts and all prompts. */
  readonly texts?: readonly string[] | undefined;
  /** A row for each text. */
  readonly embeddings?: Matrix | undefined;
  /** A card's path or the name of a shipped backbone. */
  readonly backbone?: string | undefined;
}

/** A text backbone. */
export interface TextArrays extends TextVectors {
  /** Its name. */
  readonly name: string;
  /** The baseline, which represents no pre-training; default the backbone `character-ngrams`. */
  readonly baseline?: TextVectors & { readonly name?: string | undefined } | undefined;
}

/** A published model's own shared space, which is evaluated as it is. */
export interface PublishedArrays {
  /** Its name. */
  readonly name: string;
  /** A row for each evaluation item. */
  readonly audio: Matrix;
  /** The texts that have a row: at least all prompts. */
  readonly texts: readonly string[];
  /** A row for each text, as wide as those of sounds. */
  readonly embeddings: Matrix;
}

/** The keys of a configuration that have no arrays; defaults are the configuration's. */
export interface AuditSettings {
  /** The projectors. */
  readonly projector?: Partial<ProjectorConfiguration> | undefined;
  /** How they are trained. */
  readonly optimizer?: Partial<AuditOptimizer> | undefined;
  /** Training seeds. */
  readonly seeds?: readonly number[] | undefined;
  /** The conditions to train. */
  readonly conditions?: AuditConfiguration["conditions"] | undefined;
  /** Whether all 16 cells of the four factors are trained. */
  readonly attribution?: boolean | undefined;
  /** Shares of the flagged pairs that the leak-dose curve keeps. */
  readonly leakDose?: readonly number[] | undefined;
  /** Shares of the clean pool's classes for the diversity curve. */
  readonly diversity?: readonly number[] | undefined;
  /** Least number of trainings with shuffled texts. */
  readonly shuffles?: number | undefined;
  /** Number of bootstrap resamples. */
  readonly bootstrap?: number | undefined;
  /** How leaks are found; paths in it are relative to the current folder. */
  readonly leakage?: Partial<Omit<AuditConfiguration["leakage"], "sourceColumn">> | undefined;
  /** Sentences about the data that the report repeats. */
  readonly notes?: readonly string[] | undefined;
}

/** An audit of arrays. */
export interface AuditArrays extends AuditSettings {
  /** The items to be named. */
  readonly evaluation: EvaluationArrays;
  /** The sounds to train on; without them, the evaluation's recordings are dealt into two halves. */
  readonly training?: TrainingArrays | undefined;
  /** Audio backbones. */
  readonly audio: readonly AudioArrays[];
  /** Text backbones. */
  readonly text: readonly TextArrays[];
  /** Published models' own shared spaces. */
  readonly published?: readonly PublishedArrays[] | undefined;
}
