/** Files that a command writes for a user who named them. */
import { InputError } from "../src/basics/errors.ts";
import { type FileKind, OutputFile } from "../src/basics/output/output_file.ts";
import { quotable } from "../src/basics/printable.ts";

/**
 * Takes the place that `--out` names, before the work.
 *
 * @param ending of the file's name, such as `.json`
 * @returns undefined without `--out`
 * @throws {InputError} when the name ends otherwise, or something is there that may not be replaced
 */
export async function openOut(
  out: string | undefined,
  ending: string,
  kind: FileKind,
  force: boolean,
): Promise<OutputFile | undefined> {
  if (out === undefined) return undefined;
  if (!out.toLowerCase().endsWith(ending)) {
    throw new InputError(`--out is "${quotable(out)}"; expected a name that ends in ${ending}`);
  }
  return await OutputFile.open(out, kind, { force });
}
