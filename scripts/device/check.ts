/**
 * Runs the device check: each step in its own process, with the results written after every step.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../../src/basics/atomic.ts";
import { messageOf } from "../../src/basics/errors.ts";
import { VERSION } from "../../src/basics/version.ts";
import { limitOf } from "./budget.ts";
import { type Ended, runWithin } from "./child.ts";
import { pageOf } from "./page.ts";
import { type DeviceCheck, foundBy, type Outcome, SCHEMA, type StepRecord } from "./record.ts";
import type { FoundDoctor } from "./doctor_section.ts";
import type { Step } from "./steps.ts";
import type { Surroundings } from "./surroundings.ts";

/** Input of a check. */
export interface CheckOptions {
  /** Existing folder for the results. */
  readonly out: string;
  /** Folder for the files of the steps. */
  readonly scratch: string;
  readonly surroundings: Surroundings;
  /** Seconds that all steps may take together. */
  readonly totalSeconds: number;
  /** Ends the check when it is aborted. */
  readonly interrupted: AbortSignal;
  /** Called with a line before and after every step. */
  readonly onLine: (line: string) => void;
}

/** Runs the steps one after another, including after failures, until an interruption. */
export async function checkDevice(
  steps: readonly Step[],
  options: CheckOptions,
): Promise<DeviceCheck> {
  const { out, totalSeconds, interrupted, surroundings, onLine } = options;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  let check: DeviceCheck = {
    schema: SCHEMA,
    version: VERSION,
    started: new Date().toISOString(),
    machine: machineOf(),
    librariesFromPack: surroundings.librariesFromPack,
    planned: steps.map(({ name }) => name),
    steps: [],
    seconds: 0,
    passed: false,
  };
  await writeCheck(out, check);
  for (const [index, step] of steps.entries()) {
    if (interrupted.aborted) break;
    const limitSeconds = limitOf(step, steps.slice(index + 1), totalSeconds - elapsed());
    onLine(`${step.name}: at most ${Math.round(limitSeconds)} s`);
    const record = await runStep(step, limitSeconds, check, options);
    onLine(`${step.name}: ${record.outcome} after ${record.seconds.toFixed(1)} s`);
    const done = [...check.steps, record];
    const passed = done.length === steps.length &&
      done.every(({ outcome }) => outcome === "passed");
    check = { ...check, steps: done, seconds: elapsed(), passed };
    await writeCheck(out, check);
  }
  return check;
}

async function writeCheck(folder: string, check: DeviceCheck): Promise<void> {
  const json = JSON.stringify(check, null, 2) + "\n";
  await writeFileAtomic(join(folder, "device-check.json"), json);
  await writeFileAtomic(join(folder, "device-check.md"), pageOf(check));
}

async function runStep(
  step: Step,
  limitSeconds: number,
  check: DeviceCheck,
  { out, scratch, surroundings, interrupted }: CheckOptions,
): Promise<StepRecord> {
  const folder = await Deno.makeTempDir({ dir: scratch });
  const command = step.command({ device: deviceOf(check), limitSeconds, folder });
  const env = { ...surroundings.env, ...step.env };
  const ended = await runWithin([Deno.execPath(), ...command], env, limitSeconds, interrupted);
  await keepFiles(step, folder, out);
  const found = foundIn(step, ended.stdout);
  return {
    name: step.name,
    command,
    outcome: outcomeOf(ended),
    ...(ended.code !== undefined && { exitCode: ended.code }),
    seconds: ended.seconds,
    limitSeconds,
    ...(found !== undefined && { found }),
    tail: ended.tail,
  };
}

function outcomeOf({ killed, code }: Ended): Outcome {
  if (killed) return killed === "limit" ? "killed at its limit" : "interrupted";
  return code === 0 ? "passed" : "failed";
}

function foundIn(step: Step, stdout: string): unknown {
  try {
    return step.read(stdout);
  } catch {
    // The end of the output shows why it cannot be parsed.
    return undefined;
  }
}

async function keepFiles({ keep = {} }: Step, folder: string, out: string): Promise<void> {
  for (const [path, name] of Object.entries(keep)) {
    await Deno.copyFile(join(folder, path), join(out, name)).catch((thrown) => {
      // A step that ended earlier wrote none.
      if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
    });
  }
}

/** The first device that the doctor found is the best one. */
function deviceOf(check: DeviceCheck): string {
  const doctor = foundBy<FoundDoctor>(check, "doctor");
  return doctor?.checked[0]?.device.choice ?? "auto";
}

function machineOf(): Record<string, string | number> {
  return {
    system: `${Deno.build.os} ${Deno.osRelease()}`,
    architecture: Deno.build.arch,
    processor: processorName(),
    processors: navigator.hardwareConcurrency,
    memoryMiB: Math.round(Deno.systemMemoryInfo().total / 2 ** 20),
    deno: Deno.version.deno,
  };
}

function processorName(): string {
  try {
    return /^model name\s*: (.*)$/m.exec(Deno.readTextFileSync("/proc/cpuinfo"))?.[1] ?? "unknown";
  } catch (thrown) {
    return `unknown: ${messageOf(thrown)}`;
  }
}
