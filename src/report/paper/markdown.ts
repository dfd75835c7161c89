/**
 * Writes a paper's table as Markdown.
 * @module
 */
import { MARKDOWN_MARK } from "../../audit/folder/paper_marks.ts";
import { printable } from "../../basics/printable.ts";
import type { PaperTable, ShownHead, ShownTable } from "./table.ts";

/** What Markdown gives a meaning, and GitHub's dialect. */
const SPECIAL = /[\\`*_{}[\]<>#|~$^&@]|:(?=\S)/g;

/**
 * Escapes a text for Markdown, in a table too: it shows as it is and makes no link, formula or tag.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(escapeMarkdown("dog|cat_1 <b>"), "dog\\|cat\\_1 \\<b\\>");
 * ```
 */
export function escapeMarkdown(text: string): string {
  return printable(text).replaceAll(SPECIAL, (found) => `\\${found}`);
}

/**
 * Writes a table with its captions as Markdown, in GitHub's dialect; numbers are as the report has them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const markdown = asMarkdown({
 *   name: "classes",
 *   columns: [],
 *   rows: [],
 *   shown: [{
 *     caption: "Accuracy.",
 *     heads: [{ head: "class", isText: true }, { head: "dirty", isText: false }],
 *     groups: [{ rows: [["dog|cat", "0.25"]] }],
 *   }],
 * });
 * assert.match(markdown, /^\\| dog\\\\\\|cat \\| 0\.25 \\|$/m);
 * ```
 */
export function asMarkdown({ shown }: PaperTable): string {
  return [MARKDOWN_MARK, "", ...shown.flatMap(linesOf)].join("\n");
}

function cellOf(cell: string, head: ShownHead | undefined): string {
  // Where what looks like an address becomes a link, leakage.by_rule would be one; in a code span it is none.
  if (head?.areKeys) return cell.split(", ").map((key) => `\`${key}\``).join(", ");
  return head?.isText ? escapeMarkdown(cell) : cell;
}

function linesOf({ caption, heads, groups }: ShownTable): string[] {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cellOf(cell, heads[at])).join(" | ")} |`;
  return [
    escapeMarkdown(caption),
    "",
    `| ${heads.map(({ head }) => escapeMarkdown(head)).join(" | ")} |`,
    `| ${heads.map(({ isText }) => isText ? ":---" : "---:").join(" | ")} |`,
    ...groups.flatMap(({ name, rows }) => [
      ...(name === undefined
        ? []
        : [`| **${escapeMarkdown(name)}** |${" |".repeat(heads.length - 1)}`]),
      ...rows.map(row),
    ]),
    "",
  ];
}
