/**
 * Runs an audit's trainings. Each depends only on its own seed, so it gives the same bits in any thread or worker.
 * @module
 */
import type { Compute } from "../../compute/compute.ts";
import { drawnPools } from "../../leakage/pools/drawn_pools.ts";
import { poolOf } from "../../leakage/pools/pool_of.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs, AuditPair } from "../inputs/shape.ts";
import { AuditPools, needsClean } from "./fold_pools.ts";
import { type Fold, makeFolds } from "./folds.ts";
import type { Training } from "./plan.ts";
import { resolvePool } from "./pool.ts";
import { runTraining, type TrainingOutcome } from "./run_training.ts";
import type { TrainingSetting } from "./train_projectors.ts";
import type { TrainingGroup } from "./training_group.ts";

/** Runs and evaluates any training of an audit. */
export class Trainer {
  /** The class folds. */
  readonly folds: readonly Fold[];
  /** The pools. */
  readonly pools: AuditPools;
  readonly #configuration: AuditConfiguration;
  readonly #backbones: AuditInputs["backbones"];
  readonly #prompts: readonly string[];
  readonly #pairs: ReadonlyMap<string, AuditPair>;
  readonly #rowOf: ReadonlyMap<string, number>;

  /** Makes the class folds. */
  constructor(
    configuration: AuditConfiguration,
    { evaluation, pairs, backbones, leaks }: Omit<AuditInputs, "hashes" | "notes">,
  ) {
    const isCleanNeeded = needsClean(configuration, backbones.audio);
    this.folds = makeFolds(evaluation, leaks.findings, configuration.evaluation.classFolds);
    this.pools = new AuditPools(pairs, leaks.nouns, this.folds, configuration, isCleanNeeded);
    this.#configuration = configuration;
    this.#backbones = backbones;
    this.#prompts = evaluation.prompts;
    this.#pairs = new Map(pairs.map((pair) => [pair.id, pair]));
    this.#rowOf = new Map(pairs.map(({ id }, row) => [id, row]));
  }

  /** Whether the control pools of all folds and seeds match the clean ones. */
  isControlValid(): boolean {
    return this.folds.every(({ number }) => this.pools.controlMatch(number).valid);
  }

  /** Returns the settings and data of a training. */
  setting(training: Training): TrainingSetting {
    const { audio, text } = this.#backbones;
    const pools = { ...this.pools.of(training), control: this.pools.control(training) };
    const draw = { seed: training.seed, permutation: training.fold };
    const drawn = drawnPools(pools, this.#pairs, pools.heldOut, draw);
    return {
      projector: this.#configuration.projector,
      optimizer: this.#configuration.optimizer,
      audio: audio.find(({ name }) => name === training.audio)!,
      text: text.find(({ name }) => name === training.text)!,
      prompts: this.#prompts,
      fold: this.folds[training.fold]!,
      pool: resolvePool(poolOf(drawn, training.condition), this.#pairs),
      rowOf: this.#rowOf,
    };
  }

  /** Trains the projectors of a group once, and evaluates them for each member; the outcomes are in their order. */
  run(compute: Compute, group: TrainingGroup): Promise<TrainingOutcome[]> {
    return runTraining(compute, group, (training) => this.setting(training));
  }
}
