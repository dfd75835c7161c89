/** Trainings with checkpoints. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Compute } from "../../src/compute/compute.ts";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import {
  type CheckpointOptions,
  type TrainingConfiguration,
  type TrainingData,
  trainProjectors,
} from "../../src/projector/training.ts";
import { configurationOf } from "./planted.ts";

/** A training that is long enough to be interrupted. */
export const LONG = { ...configurationOf().optimizer, steps: 160 };

/** Runs a body with the path of a file in a folder of its own. */
export async function withFile(body: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(join(folder, "checkpoint.safetensors"));
    for await (const { name } of Deno.readDir(folder)) assert.equal(name, "checkpoint.safetensors");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The bits at the end of a training. */
export async function train(
  compute: Compute,
  data: TrainingData,
  configuration: TrainingConfiguration,
  checkpoint?: CheckpointOptions,
  onStep?: (step: number) => void,
): Promise<{ losses: Uint32Array; values: Uint32Array }> {
  const trained = await trainProjectors(compute, data, { ...configuration, onStep, checkpoint });
  const values = await compute.read(trained.parameters.values);
  trained.release();
  return { losses: bits(trained.losses), values: bits(values) };
}

/** The bits of numbers. */
export const bits = (values: Float32Array) => new Uint32Array(values.slice().buffer);

/** The step of a checkpoint. */
export const stepIn = async (path: string) =>
  readSafetensors(await Deno.readFile(path), path).metadata.step;
