/**
 * The command that drafts a label set, as notes name it.
 * @module
 */
import { quotable } from "../../basics/printable.ts";

/** How a manifest's labels are read, where not as by default. */
export interface LabelsRead {
  /** The column of labels. */
  readonly labelColumn?: string | undefined;
  /** What is between several labels of one cell. */
  readonly labelSeparator?: string | undefined;
}

/**
 * Returns the command that drafts a label set of some labels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(draftCommand("my.txt"), "earnest labels my.txt --out labels.json");
 * const command = draftCommand("tags.csv", { labelColumn: "tags", labelSeparator: ";" });
 * assert.equal(command,
 *   "earnest labels tags.csv --label-column tags --label-separator ';' --out labels.json");
 * ```
 */
export function draftCommand(reference: string, read: LabelsRead = {}): string {
  const { labelColumn, labelSeparator } = read;
  return [
    "earnest labels",
    shellWord(reference),
    ...(labelColumn === undefined ? [] : ["--label-column", shellWord(labelColumn)]),
    ...(labelSeparator === undefined ? [] : ["--label-separator", shellWord(labelSeparator)]),
    "--out labels.json",
  ].join(" ");
}

/** A word of a command, in quotes where a shell would not read it as it stands. */
function shellWord(word: string): string {
  const shown = quotable(word);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
