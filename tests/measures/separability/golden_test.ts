import assert from "node:assert/strict";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { classifyByCentroids } from "../../../src/measures/separability/centroids.ts";
import { classifyByNeighbors } from "../../../src/measures/separability/neighbors.ts";
import {
  cosineSilhouette,
  euclideanSilhouette,
  type Silhouette,
} from "../../../src/measures/separability/silhouette.ts";
import { tsne } from "../../../src/measures/tsne/tsne.ts";
import { testOnEveryDevice } from "../../compute/devices.ts";
import { sharedPath } from "../../shared.ts";
import { clipsOf, readEsc10 } from "./esc10.ts";

function golden() {
  const esc10 = readEsc10();
  const path = sharedPath("golden/separability.json");
  if (esc10 === undefined || path === undefined) return undefined;
  const values = JSON.parse(Deno.readTextFileSync(path));
  assert.deepEqual(values.classes, esc10.names);
  return { ...esc10, values };
}

function close(actual: Silhouette, expected: { mean: number; per_class: number[] }): void {
  const pairs = [[actual.mean, expected.mean]].concat(
    expected.per_class.map((value, c) => [actual.perClass[c]!, value]),
  );
  for (const [found, value] of pairs) {
    assert(Math.abs(found! - value!) < 1e-5, `${found} is not ${value}`);
  }
}

Deno.test("cosine silhouette of ESC-10 is scikit-learn's", () => {
  const esc10 = golden();
  if (esc10) close(cosineSilhouette(esc10.set), esc10.values.silhouette_cosine);
});

testOnEveryDevice("Euclidean silhouette of ESC-10 is scikit-learn's", async (compute) => {
  const esc10 = golden();
  if (esc10 === undefined) return;
  close(await euclideanSilhouette(compute, esc10.set), esc10.values.silhouette_euclidean);
});

testOnEveryDevice("t-SNE of ESC-10 is as good as scikit-learn's", async (compute) => {
  const esc10 = golden();
  if (esc10 === undefined) return;
  const { set, values } = esc10;
  const { positions, divergence } = await tsne(compute, set);
  const reference = values.tsne_exact_perplexity30_kl;
  assert(divergence <= 1.05 * reference, `${divergence} is above ${reference}`);
  const { mean } = await euclideanSilhouette(compute, { ...set, values: positions, columns: 2 });
  assert(Math.abs(mean - values.tsne_silhouette_euclidean) < 0.03, `silhouette ${mean}`);
});

Deno.test("leave-one-out neighbor accuracy of ESC-10 is scikit-learn's", async () => {
  const esc10 = golden();
  if (esc10 === undefined) return;
  const compute = openCpu();
  const alone = esc10.sources.map(() => undefined);
  const [k1, k5] = await classifyByNeighbors(compute, { items: esc10.set, sources: alone }, {
    ks: [1, 5],
  });
  assert.equal(k1!.top1, esc10.values.knn_cosine.leave_one_out_accuracy_k1);
  assert.equal(k5!.top1, esc10.values.knn_cosine.leave_one_out_accuracy_k5);
  compute.close();
});

Deno.test("the audio reference of ESC-10 folds 1, 2, 3, 5 is 0.98 with sources left out", () => {
  const esc10 = golden();
  if (esc10 === undefined) return;
  const { set, sources } = clipsOf(esc10, ["1", "2", "3", "5"]);
  const { balancedTop1 } = classifyByCentroids({ items: set, sources });
  assert.equal(balancedTop1.toFixed(2), "0.98");
});
