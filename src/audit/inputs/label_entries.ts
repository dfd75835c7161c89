/**
 * Takes the labels of evaluation items apart where an item has several.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { holdLists, knownSeparator, labelsIn } from "../../datasets/label_lists.ts";
import type { EvaluationItem } from "../../leakage/findings.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { listed } from "./dropping.ts";
import { severalRowsNotes } from "./repeated_items.ts";
import { evaluationItems, type Side } from "./sides.ts";

/** Evaluation items with their labels. */
export interface LabelEntries {
  /** The items; an entry for each label of an item where items have several. */
  readonly items: readonly EvaluationItem[];
  /** Whether items have several labels. */
  readonly severalLabels: boolean;
}

/**
 * Returns the evaluation's items, with labels taken apart at `evaluation.labelSeparator`, in tables of FSD50K and AudioSet
 * at commas, and in lists as JSON has them.
 *
 * @param onNote called with a note about items that hold no label
 * @throws {InputError} when items have several labels, and there are no training items of their own: half of a sound's
 * labels cannot be trained on and the others be evaluated
 */
export function labelEntries(
  sides: readonly Side[],
  configuration: Pick<AuditConfiguration, "evaluation" | "training">,
  onNote: (note: string) => void,
): LabelEntries {
  sides.flatMap((side) => severalRowsNotes(side, configuration.evaluation.soundColumn))
    .forEach(onNote);
  const read = sides.map((side) => entriesOf(side, configuration, onNote));
  return {
    items: read.flatMap(({ items }) => items),
    severalLabels: read.some(({ severalLabels }) => severalLabels),
  };
}

function entriesOf(
  side: Side,
  { evaluation, training }: Pick<AuditConfiguration, "evaluation" | "training">,
  onNote: (note: string) => void,
): LabelEntries {
  const items = evaluationItems([side]);
  const separator = evaluation.labelSeparator ?? knownSeparator(side.kept, side.labelColumn);
  if (!holdLists(items.map(({ label }) => label), separator)) {
    return { items, severalLabels: false };
  }
  if (training === undefined) {
    throw new InputError(
      `The items of "${side.manifest}" have several labels ("evaluation.labelSeparator"), so ` +
        'they cannot be dealt into training and evaluation: expected "training"',
    );
  }
  const labeled = items.map((item) => ({ item, labels: labelsIn(item.label, separator) }));
  const bare = labeled.filter(({ labels }) => labels.length === 0);
  if (bare.length > 0) {
    const names = bare.map(({ item }) => `"${quotable(item.id)}"`);
    onNote(
      `${bare.length} of ${items.length} items of "${quotable(side.manifest)}" have no label ` +
        `between separators and are left out: ${listed(names)}.`,
    );
  }
  const entries = labeled.flatMap(({ item, labels }) =>
    labels.map((label) => ({ ...item, label }))
  );
  return { items: entries, severalLabels: true };
}
