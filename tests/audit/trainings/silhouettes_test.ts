import assert from "node:assert/strict";
import { silhouettesOf } from "../../../src/audit/trainings/silhouettes.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { cosineSilhouette } from "../../../src/measures/separability/silhouette.ts";

const VALUES = Float32Array.of(1, 0, 2, 1, 0, 5, 1, 3);

Deno.test("items that are alone in their classes have silhouette 0, others their own", async () => {
  const compute = openCpu();
  const set = { rows: 4, columns: 2, values: VALUES, classCount: 4 };
  const alone = await silhouettesOf(compute, { ...set, classes: [0, 1, 2, 3] });
  assert.deepEqual([...alone.cosine, ...alone.euclidean], Array(8).fill(0));
  const pairs = { ...set, classes: [0, 0, 1, 2] };
  const some = await silhouettesOf(compute, pairs);
  assert.deepEqual(some.cosine, cosineSilhouette(pairs).perItem);
  assert.ok(some.euclidean[0] !== 0 && some.euclidean[2] === 0);
});
