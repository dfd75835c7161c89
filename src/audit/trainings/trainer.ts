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

  /**
   * Makes the class folds, and checks their clean pools.
   *
   * @param residual what the check found, where that is known
   */
  constructor(
    configuration: AuditConfiguration,
    { evaluation, pairs, backbones, leaks }: Omit<AuditInputs, "hashes" | "notes">,
    residual?: ResidualResult,
  ) {
    const isCleanNeeded = needsClean(configuration, backbones.audio);
    const { seeds } = configuration;
    const all = this.all = new SoundsAndTopics(pairs, leaks.nouns);
    this.folds = drawComparedItems(
      makeFolds(evaluation, leaks.findings, configuration.evaluation.classFolds),
      seeds[0]!,
    );
    this.pools = new AuditPools(
      { pairs, all, folds: this.folds, isCleanNeeded },
      configuration,
    );
    const { folds, pools } = this;
    const { rowOf } = soundRows(pairs);
    this.residual = residual ?? measureResidual(backbones, {
      byId: all.byId,
      rowOf,
      topicsOf: (id) => all.topicsOf(id),
      cleanOf: ({ number }) => pools.of({ fold: number, seed: seeds[0]! }).clean,
      folds,
      prompts: evaluation.prompts,
    });
    this.retests = new Retests(this.residual.topics, {
      pairs,
      all,
      folds,
      pools,
      seeds,
    });
    this.#configuration = configuration;
    this.#backbones = backbones;
    this.#prompts = evaluation.prompts;
    this.#captions = evaluation.captions;
    this.#rowOf = rowOf;
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
