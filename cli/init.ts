/** `earnest init`: writes a configuration for data and models, with a comment file beside it. */
import { basename } from "node:path";
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { commentText } from "../src/audit/draft/comment_text.ts";
import { draftConfiguration, type DraftRequest } from "../src/audit/draft/draft_configuration.ts";
import { foundFolder, type SettledDraft, settleDraft } from "../src/audit/draft/settle_draft.ts";
import { withMark } from "../src/audit/draft/written_mark.ts";
import { timePreview } from "../src/audit/folder/preview.ts";
import { backboneNames } from "../src/backbones/shipped.ts";
import { OutputFile } from "../src/basics/output/output_file.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { noteText } from "./audit_notes.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { withAnswers } from "./init_questions.ts";
import { draftText, nextText, notesOf, otherNotes, rulesText } from "./init_text.ts";
import { program } from "./command_line.ts";
import { interruptible } from "./interrupt.ts";
import { offering } from "./offered.ts";
import { command, type CommonOptions } from "./options.ts";
import { openOut } from "./output_file.ts";
import { COMMENT, configurationBeside } from "./outputs.ts";
import { planText } from "./plan_text.ts";
import { progressDisplay } from "./progress.ts";
import { notesText, prospectsText } from "./prospects_text.ts";
import { wrap } from "./wrap.ts";

/** Most notes on a terminal; the file beside the configuration has all. */
const MOST_NOTES = 5;

/** Values of the options. */
export interface InitOptions extends CommonOptions, CardOptions {
  evaluation?: string;
  training?: string;
  audio?: string[];
  text?: string[];
  ledger?: string;
  labelColumn?: string;
  textColumn?: string;
  out: string;
  force: boolean;
  dryRun: boolean;
}

/** The `init` command. */
export function initCommand(): Command {
  const init = command(
    "init",
    "Writes a configuration for your data and models, and beside it a file that says why it is so. " +
      "On a terminal it asks for what no option gives.",
    "earnest init --evaluation evaluation.csv --training training.csv \\\n" +
      "    --audio training.npy evaluation.npy --text glove-100d",
    { device: true, seed: "first training seed of the configuration" },
  )
    .option("--evaluation <items>", "items to be named: a manifest, or a data set's folder")
    .option("--training <items>", "pairs to train on (default: class folds of the evaluation)")
    .addOption(offering(
      new Option(
        "--audio <model...>",
        "audio backbones: shipped, cards, models, or arrays with a row an item (both sides')",
      ),
      backboneNames("audio"),
    ))
    .addOption(offering(
      new Option("--text <model...>", "text backbones: shipped, cards, models, or arrays of texts"),
      backboneNames("text"),
    ))
    .option("--ledger <file>", "JSON of what models without a card were trained on")
    .option("--label-column <column>", "the evaluation's labels, where nothing tells")
    .option("--text-column <column>", "the training items' texts, where nothing tells")
    .option(
      "--out <file>",
      "configuration to write; the other file has the ending .md",
      "audit.json",
    )
    .option("--force", "replace files that are still as init wrote them", false)
    .option("--dry-run", "write nothing; say time, memory and what can be claimed", false)
    .action((options: InitOptions) => interruptible(() => {}, () => write(options)));
  return withCardOptions(init);
}

async function write(options: InitOptions): Promise<void> {
  const { out, force, dryRun } = options;
  const beside = out.replace(/\.json$/i, ".md");
  using file = dryRun ? undefined : await openOut(out, ".json", configurationBeside(beside), force);
  using comment = dryRun ? undefined : await OutputFile.open(beside, COMMENT, { force });
  const progress = progressDisplay(options.quiet);
  const { device, quiet: _, ...asked } = { ...options, ...fileOptions(options) };
  const run = {
    ...fileOptions(options),
    device,
    onProgress: progress.report,
    onNote: (note: string) => progress.note(noteText(note, "inputs")),
  };
  const settled = await withAnswers(asked, async (request: DraftRequest) => {
    progress.note(`Looking at ${request.training === undefined ? "the items" : "both sides"} …`);
    return await settleDraft(await draftConfiguration(request), out, run);
  }).finally(() => progress.stop());
  if (dryRun) return await printDryRun(settled, options, run);
  await file!.write(settled.text);
  await comment!.write(
    withMark(commentText(settled, basename(out), options.allowOutside, program()), settled.text),
  );
  if (options.json) return console.log(safeJson({ out, beside, ...shown(settled) }));
  console.log(`${draftText(settled.choices)}\n\n${rulesText(settled)}`);
  const notes = notesText(otherNotes(settled), settled, MOST_NOTES, beside);
  for (const text of [...notes, prospectsText(settled)]) console.log(`\n${text}`);
  console.log(`\n${nextText(options, beside, settled)}`);
}

/** What `--json` prints of a draft. */
function shown(settled: SettledDraft) {
  const { configuration, choices, trainings, prospects, previewed: { embeddings } } = settled;
  return { configuration, choices, trainings, prospects, embeddings, notes: notesOf(settled) };
}

async function printDryRun(
  settled: SettledDraft,
  { out, json, quiet }: InitOptions,
  run: Parameters<typeof timePreview>[2],
): Promise<void> {
  const progress = progressDisplay(quiet);
  const folder = foundFolder(out);
  const plan = await timePreview(
    settled.previewed,
    folder,
    { ...run, onProgress: progress.report },
    undefined,
  ).finally(() => progress.stop());
  if (json) return console.log(safeJson({ ...shown(settled), plan }));
  console.log(`${draftText(settled.choices)}\n\n${rulesText(settled)}`);
  console.log(`\n${wrap(planText(plan), "")}`);
  for (const text of [...notesText(otherNotes(settled), plan), prospectsText(plan)]) {
    console.log(`\n${text}`);
  }
  console.log("\nNothing was written; without --dry-run it is.");
}
