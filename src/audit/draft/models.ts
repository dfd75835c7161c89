/**
 * Writes the backbones of a configuration for the references that were given.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { isFile } from "../../basics/on_disk.ts";
import { quotable } from "../../basics/printable.ts";
import { splitArrayName } from "../../embeddings/arrays.ts";
import { readItems } from "../../datasets/items.ts";
import { type Embeddings, modelsOfArrays } from "./array_sides.ts";
import type { DraftChoices } from "./choice.ts";
import type { LookedSide } from "./look.ts";
import { type Modality, nameIn, readReference, type Reference } from "./references.ts";

/** An entry of `audio` or `text`, as it is written. */
export type PlainEntry = Readonly<Record<string, string>>;

/** What models are given. */
export interface AskedModels {
  readonly audio: readonly string[];
  readonly text: readonly string[];
  /** The ledger of models without a card. */
  readonly ledger: string | undefined;
  readonly allowOutside: boolean;
  /** Returns a path as the configuration has it. */
  readonly place: (path: string) => string;
  /** Called before each reference is read, and awaited. */
  readonly pause: () => Promise<void>;
}

/** Endings of manifests that may lie beside an array of texts. */
const BESIDE = [".csv", ".tsv", ".jsonl", ".json", ".parquet"];

/**
 * Returns the entries of `audio`.
 *
 * @throws {InputError} when a reference names nothing, or something that does not fit the items
 */
export async function audioEntries(
  asked: AskedModels,
  evaluation: LookedSide,
  training: LookedSide | undefined,
  choices: DraftChoices,
): Promise<PlainEntry[]> {
  const references = await readAll(asked, "audio");
  const backbones = references.filter((one) => one.kind === "backbone");
  const given = modelsOfArrays(references.filter(isEmbeddings), evaluation, training);
  const named = unique([...backbones, ...given].map(({ name }) => name));
  const entries = [
    ...backbones.map((one) => backboneKeys(one, asked)),
    ...given.map(({ training, evaluation }) => ({
      ...(training === undefined ? {} : { training: asked.place(training) }),
      evaluation: asked.place(evaluation),
    })),
  ];
  const sounds = [...training === undefined ? [] : [training], evaluation];
  const silence = sounds.map((side) => side.silence).find((reason) => reason !== undefined);
  if (silence !== undefined && backbones.length > 0) {
    throw new InputError(
      `${silence}, so "${
        quotable(backbones[0]!.given)
      }" cannot be run; give arrays of embeddings as ` +
        "--audio, or add the sounds",
    );
  }
  for (const [i, { why, ...one }] of [...backbones, ...given].entries()) {
    const isUnsure = "isUnsure" in one && one.isUnsure;
    choices.add({ key: `audio[${i}]`, value: named[i]!, why, isUnsure });
    noteBaseline(choices, `audio[${i}].baseline`, one.name, silence);
  }
  return entries.map((entry, i) => ({ name: named[i]!, ...entry }));
}

/** Returns the entries of `text`; errors as in {@link audioEntries}. */
export async function textEntries(
  asked: AskedModels,
  choices: DraftChoices,
): Promise<PlainEntry[]> {
  const references = await readAll(asked, "text");
  const named = unique(references.map((one) => isEmbeddings(one) ? nameIn(one.given) : one.name));
  const entries: PlainEntry[] = [];
  for (const [i, one] of references.entries()) {
    const key = `text[${i}]`;
    const keys = isEmbeddings(one)
      ? await textArrayKeys(one, asked, key, named[i]!, choices)
      : backboneKeys(one, asked);
    if (!isEmbeddings(one)) choices.told(key, named[i]!, one.why);
    entries.push({ name: named[i]!, ...keys });
  }
  choices.told(
    "text[].baseline",
    "character-ngrams",
    "the default, which has learned nothing",
    '"baseline" names another',
  );
  return entries;
}

async function readAll(asked: AskedModels, modality: Modality): Promise<Reference[]> {
  const all: Reference[] = [];
  for (const given of asked[modality]) {
    await asked.pause();
    all.push(await readReference(given, modality, asked.allowOutside));
  }
  return all;
}

function isEmbeddings(one: Reference): one is Embeddings {
  return one.kind === "embeddings";
}

function backboneKeys(
  { given, isPath, isWithoutCard }: Extract<Reference, { kind: "backbone" }>,
  { place, ledger }: AskedModels,
): PlainEntry {
  const backbone = isPath ? place(given) : given;
  if (!isWithoutCard) return { backbone };
  if (ledger !== undefined) return { backbone, ledger: place(ledger) };
  throw new InputError(
    `"${
      quotable(given)
    }" is a model without a card; say what it was trained on with --ledger FILE, ` +
      'JSON such as {"trainingData": ["AudioSet"], "trainingLabels": "unknown", "source": "its ' +
      'paper"}, or draft a card with "earnest card"',
  );
}

async function textArrayKeys(
  { given, ids, rows }: Embeddings,
  { place }: AskedModels,
  key: string,
  name: string,
  choices: DraftChoices,
): Promise<PlainEntry> {
  if (ids !== undefined) {
    choices.told(key, name, "an embedding set, which has its texts");
    return { embeddings: place(given) };
  }
  const stem = splitArrayName(given).file.replace(/\.[^.]+$/, "");
  for (const path of BESIDE.map((ending) => stem + ending)) {
    if (path === given || !await isFile(path)) continue;
    const { length } = await readItems(path);
    if (length !== rows) {
      throw new InputError(
        `"${quotable(given)}" has ${rows} rows, but "${quotable(path)}" beside it has ${length}; ` +
          "expected the text of each row",
      );
    }
    choices.told(key, name, `its texts are in ${quotable(path)}, which has as many rows`);
    return { embeddings: place(given), items: place(path) };
  }
  throw new InputError(
    `"${quotable(given)}" has ${rows} rows of texts; expected the manifest of these beside it, ` +
      `"${quotable(stem)}.csv", with a column "text"`,
  );
}

function noteBaseline(
  choices: DraftChoices,
  key: string,
  name: string,
  silence: string | undefined,
): void {
  if (name === "log-mel-statistics") {
    choices.told(key, "none", "log-mel-statistics is the baseline of others");
  } else if (silence === undefined) {
    const why = "the default where both sides have sounds; it has learned nothing";
    choices.told(key, "log-mel-statistics", why, '"baseline" names another');
  } else {
    choices.told(key, "none", silence, 'give arrays of a baseline in "baseline"');
  }
}

/** Makes names differ: the second of one name gets a number. */
function unique(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
