/**
 * Names that must differ.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";

/**
 * Refuses names of which one stands twice: results could not tell them apart.
 *
 * @param what of which there are two: `audio backbones are named`
 */
export function refuseTwice(names: readonly string[], what: string): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new InputError(`Two ${what} "${quotable(twice)}"`);
}
