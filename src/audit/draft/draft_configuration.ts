/**
 * Drafts an audit's configuration for data and models, by what their files tell.
 * @module
 */
import { dirname } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { breather, type WorkOptions } from "../../basics/progress.ts";
import { shiftSeeds } from "../configuration/configuration.ts";
import { type DraftChoice, DraftChoices } from "./choice.ts";
import { schemaReference } from "./schema_reference.ts";
import { findLabels, type FoundLabels } from "./label_column.ts";
import { areSame, lookAt, type LookedSide } from "./look.ts";
import { InputFiles } from "../inputs/files.ts";
import { placing } from "./placing.ts";
import { choosePrompts } from "./prompts.ts";
import { audioEntries, textEntries } from "./models.ts";
import { chooseRows, type Sides } from "./rows.ts";
import { findSources, leakageOf } from "./leakage_keys.ts";
import { findTexts, type FoundTexts } from "./training_texts.ts";

/** The data and models that a configuration is to name. Paths are relative to the current folder. */
export interface DraftRequest {
  /** The items to be named: a manifest or a data set's folder. */
  readonly evaluation: string;
  /** The pairs to train on; without them, class folds train on the evaluation's other classes. */
  readonly training?: string | undefined;
  /** Audio backbones: shipped names, cards, models, arrays or embedding sets. */
  readonly audio: readonly string[];
  /** Text backbones, as in `audio`. */
  readonly text: readonly string[];
  /** The file that says what models without a card were trained on. */
  readonly ledger?: string | undefined;
  /** The evaluation's column of labels, where the file does not tell. */
  readonly labelColumn?: string | undefined;
  /** The training items' column of texts, where the file does not tell. */
  readonly textColumn?: string | undefined;
  /** Where the configuration will lie. */
  readonly out: string;
  /** The first of five training seeds; default 0. */
  readonly seed?: number | undefined;
  /** Whether manifests and cards may name files outside their folders. */
  readonly allowOutside?: boolean | undefined;
}

/** A drafted configuration. */
export interface ConfigurationDraft {
  /** The configuration as it is written, without the keys that keep their default. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Each choice, with what tells it. */
  readonly choices: readonly DraftChoice[];
}

/** As many training seeds as an audit has by default. */
const SEEDS = [0, 1, 2, 3, 4];
/** Fewest classes that two class folds can be made of. */
const LEAST_CLASSES = 4;
/** Implements {@link draftConfiguration}, which `doors/audit/draft_configuration.ts` documents. */
export async function draftConfiguration(
  request: DraftRequest,
  { signal }: Pick<WorkOptions, "signal"> = {},
): Promise<ConfigurationDraft> {
  const { allowOutside = false, out, ledger } = request;
  const pause = breather(signal);
  const choices = new DraftChoices();
  const place = placing(out);
  const sides = await lookAtSides(request, allowOutside, pause);
  const { evaluation, training, labels } = sides;
  noteLabels(labels, evaluation, choices);
  const where = chooseRows(sides, choices);
  const texts = training && findTexts(training, request.textColumn);
  if (texts !== undefined) noteTexts(texts, choices);
  const models = { ...request, ledger, allowOutside, place, pause };
  const audio = await audioEntries(models, evaluation, training, choices);
  const text = await textEntries(models, choices);
  const files = new InputFiles(dirname(out), { allowOutside });
  const asked = { labels: labels.labels, reading: texts?.reading, text };
  await pause();
  const prompts = await choosePrompts(asked, files, choices);
  const leakage = leakageOf(sides, choices);
  const configuration = {
    $schema: schemaReference(out),
    evaluation: {
      items: place(request.evaluation),
      ...(labels.column === "label" ? {} : { labelColumn: labels.column }),
      ...(labels.separator === undefined ? {} : { labelSeparator: labels.separator }),
      ...(Object.keys(where.evaluation).length === 0 ? {} : { where: where.evaluation }),
      ...(prompts === undefined ? {} : { prompts }),
      ...(training === undefined ? { classFolds: 2 } : {}),
    },
    ...(training === undefined ? {} : {
      training: {
        items: place(request.training!),
        ...texts!.keys,
        ...(Object.keys(where.training).length === 0 ? {} : { where: where.training }),
      },
    }),
    audio,
    text,
    ...(request.seed === undefined ? {} : { seeds: shiftSeeds(SEEDS, request.seed) }),
    ...(texts?.areSeveral ? { optimizer: { targets: "same-sound" } } : {}),
    ...(Object.keys(leakage).length === 0 ? {} : { leakage }),
  };
  return { configuration, choices: choices.all };
}

async function lookAtSides(
  request: DraftRequest,
  allowOutside: boolean,
  pause: () => Promise<void>,
): Promise<Sides> {
  await pause();
  const evaluation = await lookAt(request.evaluation, allowOutside);
  const isSame = request.training !== undefined &&
    await areSame(request.evaluation, request.training);
  const training = request.training === undefined
    ? undefined
    : isSame
    ? evaluation
    : await lookAt(request.training, allowOutside);
  await pause();
  const labels = findLabels(evaluation, request.labelColumn, "--label-column");
  if (labels.areSeveral && training === undefined) {
    throw new InputError(
      `The items of "${
        quotable(request.evaluation)
      }" have several labels, so halves of them cannot ` +
        "be trained on; give other items to train on with --training",
    );
  }
  if (training === undefined && labels.labels.length < LEAST_CLASSES) {
    throw new InputError(
      `"${
        quotable(request.evaluation)
      }" has ${labels.labels.length} classes; without --training, class ` +
        `folds take at least ${LEAST_CLASSES}: give other items to train on with --training`,
    );
  }
  const sources = findSources(evaluation, training);
  const sourceColumns = {
    evaluation: sources.evaluation.column,
    training: sources.training.column,
  };
  return { evaluation, training, labels, areSame: isSame, sourceColumns, sources };
}

function noteLabels(
  { column, separator, why, isUnsure }: FoundLabels,
  { path }: LookedSide,
  choices: DraftChoices,
): void {
  const key = "evaluation.labelColumn";
  const choice = { key, value: column, why: `${quotable(path)}: ${why}`, isUnsure };
  choices.add(choice, "init --label-column names another");
  if (separator !== undefined) {
    const why = "what stands between it is often another label";
    choices.guessed(
      "evaluation.labelSeparator",
      separator,
      why,
      "leave it out for one label an item",
    );
  }
}

function noteTexts(
  { kind, value, why, isUnsure, areSeveral }: FoundTexts,
  choices: DraftChoices,
): void {
  const choice = { key: "training.text", value: `${kind} in ${value}`, why, isUnsure };
  choices.add(choice, "init --text-column names another");
  if (areSeveral) {
    choices.told("optimizer.targets", "same-sound", "sounds have several captions");
  }
}
