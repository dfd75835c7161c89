/**
 * Projectors: their training into a shared space, and what they make of embeddings.
 *
 * Import it by itself: it reaches no package and no module of Node. A training without checkpoints runs in a browser.
 *
 * The example runs without permissions. Projectors and checkpoints in files need `--allow-read` of the file, and to be
 * written `--allow-read` and `--allow-write` of its folder; pools, sets and exports also `--allow-read` of Earnest's
 * code (by URL `--allow-import` of its host).
 *
 * @example Train projectors on two pairs, project sounds and texts into the shared space, and name the sounds there:
 * ```ts
 * import assert from "node:assert/strict";
 * import {
 *   DEFAULT_OPTIMIZER,
 *   DEFAULT_PROJECTOR,
 *   projectRows,
 *   trainProjectors,
 * } from "@earnest/earnest/projector";
 * import { openCompute } from "@earnest/earnest/compute";
 * using opened = await openCompute("cpu");
 * const { compute } = opened;
 * const data = {
 *   audio: compute.tensor(2, 3, Float32Array.of(1, 0, 0, 0, 1, 0)),
 *   text: compute.tensor(2, 2, Float32Array.of(1, 0, 0, 1)),
 *   audioRows: Uint32Array.of(0, 1),
 *   textRows: Uint32Array.of(0, 1),
 * };
 * using trained = await trainProjectors(compute, data, {
 *   projector: { ...DEFAULT_PROJECTOR, dim: 4 },
 *   optimizer: { ...DEFAULT_OPTIMIZER, steps: 20, batch: 2, warmupSteps: 2 },
 *   seed: 0,
 * });
 * assert.ok(trained.losses.at(-1)! < trained.losses[0]!);
 * const sounds = projectRows(compute, { projectors: trained, side: "audio", embeddings: data.audio });
 * const texts = projectRows(compute, { projectors: trained, side: "text", embeddings: data.text });
 * const products = compute.tensor(2, 2);
 * compute.matrixMultiply(sounds, texts, products, { transpose: "right" });
 * assert.equal((await compute.read(products)).length, 4);
 * ```
 * @module
 */
export * from "./basics.ts";
export * from "../src/projector/configuration.ts";
export type { ChosenStep } from "../src/projector/early_stopping.ts";
export type { PairRows } from "../src/projector/training_step.ts";
export {
  type Parameter,
  Parameters,
  type ParameterSetting,
  type ParameterShape,
  type Side,
} from "../src/projector/parameters.ts";
export {
  type CheckpointOptions,
  type Looks,
  projectRows,
  readProjectors,
  type RowsToProject,
  type TrainedProjectors,
  type TrainingConfiguration,
  type TrainingData,
  type TrainingOptions,
  trainProjectors,
  untrainedProjectors,
} from "../src/projector/training.ts";
export type {
  ExportedSide,
  ExportOptions,
  ExportRecord,
} from "../src/projector/files/export_record.ts";
export { exportIntoFolder } from "./projector/export_into_folder.ts";
export type { ProjectedSet } from "../src/projector/files/project_set.ts";
export { projectSet } from "./projector/project_set.ts";
export type { ProjectorFile } from "../src/projector/files/projector_file.ts";
export { readProjectorFile } from "./projector/projector_file.ts";
export type {
  PoolTrainingOptions,
  PoolTrainingSummary,
} from "../src/projector/files/train_pool.ts";
export { trainOnPool } from "./projector/train_pool.ts";
export type { TrainingFiles, TrainingPlaces } from "../src/projector/files/places.ts";
export { takeTrainingPlaces } from "./projector/places.ts";
export type { StoredProjectors } from "../src/projector/stored_projectors.ts";
export type { NamedEmbeddings, PairColumns } from "../src/projector/files/pairing.ts";
export type { PoolTraining } from "../src/projector/files/pool_training.ts";
