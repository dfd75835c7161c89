import assert from "node:assert/strict";
import type { AuditResults, Condition } from "../../src/audit/results.ts";
import { headline, summarize } from "../../src/report/summary.ts";
import { attribution, condition, madeResults } from "./made_results.ts";

type Triple = readonly [number, number, number];
const PARTS = {
  crossModal: [0.04, 0.01, 0.09],
  audioBackbone: [0.04, -0.01, 0.09],
  leakage: [0.36, 0.3, 0.43],
  pairing: [0.08, 0.03, 0.13],
} as const;

/** The made results with only the audited pair's conditions, some of them replaced. */
function withConditions(changes: Partial<Record<Condition, Triple | undefined>>): AuditResults {
  const results = madeResults();
  const conditions = results.conditions.filter(({ audio }) => audio === "openwakeword")
    .flatMap((result) => {
      if (!(result.condition in changes)) return [result];
      const values = changes[result.condition];
      return values ? [condition("openwakeword", result.condition, values, result)] : [];
    });
  return { ...results, conditions };
}

function withParts(changes: Partial<Record<keyof typeof PARTS, Triple>>): AuditResults {
  return { ...madeResults(), attribution: [attribution({ ...PARTS, ...changes })] };
}

function withReference(nearest_centroid: number): AuditResults {
  const results = madeResults();
  const references = results.references.map((reference) => ({ ...reference, nearest_centroid }));
  return { ...results, references };
}

function says(results: AuditResults, ...words: readonly RegExp[]): void {
  for (const word of words) assert.match(summarize(results).join("\n"), word);
}

function silentOn(results: AuditResults, ...words: readonly RegExp[]): void {
  for (const word of words) assert.doesNotMatch(summarize(results).join("\n"), word);
}

Deno.test("the whole summary of the made results", () => {
  const points = summarize(madeResults());
  assert.equal(points.length, 5);
  assert.equal(
    points[1],
    "Without the flagged pairs (clean) the accuracy is 0.19 [0.14, 0.25]: a drop of 0.36 [0.30, 0.43], which " +
      "excludes zero, so leakage is shown. With as many unflagged pairs removed instead (control) it is 0.54 " +
      "[0.48, 0.60], so the smaller pool alone does not explain the drop. Part of it may be lost class diversity: " +
      "the clean pool has 45 classes, the dirty one 54 (control: 45, leaked ones kept).",
  );
  assert.equal(
    headline(madeResults()),
    "openwakeword: 0.55 with the flagged pairs, 0.19 without, 0.111 by chance",
  );
});

Deno.test("a dirty score is compared with the audio-only reference", () => {
  says(withReference(0.57), /within 0.05 of .* so it is no evidence of transfer/);
  says(withReference(0.7), /less than .* reaches, so it is no evidence of transfer/);
  says(
    withReference(0.4),
    /more than .* reaches, but training on leaked pairs can do that without/,
  );
  says({ ...madeResults(), references: [] }, /Alone it is no evidence of transfer/);
});

Deno.test("leakage is shown only where its interval excludes zero", () => {
  says(withParts({}), /a drop of 0.36 \[0.30, 0.43\], which excludes zero, so leakage is shown/);
  const unclear = withParts({ leakage: [0.03, -0.02, 0.08] });
  says(unclear, /0.03 \[−0.02, 0.08\], includes zero, so no leakage was shown/);
  silentOn(unclear, /leakage is shown/, /control/, /diversity/);
  const reversed = withParts({ leakage: [-0.05, -0.09, -0.01] });
  says(reversed, /higher by 0.05 \[0.01, 0.09\], so no leakage was shown/);
});

Deno.test("without an attribution the two intervals themselves must not overlap", () => {
  const none = { attribution: [] };
  says(
    { ...withConditions({}), ...none },
    /all of the dirty interval lies above it, so leakage is shown/,
  );
  says(
    { ...withConditions({ clean: [0.5, 0.42, 0.57] }), ...none },
    /the dirty interval does not lie above it, so no leakage was shown/,
  );
});

Deno.test("pools that are the same show no leakage", () => {
  const results = withConditions({});
  const same = {
    ...results,
    conditions: results.conditions.map((one) => ({ ...one, pairs: 860 })),
  };
  says(same, /flagged no training pair, .* no leakage can show/);
  silentOn(same, /evidence/, /a drop of/);
});

Deno.test("the control speaks against lost volume only where it stays above clean", () => {
  says(withConditions({}), /smaller pool alone does not explain the drop/);
  says(withConditions({ control: [0.27, 0.2, 0.34] }), /the smaller pool may explain the drop/);
  says(withConditions({ control: [0.1, 0.08, 0.12] }), /the smaller pool may explain the drop/);
  silentOn(withConditions({ control: undefined }), /control/, /smaller pool/);
});

Deno.test("lost diversity is named only where classes were lost", () => {
  const results = madeResults();
  const kept = {
    ...results,
    conditions: results.conditions.map((one) => ({ ...one, classes: 54 })),
  };
  silentOn(kept, /diversity/);
  says(results, /clean pool has 45 classes, the dirty one 54 \(control: 45, leaked ones kept\)/);
});

Deno.test("cross-modal learning is seen only above chance and above shuffled texts", () => {
  const seen = /some cross-modal learning is seen/;
  says(withParts({}), /above trainings with shuffled texts \(0.11\) by 0.08 \[0.03, 0.13\]/, seen);
  const guess = withConditions({ clean: [0.13, 0.1, 0.17] });
  says(guess, /cannot be told from chance .* no cross-modal learning is seen/);
  silentOn(guess, seen);
  says(withConditions({ clean: [0.06, 0.03, 0.09] }), /below chance/);
  const unpaired = withParts({ pairing: [0.02, -0.03, 0.07] });
  says(unpaired, /not shown to be above trainings with shuffled texts .* no cross-modal learning/);
  silentOn(unpaired, seen);
});

Deno.test("without an attribution clean is held against the shuffled trainings themselves", () => {
  const none = { attribution: [] };
  says({ ...withConditions({}), ...none }, /some cross-modal learning is seen/);
  const close = withConditions({ shuffled: [0.15, 0.1, 0.2] });
  says({ ...close, ...none }, /not shown to be above trainings with shuffled texts/);
  const bare = { ...withConditions({ shuffled: undefined }), ...none };
  says(bare, /no training with shuffled texts confirms it/);
  silentOn(bare, /learning is seen/);
});

Deno.test("the backbone's part depends on its interval, and is an upper bound", () => {
  says(withParts({}), /not shown to add anything \(0.04 \[−0.01, 0.09\] includes zero\)/);
  const adds = withParts({ audioBackbone: [0.29, 0.15, 0.47] });
  says(
    adds,
    /in place of openwakeword, clean accuracy is 0.15, so the backbone adds 0.29 \[0.15, 0.47\]/,
  );
  says(adds, /upper bound .* not identified/);
  says(withParts({ audioBackbone: [-0.06, -0.1, -0.02] }), /does worse than log-mel-statistics/);
  says({ ...withConditions({}), attribution: [] }, /what openwakeword itself brings is not known/);
});

Deno.test("the limits name the classes, warn below ten, and end with the notes", () => {
  const results = madeResults();
  says(
    results,
    /classes like these 54, each told from 8 others in 6 class folds/,
    /one sound font\.$/,
  );
  silentOn(results, /fewer than 10/);
  const few = results.classes.slice(0, 9);
  says(
    { ...results, classes: few, class_folds: [few] },
    /these 9, each told from 8 others:/,
    /fewer than 10/,
  );
});

Deno.test("what was not trained is passed over", () => {
  assert.equal(summarize({ ...madeResults(), conditions: [] }).length, 1);
  assert.equal(headline({ ...madeResults(), conditions: [] }), "No condition was trained");
  silentOn(withConditions({ dirty: undefined }), /dirty score/, /drop of/);
  silentOn(withConditions({ clean: undefined }), /Clean accuracy/, /Without the flagged/);
});

Deno.test("the baseline is not judged beside what it is the baseline of, but alone it is", () => {
  silentOn(madeResults(), /log-mel-statistics with glove/);
  const results = madeResults();
  const conditions = results.conditions.filter(({ audio }) => audio === "log-mel-statistics");
  const alone = { ...results, conditions };
  says(alone, /^log-mel-statistics with glove-100d: the dirty score/);
  silentOn(alone, /in place of/);
});

Deno.test("names and notes cannot steer a terminal", () => {
  const results = withConditions({});
  const conditions = results.conditions.map((one) => ({ ...one, audio: "evil\u001b[2J" }));
  const notes = ["note\u202e"];
  const text = summarize({ ...results, conditions, notes, references: [] }).join("");
  assert.ok(!text.includes("\u001b") && !text.includes("\u202e"));
});

Deno.test("an interval that only just excludes zero shows it", () => {
  says(withParts({ leakage: [0.02, 0.0021, 0.04] }), /\[0.002, 0.04\], which excludes zero/);
});
