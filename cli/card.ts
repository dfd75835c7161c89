/** `earnest card REF`: drafts a backbone card from a model's own files. */
import { dirname } from "node:path";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { parseCard } from "../src/backbones/card_schema.ts";
import type { Choice } from "../src/backbones/draft/choices.ts";
import { type Trial, tryCard } from "../src/backbones/draft/try_card.ts";
import { drafted } from "../src/backbones/draft/drafted.ts";
import { namedFiles } from "../src/backbones/named_files.ts";
import { Boundary } from "../src/basics/boundary.ts";
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { maxDownloadOption } from "./card_options.ts";
import { type DraftOptions, readDraftOptions, withDraftOptions } from "./draft_options.ts";
import { command, type CommonOptions } from "./options.ts";
import { openOut } from "./output_file.ts";
import { CARD } from "./outputs.ts";
import { progressDisplay } from "./progress.ts";
import { wrap } from "./wrap.ts";

interface CardCommandOptions extends CommonOptions, DraftOptions {
  out: string;
  force: boolean;
  maxDownload: number;
}

/** The `card` command. */
export function cardCommand(): Command {
  const drafts = command(
    "card",
    "Drafts a backbone card from a model's own files, says where each choice comes from, and tries " +
      "it on a second of noise or three texts.",
    "earnest card my-model --out my-model/card.json",
  )
    .argument(
      "<model>",
      "folder as the Hugging Face Hub has it, .onnx file in one, or id of the Hub " +
        "(org/name, org/name@revision)",
    )
    .requiredOption("--out <file>", "card to write (.json)")
    .option("--force", "replace a card", false)
    .addOption(maxDownloadOption());
  return withDraftOptions(drafts).action(card);
}

async function card(reference: string, options: CardCommandOptions): Promise<void> {
  const { out, force, json, maxDownload: maxDownloadBytes } = options;
  using file = await openOut(out, ".json", CARD, force);
  const progress = progressDisplay(options.quiet);
  const onProgress = progress.report;
  const how = { ...await readDraftOptions(options), maxDownloadBytes, onProgress };
  const { text, ...draft } = await drafted(reference, out, how);
  const trial = await tryCard(text, out, { allowOutside: true, maxDownloadBytes, onProgress });
  progress.stop();
  await file!.write(text);
  const isOutside = await namesOutside(text, out);
  if (json) return console.log(safeJson({ out, ...draft, trial, isOutside }));
  printChoices(draft.choices);
  console.log(`\n${wrap(trialText(trial), "")}`);
  const unsure = draft.choices.filter(({ isUnsure }) => isUnsure);
  if (unsure.length > 0) {
    const keys = unsure.map(({ key }) => key).join(", ");
    console.log(wrap(`To be checked, since no file tells for certain: ${keys}.`, ""));
  }
  if (isOutside) {
    console.log(wrap(
      "The card names files outside its folder; commands that use it need --allow-outside.",
      "",
    ));
  }
  console.log(`\nCard: ${printable(out)}`);
}

/** Whether a card's files lie outside its folder, links followed, as those of the Hub's cache do. */
async function namesOutside(text: string, out: string): Promise<boolean> {
  const boundary = new Boundary(dirname(out));
  const local = namedFiles(parseCard(text, out)).filter(({ file }) => !file.file.startsWith("hf:"));
  const objections = await Promise.all(local.map(({ file }) => boundary.objection(file.file)));
  return objections.some((objection) => objection !== undefined);
}

function printChoices(choices: readonly Choice[]): void {
  const width = Math.max(...choices.map(({ key }) => key.length));
  for (const { key, value, from, isUnsure } of choices) {
    const start = `${key.padEnd(width)}  `;
    const mark = isUnsure ? "? " : "";
    console.log(wrap(
      printable(`${mark}${value}  (${from})`),
      start,
      " ".repeat(start.length),
    ));
  }
}

function trialText({ tried, dimensions, norms }: Trial): string {
  const lengths = norms.map((norm) => norm.toPrecision(4)).join(", ");
  return `Tried on ${tried}: ${norms.length} × ${dimensions} numbers, of length ${lengths}.`;
}
