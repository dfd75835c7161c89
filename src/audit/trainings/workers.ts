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
import type { ResidualResult } from "./residual_topics.ts";
import type { TrainingRunner } from "./runner.ts";
import { SurroundingsError } from "../../basics/errors.ts";
import { revived } from "../../basics/worker_errors.ts";
import type { DeviceClass } from "../../compute/compute.ts";
import type { KnownDevice } from "../../compute/open.ts";
import type { FromWorker, ToWorker } from "./worker.ts";
import { requireUnchangedCode } from "../../basics/code_hashes.ts";

/** Most workers; more gain little and take 100 MB each. */
const MOST_WORKERS = 8;

/**
 * Returns the number of workers for a device: workers share cores well, but a graphics card badly. On a software adapter
 * each read-back waits 10 ms, so one worker more than cores keeps these busy (part of the demo on two cores: 75 s with
 * three workers, 85 s with two).
 */
export function workersFor(device: DeviceClass): number {
  if (device === "hardware") return 1;
  const idle = device === "software" ? 1 : 0;
  return Math.min(MOST_WORKERS, navigator.hardwareConcurrency + idle);
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

/** What trainings in workers are of. */
export interface TrainedInWorkers {
  /** The configuration. */
  readonly configuration: AuditConfiguration;
  /** What it names. */
  readonly inputs: AuditInputs;
  /** What the residual check found, where that is known: else each worker repeats it. */
  readonly residual?: ResidualResult | undefined;
}

/**
 * Runs trainings in workers. Each worker opens the given device for itself, with the same kernels. An error of a worker
 * is thrown here with its class, so that a command ends with the same exit code wherever trainings run; the trainings
 * that other workers have begun are finished before.
 *
 * @param audit what the trainings are of
 * @param device as `openCompute` gave it; each worker opens it for itself
 */
export function runInWorkers(
  { configuration, inputs, residual }: TrainedInWorkers,
  device: KnownDevice,
): TrainingRunner {
  return async (groups, onTrained) => {
    const outcomes = new Array<TrainingOutcome[]>(groups.length);
    const failures: unknown[] = [];
    let next = 0;
    await requireUnchangedCode("trainings");
    const workers = Array.from(
      { length: Math.min(workersFor(device.class), groups.length) },
      () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    );
    try {
      await Promise.all(workers.map(async (worker) => {
        tell(worker, { configuration, inputs, residual, device });
        try {
          while (next < groups.length && failures.length === 0) {
            const number = next++;
            const own = await ask(worker, { group: groups[number]! });
            outcomes[number] = own;
            await onTrained(own);
          }
        } catch (thrown) {
          failures.push(thrown);
        }
      }));
      // What the other workers had begun is finished by now: nothing is written later.
      if (failures.length > 0) throw failures[0];
    } finally {
      for (const worker of workers) worker.terminate();
    }
    return outcomes;
  };
}

function tell(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}

function ask(worker: Worker, message: ToWorker): Promise<TrainingOutcome[]> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ("outcomes" in data) resolve(data.outcomes);
      else reject(revived(data.error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new SurroundingsError(`A worker ended: ${event.message}`));
    };
    tell(worker, message);
  });
}
