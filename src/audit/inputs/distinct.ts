/**
 * Checks that names differ.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";

/**
 * Refuses a list with the same name twice, which results could not distinguish.
 *
 * @param what the things with that name and a verb, for the message: `audio backbones are named`
 */
export function refuseTwice(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new InputError(`Two ${what} "${quotable(twice)}"`);
}
