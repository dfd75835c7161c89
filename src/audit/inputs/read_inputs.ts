/**
 * Reads what an audit works on from the files that its configuration names.
 * @module
 */
import { MOST_DOWNLOAD_BYTES } from "../../backbones/hub/room.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { laterReports } from "../../basics/progress.ts";
import { asWords } from "../../basics/words.ts";
import { alikeNotes } from "../../datasets/alike_labels.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { listNotes } from "../../datasets/label_lists.ts";
import type { EvaluationItem } from "../../leakage/findings.ts";
import { someOf } from "../../leakage/labels/some_labels.ts";
import type {
  AuditAudio,
  AuditBackbones,
  AuditEvaluation,
  AuditInputs,
  AuditPair,
  AuditPublished,
} from "./shape.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { corporaOf } from "../configuration/corpora.ts";
import { type AudioRows, readAudio, type Sides } from "./audio.ts";
import { captionLemmas } from "./caption_lemmas.ts";
import { withoutUnreadable } from "./dropping.ts";
import { draftModels } from "./drafts.ts";
import { InputFiles } from "./files.ts";
import { dealHalves } from "./deal_halves.ts";
import { trainedItemsNotes } from "./repeated_items.ts";
import { captionsToCopy, evaluationCaptions, type SoundCaptions } from "./evaluation_captions.ts";
import { rowsOfItems } from "./item_rows.ts";
import { written } from "../../leakage/pools/notes.ts";
import { readMeanings } from "./label_meanings.ts";
import { findLeaks } from "./leaks.ts";
import { type PublishedRows, readPublished } from "./published.ts";
import type { InputOptions } from "./input_options.ts";
import { soundRows } from "./sound_rows.ts";
import { labelEntries } from "./label_entries.ts";
import { namesOf, readEvaluationSides, readTrainingSides } from "./sides.ts";
import { trainingPairs } from "./training_pairs.ts";
import { readTexts } from "./texts.ts";
import { twinNotes } from "./twins.ts";
import { promptTexts } from "../configuration/prompts.ts";
import { otherCodeNotes } from "../../embeddings/made_by.ts";

export type {
  AuditAudio,
  AuditBackbone,
  AuditBackbones,
  AuditEvaluation,
  AuditInputs,
  AuditLeaks,
  AuditPair,
  AuditPublished,
  AuditText,
} from "./shape.ts";
export type { InputOptions } from "./input_options.ts";

/** Implements {@link readInputs}, which `doors/audit/read_inputs.ts` documents. */
export async function readInputs(
  configuration: AuditConfiguration,
  folder: string,
  options: InputOptions = {},
): Promise<AuditInputs> {
  const { allowOutside = false, maxDownloadBytes = MOST_DOWNLOAD_BYTES } = options;
  const files = new InputFiles(folder, { allowOutside, maxDownloadBytes });
  return await readInputsFrom(configuration, files, options);
}

/** Like {@link readInputs}, from what reads the files. */
export async function readInputsFrom(
  configuration: AuditConfiguration,
  files: InputFiles,
  options: InputOptions,
): Promise<AuditInputs> {
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  const { maxDownloadBytes = MOST_DOWNLOAD_BYTES } = options;
  await draftModels(configuration, files, { ...options, maxDownloadBytes });
  const report = laterReports(options.onProgress);
  const onRead = (done: number) => report({ stage: "reading", done, total: 4 });
  const sides = await readSides(configuration, files, onNote);
  onRead(1);
  const all = dealt(configuration, sides, onNote);
  const named = namesOf(sides.evaluation);
  const labels = evaluationLabels(all.items, named, configuration.evaluation);
  alikeNotes(labels).forEach(onNote);
  listNotes(labels, (by) => `"evaluation.labelSeparator" of "${by}" takes them apart`)
    .forEach(onNote);
  const meanings = await readMeanings(configuration, labels, files, onNote);
  const templates = configuration.evaluation.prompts;
  const prompts = labels.flatMap((one) => promptTexts(one, templates));
  const audio = await readAudio(configuration, sides, files, options, onNote);
  onRead(2);
  const shared = configuration.published;
  const published = await readPublished(shared, sides.evaluation, prompts, files);
  const { items, pairs: readable } = readableOf(all, audio, published, onNote);
  const captionsOf = evaluationCaptions(sides.evaluation);
  const captions = captionsToCopy(items, captionsOf);
  const texts = { pairs: readable, prompts, captions: captions.map(({ text }) => text) };
  const { pairs, text, known } = await readTexts(configuration.text, texts, files, options, onNote);
  onRead(3);
  const lemmas = configuration.attribution ? await captionLemmas(text[0]!.texts, pairs) : undefined;
  noteUnlabeled(pairs, configuration, onNote);
  const declared = [...audio.map(({ known }) => known), ...known];
  const scanned = { pairs, items, captions, meanings, backbones: declared, sides };
  const leaks = await findLeaks(configuration, scanned, files, options, onNote);
  onRead(4);
  (await otherCodeNotes(files.sets)).forEach(onNote);
  const rows = { pairs: soundRows(pairs).ids, items: items.map(soundIdOf) };
  const backbones: AuditBackbones = {
    audio: audio.map((one) => withMatrices(one, rows)),
    text: lemmas === undefined ? text : text.map((one) => ({ ...one, lemmas })),
    published: published.map((one) => ofItems(one, rows.items)),
    known: declared,
  };
  const evaluation = { items, labels, labelSet: meanings.labelSet, prompts: templates };
  twinNotes(backbones, leaks.covered, labels.length).forEach(onNote);
  return {
    evaluation: {
      ...evaluation,
      ...(all.severalLabels ? { severalLabels: true } : {}),
      ...usableCaptions(items, captionsOf, text[0]!.texts),
    },
    pairs,
    backbones,
    leaks,
    hashes: files.hashes,
    notes,
  };
}

/** Returns each item's captions, but for those that some text backbone cannot embed; nothing where there are none. */
function usableCaptions(
  items: readonly EvaluationItem[],
  captionsOf: SoundCaptions,
  texts: readonly string[],
): Pick<AuditEvaluation, "captions"> {
  if (captionsOf.size === 0) return {};
  const usable = new Set(texts);
  const captions = items.map((item) =>
    (captionsOf.get(soundIdOf(item)) ?? []).filter((text) => usable.has(text))
  );
  return { captions };
}

/** Returns the rows of a published model's own space that belong to some items. */
function ofItems(
  { name, evaluation, texts, vectors }: PublishedRows,
  ids: readonly string[],
): AuditPublished {
  return { name, evaluation: rowsOfItems(evaluation, ids), texts, vectors };
}

/** Training pairs and evaluation items. */
interface Both {
  readonly pairs: readonly AuditPair[];
  readonly items: readonly EvaluationItem[];
}

/** Returns the pairs and items that every backbone could read. */
function readableOf(
  { pairs, items }: Both,
  audio: readonly AudioRows[],
  published: readonly PublishedRows[],
  onNote: (note: string) => void,
): Both {
  const evaluated = [
    ...audio.flatMap((
      { evaluation, labelHead },
    ) => [evaluation, ...(labelHead ? [labelHead.rows] : [])]),
    ...published.map(({ evaluation }) => evaluation),
  ].flatMap(({ unreadable }) => unreadable);
  const trained = audio.flatMap(({ training }) => training.unreadable);
  return {
    items: withoutUnreadable(items, "evaluation items", evaluated, onNote),
    pairs: withoutUnreadable(pairs, "training items", trained, onNote),
  };
}

async function readSides(
  configuration: AuditConfiguration,
  files: InputFiles,
  onNote: (note: string) => void,
): Promise<Sides> {
  const evaluation = await readEvaluationSides(configuration, files, onNote);
  const corpora = corporaOf(configuration.training);
  if (corpora.length === 0) return { training: evaluation, evaluation };
  const training = await readTrainingSides(corpora, configuration, files, onNote);
  const sides = { training, evaluation };
  trainedItemsNotes(sides).forEach(onNote);
  return sides;
}

/** Returns pairs and items; without separate training items, they are the two halves of the evaluation's items. */
function dealt(
  configuration: AuditConfiguration,
  sides: Sides,
  onNote: (note: string) => void,
): Both & { readonly severalLabels?: boolean } {
  const { training, seeds } = configuration;
  const entries = labelEntries(sides.evaluation, configuration, onNote);
  const { items } = entries;
  if (training !== undefined) {
    const corpora = corporaOf(training);
    const pairs = sides.training.flatMap((side, i) => trainingPairs(side, corpora[i]!, onNote));
    return { pairs, ...entries };
  }
  const manifest = namesOf(sides.evaluation);
  const halves = dealHalves(items, seeds[0]!, manifest);
  onNote(
    `There are no training items of their own: ${halves.training.size} of the ${items.length} ` +
      `items of "${manifest}" are trained on, the other ${halves.evaluation.size} are to ` +
      "be named. Whole recordings were dealt, within each class.",
  );
  return {
    pairs: items.filter(({ id }) => halves.training.has(id))
      .map((item) => ({ ...item, text: asWords(item.label) })),
    items: items.filter(({ id }) => halves.evaluation.has(id)),
  };
}

function noteUnlabeled(
  pairs: readonly AuditPair[],
  { diversity }: AuditConfiguration,
  onNote: (note: string) => void,
): void {
  const unlabeled = pairs.filter(({ label }) => label === undefined).length;
  if (unlabeled === 0) return;
  onNote(
    `${written(unlabeled)} of ${
      written(pairs.length)
    } training pairs have no label, so texts are ` +
      "shuffled between " +
      `${soundRows(pairs).ids.length < pairs.length ? "sounds" : "pairs"}, not labels${
        diversity.length > 0 ? ", and there is no diversity curve" : ""
      }.`,
  );
}

function evaluationLabels(
  items: readonly EvaluationItem[],
  path: string,
  { classFolds }: AuditConfiguration["evaluation"],
): string[] {
  const labels = [...new Set(items.map(({ label }) => label))].sort();
  if (labels.length < 2) {
    throw new InputError(
      `"${path}" has one class, "${quotable(labels[0]!)}"; expected at least two to tell apart`,
    );
  }
  const fewest = 2 * classFolds;
  if (labels.length < fewest) {
    throw new InputError(
      `"evaluation.classFolds" is ${classFolds}, but "${path}" has ${labels.length} classes; ` +
        `expected at least ${fewest}, two for each class fold`,
    );
  }
  // Leak rules and most text backbones ignore case.
  const alike = Map.groupBy(labels, (label) => asWords(label).toLowerCase());
  for (const [words, group] of alike) {
    if (group.length === 1) continue;
    throw new InputError(
      `${group.length} labels of "${path}" read as "${quotable(words)}": ${someOf(group)}; write ` +
        "them alike, since texts do not tell them apart",
    );
  }
  return labels;
}

function withMatrices(
  { name, baseline, twin, training, evaluation, labelHead }: AudioRows,
  ids: { readonly pairs: readonly string[]; readonly items: readonly string[] },
): AuditAudio {
  return {
    name,
    baseline,
    twin,
    training: rowsOfItems(training, ids.pairs),
    evaluation: rowsOfItems(evaluation, ids.items),
    ...(labelHead
      ? {
        labelHead: { labels: labelHead.labels, evaluation: rowsOfItems(labelHead.rows, ids.items) },
      }
      : {}),
  };
}
