import assert from "node:assert/strict";
import type { AuditCondition } from "../../../src/audit/configuration/conditions.ts";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { headline, summarize } from "../../../src/report/words/summary.ts";
import { attribution, condition, madeResults, withReferences } from "../made_results.ts";

type Triple = readonly [number, number, number];
const PARTS = {
  textBackbone: [0.03, 0.01, 0.09],
  audioBackbone: [0.04, -0.01, 0.09],
  leakage: [0.36, 0.3, 0.43],
  pairing: [0.08, 0.03, 0.13],
} as const;

/** Returns the made results with only the conditions of the audited backbones, some of them replaced. */
function withConditions(
  changes: Partial<Record<AuditCondition, Triple | undefined>>,
): AuditResults {
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
  const references = withReferences(results, nearest_centroid);
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
    "Without the flagged pairs (clean) accuracy is 0.19 [0.14, 0.25], a drop of 0.36 [0.30, 0.43], which " +
      "excludes zero. With as many unflagged pairs removed instead (control) it is 0.54 [0.48, 0.60], so the " +
      "smaller pool alone does not explain the drop: leakage is shown. Part of the drop may be lost variety: the " +
      "clean pool has 45 classes where the dirty one has 54; the control has 45, leaked ones among them. Clean " +
      "accuracy still rises from 23 to 45 training classes, by 0.04 [0.01, 0.07], so dirty minus clean includes " +
      "lost diversity and is more than what leaked.",
  );
  assert.equal(
    headline(madeResults()),
    "openwakeword: accuracy 0.55 with the flagged pairs, 0.19 without, 0.111 by chance",
  );
});

Deno.test("a dirty score is compared with the audio-only reference", () => {
  says(withReference(0.57), /0.57 .* within 0.05 of that, so the dirty score is no evidence/);
  says(withReference(0.7), /0.70 .*, which is more, so the dirty score is no evidence/);
  says(withReference(0.4), /0.40 .*, which is less, but training on leaked pairs can lift/);
  says({ ...madeResults(), references: [] }, /By itself that is no evidence of transfer/);
});

Deno.test("leakage is shown only where its interval excludes zero", () => {
  says(withParts({}), /a drop of 0.36 \[0.30, 0.43\], which excludes zero/, /leakage is shown/);
  const unclear = withParts({ leakage: [0.03, -0.02, 0.08] });
  says(unclear, /0.03 \[−0.02, 0.08\] cannot be told from zero, so no leakage is shown/);
  silentOn(unclear, /: leakage is shown/, /control/, /variety/);
  const reversed = withParts({ leakage: [-0.05, -0.09, -0.01] });
  says(reversed, /higher, by 0.05 \[0.01, 0.09\], so no leakage is shown/);
});

Deno.test("without an attribution the two intervals themselves must not overlap", () => {
  const none = { attribution: [] };
  says(
    { ...withConditions({}), ...none },
    /The whole dirty interval lies above that.* leakage is shown/,
  );
  says(
    { ...withConditions({ clean: [0.5, 0.42, 0.57] }), ...none },
    /The dirty interval is not clear of that, so no leakage is shown/,
  );
});

Deno.test("pools that are the same show no leakage", () => {
  const results = withConditions({});
  const same = {
    ...results,
    conditions: results.conditions.map((one) => ({ ...one, pairs: 860 })),
  };
  says(same, /flagged no training pair, .* no leakage can show/);
  silentOn(same, /evidence/, /drop/);
});

Deno.test("a drop is leakage only where the control stays above clean", () => {
  says(withConditions({}), /smaller pool alone does not explain the drop: leakage is shown/);
  const lows: Triple[] = [[0.27, 0.2, 0.34], [0.1, 0.08, 0.12]];
  for (const control of lows) {
    const results = withConditions({ control });
    says(results, /not clearly above clean.* may explain the drop and no leakage is shown/);
    silentOn(results, /: leakage is shown/);
  }
  const none = withConditions({ control: undefined });
  says(none, /no control was trained that could tell/);
  silentOn(none, /leakage is shown/);
});

Deno.test("lost diversity is named only where classes were lost", () => {
  const results = madeResults();
  const kept = {
    ...results,
    conditions: results.conditions.map((one) => ({ ...one, classes: 54 })),
  };
  silentOn(kept, /variety/);
  const nearly = results.conditions.map((one) => ({ ...one, classes: one.classes && 53.9 }));
  silentOn({ ...results, conditions: [results.conditions[0]!, ...nearly.slice(1)] }, /variety/);
  says(results, /has 45 classes where the dirty one has 54; the control has 45/);
});

const LEARNED = /some learning across audio and text is shown/;
const NOT_LEARNED = /no learning across audio and text is shown/;

Deno.test("learning is shown only above chance and above shuffled texts", () => {
  const shown = withParts({});
  says(shown, /above trainings with shuffled texts \(0.11\) by 0.08 \[0.03, 0.13\]/, LEARNED);
  silentOn(shown, NOT_LEARNED);
  const guess = withConditions({ clean: [0.13, 0.1, 0.17] });
  says(guess, /0.13 \[0.10, 0.17\], cannot be told from chance \(0.111\)/, NOT_LEARNED);
  silentOn(guess, LEARNED);
  says(withConditions({ clean: [0.06, 0.03, 0.09] }), /is below chance/, NOT_LEARNED);
  const unpaired = withParts({ pairing: [0.08, -0.004, 0.16] });
  says(unpaired, /is above chance .* 0.08 \[−0.004, 0.16\], which is not clearly above zero/);
  says(unpaired, NOT_LEARNED);
  silentOn(unpaired, LEARNED);
});

Deno.test("without an attribution clean is compared with the shuffled trainings themselves", () => {
  const none = { attribution: [] };
  says({ ...withConditions({}), ...none }, /its interval lies above that of/, LEARNED);
  const close = { ...withConditions({ shuffled: [0.15, 0.1, 0.2] }), ...none };
  says(
    close,
    /not clear of that of trainings with shuffled texts, 0.15 \[0.10, 0.20\]/,
    NOT_LEARNED,
  );
  silentOn(close, LEARNED);
  const bare = { ...withConditions({ shuffled: undefined }), ...none };
  says(bare, /no training with shuffled texts was run to confirm it/);
  silentOn(bare, LEARNED, NOT_LEARNED);
});

Deno.test("the backbone's part depends on its interval, and is an upper bound", () => {
  says(
    withParts({}),
    /openwakeword is not shown to add anything: 0.04 \[−0.01, 0.09\] includes zero/,
  );
  const adds = withParts({ audioBackbone: [0.29, 0.15, 0.47] });
  says(
    adds,
    /in place of openwakeword, clean accuracy is 0.15, so openwakeword adds 0.29 \[0.15, 0.47\]/,
  );
  says(adds, /upper bound: .* may be leakage/);
  const worse = withParts({ audioBackbone: [-0.06, -0.1, -0.02] });
  says(worse, /With log-mel-statistics .* which is better by 0.06 \[0.02, 0.10\]/);
  silentOn(worse, /upper bound/);
  says({ ...withConditions({}), attribution: [] }, /What openwakeword itself adds is not known/);
});

Deno.test("the limits name the classes and warn below ten", () => {
  const results = madeResults();
  says(results, /classes like these 54, each told from 8 others, in 6 class folds/);
  silentOn(results, /fewer than 10/);
  const uneven = [results.classes.slice(0, 3), results.classes.slice(3, 7)];
  says({ ...results, class_folds: uneven }, /each told from 2 to 3 others, in 2 class folds/);
  const few = results.classes.slice(0, 9);
  says(
    { ...results, classes: few, class_folds: [few] },
    /these 9, each told from 8 others;/,
    /fewer than 10/,
  );
});

Deno.test("conditions that were not trained are skipped", () => {
  assert.equal(summarize({ ...madeResults(), conditions: [] }).length, 1);
  assert.equal(headline({ ...madeResults(), conditions: [] }), "No condition was trained");
  silentOn(withConditions({ dirty: undefined }), /dirty score/, /\(dirty\)/, /drop of/);
  silentOn(withConditions({ clean: undefined }), /Clean accuracy/, /Without the flagged/);
});

Deno.test("a baseline is described only where it is the only backbone", () => {
  silentOn(madeResults(), /log-mel-statistics with glove/);
  const results = madeResults();
  const conditions = results.conditions.filter(({ audio }) => audio === "log-mel-statistics");
  const alone = { ...results, conditions };
  says(alone, /^log-mel-statistics with glove-100d: with every/);
  silentOn(alone, /in place of/);
});

Deno.test("names cannot control a terminal", () => {
  const results = withConditions({});
  const conditions = results.conditions.map((one) => ({ ...one, audio: "evil\u001b[2J" }));
  const text = summarize({ ...results, conditions, references: [] }).join("");
  assert.ok(!text.includes("\u001b"));
});

Deno.test("an interval that only just excludes zero shows it", () => {
  says(withParts({ leakage: [0.02, 0.0021, 0.04] }), /\[0.002, 0.04\], which excludes zero/);
});
