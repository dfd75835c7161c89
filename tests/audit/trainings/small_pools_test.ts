import assert from "node:assert/strict";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { smallPoolNote } from "../../../src/audit/trainings/small_pools.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import { makePools } from "../../../src/leakage/pools/pools.ts";

const number = (i: number) => String(i).padStart(2, "0");
const LABELS = Array.from({ length: 12 }, (_, i) => `label ${number(i)}`);
const EVALUATION = {
  labels: LABELS,
  items: LABELS.map((label) => ({ id: `item of ${label}`, label })),
};

/** Pairs of 24 topics, 12 each; 12 of the topics are the evaluation's labels. */
const PAIRS: readonly TrainingPair[] = Array.from({ length: 24 * 12 }, (_, i) => {
  const label = `label ${number(i % 24)}`;
  return { id: `pair ${i}`, text: label, label };
});

function finding(item: string, label: string, rule: Finding["rule"] = "TEXT-EXACT"): Finding {
  return { rule, flagged: true, item, label, evidence: label, confidence: 1 };
}

const FINDINGS = PAIRS.flatMap(({ id, label }) =>
  LABELS.includes(label!) ? [finding(id, label!)] : []
);

/** The note with so many class folds. */
function noteWith(findings: readonly Finding[], classFolds: number, pairs = PAIRS) {
  const training = { pairs, nouns: new Map(), unit: "sound" } as const;
  return smallPoolNote(training, makeFolds(EVALUATION, findings, classFolds));
}

/** The smallest topics and pairs of the clean pools with so many class folds, by the pools themselves. */
function leastOf(
  findings: readonly Finding[],
  classFolds: number,
): [topics: number, pairs: number] {
  const labelOf = new Map(PAIRS.map(({ id, label }) => [id, label]));
  const pools = makeFolds(EVALUATION, findings, classFolds)
    .map((fold) => makePools(PAIRS, fold.findings).clean);
  return [
    Math.min(...pools.map((clean) => new Set(clean.map((id) => labelOf.get(id))).size)),
    Math.min(...pools.map(({ length }) => length)),
  ];
}

Deno.test("a clean pool of too few topics or pairs is said, with the class folds that help", () => {
  // Of 24 topics 12 are flagged; in folds of 3 labels each pool keeps 21, in folds of 4 it has 20.
  assert.deepEqual([1, 2, 3, 4].map((folds) => leastOf(FINDINGS, folds)), [
    [12, 144],
    [18, 216],
    [20, 240],
    [21, 252],
  ]);
  assert.equal(
    noteWith(FINDINGS, 1),
    "The clean pool has 12 topics and 144 pairs, below 20 topics and 200 pairs: a low clean " +
      'score may show only that. With "evaluation.classFolds" of 3, so at most 4 labels a class ' +
      'fold, each clean pool has at least 20 topics and 240 pairs. The labels that most sounds are flagged for: "label 00" (12), ' +
      '"label 01" (12), "label 02" (12).',
  );
  assert.match(
    noteWith(FINDINGS, 2)!,
    /^2 of 2 class folds have too small a clean pool; that of class fold 1 has 18 topics and 216 /,
  );
  assert.equal(noteWith(FINDINGS, 3), undefined);
});

Deno.test("a label that flags nearly all is named, where no number of folds can help", () => {
  const most = PAIRS.slice(0, 100).map(({ id }) => finding(id, "label 05", "TEXT-HYPONYM"));
  for (let folds = 1; folds <= 6; folds++) {
    assert.ok(leastOf([...FINDINGS, ...most], folds)[1] < 200);
  }
  const note = noteWith([...FINDINGS, ...most], 2)!;
  // Fold 2 lacks its 6 labels' 72 pairs and 74 of the others.
  assert.match(note, /^2 of 2 class folds .* class fold 2 has 18 topics and 142 pairs, /);
  assert.match(
    note,
    /No number of class folds up to 6, of 2 labels each, can change that\. .*for: "label 05" \(108\)/,
  );
  assert.match(noteWith([...FINDINGS, ...most], 6)!, /No more class folds can change that\./);
});

Deno.test("what is reported only, or about a backbone, makes no pool small", () => {
  const reported = FINDINGS.map((one) => ({ ...one, flagged: false }));
  const backbone = finding("tagger", "label 00", "BACKBONE-LABEL");
  assert.equal(noteWith([...reported, backbone], 1), undefined);
});

Deno.test("where all training pairs are too few, more of them would help", () => {
  const few = PAIRS.slice(0, 30);
  assert.match(
    noteWith([], 1, few)!,
    /^The clean pool has 24 topics and 30 pairs, .* All training pairs have 24 topics and 30 pairs: more/,
  );
});

Deno.test("topics of captions are nouns, and all captions of a flagged sound are gone", () => {
  const pairs = Array.from({ length: 600 }, (_, i) => {
    return { id: `clip ${i >> 1}#${i & 1}`, text: `noun${(i >> 1) % 25}` };
  });
  const nouns = new Map(pairs.map(({ id, text }) => [id, [text]]));
  // Of the first 60 of 300 clips the first caption is flagged, each for one label of twelve in turn.
  const findings = pairs.flatMap(({ id }, i) =>
    i < 120 && i % 2 === 0 ? [finding(id, LABELS[(i >> 1) % 12]!)] : []
  );
  const few = (unit: "sound" | "pair", most: number) =>
    smallPoolNote(
      { pairs: pairs.slice(0, most), nouns, unit },
      makeFolds(EVALUATION, findings, 1),
    );
  assert.equal(few("pair", 600), undefined);
  assert.equal(few("sound", 600), undefined);
  assert.match(
    few("sound", 500)!,
    /^The clean pool has 25 topics and 380 pairs of 190 sounds, below 200 sounds: .*Folds" of 2, so at most 6 labels .* 25 topics and 440 pairs of 220/,
  );
  assert.equal(few("pair", 500), undefined);
});

Deno.test("copies of captions are in no clean pool: no number of folds can help, and none is named a label", () => {
  const caption = "water falls into a bucket";
  const copies = PAIRS.slice(0, 100).map(({ id }) => finding(id, caption, "TEXT-COPY"));
  const note = noteWith(copies, 1)!;
  assert.match(note, /^The clean pool has 24 topics and 188 pairs, /);
  assert.match(note, /No number of class folds up to 6, of 2 labels each, can change that\.\s*$/);
});
