/**
 * Runs the trainings of an audit in several workers at once.
 *
 * A small training keeps at most one core busy: a step of the demo took 8.7 ms on a software adapter of two threads and
 * 8.9 ms on one of one thread; two workers of one thread each took 9.9 ms a step at the same time (2 cores).
 * @module
 */
import type { TrainingOutcome } from "./run_training.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditInputs } from "../inputs/read_inputs.ts";
import { trainingsInFlight } from "./in_flight.ts";
import { type Lane, runInLanes, type TrainingRunner } from "./runner.ts";
import { ownCores } from "../../basics/cores.ts";
import { SurroundingsError } from "../../basics/errors.ts";
import type { Trainer } from "./trainer.ts";
import type { TrainingGroup } from "./training_group.ts";
import type { TrainingRows } from "./training_rows.ts";
import { later } from "../../basics/later.ts";
import { revived } from "../../basics/worker_errors.ts";
import type { DeviceClass } from "../../compute/compute.ts";
import type { KnownDevice } from "../../compute/open.ts";
import type { FromWorker, ToWorker, WorkerBackbones } from "./worker.ts";
import { requireUnchangedCode } from "../../basics/code_hashes.ts";

/** Most workers; more gain little and take 100 MB each. */
const MOST_WORKERS = 8;

/**
 * Threads of a native device in an audit, where each core has a worker: the products of a training are too small to gain
 * by more.
 */
export const WORKER_THREADS = 1;

/**
 * Returns the number of workers for a device: workers share cores well, but a graphics card badly. Each has
 * {@link trainingsInFlight}, which fill its waits: on a software adapter, one worker more than cores takes a tenth more
 * memory and 5 % more time.
 */
export function workersFor(device: DeviceClass): number {
  return device === "hardware" ? 1 : Math.min(MOST_WORKERS, ownCores());
}

/**
 * Makes lavapipe run in the thread that calls it. Call it before the first adapter is requested, since lavapipe reads
 * the variable then; other drivers ignore it.
 */
export async function leaveThreadsToWorkers(): Promise<void> {
  const variable = "LP_NUM_THREADS";
  const { state } = await Deno.permissions.query({ name: "env", variable });
  if (state === "granted" && !Deno.env.get(variable)) Deno.env.set(variable, "0");
}

// They bring zod with them, which a door must not load.
const trainerModule = later<typeof import("./trainer.ts")>(
  new URL("./trainer.ts", import.meta.url),
);
const rowsModule = later<typeof import("./training_rows.ts")>(
  new URL("./training_rows.ts", import.meta.url),
);

/** What trainings in workers are of. */
export interface TrainedInWorkers {
  /** The configuration. */
  readonly configuration: AuditConfiguration;
  /** What it names. */
  readonly inputs: AuditInputs;
  /** The trainer of their plan, where there is one: else the pools are made again. */
  readonly trainer?: Trainer | undefined;
}

/**
 * Runs trainings in workers. Each worker opens the given device for itself, with the same kernels, and gets the rows of
 * each training; pairs and labels stay in this thread. An error of a worker is thrown here with its class, so that a
 * command ends with the same exit code wherever trainings run; the trainings that other workers have begun are finished
 * before.
 *
 * @param audit what the trainings are of
 * @param device as `openCompute` gave it; each worker opens it for itself
 */
export function runInWorkers(
  { configuration, inputs, trainer: planned }: TrainedInWorkers,
  device: KnownDevice,
): TrainingRunner {
  return async (groups, onTrained) => {
    await requireUnchangedCode("trainings");
    const trainer = planned ?? await (await trainerModule()).Trainer.open(configuration, inputs);
    const { groupRows } = await rowsModule();
    const rowsOf = (group: TrainingGroup) => groupRows(trainer.settingsOf(group));
    const { backbones } = inputs;
    const audit = { backbones: embeddingsOf(backbones), device, threads: WORKER_THREADS };
    const inFlight = trainingsInFlight(backbones);
    const workers = Array.from(
      { length: Math.min(workersFor(device.class), groups.length) },
      () => new TrainingWorker(audit, rowsOf),
    );
    // The first groups go to a worker each.
    const lanes = Array.from({ length: inFlight }, () => workers.map((one) => one.lane)).flat();
    try {
      return await runInLanes(lanes)(groups, onTrained);
    } finally {
      for (const worker of workers) worker.terminate();
    }
  };
}

/** Returns the embeddings that trainings use. */
function embeddingsOf({ audio, text }: AuditInputs["backbones"]): WorkerBackbones {
  return {
    audio: audio.map(({ name, training, evaluation }) => ({ name, training, evaluation })),
    text: text.map(({ name, vectors, lemmas }) => ({ name, vectors, lemmas })),
  };
}

/** A worker, and the groups that it was given. */
class TrainingWorker {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  readonly #given = new Map<number, PromiseWithResolvers<TrainingOutcome[]>>();
  readonly #rowsOf: (group: TrainingGroup) => TrainingRows[];
  #next = 0;

  constructor(audit: ToWorker, rowsOf: (group: TrainingGroup) => TrainingRows[]) {
    this.#rowsOf = rowsOf;
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const given = this.#given.get(data.number)!;
      this.#given.delete(data.number);
      if ("outcomes" in data) given.resolve(data.outcomes);
      else given.reject(revived(data.error));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const ended = new SurroundingsError(`A worker ended: ${event.message}`);
      for (const given of this.#given.values()) given.reject(ended);
    };
    this.#tell(audit);
  }

  /** Does a group there. */
  readonly lane: Lane = (group) => {
    const number = this.#next++;
    const given = Promise.withResolvers<TrainingOutcome[]>();
    this.#given.set(number, given);
    this.#tell({ number, group, rows: this.#rowsOf(group) });
    return given.promise;
  };

  /** Ends it, whatever it does. */
  terminate(): void {
    this.#worker.terminate();
  }

  #tell(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
