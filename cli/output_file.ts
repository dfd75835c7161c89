/** Files that a command writes for a user who named them. */
import { existsSync } from "node:fs";
import { prepareToWrite } from "../src/basics/atomic.ts";
import { InputError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";

/**
 * Checks before the work that `--out` can be written after it.
 *
 * @param ending of the file's name, such as `.json`
 * @throws {InputError} when the name ends otherwise, or the file is there and `force` is not given
 */
export async function checkOut(out: string, ending: string, force: boolean): Promise<void> {
  if (!out.toLowerCase().endsWith(ending)) {
    throw new InputError(`--out is "${quotable(out)}"; expected a name that ends in ${ending}`);
  }
  if (!force && existsSync(out)) {
    throw new InputError(`"${quotable(out)}" exists; --force replaces it`);
  }
  await prepareToWrite(out);
}
