/**
 * Gives arrays in memory the names by which a configuration asks for them.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { type AuditConfiguration, parseConfiguration } from "../configuration/configuration.ts";
import type { InMemory, RowEmbeddings, TableRow } from "../inputs/memory_files.ts";
import type {
  AudioMatrices,
  AuditArrays,
  EvaluationArrays,
  TextVectors,
  TrainingArrays,
} from "./arrays.ts";

/** Name of the items to be named, and of the sounds to train on. */
const [EVALUATION, TRAINING] = ["evaluation", "training"];

/** A configuration, and what it names. */
export interface ConfiguredArrays {
  /** The configuration with every default filled in. */
  readonly configuration: AuditConfiguration;
  /** The arrays, by their names in it. */
  readonly held: InMemory;
}

/**
 * Names the arrays of an audit.
 *
 * @throws {InputError} with the key, what was found and what is expected
 */
export function configuredArrays(asked: AuditArrays): ConfiguredArrays {
  const { evaluation, training, audio, text, published = [], ...settings } = asked;
  const items = evaluationTable(evaluation);
  const pairs = training === undefined ? undefined : trainingTable(training);
  const named = new NamedEmbeddings(items, pairs);
  const configuration = {
    ...settings,
    evaluation: {
      items: EVALUATION,
      ...(evaluation.prompts === undefined ? {} : { prompts: evaluation.prompts }),
      ...(evaluation.classFolds === undefined ? {} : { classFolds: evaluation.classFolds }),
    },
    ...(training === undefined ? {} : {
      training: {
        items: TRAINING,
        ...(training.texts === undefined ? {} : { textColumn: "text" }),
      },
    }),
    audio: audio.map(({ name, baseline, twin, ...own }, i) => ({
      name,
      ...named.sounds(`audio[${i}]`, own),
      ...(baseline &&
        { baseline: namedAs(baseline, named.sounds(`audio[${i}].baseline`, baseline)) }),
      ...(twin && { twin: namedAs(twin, named.sounds(`audio[${i}].twin`, twin)) }),
    })),
    text: text.map(({ name, baseline, ...own }, i) => ({
      name,
      ...named.texts(`text[${i}]`, own),
      ...(baseline &&
        { baseline: namedAs(baseline, named.texts(`text[${i}].baseline`, baseline)) }),
    })),
    published: published.map(({ name, audio, texts, embeddings }, i) => ({
      name,
      audio: named.evaluated(`published[${i}].audio`, audio),
      text: named.words(`published[${i}].text`, texts, embeddings),
    })),
  };
  return {
    configuration: parseConfiguration(JSON.stringify(configuration), "the audit's arrays"),
    held: {
      tables: new Map([
        [EVALUATION!, items],
        ...(pairs === undefined ? [] : [[TRAINING!, pairs] as const]),
      ]),
      embeddings: named.all,
    },
  };
}

function namedAs<Keys>({ name }: { readonly name?: string | undefined }, keys: Keys) {
  return { ...(name === undefined ? {} : { name }), ...keys };
}

/** Collects embeddings, and gives the keys of the configuration that name them. */
class NamedEmbeddings {
  readonly all = new Map<string, RowEmbeddings>();
  readonly #items: readonly TableRow[];
  readonly #pairs: readonly TableRow[] | undefined;

  constructor(items: readonly TableRow[], pairs: readonly TableRow[] | undefined) {
    this.#items = items;
    this.#pairs = pairs;
  }

  sounds(key: string, { training, evaluation, backbone }: AudioMatrices) {
    if (training !== undefined && this.#pairs === undefined) {
      throw new InputError(`"${key}.training" has rows, but there is no "training"`);
    }
    if (training === undefined && this.#pairs !== undefined) {
      throw new InputError(`"${key}.training" is missing; expected a row for each training sound`);
    }
    return {
      ...(training && { training: this.#add(`${key}.training`, training, this.#pairs!) }),
      evaluation: this.evaluated(`${key}.evaluation`, evaluation),
      ...(backbone === undefined ? {} : { backbone }),
    };
  }

  evaluated(key: string, matrix: Matrix): string {
    return this.#add(key, matrix, this.#items);
  }

  texts(key: string, { texts, embeddings, backbone }: TextVectors) {
    if ((texts === undefined) !== (embeddings === undefined)) {
      const missing = texts === undefined ? "texts" : "embeddings";
      throw new InputError(`"${key}.${missing}" is missing; expected texts and a row for each`);
    }
    return {
      ...(texts && embeddings &&
        { embeddings: this.words(`${key}.embeddings`, texts, embeddings) }),
      ...(backbone === undefined ? {} : { backbone }),
    };
  }

  words(key: string, texts: readonly string[], matrix: Matrix): string {
    return this.#add(key, matrix, texts.map((text) => ({ text })));
  }

  #add(key: string, matrix: Matrix, table: readonly TableRow[]): string {
    this.all.set(key, { matrix, table });
    return key;
  }
}

function evaluationTable({ labels, sources, captions, ids }: EvaluationArrays): TableRow[] {
  const columns = { label: labels, source_id: sources, captions, id: ids };
  return tableOf(EVALUATION!, labels.length, columns);
}

function trainingTable({ texts, labels, sources, ids }: TrainingArrays): TableRow[] {
  const count = texts?.length ?? labels?.length ?? 0;
  return tableOf(TRAINING!, count, { text: texts, label: labels, source_id: sources, id: ids });
}

/** Lists are written as JSON, as manifests have them; a column that is not given is absent. */
function tableOf(
  key: string,
  count: number,
  columns: Readonly<
    Record<string, readonly (string | readonly string[] | undefined)[] | undefined>
  >,
): TableRow[] {
  const given = Object.entries(columns).flatMap(([name, cells]) =>
    cells === undefined ? [] : [{ name, cells }]
  );
  for (const { name, cells } of given) {
    if (cells.length === count) continue;
    throw new InputError(
      `"${key}" has ${count} items, and ${cells.length} values of "${name}"; expected one for each`,
    );
  }
  return Array.from(
    { length: count },
    (_, row) => Object.fromEntries(given.map(({ name, cells }) => [name, cellText(cells[row])])),
  );
}

function cellText(cell: string | readonly string[] | undefined): string {
  return typeof cell === "string" ? cell : cell === undefined ? "" : JSON.stringify(cell);
}
