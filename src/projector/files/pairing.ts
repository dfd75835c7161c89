/**
 * Finds the rows of a pool's pairs in two embedding sets.
 *
 * A pair's sound is the row of the audio set with the pair's id; if pairs are captions and a clip has several, it is
 * the row of the clip that the text set names (`caption_of`). A pair's text is the row of the text set with the
 * pair's id, as `embed` writes it for the manifest of the pairs. If the text set has the id of none of the pairs,
 * such as a set of class names, it is the row whose `text` equals the text that the audio set's manifest gives for
 * the pair's sound.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { matrixRow } from "../../basics/matrix.ts";
import { quotable } from "../../basics/printable.ts";
import { asWords } from "../../basics/words.ts";
import { cellOf } from "../../datasets/cells.ts";
import type { EmbeddingSet, SetItem } from "../../embeddings/embedding_set.ts";
import type { ConditionPool } from "../../leakage/pools/pool_of.ts";
import type { PairRows } from "../training_step.ts";
import { type PlacedPair, type PoolRows, poolRows } from "./pool_rows.ts";

/** A set and its name in messages. */
export interface NamedEmbeddings {
  /** Its path. */
  readonly name: string;
  /** The set. */
  readonly set: EmbeddingSet;
}

/** Which columns of the audio set describe pairs. */
export interface PairColumns {
  /** The text of a pair, for text sets without pairs' ids. Default `text`, else `caption`, else `label`. */
  readonly text?: string | undefined;
  /** The class of a pair, for class-aware batches. Default `label`. */
  readonly label?: string | undefined;
}

/** The pairs of a pool as rows of the sets. */
export interface JoinedPool extends PoolRows {
  /** Ids of pairs that are left out, because the sets say that their items could not be read; sorted. */
  readonly leftOut: readonly string[];
  /** Which set gives the texts of the pairs. */
  readonly textsFrom: "text" | "audio";
}

/** Largest number of ids that a message lists. */
const SHOWN_IDS = 3;

/**
 * Joins a pool with the sets.
 *
 * @throws {InputError} when a pair has no row in a set although the set does not list its item as unreadable, or the
 * pairs to train on have fewer than 2 distinct texts
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = (ids: string[], columns: (id: string) => Record<string, string>) => ({
 *   rows: ids.length,
 *   columns: 1,
 *   values: new Float32Array(ids.length),
 *   items: ids.map((id) => ({ id, columns: columns(id) })),
 *   unreadable: [],
 *   identity: {},
 *   fingerprint: "",
 * });
 * const audio = { name: "audio", set: set(["a", "b", "c"], (id) => ({ label: `sound_${id}` })) };
 * const text = { name: "text", set: set(["1", "2"], (id) => ({ text: `sound ${"ca"[+id - 1]}` })) };
 * const pool = { training: ["a", "c"], validation: [] };
 * const { training, textsFrom } = joinPool(pool, audio, text);
 * assert.deepEqual([...training.audioRows], [0, 2]);
 * assert.deepEqual([...training.textRows], [1, 0]);
 * assert.equal(textsFrom, "audio");
 * ```
 */
export function joinPool(
  pool: ConditionPool,
  audio: NamedEmbeddings,
  text: NamedEmbeddings,
  columns: PairColumns = {},
): JoinedPool {
  if (pool.training.length === 0) throw fewTexts(0);
  const ids = [...pool.training, ...pool.validation];
  const textIdOf = (id: string) => pool.textOf?.get(id) ?? id;
  const captions = new Map(text.set.items.map((item) => [item.id, item]));
  const known = new Set([...captions.keys(), ...text.set.unreadable.map(({ id }) => id)]);
  const textsFrom = ids.some((id) => known.has(textIdOf(id))) ? "text" : "audio";
  const sounds = rowFinder(audio, (id) => captions.get(id)?.columns["caption_of"]);
  const textRow = textsFrom === "text"
    ? rowFinder(text, () => undefined)
    : rowByText(audio, sounds, text, columns.text);
  const first = firstRows(text.set.items, text.set);
  const labelColumn = columns.label ?? "label";
  const placeOf = (id: string): Place => {
    const [sound, words] = [sounds(id), textRow(textIdOf(id))];
    const label = sound < 0 ? "" : cellOf(audio.set.items[sound]!, labelColumn);
    return { id, audio: sound, text: first[words] ?? words, label: label || undefined };
  };
  const places = ids.map(placeOf);
  refuseMissing(places.filter((place) => place.audio === MISSING), audio.name);
  refuseMissing(places.filter((place) => place.text === MISSING), text.name);
  const isThere = ({ audio, text }: Place) => audio !== UNREADABLE && text !== UNREADABLE;
  const training = places.slice(0, pool.training.length).filter(isThere);
  const validation = places.slice(pool.training.length).filter(isThere);
  const rows = poolRows(training, validation);
  refuseFewTexts(rows.training);
  return {
    ...rows,
    leftOut: places.filter((place) => !isThere(place)).map(({ id }) => id).sort(),
    textsFrom,
  };
}

/** Finds a pair's rows; {@link MISSING} or {@link UNREADABLE} if it has none. */
interface Place extends PlacedPair {
  readonly id: string;
}

const MISSING = -1;
const UNREADABLE = -2;

/** Finds rows by id, or by a second id if the first has no row. */
function rowFinder(
  { set }: NamedEmbeddings,
  otherwise: (id: string) => string | undefined,
): (id: string) => number {
  const rows = new Map(set.items.map(({ id }, row) => [id, row]));
  for (const { id } of set.unreadable) rows.set(id, UNREADABLE);
  return (id) => rows.get(id) ?? rows.get(otherwise(id) ?? id) ?? MISSING;
}

/** Finds rows of the text set by the texts in the audio set's manifest. */
function rowByText(
  audio: NamedEmbeddings,
  soundOf: (id: string) => number,
  text: NamedEmbeddings,
  column: string | undefined,
): (id: string) => number {
  const chosen = textColumnOf(audio, column);
  const rows = new Map<string, number>();
  text.set.items.forEach(({ id, columns }, row) => {
    const words = asWords(columns["text"] ?? id);
    if (!rows.has(words)) rows.set(words, row);
  });
  return (id) => {
    const sound = soundOf(id);
    if (sound < 0) return sound;
    return rows.get(asWords(cellOf(audio.set.items[sound]!, chosen))) ?? MISSING;
  };
}

function textColumnOf({ name, set }: NamedEmbeddings, column: string | undefined): string {
  const has = (one: string) => set.items.every(({ columns }) => Object.hasOwn(columns, one));
  const found = column === undefined ? ["text", "caption", "label"].find(has) : [column].find(has);
  if (found !== undefined) return found;
  const expected = column === undefined ? '"text", "caption" or "label"' : `"${quotable(column)}"`;
  throw new InputError(
    `The text set has no row with the id of any pair, and "${quotable(name)}" has no column ` +
      `${expected} with their texts; name one with --text-column`,
  );
}

/**
 * Maps each row to the first row with the same text, so that pairs with one text share a row. If a set does not give
 * its texts, rows with the same bits count as the same text.
 */
function firstRows(items: readonly SetItem[], set: EmbeddingSet): number[] {
  const says = items.every(({ columns }) => Object.hasOwn(columns, "text"));
  const first = new Map<string, number>();
  return items.map(({ columns }, row) => {
    const key = says ? columns["text"]! : matrixRow(set, row).join();
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row);
    return earlier ?? row;
  });
}

function refuseMissing(missing: readonly Place[], name: string): void {
  if (missing.length === 0) return;
  const shown = missing.slice(0, SHOWN_IDS).map(({ id }) => `"${quotable(id)}"`).join(", ");
  const more = missing.length > SHOWN_IDS ? ", …" : "";
  const pairs = missing.length === 1 ? "1 pair of the pool has" : `${missing.length} pairs have`;
  throw new InputError(`${pairs} no row in "${quotable(name)}": ${shown}${more}`);
}

function refuseFewTexts({ textRows }: PairRows): void {
  if (new Set(textRows).size < 2) throw fewTexts(textRows.length);
}

function fewTexts(pairs: number): InputError {
  const found = pairs === 0 ? "no pairs" : pairs === 1 ? "1 pair" : `${pairs} pairs of one text`;
  return new InputError(`The pool has ${found}; expected at least 2 distinct texts to train on`);
}
