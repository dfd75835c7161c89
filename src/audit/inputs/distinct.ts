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

/**
 * Returns the name of a default baseline, with a word more where a chosen backbone has its name: a user who audits the
 * shipped baseline beside others means it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(freeName("letters", [{ name: "words" }]), "letters");
 * assert.equal(freeName("letters", [{ name: "letters" }]), "letters as baseline");
 * ```
 */
export function freeName(name: string, chosen: readonly { readonly name: string }[]): string {
  return chosen.some((one) => one.name === name) ? `${name} as baseline` : name;
}
