/**
 * Finds out which side's items arrays of embeddings belong to, and which arrays are of one model.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import type { LookedSide } from "./look.ts";
import { nameIn, type Reference } from "./references.ts";

/** Embeddings as {@link Reference} has them. */
export type Embeddings = Extract<Reference, { kind: "embeddings" }>;

/** A model that is given by its embeddings. */
export interface GivenModel {
  readonly name: string;
  readonly training?: string;
  readonly evaluation: string;
  /** What tells that. */
  readonly why: string;
  readonly isUnsure: boolean;
}

const OF_TRAINING = /(?:^|[-_. ])(?:train|training|dev|development)(?=[-_. ]|$)/i;
const OF_EVALUATION = /(?:^|[-_. ])(?:eval|evaluation|test|testing)(?=[-_. ]|$)/i;

/** Words in names of arrays that name no model. */
const GENERAL = /^(?:emb|embs|embeddings?|features?|audio|sounds?|vectors?|arrays?|\d+)$/;

interface Sided {
  readonly of: "training" | "evaluation";
  readonly embeddings: Embeddings;
  readonly isUnsure: boolean;
  readonly why: string;
}

/**
 * Joins arrays to models, one array of each side for each, or one for both where these are one data set: by their numbers of rows, then by their names, else in the
 * order in which they are given, which is a guess.
 *
 * @throws {InputError} when an array has as many rows as neither side, or a side of a model is missing
 */
export function modelsOfArrays(
  all: readonly Embeddings[],
  evaluation: LookedSide,
  training: LookedSide | undefined,
): GivenModel[] {
  if (training === undefined) {
    return all.map((embeddings) => {
      if (!fits(embeddings, evaluation)) throw wrongRows(embeddings, [evaluation]);
      const { given } = embeddings;
      const why = whyText(embeddings, evaluation, "evaluation");
      return { name: modelName(given), evaluation: given, why, isUnsure: false };
    });
  }
  if (training === evaluation) {
    return all.map((embeddings) => {
      if (!fits(embeddings, evaluation)) throw wrongRows(embeddings, [evaluation]);
      const { given } = embeddings;
      const why = whyText(embeddings, evaluation, "both sides");
      return { name: nameIn(given), training: given, evaluation: given, why, isUnsure: false };
    });
  }
  const sided = sidesOf(all, evaluation, training);
  const [trained, evaluated] = ["training", "evaluation"].map((side) =>
    sided.filter((one) => one.of === side)
  ) as [Sided[], Sided[]];
  if (trained.length !== evaluated.length) throw missingSide(trained, evaluated);
  const others = joined(trained, evaluated);
  return trained.map((one, i) => {
    const [other, doubt] = [others[i]!, whyDoubted(one, others[i]!, trained.length)];
    const key = modelName(one.embeddings.given);
    return {
      name: key === modelName(other.embeddings.given) ? key : nameIn(other.embeddings.given),
      training: one.embeddings.given,
      evaluation: other.embeddings.given,
      why: [one.why, other.why, ...doubt === undefined ? [] : [doubt]].join("; "),
      isUnsure: doubt !== undefined || one.isUnsure || other.isUnsure,
    };
  });
}

/** The evaluation's array for each of the training: of the same name, else of a like one, else the first that is left. */
function joined(trained: readonly Sided[], evaluated: readonly Sided[]): Sided[] {
  const left = [...evaluated];
  const found = new Map<Sided, Sided>();
  const areOne = (a: Sided, b: Sided) =>
    modelName(a.embeddings.given) === modelName(b.embeddings.given);
  for (const isFit of [areOne, areAlike, () => true]) {
    for (const one of trained) {
      if (found.has(one)) continue;
      const at = left.findIndex((other) => isFit(one, other));
      if (at >= 0) found.set(one, left.splice(at, 1)[0]!);
    }
  }
  return trained.map((one) => found.get(one)!);
}

/** Why two arrays may not be of one model; undefined where their names say that they are. */
function whyDoubted(one: Sided, other: Sided, arrays: number): string | undefined {
  const [a, b] = [one, other].map(({ embeddings }) => modelName(embeddings.given));
  const isNameless = [one, other].some(({ embeddings }) => wordsOf(embeddings.given).length === 0);
  if (a === b || (arrays === 1 && (isNameless || areAlike(one, other)))) return undefined;
  return areAlike(one, other)
    ? "joined since their names share a word"
    : `their names do not say that they are of one model${
      arrays === 1 ? "" : ", and they are joined in the order in which they are given"
    }`;
}

/** Whether two names share a word that may be a model's. */
function areAlike(one: Sided, other: Sided): boolean {
  const [a, b] = [one, other].map(({ embeddings }) => wordsOf(embeddings.given));
  return a!.some((word) => b!.includes(word));
}

function wordsOf(given: string): string[] {
  return bareName(given).toLowerCase().split(/[-_. ]+/)
    .filter((word) => word.length > 1 && !GENERAL.test(word));
}

function sidesOf(
  all: readonly Embeddings[],
  evaluation: LookedSide,
  training: LookedSide,
): Sided[] {
  let unnamed = 0;
  return all.map((embeddings): Sided => {
    const [isTraining, isEvaluation] = [fits(embeddings, training), fits(embeddings, evaluation)];
    if (!isTraining && !isEvaluation) throw wrongRows(embeddings, [evaluation, training]);
    if (isTraining !== isEvaluation) {
      const of = isTraining ? "training" : "evaluation";
      const why = whyText(embeddings, isTraining ? training : evaluation, of);
      return { of, embeddings, isUnsure: false, why };
    }
    const name = nameIn(embeddings.given);
    const [says, denies] = [OF_TRAINING.test(name), OF_EVALUATION.test(name)];
    const isNamed = says !== denies;
    const of = (isNamed ? says : unnamed++ % 2 === 0) ? "training" : "evaluation";
    const by = isNamed ? "its name" : "the order in which arrays are given, training first";
    const why =
      `${quotable(embeddings.given)} has ${rowsText(embeddings)}, as both sides have; taken ` +
      `for ${of} by ${by}`;
    return { of, embeddings, isUnsure: true, why };
  });
}

/** Whether embeddings can be of a side's items: by ids where they have them, else by their number. */
function fits({ rows, ids }: Embeddings, { items }: LookedSide): boolean {
  if (ids === undefined) return rows === items.length;
  const own = new Set(items.flatMap((item) => [item.id, soundIdOf(item)]));
  return 2 * ids.filter((id) => own.has(id)).length > ids.length;
}

function whyText(embeddings: Embeddings, side: LookedSide, of: string): string {
  const { given, ids } = embeddings;
  return ids === undefined
    ? `${quotable(given)} has ${rowsText(embeddings)}, as many as ${quotable(side.path)} (${of})`
    : `${quotable(given)} has the ids of ${quotable(side.path)} (${of})`;
}

function rowsText({ rows }: Embeddings): string {
  return `${rows.toLocaleString("en-US")} rows`;
}

function wrongRows({ given, rows, ids }: Embeddings, sides: readonly LookedSide[]): InputError {
  const wanted = sides.map(({ items, path }) => `${items.length}, as "${quotable(path)}" has`);
  const found = ids === undefined ? `${rows} rows` : `${rows} rows of other ids`;
  return new InputError(
    `"${quotable(given)}" has ${found}; expected ${wanted.join(", or ")}, a row for each item`,
  );
}

function missingSide(trained: readonly Sided[], evaluated: readonly Sided[]): InputError {
  const isTraining = trained.length > evaluated.length;
  const [more, fewer] = isTraining ? ["training", "evaluation"] : ["evaluation", "training"];
  const [one] = isTraining ? trained : evaluated;
  return new InputError(
    `--audio has ${trained.length} for the training items and ${evaluated.length} for the evaluation; ` +
      `beside "${quotable(one!.embeddings.given)}" (${more}) expected one of the same ` +
      `model for ${fewer}, as another --audio`,
  );
}

/** The name of an array's model: without the word of the side, unless it is all. */
function modelName(given: string): string {
  return bareName(given) || nameIn(given);
}

function bareName(given: string): string {
  return nameIn(given).replace(OF_TRAINING, "").replace(OF_EVALUATION, "").replace(/^[-_. ]+/, "");
}
