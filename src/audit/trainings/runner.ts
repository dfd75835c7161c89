/**
 * Who trains the cells of an audit: this thread, or several workers. Cells are independent and each depends on its
 * own seed alone, so the outcomes are the same bits whoever trains them.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import type { Compute } from "../../compute/compute.ts";
import { validationNotes } from "../../leakage/pools/notes.ts";
import { makePools, type Pools } from "../../leakage/pools/pools.ts";
import { groupedValidation, type Validation } from "../../leakage/pools/validation.ts";
import { type CellOutcome, type CellSetting, runCell } from "./run_training.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { type Fold, makeFolds } from "./folds.ts";
import type { AuditInputs, AuditPair } from "../inputs/read_inputs.ts";
import type { Cell } from "./plan.ts";
import { poolOf } from "./pool.ts";

/**
 * Trains and evaluates cells; tells of each as it is done, goes on when what is told of it is done with it, and gives
 * all in the order asked for.
 */
export type CellRunner = (
  cells: readonly Cell[],
  onOutcome: (outcome: CellOutcome) => void | Promise<void>,
) => Promise<CellOutcome[]>;

/** Pools of a class fold and seed, and the ids of the pairs that are held out of them to tell when to stop. */
export interface FoldPools extends Pools {
  /** They are in every pool. */
  readonly heldOut: ReadonlySet<string>;
}

/** An audit's class folds and pools, from which any of its cells can be trained. */
export class CellTrainer {
  /** The class folds. */
  readonly folds: readonly Fold[];
  readonly #configuration: AuditConfiguration;
  readonly #inputs: AuditInputs;
  readonly #pairs: ReadonlyMap<string, AuditPair>;
  readonly #rowOf: ReadonlyMap<string, number>;
  readonly #pools = new Map<string, FoldPools>();

  private constructor(
    configuration: AuditConfiguration,
    inputs: AuditInputs,
    folds: readonly Fold[],
  ) {
    this.#configuration = configuration;
    this.#inputs = inputs;
    this.#pairs = new Map(inputs.pairs.map((pair) => [pair.id, pair]));
    this.#rowOf = new Map(inputs.pairs.map(({ id }, row) => [id, row]));
    this.folds = folds;
  }

  /** Makes the class folds. */
  static open(configuration: AuditConfiguration, inputs: AuditInputs): CellTrainer {
    return new CellTrainer(
      configuration,
      inputs,
      makeFolds(inputs, configuration.evaluation.classFolds),
    );
  }

  /** The pools of a class fold and seed. */
  pools({ fold, seed }: Pick<Cell, "fold" | "seed">): FoldPools {
    const key = `${fold} ${seed}`;
    const known = this.#pools.get(key);
    if (known) return known;
    const pools = this.#makePools(this.folds[fold]!, seed);
    this.#pools.set(key, pools);
    return pools;
  }

  #makePools({ findings }: Fold, seed: number): FoldPools {
    const { pairs } = this.#inputs;
    const { batch, validation, validationShare } = this.#configuration.optimizer;
    const flagged = new Set(findings.filter(({ flagged }) => flagged).map(({ item }) => item));
    const held = validation === "none" ? undefined : holdOut(pairs, flagged, validationShare, seed);
    const heldOut = new Set(held?.ids);
    const isNeeded = needsClean(this.#configuration, this.#inputs);
    const pools = makePools(pairs, findings, seed, heldOut, isNeeded ? undefined : 0);
    const trained = pools.clean.length - heldOut.size;
    return {
      ...pools,
      heldOut,
      notes: [
        ...pools.notes,
        ...(held ? validationNotes(pairs, held.by, '"leakage.sourceColumn"') : []),
        ...noteOnSize(trained, batch, isNeeded),
      ],
    };
  }

  /** What a cell is trained with. */
  setting(cell: Cell): CellSetting {
    const { audio, text, items } = this.#inputs;
    const fold = this.folds[cell.fold]!;
    const pools = this.pools(cell);
    return {
      projector: this.#configuration.projector,
      optimizer: this.#configuration.optimizer,
      audio: audio.find(({ name }) => name === cell.audio)!,
      text: text.find(({ name }) => name === cell.text)!,
      prompts: this.#configuration.evaluation.prompts,
      fold,
      sources: fold.itemRows.map((row) => items[row]!.source),
      pool: poolOf(cell, pools, this.#pairs, pools.heldOut),
      rowOf: this.#rowOf,
    };
  }

  /** Trains and evaluates one cell. */
  run(compute: Compute, cell: Cell): Promise<CellOutcome> {
    return runCell(compute, cell, this.setting(cell));
  }
}

/** Holds pairs out, or names the key of the share that does not do. */
function holdOut(...draw: Parameters<typeof groupedValidation>): Validation {
  try {
    return groupedValidation(...draw);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    throw new InputError(`"optimizer.validationShare": ${thrown.message}`, { cause: thrown });
  }
}

/** What must be said of a small clean pool. */
function noteOnSize(pairs: number, batch: number, isNeeded: boolean): string[] {
  if (!isNeeded) {
    return pairs > 0
      ? []
      : ["Every training pair is flagged: the clean pool is empty, and not used."];
  }
  return pairs >= batch ? [] : [
    `The clean pool has ${pairs} pairs, fewer than a batch of ${batch}: its batches are as small, ` +
    "with fewer texts to tell apart.",
  ];
}

/** Whether anything is trained on the clean pool, or standardized by it. */
function needsClean(
  { conditions, attribution, leakDose, diversity }: AuditConfiguration,
  { audio }: AuditInputs,
): boolean {
  return (attribution && audio.some(({ baseline }) => baseline !== undefined)) ||
    leakDose.length > 0 || diversity.length > 0 ||
    conditions.some((condition) => condition !== "dirty" && condition !== "control");
}

/** Trains cells one after the other in this thread. */
export function runHere(trainer: CellTrainer, compute: Compute): CellRunner {
  return async (cells, onOutcome) => {
    const outcomes: CellOutcome[] = [];
    for (const cell of cells) {
      const outcome = await trainer.run(compute, cell);
      outcomes.push(outcome);
      await onOutcome(outcome);
    }
    return outcomes;
  };
}
