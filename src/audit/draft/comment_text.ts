/**
 * The file beside a drafted configuration that says why it is as it is.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import { shellWord } from "../../basics/shell_word.ts";
import type { DraftChoice } from "./choice.ts";
import { foundFolder, type SettledDraft } from "./settle_draft.ts";

/**
 * Writes it, in Markdown.
 *
 * @param name the configuration's file, such as `audit.json`
 * @param allowOutside whether manifests and cards may name files outside their folders
 * @param program what runs Earnest's commands
 */
export function commentText(
  { choices, previewed, prospects }: SettledDraft,
  name: string,
  allowOutside = false,
  program = "deno task earnest",
): string {
  const audit = `${program} audit ${shellWord(name)} --out ${shellWord(foundFolder(name))}${
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
    `# Why ${plain(name)} is as it is`,
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
    `${isUnsure ? "**?** " : ""}${plain(value)}`,
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

/** A text in which nothing is Markdown, HTML, an address or a formula, whatever data it quotes. */
function plain(text: string): string {
  return printable(text)
    .replaceAll(/[&<>$@]|:(?=\/\/)|\.(?<=www\.)/gi, (sign) => `&#${sign.charCodeAt(0)};`)
    .replaceAll(/[\\*_[\]|`~!]|#(?!\d+;)/g, "\\$&");
}
