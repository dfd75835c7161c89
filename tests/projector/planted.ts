/**
 * A small training with a known answer: clusters of audio, each with a text of its own.
 * @module
 */
import { RandomStream } from "../../src/basics/random.ts";
import type { Compute } from "../../src/compute/compute.ts";
import { DEFAULT_OPTIMIZER, DEFAULT_PROJECTOR } from "../../src/projector/configuration.ts";
import type { TrainingConfiguration, TrainingData } from "../../src/projector/training.ts";

export const ITEMS = 60;
export const CLASSES = 6;

export function configurationOf(changes: Partial<TrainingConfiguration> = {}) {
  return {
    projector: { ...DEFAULT_PROJECTOR, dim: 16 },
    optimizer: { ...DEFAULT_OPTIMIZER, steps: 40, batch: 24, warmupSteps: 5, learningRate: 0.01 },
    seed: 3,
    ...changes,
  };
}

/** Clusters in 7 dimensions, each with a text of its own in 5. */
export function plantedData(compute: Compute): TrainingData {
  const random = new RandomStream(1, "planted data");
  const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
  const centers = normal(CLASSES * 7);
  const audio = normal(ITEMS * 7).map((noise, i) =>
    0.3 * noise + 2 * centers[(Math.floor(i / 7) % CLASSES) * 7 + i % 7]!
  );
  return {
    audio: compute.tensor(ITEMS, 7, audio),
    text: compute.tensor(CLASSES, 5, normal(CLASSES * 5)),
    audioRows: Uint32Array.from({ length: ITEMS }, (_, item) => item),
    textRows: Uint32Array.from({ length: ITEMS }, (_, item) => item % CLASSES),
  };
}
