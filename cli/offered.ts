/** Names that a shell may offer for a value that may also be something else, such as a file. */
import type { Argument, Option } from "npm:commander@15.1.0"; // Parses the command line.

const OFFERED = new WeakMap<Option | Argument, readonly string[]>();

/** Has `completions` offer names for an option or argument, beside files. */
export function offering<Kind extends Option | Argument>(
  what: Kind,
  names: readonly string[],
): Kind {
  OFFERED.set(what, names);
  return what;
}

/** Returns the names that are offered for an option or argument. */
export function offeredFor(what: Option | Argument): readonly string[] {
  return OFFERED.get(what) ?? [];
}
