/**
 * Earnest measures how much of an audio-text zero-shot accuracy was learned across modalities, how much came with the
 * backbones, and how much leaked.
 *
 * This module gathers the doors of all subjects: `compute`, `projector`, `measures`, `leakage`, `embeddings`, `backbones`,
 * `datasets`, `audit` and `report`. Import the one that you need. An import opens no file, socket or device; packages and
 * code are fetched when they are used.
 *
 * @example Multiply two matrices on the best available device:
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCompute } from "@earnest/earnest";
 * using opened = await openCompute("auto");
 * const { compute } = opened;
 * const left = compute.tensor(1, 2, Float32Array.of(1, 2));
 * const right = compute.tensor(2, 1, Float32Array.of(3, 4));
 * const product = compute.tensor(1, 1);
 * compute.matrixMultiply(left, right, product);
 * assert.deepEqual(await compute.read(product), Float32Array.of(11));
 * ```
 * @module
 */
export * from "./doors/compute.ts";
export * from "./doors/projector.ts";
export * from "./doors/measures.ts";
export * from "./doors/leakage.ts";
export * from "./doors/embeddings.ts";
export * from "./doors/backbones.ts";
export * from "./doors/datasets.ts";
export * from "./doors/audit.ts";
export * from "./doors/report.ts";
