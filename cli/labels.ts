/** `earnest labels LABELS`: drafts what labels mean, for a person to check. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { InputError } from "../src/basics/errors.ts";
import { printable } from "../src/basics/printable.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import type { Where } from "../src/datasets/where.ts";
import { listNotes } from "../src/datasets/label_lists.ts";
import { alikeNotes } from "../src/datasets/alike_labels.ts";
import { placeholderNotes } from "../src/datasets/missing_labels.ts";
import { draftLabels, type LabelGuess } from "../src/leakage/labels/draft_labels.ts";
import type { SenseGuess } from "../src/leakage/labels/guess_sense.ts";
import { formatLabelSet } from "../src/leakage/labels/label_set.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { readLabels } from "../src/leakage/labels/read_labels.ts";
import { WordNet } from "../src/leakage/wordnet/wordnet.ts";
import { checkLabels, keysOfStandardInput } from "./check_labels.ts";
import { interruptible } from "./interrupt.ts";
import { command, type CommonOptions, labelSeparatorOption, whereOption } from "./options.ts";
import { openOut } from "./output_file.ts";
import { LABEL_SET } from "./outputs.ts";
import { wrap } from "./wrap.ts";

/** Other senses that are shown of a word that is not sure; the JSON value has more. */
const SHOWN_ALTERNATIVES = 3;

interface LabelsOptions extends CommonOptions {
  out?: string;
  force: boolean;
  labelColumn?: string;
  labelSeparator?: string;
  check: boolean;
  where?: Where;
}

/** The `labels` command. */
export function labelsCommand(): Command {
  return command(
    "labels",
    "Drafts a label set: guesses what each label means in WordNet and shows what to check.",
    "earnest labels my-labels.txt --out my-labels.json",
  )
    .argument(
      "<labels>",
      "file with a label a line, manifest (.csv, .jsonl, .parquet), data set folder, or label set",
    )
    .option("--out <file>", "label set to write (.json)")
    .option("--force", "replace a file", false)
    .option(
      "--label-column <name>",
      "column of labels (default: label, of AudioSet's classes display_name)",
    )
    .addOption(labelSeparatorOption("of a manifest's row"))
    .addOption(whereOption("the rows of a manifest or folder"))
    .option("--check", "go through what is unsure in a label set, one key each", false)
    .action(labels);
}

async function labels(reference: string, options: LabelsOptions): Promise<void> {
  const { out, labelColumn, labelSeparator, where } = options;
  if (options.check) return await check(reference, options);
  using file = await openOut(out, ".json", LABEL_SET, options.force);
  file?.protect([reference]);
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  const labelColumnOption = "--label-column";
  const read = { labelColumn, labelColumnOption, labelSeparator, where, onNote };
  const { name, labels } = await readLabels(reference, read);
  const names = labels.map(({ label }) => label);
  const draft = draftLabels(names, name, await WordNet.open());
  notes.push(
    ...placeholderNotes(names),
    ...alikeNotes(names),
    ...listNotes(names, (by) => `--label-separator "${by}" takes them apart`),
  );
  await file?.write(formatLabelSet(draft.set));
  if (options.json) return console.log(safeJson({ out, ...draft, notes }));
  for (const guess of draft.guesses) printGuess(guess);
  console.log(`\n${summaryOf(draft.guesses)}`);
  for (const note of notes) console.log(wrap(printable(note), "- "));
  if (out !== undefined) {
    const those = draft.guesses.some(({ isUnsure }) => isUnsure)
      ? `"earnest labels --check ${
        shellWord(pathWord(out))
      }" goes through those that are unsure. Then `
      : "";
    console.log(
      wrap(`${those}Use "${printable(out)}" as the labels.`.replace("Then Use", "Then use"), ""),
    );
  }
}

async function check(reference: string, options: LabelsOptions): Promise<void> {
  const { out, labelColumn, labelSeparator, where, json } = options;
  if ([out, labelColumn, labelSeparator, where].some((value) => value !== undefined)) {
    throw new InputError(
      "--check writes into the label set itself; leave out --out, --label-column, --label-separator, --where",
    );
  }
  const { nextKey, restore } = keysOfStandardInput();
  await interruptible(restore, () => checkLabels(reference, json, nextKey)).finally(restore);
}

function printGuess({ label, guesses, unknown, excluded, isUnsure }: LabelGuess): void {
  console.log(wrap(`${printable(label)}${isUnsure ? " (unsure)" : ""}`, ""));
  for (const guess of guesses) printSenses(guess);
  for (const word of unknown) {
    console.log(wrap(`"${printable(word)}" is not in WordNet`, "  none    ", " ".repeat(12)));
  }
  if (excluded.length > 0) {
    console.log(wrap(
      `${printable(excluded.join(", "))}: left out: mostly something else, or other labels`,
      "  without ",
      " ".repeat(12),
    ));
  }
}

function printSenses({ senses, confidence, alternatives }: SenseGuess): void {
  senses.forEach(({ name, gloss }, i) => {
    const start = i === 0 ? `  ${confidence.padEnd(8)}` : "    and   ";
    console.log(wrap(`${name}: ${glossOf(gloss)}`, start, " ".repeat(12)));
  });
  if (confidence !== "unsure") return;
  for (const other of alternatives.slice(0, SHOWN_ALTERNATIVES)) {
    console.log(wrap(`or ${other.name}: ${glossOf(other.gloss)}`, " ".repeat(10), " ".repeat(12)));
  }
}

/** The gloss without its examples. */
function glossOf(gloss: string): string {
  return printable(gloss.replace(/; ".*$/, ""));
}

function summaryOf(guesses: readonly LabelGuess[]): string {
  const without = guesses.filter((guess) => guess.guesses.length === 0).length;
  const unsure = guesses.filter(({ isUnsure }) => isUnsure).length;
  const count = guesses.length === 1 ? "1 label" : `${guesses.length} labels`;
  return `${count}: ${unsure} unsure, ${without} of them without a sense.`;
}
