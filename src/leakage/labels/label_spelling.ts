/**
 * Finds what labels mean in a label set that spells them otherwise: `Walk_and_footsteps` is "Walk, footsteps".
 * @module
 */
import { wordsOf } from "../text/words.ts";
import { type LabelEntry, type LabelSet, wordsOfLabel } from "./label_set.ts";

/** The entries of some labels, or a label that the set lacks. */
export type Selection =
  | { readonly set: LabelSet }
  | { readonly missing: string };

/**
 * Takes the entries of some labels from a label set, in the labels' order and spelling. Labels are the same where they
 * have the same words but for "and", whatever their case, separators and brackets; a label that the set holds verbatim
 * is that one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const set = { name: "steps", labels: [{ label: "Walk, footsteps", senses: ["walk.v.01"] }] };
 * const selection = selectLabels(set, ["walk_and_footsteps"]);
 * assert("set" in selection);
 * assert.deepEqual(selection.set.labels, [
 *   { label: "walk_and_footsteps", words: "Walk, footsteps", senses: ["walk.v.01"] },
 * ]);
 * ```
 */
export function selectLabels(set: LabelSet, labels: readonly string[]): Selection {
  const entryOf = entriesOf(set);
  const spellings = new Map<string, string>();
  const entries: LabelEntry[] = [];
  for (const label of labels) {
    const entry = entryOf(label);
    if (entry === undefined) return { missing: label };
    entries.push(entry);
    spellings.set(entry.label, label);
  }
  const respelled = entries.map((entry, i) => respell(entry, labels[i]!, spellings));
  return { set: { ...set, labels: respelled } };
}

/** Spells labels as a label set does that has them in any spelling; others stay as they are. */
export function spelledIn(set: LabelSet): (label: string) => string {
  const entryOf = entriesOf(set);
  return (label) => entryOf(label)?.label ?? label;
}

/** Finds the entry of a label, however it is spelled. */
function entriesOf(set: LabelSet): (label: string) => LabelEntry | undefined {
  const verbatim = new Map(set.labels.map((entry) => [entry.label, entry]));
  const byWords = new Map(set.labels.map((entry) => [wordsIn(entry.label), entry]));
  return (label) => verbatim.get(label) ?? byWords.get(wordsIn(label));
}

function respell(
  entry: LabelEntry,
  label: string,
  spellings: ReadonlyMap<string, string>,
): LabelEntry {
  const words = label === entry.label ? {} : { words: wordsOfLabel(entry) };
  const respelled = (some: readonly string[]) => some.map((one) => spellings.get(one) ?? one);
  const { above, perhapsAbove } = entry;
  return {
    ...entry,
    label,
    ...words,
    ...(above === undefined ? {} : { above: respelled(above) }),
    ...(perhapsAbove === undefined ? {} : { perhapsAbove: respelled(perhapsAbove) }),
  };
}

function wordsIn(label: string): string {
  return wordsOf(label).map(({ key }) => key).filter((key) => key !== "and").join(" ");
}
