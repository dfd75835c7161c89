/**
 * Runs an audit's trainings. Each depends only on its own seed, so it gives the same bits in any thread or worker.
 * @module
 */
import type { WorkOptions } from "../../basics/progress.ts";
import type { Compute } from "../../compute/compute.ts";
import { drawnPools } from "../../leakage/pools/drawn_pools.ts";
import { poolOf } from "../../leakage/pools/pool_of.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/shape.ts";
import { SoundsAndTopics } from "../../leakage/pools/sounds_and_topics.ts";
import { soundRows } from "../inputs/sound_rows.ts";
import { AuditPools, needsClean } from "./fold_pools.ts";
import { drawComparedItems, type Fold, makeFolds } from "./folds.ts";
import { isRetrieved } from "./asked_measures.ts";
import { trainingsInFlight } from "./in_flight.ts";
import type { Training } from "./plan.ts";
import { resolvePool } from "./pool.ts";
import { measureResidual, type ResidualResult } from "./residual_topics.ts";
import { Retests } from "./retests.ts";
import { runTraining, type TrainingOutcome } from "./run_training.ts";
import type { TrainingSetting } from "./setting.ts";
import { embeddedGroup } from "./training_rows.ts";
import { distinctMembers, type TrainingGroup } from "./training_group.ts";

/** What a trainer takes beside configuration and inputs. */
export interface TrainerOptions extends WorkOptions {
  /** What the residual check found, where that is known. */
  readonly residual?: ResidualResult | undefined;
}

/** What a trainer needs of an audit's inputs. */
type TrainerInputs = Omit<AuditInputs, "hashes" | "notes">;

/** What the trainings of an audit are drawn from. */
interface Drawn extends Pick<Trainer, "all" | "folds" | "pools"> {
  /** The row of each pair's sound, by the pair's id. */
  readonly rowOf: ReadonlyMap<string, number>;
}

/** Runs and evaluates any training of an audit. */
export class Trainer {
  /** The training pairs, with their sounds and topics. */
  readonly all: SoundsAndTopics;
  /** The class folds. */
  readonly folds: readonly Fold[];
  /** The pools. */
  readonly pools: AuditPools;
  /** What the residual check found in the clean pools. */
  readonly residual: ResidualResult;
  /** The second tests of transfer, without what the residual check lists. */
  readonly retests: Retests;
  readonly #configuration: AuditConfiguration;
  readonly #backbones: AuditInputs["backbones"];
  readonly #prompts: readonly string[];
  readonly #captions: AuditInputs["evaluation"]["captions"];
  readonly #rowOf: ReadonlyMap<string, number>;

  private constructor(
    configuration: AuditConfiguration,
    { evaluation, pairs, backbones }: TrainerInputs,
    drawn: Drawn,
    residual: ResidualResult,
  ) {
    this.all = drawn.all;
    this.folds = drawn.folds;
    this.pools = drawn.pools;
    this.residual = residual;
    this.retests = new Retests(residual.topics, { pairs, ...drawn, seeds: configuration.seeds });
    this.#configuration = configuration;
    this.#backbones = backbones;
    this.#prompts = evaluation.prompts;
    this.#captions = evaluation.captions;
    this.#rowOf = drawn.rowOf;
  }

  /** Makes the class folds, and checks their clean pools. */
  static async open(
    configuration: AuditConfiguration,
    inputs: TrainerInputs,
    { residual, ...work }: TrainerOptions = {},
  ): Promise<Trainer> {
    const { evaluation, backbones } = inputs;
    const drawn = draw(configuration, inputs);
    const { all, folds, pools, rowOf } = drawn;
    const found = residual ?? await measureResidual(backbones, {
      byId: all.byId,
      rowOf,
      topicsOf: (id) => all.topicsOf(id),
      cleanOf: ({ number }) => pools.of({ fold: number, seed: configuration.seeds[0]! }).clean,
      folds,
      prompts: evaluation.prompts,
    }, work);
    return new Trainer(configuration, inputs, drawn, found);
  }

  /** Whether the control pools of all folds and seeds match the clean ones. */
  isControlValid(): boolean {
    return this.folds.every(({ number }) => this.pools.controlMatch(number).valid);
  }

  /** Returns how many trainings one thread has in flight on a device; those of this process never let it wait. */
  inFlightOn({ device }: Compute): number {
    const answersAtOnce = device.class === "cpu" || device.class === "native";
    return answersAtOnce ? 1 : trainingsInFlight(this.#backbones);
  }

  /** Returns the class fold of a training; the second test of transfer leaves classes out. */
  foldOf(training: Pick<Training, "audio" | "text" | "condition" | "fold">): Fold {
    const { condition, fold } = training;
    if (condition.kind !== "unlisted") return this.folds[fold]!;
    return this.retests.of(training)!.folds.find(({ number }) => number === fold)!;
  }

  /** Returns the settings and data of a training. */
  setting(training: Training): TrainingSetting {
    const { audio, text } = this.#backbones;
    const pools = { ...this.pools.of(training), control: this.pools.control(training) };
    const draw = { seed: training.seed, permutation: training.fold };
    const listed = this.retests.removed(training);
    const drawn = drawnPools(pools, this.all.byId, pools.heldOut, listed, draw);
    return {
      projector: this.#configuration.projector,
      optimizer: this.#configuration.optimizer,
      audio: audio.find(({ name }) => name === training.audio)!,
      text: text.find(({ name }) => name === training.text)!,
      prompts: this.#prompts,
      fold: this.foldOf(training),
      pool: resolvePool(poolOf(drawn, training.condition), this.all.byId),
      rowOf: this.#rowOf,
      ...(isRetrieved(training) ? { captions: this.#captions } : {}),
    };
  }

  /** Returns the settings and data of the distinct members of a group. */
  settingsOf(group: TrainingGroup): TrainingSetting[] {
    return distinctMembers(group).map(({ training }) => this.setting(training));
  }

  /** Trains the projectors of a group once, and evaluates them for each member; the outcomes are in their order. */
  run(
    compute: Compute,
    group: TrainingGroup,
    { signal }: Pick<WorkOptions, "signal"> = {},
  ): Promise<TrainingOutcome[]> {
    return runTraining(compute, group, { settings: embeddedGroup(this.settingsOf(group)), signal });
  }
}

/** Makes the class folds and the pools. */
function draw(
  configuration: AuditConfiguration,
  { evaluation, pairs, backbones, leaks }: TrainerInputs,
): Drawn {
  const isCleanNeeded = needsClean(configuration, backbones.audio);
  const all = new SoundsAndTopics(pairs, leaks.nouns);
  const folds = drawComparedItems(
    makeFolds(evaluation, leaks.findings, configuration.evaluation.classFolds),
    configuration.seeds[0]!,
  );
  const pools = new AuditPools({ pairs, all, folds, isCleanNeeded }, configuration);
  return { all, folds, pools, rowOf: soundRows(pairs).rowOf };
}
