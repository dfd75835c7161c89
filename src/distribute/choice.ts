/**
 * Which task of several this process is, as `--shard` or the variables of an engine say.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { MOST_SHARDS } from "./plan.ts";

/** The variables by which engines number the tasks of an array. */
export const ARRAY_VARIABLES = [
  "SLURM_ARRAY_JOB_ID",
  "SLURM_ARRAY_TASK_ID",
  "SLURM_ARRAY_TASK_COUNT",
  "SLURM_ARRAY_TASK_MIN",
  "SLURM_ARRAY_TASK_MAX",
  "JOB_COMPLETION_INDEX",
] as const;

/** Values of variables of the environment. */
export type ArrayEnvironment = Readonly<Partial<Record<typeof ARRAY_VARIABLES[number], string>>>;

/** A task of an array that an engine started. */
export interface ArrayTask {
  /** The engine. */
  readonly engine: "slurm" | "kubernetes";
  /** Id of the array's job, where the engine tells. */
  readonly job?: string | undefined;
  /** The task's number. */
  readonly id: number;
  /** The numbers of the whole array, as far as the engine tells: the first, the last, and how many. */
  readonly array?:
    | { readonly first: number; readonly last: number; readonly count: number }
    | undefined;
}

/** What `--shard` asks for: one of a number of shards, a task of an array, or to put all shards together. */
export type ShardChoice =
  | { readonly kind: "counted"; readonly index: number; readonly count: number }
  | { readonly kind: "array"; readonly task: ArrayTask }
  | { readonly kind: "collect" };

/**
 * Parses `--shard`: `I/N` with I from 0 to N (0 and N are the same), `auto`, which reads the variables of a Slurm array or
 * of a Kubernetes indexed job, or `collect`. `I/N` with the numbers that Slurm gives the task is read as `auto`: they are those
 * of the present array, which may be a retry of one task.
 *
 * @param environment the variables, as far as they may be read
 * @throws {InputError} when the text is none of these, or the variables are missing
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseShardChoice("3/8", {}), { kind: "counted", index: 3, count: 8 });
 * const { kind } = parseShardChoice("auto", { JOB_COMPLETION_INDEX: "2" });
 * assert.equal(kind, "array");
 * ```
 */
export function parseShardChoice(text: string, environment: ArrayEnvironment): ShardChoice {
  if (text === "collect") return { kind: "collect" };
  const task = arrayTask(environment);
  if (text === "auto") {
    if (task !== undefined) return { kind: "array", task };
    throw new InputError(
      "--shard auto found neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX; " +
        "start it as a task of an array, or give I/N such as 0/8",
    );
  }
  const match = /^(\d{1,7})\/(\d{1,7})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!(count >= 1 && count <= MOST_SHARDS && index >= 0)) throw malformed(text);
  if (task?.array && index === task.id && count === task.array.count) {
    return { kind: "array", task };
  }
  if (index > count) throw malformed(text);
  return { kind: "counted", index, count };
}

function malformed(text: string): InputError {
  return new InputError(
    `The shard is "${
      quotable(text)
    }"; expected I/N with I from 0 to N and N at most ${MOST_SHARDS}, ` +
      "such as 1/8, or auto",
  );
}

/** Reads the variables of an engine. */
function arrayTask(environment: ArrayEnvironment): ArrayTask | undefined {
  const number = (name: typeof ARRAY_VARIABLES[number]) => {
    const value = environment[name];
    if (value === undefined || value === "") return undefined;
    if (/^\d{1,10}$/.test(value)) return Number(value);
    throw new InputError(`${name} is "${quotable(value)}"; expected a whole number`);
  };
  const id = number("SLURM_ARRAY_TASK_ID");
  if (id === undefined) {
    const index = number("JOB_COMPLETION_INDEX");
    return index === undefined ? undefined : { engine: "kubernetes", id: index };
  }
  const count = number("SLURM_ARRAY_TASK_COUNT");
  const first = number("SLURM_ARRAY_TASK_MIN");
  const last = number("SLURM_ARRAY_TASK_MAX");
  const isWhole = count !== undefined && first !== undefined && last !== undefined;
  return {
    engine: "slurm",
    job: environment.SLURM_ARRAY_JOB_ID,
    id,
    array: isWhole ? { first, last, count } : undefined,
  };
}
