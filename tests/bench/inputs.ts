/**
 * The inputs of work as files, for contestants that cannot make them themselves, or that stream them.
 * @module
 */
import { join } from "node:path";
import { npyHeader } from "../../src/formats/npy.ts";
import {
  initialParameters,
  MAXIMAL_LOG_SCALE,
  parameterLayout,
} from "../../src/projector/parameters.ts";
import { lossInputs } from "./families/contrastive_loss.ts";
import { type Factor, factorsOf } from "./families/matrix_multiply.ts";
import { searchInputs } from "./families/search.ts";
import { configurationOf, poolOf, schedule, STEPS } from "./families/training_step.ts";
import { tsneItems } from "./families/tsne.ts";
import { valuesOf } from "./values.ts";
import type { InputPaths, LossWork, TrainingWork, Work } from "./work.ts";

const arrayOf = (rows: number, values: Float32Array): Factor => ({
  shape: [rows, values.length / rows],
  values,
});

/** The inputs of work by name, which are the same that this repository's contestants take. */
export function inputsOf(work: Work): Readonly<Record<string, Factor>> {
  switch (work.family) {
    case "matrix-multiply":
      return { ...factorsOf(work) };
    case "training-step":
      return trainingInputs(work);
    case "contrastive-loss":
      return lossArrays(work);
    case "search":
    case "large-search": {
      const { database, queries } = searchInputs(work);
      return { database: arrayOf(work.items, database), queries: arrayOf(work.queries, queries) };
    }
    case "silhouette":
      return { items: arrayOf(work.items, valuesOf("items", work.items * work.dim)) };
    case "tsne":
      return { items: arrayOf(work.items, tsneItems(work)) };
  }
}

function lossArrays(work: LossWork): Record<string, Factor> {
  const { audio, text, logScale } = lossInputs(work);
  return {
    audio: arrayOf(work.batch, audio),
    text: arrayOf(work.batch, text),
    logScale: arrayOf(1, Float32Array.of(logScale)),
  };
}

/** Embeddings, the pairs of each step, and each initial parameter by its name. */
function trainingInputs(work: TrainingWork): Record<string, Factor> {
  const { pairs, embeddings, batches } = poolOf(work);
  const { projector, seed } = configurationOf(work);
  const { shapes, length } = parameterLayout(projector, work, 1);
  const values = initialParameters(shapes, length, seed);
  const parameters = shapes.map(({ name, rows, columns, offset }) => {
    return [name, arrayOf(rows, values.subarray(offset, offset + rows * columns))] as const;
  });
  return {
    audio: arrayOf(pairs, embeddings.audio),
    text: arrayOf(pairs, embeddings.text),
    batches: arrayOf(STEPS, Float32Array.from(batches)),
    ...Object.fromEntries(parameters),
  };
}

/** What a contestant that is not of this repository's language must know of the optimizer. */
export function settingOf(work: Work): Readonly<Record<string, unknown>> | undefined {
  if (work.family !== "training-step") return undefined;
  const { betas, weightDecay, clipNorm } = configurationOf(work).optimizer;
  const next = schedule(work);
  const learningRates = Array.from({ length: STEPS }, () => next().learningRate);
  return { betas, weightDecay, clipNorm, maximalLogScale: MAXIMAL_LOG_SCALE, learningRates };
}

/** Writes inputs to a folder of their own, once for all contestants. */
export class InputFiles implements AsyncDisposable {
  readonly #written = new Map<string, Promise<InputPaths>>();
  #folder: string | undefined;

  /** Paths of the inputs' files by name. */
  pathsOf(work: Work): Promise<InputPaths> {
    const key = JSON.stringify(work);
    const paths = this.#written.get(key) ?? this.#write(work, `${this.#written.size}`);
    this.#written.set(key, paths);
    return paths;
  }

  async #write(work: Work, number: string): Promise<InputPaths> {
    this.#folder ??= Deno.makeTempDirSync({ prefix: "earnest-bench-" });
    const paths: Record<string, string> = {};
    for (const [name, { shape, values }] of Object.entries(inputsOf(work))) {
      const path = paths[name] = join(this.#folder, `${number}-${name}.npy`);
      await Deno.writeFile(path, npyHeader(shape));
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      await Deno.writeFile(path, bytes, { append: true });
    }
    return paths;
  }

  /** Removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#folder !== undefined) await Deno.remove(this.#folder, { recursive: true });
  }
}
