import assert from "node:assert/strict";
import { parseResults } from "../../../src/audit/claims/read_results.ts";
import { escResults } from "../../report/esc_results.ts";

const ESC = escResults();

Deno.test("claims are read as they were written", () => {
  const kept = ESC.claims.map((claim) => ({ ...claim, sentence: "As it was." }));
  const read = parseResults(JSON.stringify({ ...ESC, claims: kept }), "results.json");
  assert.deepEqual(read, { ...ESC, claims: kept });
  const { claims: _, ...without } = ESC;
  assert.deepEqual(parseResults(JSON.stringify(without), "results.json"), ESC);
  assert.throws(
    () => parseResults(JSON.stringify({ ...ESC, claims: [{ kind: "proof" }] }), "results.json"),
    /results\.json.*claims/,
  );
});

Deno.test("results of the first schema get the claims that their numbers allow", () => {
  const [attribution] = ESC.attribution;
  const { audio, text, dirty, path, flaggedPairs, drops, dirty_drops, cells } = attribution!;
  const { covered_classes: _, rules: __, ...leakage } = ESC.leakage;
  const first = {
    ...ESC,
    schema: "earnest/audit/1",
    claims: undefined,
    least_sources: undefined,
    controls: undefined,
    residual: undefined,
    references: ESC.references.map(({ audio, separability }) => {
      const { nearest_centroid, silhouette_cosine, knn } = separability;
      const { value, ...interval } = nearest_centroid;
      return {
        audio,
        nearest_centroid: value,
        nearest_centroid_interval: interval,
        knn: { k1: knn.k1!.value, k5: knn.k5!.value },
        silhouette_cosine: silhouette_cosine.value,
        silhouette_cosine_interval: interval,
      };
    }),
    conditions: ESC.conditions.map(({ map, accuracy: _, permutation_p: __, ...one }) => {
      return { ...one, mean_average_precision: map };
    }),
    attribution: [{
      audio,
      text,
      baseline: "log-mel-statistics",
      dirty,
      path: {
        chance: path.chance,
        crossModal: path.textBackbone,
        audioBackbone: path.audioBackbone,
        leakage: flaggedPairs,
      },
      drops,
      dirty_drops,
      cells,
    }],
    leakage,
  };
  const { claims } = parseResults(JSON.stringify(first), "results.json");
  assert.deepEqual(claims.map(({ kind }) => kind), ["leakage"]);
  assert.match(
    claims[0]!.sentence,
    /0\.53 \[0\.30, 0\.75\] .* \(dirty minus clean\), with that caveat/,
  );
});
