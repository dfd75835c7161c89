/**
 * The file beside a drafted configuration that says why it is as it is.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import type { DraftChoice } from "./choice.ts";
import { foundFolder, type SettledDraft } from "./settle_draft.ts";

/** How such a file begins, by which it is known again. */
export const COMMENT_START = "# Why ";

/**
 * Writes it, in Markdown.
 *
 * @param name the configuration's file, such as `audit.json`
 * @param allowOutside whether manifests and cards may name files outside their folders
 */
export function commentText(
  { choices, previewed, prospects }: SettledDraft,
  name: string,
  allowOutside = false,
): string {
  const audit = `deno task earnest audit ${name} --out ${foundFolder(name)}${
    allowOutside ? " --allow-outside" : ""
  }`;
  const { inputs: { notes, leaks }, missing, embeddings } = previewed;
  const unsure = choices.filter(({ isUnsure }) => isUnsure).length;
  const check = unsure === 0
    ? "The files tell all of it."
    : unsure === 1
    ? "One choice is a guess, marked with **?**: check it."
    : `${unsure} choices are guesses, marked with **?**: check them.`;
  return [
    `${COMMENT_START}${plain(name)} is as it is`,
    `Written by \`earnest init\` with ${plain(name)}, which has no comments of its own. ${check} ` +
    "Keys that are not in the file keep their default; the reference of all keys is " +
    "docs/configuration.md.",
    "## Choices",
    table(choices),
    "## Leak rules",
    list([
      `These run: ${leaks.rules.join(", ") || "none"}.`,
      ...(leaks.notRun ?? []).map(({ rule, reason }) =>
        `${rule} does not run, or not fully: ${reason}.`
      ),
      ...(leaks.labelSet === undefined ? [] : [
        `Labels mean what the ${leaks.labelSet.drafted ? "draft from WordNet" : "label set"} ` +
        `“${leaks.labelSet.name}” says.`,
      ]),
    ]),
    "## What can be claimed",
    list(
      prospects.map(({ isEnough, sentence }) =>
        `${isEnough ? "Yes" : "**No, or hardly**"}: ${plain(sentence)}`
      ),
      true,
    ),
    ...section("## What the audit will note", [...missing, ...notes]),
    ...section("## Embeddings that are made first", embeddings),
    "## Next",
    "```sh\n" +
    `${audit} --dry-run    # time, memory, trainings\n` +
    `${audit}\n` +
    "```\n",
  ].join("\n\n");
}

function table(choices: readonly DraftChoice[]): string {
  const rows = choices.map(({ key, value, why, change, isUnsure }) => [
    `\`${key}\``,
    `${isUnsure ? "**?** " : ""}${escaped(value)}`,
    plain(why),
    plain(change ?? ""),
  ]);
  return [["key", "is", "why", "to change it"], ["---", "---", "---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, list(lines)];
}

function list(lines: readonly string[], isMarkdown = false): string {
  return lines.map((line) => `- ${isMarkdown ? line : plain(line)}`).join("\n");
}

/** A text in which nothing but code between backticks is Markdown. */
function plain(text: string): string {
  return text.split(/(`[^`]*`)/).map((part, i) =>
    i % 2 === 1 ? printable(part).replaceAll("|", "\\|") : escaped(part)
  ).join("");
}

/** A text without Markdown. */
function escaped(text: string): string {
  return printable(text).replaceAll(/[\\*_[\]<>#|`~]/g, "\\$&");
}
