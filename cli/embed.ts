/** `earnest embed ITEMS`: a manifest's or a data set's sounds or texts through a frozen backbone. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { type Inference, openInference } from "../src/backbones/inference.ts";
import type { AudioBackbone, TextBackbone } from "../src/backbones/backbone.ts";
import { openBackbone, openCard, readLedger } from "../src/backbones/open.ts";
import { backboneNames, type BackboneOptions } from "../src/backbones/shipped.ts";
import { drafted, DRAFTED_PLACE } from "../src/backbones/draft/drafted.ts";
import { InputError } from "../src/basics/errors.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import type { ItemOptions } from "../src/datasets/items.ts";
import { type Dataset, openDataset } from "../src/datasets/open.ts";
import type { Where } from "../src/datasets/where.ts";
import { estimateEmbed } from "../src/distribute/estimate_embed.ts";
import { embedUnderLock } from "../src/embeddings/embed_dataset.ts";
import { readEmbeddingArray, splitArrayName } from "../src/embeddings/arrays.ts";
import { itemsOfRows, joinReadyMade } from "../src/embeddings/ready_made.ts";
import { keptItems } from "../src/embeddings/kept_items.ts";
import type { OpenMode } from "../src/embeddings/open_mode.ts";
import type { SetSummary } from "../src/embeddings/set_folder.ts";
import { lockSet } from "../src/embeddings/set_lock.ts";
import { rowNotes } from "../src/embeddings/row_notes.ts";
import { writeEmbeddingSet } from "../src/embeddings/whole_set.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { type DraftOptions, readDraftOptions, withDraftOptions } from "./draft_options.ts";
import { type EmbedTask, embedTask } from "./embed_task.ts";
import { printSet } from "./embed_summary.ts";
import { parseThreads } from "./embed_values.ts";
import { dryRunOption, type DryRunOptions, printEstimate } from "./estimates.ts";
import { interruptible } from "./interrupt.ts";
import { again, continuedOnce } from "./lost_device.ts";
import {
  command,
  type CommonOptions,
  itemTimeoutOption,
  strictOption,
  whereOption,
} from "./options.ts";
import type { ProgressDisplay } from "./progress.ts";
import { protectInputs } from "./set_output.ts";
import { offering } from "./offered.ts";
import { shardOption } from "./shards.ts";
import { besideOption, workerProgress } from "./worker.ts";
import { type WorkerCount, workersOption } from "./workers.ts";

interface EmbedOptions extends CommonOptions, CardOptions, DraftOptions, DryRunOptions {
  backbone?: string;
  embeddings?: string;
  out: string;
  shard?: string;
  workers?: WorkerCount;
  beside?: number;
  resume: boolean;
  force: boolean;
  strict: boolean;
  threads: number;
  itemTimeout: number;
  labelColumn?: string;
  textColumn?: string;
  idColumn?: string;
  sourceColumn?: string;
  fileColumn?: string;
  where?: Where;
}

/** The `embed` command. */
export function embedCommand(): Command {
  const embeds = command(
    "embed",
    "Embeds sounds or texts with a frozen backbone. Use --resume to continue an interrupted run.",
    "earnest embed ESC-50-master --backbone my-backbone.json --out esc50",
    { device: true },
  )
    .argument(
      "<items>",
      "manifest (.csv, .tsv, .json, .jsonl, .parquet), archive (.tar) or the folder of a data set",
    )
    .addOption(offering(
      new Option(
        "--backbone <ref>",
        "name of a shipped backbone, path of a card, or, with --ledger, a model's folder or id of the Hub",
      ),
      backboneNames(),
    ))
    .addOption(
      new Option(
        "--embeddings <file>",
        "take ready-made ones instead: .npy, .npz, .safetensors, .parquet, .csv, .jsonl (file#name " +
          "chooses an array)",
      ).conflicts(["backbone", "ledger", "modality", "shard", "workers"]),
    )
    .requiredOption("--out <folder>", "embedding set to write")
    .addOption(shardOption())
    .addOption(workersOption())
    .addOption(besideOption())
    .option("--resume", "continue an unfinished set", false)
    .addOption(
      new Option("--force", "replace an embedding set; starts over; not with --shard")
        .default(false).conflicts("resume"),
    )
    .addOption(dryRunOption().conflicts(["embeddings", "force"]))
    .addOption(strictOption())
    .addOption(
      new Option("--threads <n>", "threads of a model on the CPU; more change the last bits")
        .default(1).argParser(parseThreads),
    )
    .addOption(itemTimeoutOption())
    .addOption(whereOption("the items"))
    .option("--label-column <name>", "column of labels (default: label)")
    .option("--text-column <name>", "column of texts (default: text, caption or caption_1 ...)")
    .option("--id-column <name>", "column of ids (default: id, else the file name)")
    .option("--source-column <name>", "column of recordings (default: source_id)")
    .option("--file-column <name>", "column of audio files (default: file_name)");
  return withCardOptions(withDraftOptions(embeds)).action(embed);
}

async function embed(path: string, options: EmbedOptions): Promise<void> {
  const { out, force, embeddings, backbone } = options;
  const array = embeddings && splitArrayName(embeddings).file;
  protectInputs(out, force, [path, array, backbone]);
  const progress = workerProgress(options);
  if (options.dryRun) return await printEmbedEstimate(path, options, progress);
  const advice = force ? "--resume in place of --force" : "--resume";
  const hint = () => console.error(`\nWhat is finished is kept; use ${advice} to continue.`);
  const started = performance.now();
  const summary = await interruptible(
    options.embeddings === undefined ? hint : () => {},
    () =>
      options.embeddings === undefined
        ? continuedOnce(
          (isContinued) =>
            embedTask(
              again(options, isContinued),
              progress,
              (how, task) => withBackbone(path, how, progress, embedding(how, progress, task)),
            ),
          (note) => progress.note(`earnest: ${note}`),
        )
        : importEmbeddings(path, options.embeddings, options, progress),
  ).finally(() => progress.stop());
  printSet(summary, options, (performance.now() - started) / 1000);
}

/** What is done with a backbone that is open. */
type Use<Result> = (
  dataset: Dataset,
  backbone: AudioBackbone | TextBackbone,
  inference: Inference,
) => Promise<Result>;

async function printEmbedEstimate(
  path: string,
  options: EmbedOptions,
  progress: ProgressDisplay,
): Promise<void> {
  const { threads, itemTimeout: itemTimeoutSeconds } = options;
  const how = { threads, itemTimeoutSeconds, onProgress: progress.report };
  await printEstimate("embed", options, (shards) =>
    withBackbone(
      path,
      options,
      progress,
      (dataset, backbone, inference) =>
        estimateEmbed(dataset, backbone, { ...how, inference, shards }),
    ).finally(() => progress.stop()));
}

/** Embeds what belongs to this process. */
function embedding(
  options: EmbedOptions,
  progress: ProgressDisplay,
  task: EmbedTask,
): Use<SetSummary> {
  const { threads, strict, out, itemTimeout: itemTimeoutSeconds } = options;
  return (dataset, backbone, inference) =>
    task((shard) =>
      embedUnderLock(dataset, backbone, out, {
        mode: modeOf(options),
        shard,
        strict,
        inference,
        threads,
        itemTimeoutSeconds,
        onProgress: progress.report,
        onNote: progress.note,
      })
    );
}

async function withBackbone<Result>(
  path: string,
  options: EmbedOptions,
  progress: ProgressDisplay,
  use: Use<Result>,
): Promise<Result> {
  const { backbone: reference, device, allowOutside } = options;
  if (reference === undefined) {
    throw new InputError(
      "embed needs --backbone or --embeddings; earnest backbones lists what ships",
    );
  }
  if (options.modality !== undefined && options.ledger === undefined) {
    throw new InputError("--modality is for a model without a card; give its --ledger, too");
  }
  // Before the model is opened.
  using _lock = options.dryRun ? undefined : lockSet(options.out, options.shard !== undefined);
  const draft = options.ledger === undefined ? undefined : await drafted(reference, DRAFTED_PLACE, {
    ...await readDraftOptions(options),
    maxDownloadBytes: options.maxDownload,
    onProgress: progress.report,
  });
  const { modality } = draft?.card ?? await readLedger(reference, fileOptions(options));
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const dataset = await openDataset(path, {
    ...chosenColumns(options),
    ...(options.where && { where: options.where }),
    onNote,
    modality,
    allowOutside,
  });
  // What ships runs as it always does.
  const isCard = draft !== undefined || /\.json$/i.test(reference);
  const inference = await openInference(isCard ? device : "cpu");
  if (inference.notice !== undefined) progress.note(`earnest: ${inference.notice}`);
  try {
    const open = (how: BackboneOptions) =>
      draft
        ? openCard(draft.text, DRAFTED_PLACE, { ...how, allowOutside: true })
        : openBackbone(reference, how);
    const backbone = await openWith(inference, open, dataset, options, progress);
    try {
      return await use(dataset, backbone, inference);
    } finally {
      await backbone.close();
    }
  } finally {
    inference.close();
  }
}

async function openWith(
  inference: Inference,
  open: (how: BackboneOptions) => Promise<AudioBackbone | TextBackbone>,
  { items }: Dataset,
  options: EmbedOptions,
  progress: ProgressDisplay,
): Promise<AudioBackbone | TextBackbone> {
  const { threads, itemTimeout: itemTimeoutSeconds } = options;
  const texts = items.flatMap(({ text }) => text ?? []);
  return await open({
    ...fileOptions(options),
    threads,
    itemTimeoutSeconds,
    onProgress: progress.report,
    ...(inference.device ? { device: inference.device } : {}),
    ...(texts.length > 0 ? { texts } : {}),
  });
}

/** Makes a set of ready-made embeddings; of a manifest no more is needed than its ids. */
async function importEmbeddings(
  path: string,
  array: string,
  options: EmbedOptions,
  progress: ProgressDisplay,
): Promise<SetSummary> {
  const onNote = (note: string) => progress.note(`earnest: ${note}`);
  const { items, sha256 } = await openDataset(path, {
    ...chosenColumns(options),
    onNote,
    modality: "neither",
    allowOutside: options.allowOutside,
  });
  const bytes = await readInputFile(splitArrayName(array).file);
  const values = await readEmbeddingArray(bytes, array);
  const whole = await joinReadyMade({
    array: values,
    file: { name: array, sha256: sha256Of(bytes) },
  }, {
    items: itemsOfRows(items, values.rows, path, options.textColumn),
    file: { name: path, sha256 },
  });
  const { set } = keptItems(whole, options.where, path);
  const notes = rowNotes(array, set, set.items.map(({ id }) => id));
  for (const note of notes) progress.note(`earnest: ${note}`);
  return await writeEmbeddingSet(options.out, set, { mode: modeOf(options) });
}

function modeOf({ resume, force }: EmbedOptions): OpenMode {
  return resume ? "resume" : force ? "force" : "create";
}

/** The columns that were named. */
function chosenColumns(options: EmbedOptions): ItemOptions {
  const { labelColumn, textColumn, idColumn, sourceColumn, fileColumn } = options;
  const columns = { labelColumn, textColumn, idColumn, sourceColumn, fileColumn };
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== undefined));
}
