/**
 * What an audit works on, read from the files that its configuration names.
 * @module
 */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { openGlove100d } from "../backbones/glove_100d.ts";
import { InputError, messageOf } from "../basics/errors.ts";
import { type Item, readItems } from "../datasets/items.ts";
import { readNpy } from "../formats/npy.ts";
import type { EvaluationItem, TrainingPair } from "../leakage/findings.ts";
import type { AuditConfiguration } from "./configuration.ts";
import type { Matrix } from "./matrix.ts";

/** The audio backbone that stands for no pre-training. */
export const BASELINE = "log-mel-statistics";

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
  /** Every distinct text of training and every label. */
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
  /** Backbones, and the baselines behind those that name them. */
  readonly audio: readonly AuditAudio[];
  /** Text backbones. */
  readonly text: readonly AuditText[];
  /** SHA-256 of every file read, by the name that the configuration gives it. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** A label or text as words: `_` reads as a space. */
export function asWords(text: string): string {
  return text.replaceAll("_", " ").trim();
}

/**
 * Reads everything that a configuration names.
 *
 * @param folder the configuration's folder, to which its paths are relative
 * @throws {InputError} when a file is malformed, sides do not fit, or fewer than two classes are left
 */
export async function readInputs(
  configuration: AuditConfiguration,
  folder: string,
): Promise<AuditInputs> {
  const files = new Files(folder);
  const { training, evaluation, leakage } = configuration;
  const trainingItems = await files.items(training.items, training.labelColumn, training.where);
  const evaluationItems = await files.items(
    evaluation.items,
    evaluation.labelColumn,
    evaluation.where,
  );
  const source = leakage.sourceColumn ?? { training: SOURCE_COLUMN, evaluation: SOURCE_COLUMN };
  const pairs = trainingItems.kept.map((item) => ({
    ...identity(item, training.labelColumn, source.training),
    text: asWords(fillTemplate(training.text, item, training.items)),
  }));
  const items = evaluationItems.kept.map((item) =>
    identity(item, evaluation.labelColumn, source.evaluation)
  );
  const labels = [...new Set(items.map(({ label }) => label))].sort();
  if (labels.length < 2 * evaluation.classFolds) {
    throw new InputError(
      `"${evaluation.items}" has ${labels.length} classes; ${evaluation.classFolds} class folds need at least ${
        2 * evaluation.classFolds
      }`,
    );
  }
  const audio = await readAudio(configuration, files, trainingItems, evaluationItems);
  const texts = [...new Set([...pairs.map(({ text }) => text), ...labels.map(asWords)])].sort();
  const text = await Promise.all(configuration.text.map(({ name }) => embedTexts(name, texts)));
  return { pairs, items, labels, audio, text, hashes: files.hashes };
}

/** Items of one side: those that `where` keeps, and their rows among all. */
interface Side {
  readonly path: string;
  readonly all: number;
  readonly kept: readonly Item[];
}

/** Reads files of one folder and remembers their hashes. */
class Files {
  readonly hashes: Record<string, string> = {};

  constructor(readonly folder: string) {}

  async #hash(path: string): Promise<Uint8Array> {
    const bytes = await Deno.readFile(resolve(this.folder, path)).catch((thrown) => {
      throw new InputError(`Cannot open "${resolve(this.folder, path)}": ${messageOf(thrown)}`);
    });
    this.hashes[path] = createHash("sha256").update(bytes).digest("hex");
    return bytes;
  }

  async items(
    path: string,
    labelColumn: string,
    where: Readonly<Record<string, readonly string[]>>,
  ): Promise<Side> {
    const required = [labelColumn, ...Object.keys(where)];
    const all = await readItems(resolve(this.folder, path), { required });
    await this.#hash(path);
    const kept = all.filter(({ columns }) =>
      Object.entries(where).every(([column, values]) => values.includes(columns[column]!))
    );
    if (kept.length === 0) {
      throw new InputError(`"${path}": "where" keeps none of ${all.length} items`);
    }
    return { path, all: all.length, kept };
  }

  /** The rows of a side's items in an array of all of them. */
  async matrix(path: string, side: Side): Promise<Matrix> {
    const { shape, data } = readNpy(await this.#hash(path), path);
    const [rows, columns] = shape;
    if (shape.length !== 2 || rows !== side.all || columns === 0) {
      throw new InputError(
        `"${path}" has shape (${
          shape.join(", ")
        }); expected a row for each of the ${side.all} items of "${side.path}"`,
      );
    }
    const values = new Float32Array(side.kept.length * columns!);
    side.kept.forEach(({ row }, i) => {
      values.set(data.subarray((row - 1) * columns!, row * columns!), i * columns!);
    });
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const { row } = side.kept[Math.floor(bad / columns!)]!;
      throw new InputError(`"${path}" row ${row} holds ${values[bad]}; expected finite numbers`);
    }
    return { rows: side.kept.length, columns: columns!, values };
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
    const value = item.columns[column];
    if (value === undefined) {
      throw new InputError(
        `"${path}" has no column "${column}", which the text template "${template}" names`,
      );
    }
    return value;
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
    if (backbones.some(({ name }) => name === entry.name)) {
      throw new InputError(`Two audio backbones are named "${entry.name}"`);
    }
    let baseline: AuditAudio | undefined;
    if (entry.baseline) {
      const key = JSON.stringify(entry.baseline);
      const name = baselines.size === 0 ? BASELINE : `${BASELINE} of ${entry.name}`;
      baseline = baselines.get(key) ?? { name, baseline: undefined, ...await read(entry.baseline) };
      baselines.set(key, baseline);
    }
    backbones.push({ name: entry.name, baseline: baseline?.name, ...await read(entry) });
  }
  return [...backbones, ...baselines.values()];
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
