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

Deno.test("a class may be called what objects have by themselves", () => {
  const names = ["__proto__", "constructor", "dog"];
  const per_class = Object.fromEntries(names.map((name, i) => [name, i / 4]));
  const { conditions, published, ...others } = ESC;
  const results = {
    ...others,
    conditions: conditions.map((one) => ({ ...one, per_class })),
    published: published.map((one) => ({ ...one, per_class })),
  };
  const read = parseResults(JSON.stringify(results), "results.json");
  for (const one of [...read.conditions, ...read.published]) {
    assert.deepEqual(Object.entries(one.per_class), Object.entries(per_class));
  }
});

Deno.test("the second test of transfer and contrasts are read as they were written", () => {
  const [attribution] = ESC.attribution;
  const left = { topics: ["hound"], labels: ["dog"], classes: 9 };
  const measured = { value: 0.2, low: 0.1, high: 0.3, low_fixed: 0.15, high_fixed: 0.25 };
  const tested = { ...left, ...measured, chance: 1 / 9, permutation_p: 0.001 };
  for (const without_listed of [left, tested]) {
    const results = {
      ...ESC,
      attribution: [{ ...attribution!, transfer: { ...attribution!.transfer, without_listed } }],
      contrasts: [{
        between: ["mn04", "clap"],
        side: "audio",
        with: "glove-100d",
        condition: "clean",
        ...measured,
        low_together: 0.05,
        high_together: 0.35,
      }],
    };
    assert.deepEqual(parseResults(JSON.stringify(results), "results.json"), results);
  }
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
    contrasts: undefined,
    references: ESC.references.map(({ audio, separability }) => {
      const { nearest_centroid, silhouette_cosine, knn } = separability;
      const { value, ...interval } = nearest_centroid;
      return {
        audio,
        nearest_centroid: value,
        nearest_centroid_interval: interval,
        knn: { k1: knn!.k1!.value, k5: knn!.k5!.value },
        silhouette_cosine: silhouette_cosine!.value,
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
