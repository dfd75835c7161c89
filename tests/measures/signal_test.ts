// Measures that are aborted in the middle.
import { RandomStream } from "../../src/basics/random.ts";
import type { Matrix } from "../../src/basics/matrix.ts";
import type { Compute } from "../../src/compute/compute.ts";
import { measureMultiLabel } from "../../src/measures/multi_label/multi_label_measures.ts";
import { measureRetrieval } from "../../src/measures/retrieval/retrieval.ts";
import { measureSeparability } from "../../src/measures/separability/measure.ts";
import { neighborhoodOverlap } from "../../src/measures/separability/overlap.ts";
import { tsne } from "../../src/measures/tsne/tsne.ts";
import { measureZeroShot } from "../../src/measures/zero_shot/zero_shot_measures.ts";
import assert from "node:assert/strict";
import { assertAborts, type EndingOptions } from "../aborting.ts";
import { testOnWatchedDevice } from "../compute/watched_device.ts";

const ITEMS = 24;
const random = new RandomStream(5, "aborted measures");

function matrix(rows: number): Matrix {
  return {
    rows,
    columns: 4,
    values: Float32Array.from({ length: 4 * rows }, () => random.normal()),
  };
}

const numbers = Array.from({ length: ITEMS }, (_, item) => item);
const classes = numbers.map((item) => item % 3);
const items = { ...matrix(ITEMS), classes, classCount: 3 };
const prompts = { ...matrix(6), classes: [0, 1, 2, 0, 1, 2], classCount: 3 };
const sources = numbers.map(() => undefined);
const drawn = { resamples: 100, seed: 0 };

const MEASURES: Record<string, (compute: Compute, options: EndingOptions) => Promise<unknown>> = {
  "retrieval": (compute, options) => {
    const data = { sounds: items, captions: matrix(ITEMS), soundOf: numbers, sources };
    return measureRetrieval(compute, data, { ...drawn, ...options });
  },
  "zero-shot": (compute, options) =>
    measureZeroShot(compute, { items, prompts, sources }, { ...drawn, ...options }),
  "multi-label": (compute, options) => {
    const labeled = { ...matrix(ITEMS), labelsOf: classes.map((one) => [one]) };
    return measureMultiLabel(compute, { items: labeled, prompts, sources }, {
      ...drawn,
      ...options,
    });
  },
  "separability": (compute, options) =>
    measureSeparability(compute, { items, sources }, { ...drawn, ...options }),
  "overlap": (compute, options) => {
    const spaces = { first: items, second: matrix(ITEMS) };
    return neighborhoodOverlap(compute, spaces, { k: 2, permutations: 50, seed: 0, ...options });
  },
  "t-SNE": (compute, options) => tsne(compute, items, options),
};

testOnWatchedDevice("an aborted measure frees its memory", async ({ compute, counts }) => {
  for (const [name, measure] of Object.entries(MEASURES)) {
    // Scratch memory stays after the first run, and the next one reuses it.
    await measure(compute, { signal: new AbortController().signal, onProgress: () => {} });
    const { memories, bytes } = counts;
    const isDue = name === "t-SNE"
      ? ({ done }: { readonly done: number }) => done >= 150
      : ({ done, total }: { readonly done: number; readonly total: number }) =>
        done > 0 && done < total;
    await assertAborts((options) => measure(compute, options), isDue);
    assert.deepEqual({ memories: counts.memories, bytes: counts.bytes }, { memories, bytes }, name);
  }
});
