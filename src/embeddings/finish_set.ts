/**
 * Puts together the parts of a set that several processes have written.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { lookAt } from "./folder.ts";
import { SetFolder, type SetSummary } from "./set_folder.ts";
import { lockSet } from "./set_lock.ts";

/**
 * Merges the parts in a folder into one set, if all are there. Neither the items nor the backbone are needed.
 *
 * @param folder the embedding set
 * @param onNote called with notes for the user, such as a damaged part, which is removed
 * @returns how far the set is
 * @throws {InputError} when no embedding set is there, or its files are malformed
 * @throws {SurroundingsError} when a file cannot be read or written; the parts are unchanged
 */
export async function finishSet(
  folder: string,
  onNote: (note: string) => void,
): Promise<SetSummary> {
  using _lock = lockSet(folder, true);
  const place = await lookAt(folder);
  if (place.kind !== "set") {
    throw new InputError(
      `"${quotable(folder)}" is not an embedding set; expected one whose parts are written`,
    );
  }
  const { identity, fingerprint, environments } = place.set;
  const plan = { identity, fingerprint, environment: environments[0] ?? {} };
  return await new SetFolder(folder, folder, plan, onNote).finish();
}
