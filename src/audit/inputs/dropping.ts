/**
 * Leaves out items that an audit cannot read, and notes them for the report.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import type { UnreadableItem } from "../../embeddings/embedding_set.ts";

/** Most names that a sentence lists. */
const NAMED = 3;

/** Lists the first few of several names in words. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/**
 * Returns the items that can be read.
 *
 * @param what the name of the items in the note: `evaluation items`
 * @param unreadable the items that some backbone could not read
 * @param onNote called with a note about the items that are left out
 * @throws {InputError} when a class loses all its items
 */
export function withoutUnreadable<
  Item extends { readonly id: string; readonly sound?: string; readonly label?: string },
>(
  items: readonly Item[],
  what: string,
  unreadable: readonly UnreadableItem[],
  onNote: (note: string) => void,
): readonly Item[] {
  const reasons = new Map(unreadable.map(({ id, reason }) => [id, reason]));
  const lost = items.filter((item) => reasons.has(soundIdOf(item)));
  if (lost.length === 0) return items;
  const kept = items.filter((item) => !reasons.has(soundIdOf(item)));
  const first = quotable(reasons.get(soundIdOf(lost[0]!))!);
  const left = new Set(kept.map(({ label }) => label));
  const gone = lost.find(({ label }) => !left.has(label));
  if (gone !== undefined) {
    const which = gone.label === undefined
      ? what
      : `${what} of the class "${quotable(gone.label)}"`;
    const remedy = gone.label === undefined ? "" : "; add sounds of it, or leave its rows out";
    throw new InputError(`None of the ${which} can be read; the first: ${first}${remedy}`);
  }
  onNote(
    `${idsOf(lost).length} of ${idsOf(items).length} ${what} could not be read and are left out: ` +
      `${listed(idsOf(lost).map((id) => `"${quotable(id)}"`))}; the first: ${first}.`,
  );
  return kept;
}

/** The ids of items, each once: an item of several labels has an entry for each. */
function idsOf(items: readonly { readonly id: string }[]): string[] {
  return [...new Set(items.map(({ id }) => id))];
}
