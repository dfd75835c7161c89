/** `earnest train`: projectors from two embedding sets and a pool of pairs. */
import { safeJson } from "../src/basics/safe_json.ts";
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { readInputFile } from "../src/basics/input_file.ts";
import { suggestion } from "../src/basics/nearest.ts";
import { printable } from "../src/basics/printable.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import { conditionNamed } from "../src/leakage/pools/stored_pools.ts";
import { parsePools } from "../src/leakage/pools/pools_file.ts";
import {
  DEFAULT_OPTIMIZER,
  DEFAULT_PROJECTOR,
  PROJECTOR_KINDS,
  type ProjectorKind,
  TARGETS,
  type Targets,
  type Validating,
  VALIDATIONS,
} from "../src/projector/configuration.ts";
import type { TrainingConfiguration } from "../src/projector/training.ts";
import { manifestsOfPools } from "../src/projector/files/pool_manifests.ts";
import { TrainingPlaces } from "../src/projector/files/places.ts";
import { type PoolTrainingSummary, trainOnPool } from "../src/projector/files/train_pool.ts";
import { counted } from "./table.ts";
import { type DeviceOptions, readVariants, withDevice, withKernelOptions } from "./device.ts";
import { interruptible } from "./interrupt.ts";
import { again, continuedOnce } from "./lost_device.ts";
import { wholeNumber } from "./measure_options.ts";
import { command } from "./options.ts";
import { type ProgressDisplay, progressDisplay } from "./progress.ts";
import { readSet } from "./set_input.ts";
import { wrap } from "./wrap.ts";

interface TrainOptions extends DeviceOptions {
  audio: string;
  audioItems?: string;
  text: string;
  textItems?: string;
  pools: string;
  condition: string;
  out: string;
  resume: boolean;
  force: boolean;
  kind: ProjectorKind;
  dim: number;
  dropout: number;
  steps: number;
  batch: number;
  perClass?: number;
  learningRate: number;
  weightDecay: number;
  warmup: number;
  targets: Targets;
  validation: Validating;
  validateEvery: number;
  patience: number;
  textColumn?: string;
  labelColumn?: string;
  allowOtherManifest: boolean;
}

/** The `train` command. */
export function trainCommand(): Command {
  const trains = command(
    "train",
    "Trains projectors into a shared space. Use --resume to continue an interrupted run.",
    "earnest train --audio clips --text captions --pools pools/pools.json \\\n" +
      "    --condition clean --out clean.safetensors",
    { device: true, seed: "seed of weights, batches and dropout (default: 0)" },
  )
    .requiredOption("--audio <set>", "embedding set of the sounds")
    .requiredOption("--text <set>", "embedding set of the texts")
    .requiredOption("--pools <file>", "pools.json of split")
    .requiredOption("--condition <name>", "pool: dirty, clean, control, shuffled-0, dose-0.1 ...")
    .requiredOption("--out <file>", "projector file to write, .safetensors")
    .option("--audio-items <file>", "manifest of the sounds, where --audio is an array")
    .option("--text-items <file>", "manifest of the texts, where --text is an array")
    .option("--resume", "continue an unfinished training", false)
    .addOption(new Option("--force", "replace a projector file").default(false).conflicts("resume"))
    .option("--text-column <name>", "the pairs' texts in the audio set, for sets of class names")
    .option("--label-column <name>", "the pairs' classes in the audio set (default: label)")
    .option("--allow-other-manifest", "texts may be of another manifest than the pools", false);
  return withKernelOptions(withValidationOptions(withTrainingOptions(trains))).action(train);
}

function withTrainingOptions(command: Command): Command {
  const { steps, batch, learningRate, weightDecay, targets, warmupSteps } = DEFAULT_OPTIMIZER;
  const { kind, dim, dropout } = DEFAULT_PROJECTOR;
  const option = (flags: string, text: string, by: unknown, parse: (value: string) => unknown) =>
    new Option(flags, text).default(by).argParser(parse);
  return command
    .addOption(option("--kind <kind>", PROJECTOR_KINDS.join(", "), kind, oneOf(PROJECTOR_KINDS)))
    .addOption(option("--dim <n>", "width of the shared space", dim, wholeNumber(1, 8192)))
    .addOption(option("--dropout <share>", "of residual projectors", dropout, number(0, 1)))
    .addOption(option("--steps <n>", "training steps", steps, wholeNumber(1, 10_000_000)))
    .addOption(option("--batch <n>", "pairs a step", batch, wholeNumber(2, 65_536)))
    .addOption(
      new Option("--per-class <n>", "pairs of one class in a batch, at most (default: any)")
        .argParser(wholeNumber(1, 65_536)),
    )
    .addOption(option("--learning-rate <x>", "highest", learningRate, number(0, 10)))
    .addOption(option("--weight-decay <x>", "of AdamW", weightDecay, number(0, 10)))
    .addOption(option("--warmup <n>", "steps to it", warmupSteps, wholeNumber(0, 10_000_000)))
    .addOption(option("--targets <kind>", TARGETS.join(", "), targets, oneOf(TARGETS)));
}

function withValidationOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--validation <kind>", "none, or early-stopping on the pairs that split held out")
        .default(VALIDATIONS[0]).argParser(oneOf(VALIDATIONS)),
    )
    .addOption(
      new Option("--validate-every <n>", "steps between two looks at them").default(10)
        .argParser(wholeNumber(1, 10_000_000)),
    )
    .addOption(
      new Option("--patience <n>", "looks without a lower loss before it stops").default(10)
        .argParser(wholeNumber(1, 10_000_000)),
    );
}

function oneOf<Word extends string>(words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(suggestion(value, words));
  };
}

/** A parser of numbers from `least` up to, but without, `most`. */
function number(least: number, most: number): (value: string) => number {
  return (value) => {
    const parsed = Number(value);
    if (/^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(value) && parsed >= least && parsed < most) {
      return parsed;
    }
    throw new InvalidArgumentError(`expected a number from ${least} to below ${most}`);
  };
}

async function train(options: TrainOptions): Promise<void> {
  const progress = progressDisplay(options.quiet);
  const summary = await continuedOnce(
    (isContinued) => trainOnce(again(options, isContinued), progress),
    (note) => progress.note(`earnest: ${note}`),
  ).finally(() => progress.stop());
  printTraining(summary, options);
}

async function trainOnce(
  options: TrainOptions,
  progress: ProgressDisplay,
): Promise<PoolTrainingSummary> {
  const earlier = await readVariants(options);
  const mode = options.resume ? "resume" : options.force ? "force" : "create";
  // Before minutes of reading.
  using places = await TrainingPlaces.take(options.out, mode);
  const hint = () => {
    if (isReachable(places.checkpoint)) {
      console.error("\nWhat is finished is kept; use the same command with --resume to continue.");
    }
  };
  return await interruptible(hint, async () => {
    const bytes = await readInputFile(options.pools);
    const file = parsePools(decodeUtf8(bytes, options.pools), options.pools);
    const audio = await readSet(options.audio, options.audioItems, "--audio-items");
    const text = await readSet(options.text, options.textItems, "--text-items");
    for (const note of [...audio.notes, ...text.notes]) progress.note(`earnest: ${note}`);
    const manifests = options.allowOtherManifest
      ? undefined
      : await manifestsOfPools(options.pools, file);
    const training = {
      audio,
      text,
      pools: { name: options.pools, sha256: sha256Of(bytes), file },
      condition: conditionNamed(file, options.condition),
      columns: { text: options.textColumn, label: options.labelColumn },
      manifests,
      configuration: configurationOf(options),
    };
    return await withDevice(
      options,
      earlier,
      progress,
      (compute) =>
        trainOnPool(compute, training, {
          places,
          onProgress: progress.report,
          onNote: (note) => progress.note(`earnest: ${note}`),
        }),
    );
  });
}

/** Whether a path leads to something, through links, too; one that cannot be inspected does not. */
function isReachable(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function configurationOf(options: TrainOptions): TrainingConfiguration {
  const { kind, dim, dropout, steps, batch, perClass, targets, validation } = options;
  const { learningRate, weightDecay, warmup, validateEvery, patience, seed = 0 } = options;
  return {
    projector: { kind, dim, dropout },
    optimizer: {
      ...DEFAULT_OPTIMIZER,
      steps,
      batch,
      learningRate,
      weightDecay,
      targets,
      warmupSteps: warmup,
      ...(perClass === undefined ? {} : { perClass }),
    },
    seed,
    ...(validation === "none" ? {} : { earlyStopping: { every: validateEvery, patience } }),
  };
}

function printTraining(summary: PoolTrainingSummary, { out, json }: TrainOptions): void {
  if (json) return console.log(safeJson({ out, ...summary }));
  const { condition, pairs, texts, leftOut, steps, keptStep, finalLoss } = summary;
  console.log(wrap(
    `${pairs} pairs with ${texts} texts ("${printable(condition)}"), ${steps} steps, ` +
      `last loss ${finalLoss.toFixed(3)}: "${printable(out)}"`,
    "",
    "  ",
  ));
  if (summary.validationLoss !== undefined) {
    console.log(wrap(
      `Step ${keptStep} is kept: it had the lowest loss on ${summary.heldOut} held-out pairs, ` +
        `${summary.validationLoss.toFixed(3)}.`,
      "",
      "  ",
    ));
  }
  if (leftOut.length > 0) {
    console.log(wrap(
      `Left out: ${
        counted(leftOut.length, "pair")
      } whose items could not be read, as the sets say.`,
      "",
      "  ",
    ));
  }
}
