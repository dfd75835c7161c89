/** The embedding set that a command writes. */
import { InputError } from "../src/basics/errors.ts";
import { inputIn } from "../src/basics/output/place.ts";
import { quotable } from "../src/basics/printable.ts";

/**
 * Refuses to replace a set that is an input, or holds one.
 *
 * @throws {InputError} when one of the files is there
 */
export function protectInputs(
  out: string,
  force: boolean,
  inputs: readonly (string | undefined)[],
): void {
  if (!force) return;
  const input = inputIn(out, inputs.filter((path) => path !== undefined));
  if (input === undefined) return;
  throw new InputError(
    `"${quotable(out)}" holds the input "${quotable(input)}", so --force does not replace it`,
  );
}
