/**
 * The command that drafts a label set, as notes name it.
 * @module
 */
import { shellWord } from "../../basics/shell_word.ts";

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
