/**
 * What an audit works on, read from the files that its configuration names.
 * @module
 */
import { resolve } from "node:path";
import { openGlove100d } from "../backbones/glove_100d.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { readInputFile } from "../basics/input_file.ts";
import { type Item, parseItems } from "../datasets/items.ts";
import { readEmbeddingArray, splitArrayName } from "../embeddings/arrays.ts";
import { inOrderOf } from "../embeddings/ready_made.ts";
import type { EvaluationItem, TrainingPair } from "../leakage/findings.ts";
import type { LabelSet } from "../leakage/labels/label_set.ts";
import { readLabels, SHIPPED_LABEL_SETS } from "../leakage/labels/read_labels.ts";
import type { AuditConfiguration } from "./configuration.ts";
import type { Matrix } from "./matrix.ts";
import { asWords, promptTexts } from "./prompts.ts";
import { sha256Of } from "../basics/sha256.ts";

/** The audio backbone that stands for no pre-training. */
const BASELINE = "log-mel-statistics";

/** Column that tells an item's recording, unless the configuration names another. */
const SOURCE_COLUMN = "source_id";

/** A training pair and the rows of its embeddings. */
export interface AuditPair extends TrainingPair {
  /** The class of the pair. */
  readonly label: string;
}

/** The embeddings of one audio backbone, a row an item. */
export interface AuditAudio {
  /** Name of the backbone. */
  readonly name: string;
  /** Name of the baseline that it is compared with; none for a baseline itself. */
  readonly baseline: string | undefined;
  /** Embeddings of the training items. */
  readonly training: Matrix;
  /** Embeddings of the evaluation items. */
  readonly evaluation: Matrix;
}

/** The embeddings of one text backbone. */
export interface AuditText {
  /** Name of the backbone. */
  readonly name: string;
  /** Every distinct text of training and of the labels' prompts. */
  readonly texts: readonly string[];
  /** An embedding a text, rows of length 1. */
  readonly vectors: Matrix;
  /** Words that the backbone does not know. */
  readonly outOfVocabulary: readonly string[];
}

/** Everything that an audit reads. */
export interface AuditInputs {
  /** Training pairs, a row of every training matrix each. */
  readonly pairs: readonly AuditPair[];
  /** Evaluation items, a row of every evaluation matrix each. */
  readonly items: readonly EvaluationItem[];
  /** Evaluation labels, sorted. */
  readonly labels: readonly string[];
  /** What the evaluation labels mean to the leak rules. */
  readonly labelSet: LabelSet;
  /** Backbones, and the baselines behind those that name them. */
  readonly audio: readonly AuditAudio[];
  /** Text backbones. */
  readonly text: readonly AuditText[];
  /** SHA-256 of every file read, by the name that the configuration gives it. */
  readonly hashes: Readonly<Record<string, string>>;
}

/**
 * Reads everything that a configuration names.
 *
 * @param folder the configuration's folder, to which its paths are relative
 * @throws {InputError} when a file is missing or malformed, sides do not fit, two names are the same, or a class
 * fold has fewer than two classes
 */
export async function readInputs(
  configuration: AuditConfiguration,
  folder: string,
): Promise<AuditInputs> {
  const files = new Files(folder);
  const { training, evaluation, leakage } = configuration;
  const itemsOf = (side: "training" | "evaluation") => {
    const { items, labelColumn, where } = configuration[side];
    // A source column that is named but not there would make every clip a recording of its own.
    const named = leakage.sourceColumn ? [leakage.sourceColumn[side]] : [];
    return files.items(items, [labelColumn, ...named], where);
  };
  const trainingItems = await itemsOf("training");
  const evaluationItems = await itemsOf("evaluation");
  const source = leakage.sourceColumn ?? { training: SOURCE_COLUMN, evaluation: SOURCE_COLUMN };
  const pairs = trainingItems.kept.map((item) => ({
    ...identity(item, training.labelColumn, source.training),
    text: asWords(fillTemplate(training.text, item, training.items)),
  }));
  const items = evaluationItems.kept.map((item) =>
    identity(item, evaluation.labelColumn, source.evaluation)
  );
  const labels = labelsOf(items, evaluation);
  const labelSet = await files.labels(leakage.labels, labels);
  const audio = await readAudio(configuration, files, trainingItems, evaluationItems);
  const prompts = labels.flatMap((label) => promptTexts(label, evaluation.prompts));
  const texts = [...new Set([...pairs.map(({ text }) => text), ...prompts])].sort();
  refuseTwice(configuration.text.map(({ name }) => name), "text backbones are named");
  const text = await Promise.all(configuration.text.map(({ name }) => embedTexts(name, texts)));
  return { pairs, items, labels, labelSet, audio, text, hashes: files.hashes };
}

function labelsOf(
  items: readonly EvaluationItem[],
  { items: path, classFolds }: AuditConfiguration["evaluation"],
): string[] {
  const labels = [...new Set(items.map(({ label }) => label))].sort();
  const fewest = 2 * classFolds;
  if (labels.length < fewest) {
    throw new InputError(
      `"${path}" has ${labels.length} classes; ${classFolds} class folds need at least ${fewest}`,
    );
  }
  refuseTwice(labels.map(asWords), `labels of "${path}" read as`);
  return labels;
}

/** Refuses names of which one stands twice: results could not tell them apart. */
function refuseTwice(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new InputError(`Two ${what} "${twice}"`);
}

/** Items of one side: the ids of all, and those that `where` keeps. */
interface Side {
  readonly path: string;
  readonly ids: readonly string[];
  readonly kept: readonly Item[];
}

/** Reads files of one folder and remembers their hashes. */
class Files {
  readonly hashes: Record<string, string> = {};

  constructor(readonly folder: string) {}

  async #read(path: string): Promise<Uint8Array> {
    const bytes = await readInputFile(resolve(this.folder, path));
    this.hashes[path] = sha256Of(bytes);
    return bytes;
  }

  /** The label set that a configuration names; without one, labels mean their own words. */
  async labels(reference: string | undefined, labels: readonly string[]): Promise<LabelSet> {
    if (reference === undefined) {
      return { name: "labels", labels: labels.map((label) => ({ label })) };
    }
    const isShipped = Object.hasOwn(SHIPPED_LABEL_SETS, reference);
    if (!isShipped) await this.#read(reference);
    const set = await readLabels(isShipped ? reference : resolve(this.folder, reference));
    const known = new Set(set.labels.map(({ label }) => label));
    const missing = labels.find((label) => !known.has(label));
    if (missing === undefined) return set;
    throw new InputError(
      `"leakage.labels" is "${quotable(reference)}", which lacks the evaluation label ` +
        `"${quotable(missing)}"`,
    );
  }

  async items(
    path: string,
    columns: readonly string[],
    where: Readonly<Record<string, readonly string[]>>,
  ): Promise<Side> {
    const all = await parseItems(await this.#read(path), path, {
      required: [...columns, ...Object.keys(where)],
    });
    const kept = all.filter(({ columns }) =>
      Object.entries(where).every(([column, values]) => values.includes(columns[column]!))
    );
    if (kept.length === 0) {
      throw new InputError(`"${path}": "where" keeps none of ${all.length} items`);
    }
    return { path, ids: all.map(({ id }) => id), kept };
  }

  /** The rows of a side's items in an array of all of them. */
  async matrix(path: string, side: Side): Promise<Matrix> {
    const { file } = splitArrayName(path);
    const { rows, dim, ...array } = await readEmbeddingArray(await this.#read(file), path);
    if (rows !== side.ids.length) {
      throw new InputError(
        `"${path}" has shape (${rows}, ${dim}); expected a row for each of the ${side.ids.length} items of "${side.path}"`,
      );
    }
    const all = array.ids
      ? inOrderOf(side.ids, array.values, array.ids, dim, path, side.path)
      : array.values;
    const values = new Float32Array(side.kept.length * dim);
    side.kept.forEach(({ row }, i) => {
      values.set(all.subarray((row - 1) * dim, row * dim), i * dim);
    });
    if (side.kept.length > 1 && values.every((value, i) => value === values[i % dim])) {
      throw new InputError(
        `"${path}" holds the same row for all ${side.kept.length} items; expected embeddings that differ`,
      );
    }
    return { rows: side.kept.length, columns: dim, values };
  }
}

function identity(item: Item, labelColumn: string, sourceColumn: string) {
  const source = item.columns[sourceColumn];
  return {
    id: item.id,
    label: item.columns[labelColumn]!,
    ...(source ? { source } : {}),
  };
}

/** The template with `{column}` replaced by the item's value. */
function fillTemplate(template: string, item: Item, path: string): string {
  return template.replaceAll(/\{([^{}]*)\}/g, (_, column: string) => {
    if (!Object.hasOwn(item.columns, column)) {
      throw new InputError(
        `"${path}" has no column "${column}", which the text template "${template}" names`,
      );
    }
    return item.columns[column]!;
  });
}

async function readAudio(
  configuration: AuditConfiguration,
  files: Files,
  training: Side,
  evaluation: Side,
): Promise<AuditAudio[]> {
  const read = async (paths: { training: string; evaluation: string }) => {
    const sides = {
      training: await files.matrix(paths.training, training),
      evaluation: await files.matrix(paths.evaluation, evaluation),
    };
    if (sides.training.columns !== sides.evaluation.columns) {
      throw new InputError(
        `"${paths.training}" has ${sides.training.columns} columns, "${paths.evaluation}" has ${sides.evaluation.columns}`,
      );
    }
    return sides;
  };
  const backbones: AuditAudio[] = [];
  const baselines = new Map<string, AuditAudio>();
  for (const entry of configuration.audio) {
    let baseline: AuditAudio | undefined;
    if (entry.baseline) {
      const key = JSON.stringify(entry.baseline);
      const name = baselines.size === 0 ? BASELINE : `${BASELINE} of ${entry.name}`;
      baseline = baselines.get(key) ?? { name, baseline: undefined, ...await read(entry.baseline) };
      baselines.set(key, baseline);
    }
    backbones.push({ name: entry.name, baseline: baseline?.name, ...await read(entry) });
  }
  const all = [...backbones, ...baselines.values()];
  refuseTwice(all.map(({ name }) => name), "audio backbones, baselines included, are named");
  return all;
}

async function embedTexts(name: string, texts: readonly string[]): Promise<AuditText> {
  const backbone = await openGlove100d();
  const { vectors, outOfVocabulary } = await backbone.embed(texts);
  return {
    name,
    texts,
    vectors: { rows: texts.length, columns: backbone.dimensions, values: vectors },
    outOfVocabulary,
  };
}
