/** What `init` prints. */
import type { DraftChoice } from "../src/audit/draft/choice.ts";
import { foundFolder, type SettledDraft } from "../src/audit/draft/settle_draft.ts";
import { notRunNotes } from "../src/leakage/not_run.ts";
import { printable } from "../src/basics/printable.ts";
import { program } from "./command_line.ts";
import { shellWord } from "../src/basics/shell_word.ts";
import { counted } from "./table.ts";
import { wrap } from "./wrap.ts";

/** The choices, each with what tells it; a guess has a question mark. */
export function draftText(choices: readonly DraftChoice[]): string {
  const lines = choices.map(({ key, value, why, isUnsure }) => {
    const mark = isUnsure ? "? " : "";
    return wrap(printable(`${mark}${key}: ${value} (${why})`), "", "    ");
  });
  const unsure = choices.filter(({ isUnsure }) => isUnsure).length;
  return unsure === 0
    ? lines.join("\n")
    : [...lines, wrap(`${counted(unsure, "guess", "guesses")} to be checked, marked with "?".`, "")]
      .join("\n");
}

/** Which leak rules run, and which do not and why. */
export function rulesText(settled: SettledDraft): string {
  const { rules } = settled.previewed.inputs.leaks;
  const first = wrap(`Leak rules that run: ${rules.join(", ") || "none"}.`, "");
  return [first, ...idleRules(settled).map((note) => wrap(printable(note), ""))].join("\n");
}

function idleRules({ previewed: { inputs: { leaks } } }: SettledDraft): string[] {
  return notRunNotes(leaks.notRun ?? []);
}

/** What the audit will note, first which sounds are not there; without what {@link rulesText} says. */
export function otherNotes(settled: SettledDraft): string[] {
  const said = idleRules(settled);
  return notesOf(settled).filter((note) => !said.includes(note));
}

/** All that the audit will note. */
export function notesOf({ previewed: { missing, inputs } }: SettledDraft): string[] {
  return [...missing, ...inputs.notes];
}

/** What was written, and what comes next. */
export function nextText(
  { out, allowOutside }: { readonly out: string; readonly allowOutside: boolean },
  beside: string,
  { trainings }: SettledDraft,
): string {
  const found = shellWord(foundFolder(out));
  const outside = allowOutside ? " --allow-outside" : "";
  const audit = `${program()} audit ${shellWord(out)} --out ${found}${outside}`;
  return [
    `Configuration: ${printable(out)}`,
    `Why it is so:  ${printable(beside)}`,
    `Next: ${counted(trainings, "training")}; time and memory, then the audit:`,
    `  ${audit} --dry-run`,
    `  ${audit}`,
  ].join("\n");
}
