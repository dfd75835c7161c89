/** `earnest labels LABELS`: drafts what labels mean, for a person to check. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { printable } from "../src/basics/printable.ts";
import { listNotes } from "../src/datasets/label_lists.ts";
import { draftLabels, type LabelGuess } from "../src/leakage/labels/draft_labels.ts";
import type { SenseGuess } from "../src/leakage/labels/guess_sense.ts";
import { formatLabelSet } from "../src/leakage/labels/label_set.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { readLabels } from "../src/leakage/labels/read_labels.ts";
import { WordNet } from "../src/leakage/wordnet/wordnet.ts";
import { command, type CommonOptions, labelSeparatorOption } from "./options.ts";
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
}

/** The `labels` command. */
export function labelsCommand(): Command {
  return command(
    "labels",
    "Drafts a label set: guesses what each label means in WordNet and shows what to check.",
    "earnest labels metadata.csv --out urban-sounds.json",
  )
    .argument(
      "<labels>",
      "file with a label a line, manifest (.csv, .jsonl, .parquet), or label set",
    )
    .option("--out <file>", "label set to write (.json)")
    .option("--force", "replace a file", false)
    .option("--label-column <name>", "column of labels (default: label)")
    .addOption(labelSeparatorOption("of a manifest's row"))
    .action(labels);
}

async function labels(reference: string, options: LabelsOptions): Promise<void> {
  const { out, labelColumn, labelSeparator } = options;
  using file = await openOut(out, ".json", LABEL_SET, options.force);
  file?.protect([reference]);
  const { name, labels } = await readLabels(reference, { labelColumn, labelSeparator });
  const names = labels.map(({ label }) => label);
  const draft = draftLabels(names, name, await WordNet.open());
  const notes = listNotes(names, (by) => `--label-separator "${by}" takes them apart`);
  await file?.write(formatLabelSet(draft.set));
  if (options.json) return console.log(safeJson({ out, ...draft, notes }));
  for (const guess of draft.guesses) printGuess(guess);
  console.log(`\n${summaryOf(draft.guesses)}`);
  for (const note of notes) console.log(wrap(printable(note), "- "));
  if (out !== undefined) {
    console.log(wrap(`Check the senses, then use "${printable(out)}" as the labels.`, ""));
  }
}

function printGuess({ label, senses, unknown }: LabelGuess): void {
  console.log(wrap(printable(label), ""));
  for (const sense of senses) printSense(sense);
  for (const word of unknown) {
    console.log(wrap(`"${printable(word)}" is not in WordNet`, "  none    ", " ".repeat(12)));
  }
}

function printSense({ name, gloss, confidence, alternatives }: SenseGuess): void {
  console.log(wrap(`${name}: ${meaningOf(gloss)}`, `  ${confidence.padEnd(8)}`, " ".repeat(12)));
  if (confidence !== "unsure") return;
  for (const other of alternatives.slice(0, SHOWN_ALTERNATIVES)) {
    console.log(
      wrap(`or ${other.name}: ${meaningOf(other.gloss)}`, " ".repeat(10), " ".repeat(12)),
    );
  }
}

/** The gloss without its examples. */
function meaningOf(gloss: string): string {
  return printable(gloss.replace(/; ".*$/, ""));
}

function summaryOf(guesses: readonly LabelGuess[]): string {
  const without = guesses.filter(({ senses }) => senses.length === 0).length;
  const unsure =
    guesses.filter(({ senses }) => senses.some(({ confidence }) => confidence === "unsure")).length;
  const count = guesses.length === 1 ? "1 label" : `${guesses.length} labels`;
  return `${count}: ${unsure} to check, ${without} without a sense.`;
}
