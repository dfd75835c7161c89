/**
 * What the report's terms mean, each in a short note: the one source of the notes where terms stand and of the list at
 * the report's end.
 * @module
 */
import type { Measure } from "../../audit/results/results.ts";

/** The notes of terms whose meaning is the same for every measure. */
const NOTES = {
  "dirty": "Trained on every pair, as is usual.",
  "clean": "Trained on the pairs that no leak rule flags.",
  "control": "Trained on as few pairs as clean, but with the flagged ones kept.",
  "shuffled":
    "Trained on clean pairs whose texts are exchanged between labels, or between sounds where pairs have none.",
  "untrained": "Projectors as they were made, without training.",
  "audio only":
    "No text, no projector: nearest centroids of the same pairs that the dirty model had. Only this reference may be " +
    "compared with dirty.",
  "transfer":
    "Clean minus chance: what is learned on pairs that the rules find clean, and still names what was held out.",
  "leakage": "Control minus clean: what flagged pairs give beyond as many unflagged ones.",
  "volume": "Dirty minus control: what the rest of the pairs gives.",
  "flagged pairs":
    "Dirty minus clean, not split: no control pool matches the clean one, so lost pairs may be part of it.",
  "baseline features": "What the baselines of audio and text give above chance on clean pairs.",
  "text backbone":
    "What the text backbone adds to its baseline on clean pairs, with the baseline's audio.",
  "audio backbone":
    "What the audio backbone adds to its baseline on clean pairs, whatever the labels of its pre-training gave included.",
  "backbone labels":
    "What labels in the pre-training give: the audio backbone minus its twin, which lacked them.",
  "baseline": "A stand-in for a backbone that knows nothing of the world before training.",
  "twin": "The same audio backbone, but for the evaluation's labels in its pre-training.",
  "p":
    "The share of permutations of labels against their texts that do at least as well as the true ones.",
  "p, Holm": "p, corrected by Holm's method for all that were tested.",
  "pairs": "Training pairs in the pool; the mean over class folds.",
  "trainings": "Trainings behind the mean: seeds by class folds, or permutations.",
  "topics":
    "What training sounds are of: their labels or, without labels, the nouns of their captions.",
  "class fold": "A part of the evaluation's classes that is held out at once.",
  "seed": "A number from which all that is random in a training is drawn.",
  "top‑1": "The share of clips that get the right label.",
  "top‑5": "The share of clips whose label is among the five nearest.",
  "separability":
    "How well a space keeps the classes apart: classifiers that learn from the evaluation's own items.",
  "same pairs": "Nearest centroids of the very training pairs that the dirty model had.",
  "nearest centroid":
    "A classifier that gives a clip the class with the nearest mean; the clip's whole source is left out.",
  "silhouette": "From −1 to 1: how much nearer an item is to its own class than to the next one.",
  "silhouette, cosine": "The silhouette by angles, from −1 to 1.",
  "Euclidean": "The silhouette by straight distances, from −1 to 1.",
  "1‑NN": "A classifier by the one nearest clip, the clip's whole source left out.",
  "5‑NN": "A classifier by the five nearest clips, the clip's whole source left out.",
  "nearest text":
    "The mean cosine similarity of a label's text to the nearest other label's: high where labels are hard to tell.",
  "overlap": "The mean share of a class's nearest classes that are the same in audio and in text.",
  "neighbors": "How many nearest classes are compared.",
  "ρ": "Spearman's rank correlation over classes, from −1 to 1.",
  "covered classes": "Classes that are among the labels that the backbone was pre-trained with.",
  "covered labels": "Labels that the backbone was pre-trained with.",
  "selection leakage":
    "What choosing the step by the evaluation would have added: best minus chosen.",
  "findings": "How often the rule found something, over all class folds.",
  "training pairs flagged": "Pairs that the clean pool leaves out; the mean over class folds.",
  "evaluation labels among them":
    "Labels that the backbone has seen before any pair of this audit.",
  "average precision@10":
    "How far the right answers come first among ten; the mean over queries, divided by at most ten right answers.",
  "median rank": "The middle place at which the first right answer stands; 1 is best.",
  "t-SNE": "A picture in which near neighbors stay near; its distances and sizes mean nothing.",
  "leak dose": "The clean pool with a share of the flagged pairs put back.",
  "diversity": "The clean pool with only some of its classes.",
} as const;

/** The notes of terms whose meaning depends on the measure. */
const BY_MEASURE = {
  balanced_top1: {
    "accuracy":
      "Balanced top‑1: the mean over classes of the share of a class's clips that get the right label.",
    "chance": "What guessing gives: 1 divided by the number of labels to choose from.",
    "classes like these":
      "95 % interval over classes and seeds: would other classes of this kind give the same?",
    "these classes":
      "95 % interval over recordings and seeds: would other recordings of the same classes give the same?",
    "classes in pool": "Distinct labels of the training pairs; the mean over class folds.",
  },
  macro_map: {
    "mean average precision":
      "Each label ranks all clips by their cosine with its text; how far its own clips come first, as a mean over labels.",
    "chance":
      "The mean of the measure over permutations of the texts among the labels; it differs by training.",
    "labels like these":
      "95 % interval over labels, recordings and seeds: would other labels of this kind give the same?",
    "these labels":
      "95 % interval over recordings and seeds: would other recordings of the same labels give the same?",
    "labels in pool": "Distinct labels of the training pairs; the mean over class folds.",
  },
} as const;

/** A term that has a note. */
export type Term =
  | keyof typeof NOTES
  | keyof typeof BY_MEASURE["balanced_top1"]
  | keyof typeof BY_MEASURE["macro_map"];

/** Whether a text is a term with a note, for a measure at least. */
export function isTerm(text: string): text is Term {
  return [NOTES, ...Object.values(BY_MEASURE)].some((notes) => Object.hasOwn(notes, text));
}

/**
 * Returns the notes of a report's terms, by term.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.match(notesOf("balanced_top1").get("chance")!, /^What guessing gives/);
 * assert.match(notesOf("macro_map").get("overlap")!, /of a label's nearest labels/);
 * ```
 */
export function notesOf(measure: Measure): ReadonlyMap<string, string> {
  const notes = Object.entries(NOTES).map(([term, note]) =>
    [term, measure === "macro_map" ? ofLabels(note) : note] as const
  );
  return new Map([...notes, ...Object.entries(BY_MEASURE[measure])]);
}

/** Calls classes labels, where items have several of them. */
function ofLabels(note: string): string {
  return note.replaceAll("Classes", "Labels").replaceAll("classes", "labels")
    .replaceAll(/\bclass\b(?! fold)/g, "label");
}
