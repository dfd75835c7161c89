import assert from "node:assert/strict";
import { claimsOf } from "../../../src/audit/claims/claims.ts";
import type { AuditCondition } from "../../../src/audit/configuration/conditions.ts";
import type { AuditResults, Transfer } from "../../../src/audit/results/results.ts";
import { escResults } from "../../report/esc_results.ts";
import { madeTwin } from "../../report/made_effects.ts";
import { kindsOf, made, part, withAttribution, withPath } from "./made_pairs.ts";

const ESC = escResults();
const [ATTRIBUTION] = ESC.attribution;

/** Makes results in which a condition's permutation test has this p-value, or none was made. */
function withTest(name: AuditCondition, p: number | undefined): AuditResults {
  const conditions = ESC.conditions.map(({ permutation_p, ...one }) => {
    const of = one.condition === name ? p : permutation_p;
    return { ...one, ...(of === undefined ? {} : { permutation_p: of }) };
  });
  return { ...ESC, conditions };
}

function withTransferTest(p: number | undefined): AuditResults {
  const { permutation_p: _, ...transfer } = ATTRIBUTION!.transfer;
  return withAttribution({
    transfer: { ...transfer, ...(p === undefined ? {} : { permutation_p: p }) },
  });
}

Deno.test("of a dirty score that is not shown to be above chance nothing else is said", () => {
  const results = withTest("dirty", 0.026);
  assert.deepEqual(kindsOf(results), ["leakage", "not-above-chance", "transfer", "backbone"]);
  assert.equal(
    made(results, "not-above-chance")[0]!.sentence,
    "The dirty accuracy of mn04 with glove-100d, 0.95 [0.90, 0.99], is not shown to be above chance, " +
      "0.10 (permutation test, p = 0.026).",
  );
  assert.ok(kindsOf(withTest("dirty", 0.025)).includes("needs-no-text-meaning"));
  // Without a test nothing is said of the score.
  assert.deepEqual(kindsOf(withTest("dirty", undefined)), ["leakage", "transfer", "backbone"]);
});

Deno.test("of a clean score that is not shown to be above chance nothing else is said", () => {
  const results = withTransferTest(0.4);
  const twin = { ...madeTwin(), onClean: part(0.1, 0.05, 0.2) };
  const withTwin = { ...results.attribution[0]!, twin };
  const said = claimsOf({ ...results, attribution: [withTwin] })
    .filter(({ condition }) => condition === "clean");
  assert.deepEqual(said.map(({ kind }) => kind), ["not-above-chance"]);
  assert.match(
    said[0]!.sentence,
    /^The clean accuracy of mn04 .* chance, 0\.10 \(.* p = 0\.400\)\.$/,
  );
});

Deno.test("transfer needs a test that was passed and a lead over shuffled trainings", () => {
  assert.ok(kindsOf(withTransferTest(0.025)).includes("transfer"));
  // Results of the first schema have no test: neither transfer nor the backbone is claimed.
  const untested = kindsOf(withTransferTest(undefined));
  assert.ok(!untested.includes("transfer") && !untested.includes("backbone"));
  const { over_shuffled: _, ...transfer } = ATTRIBUTION!.transfer;
  for (const lead of [undefined, part(0, -0.1, 0.1), part(-0.1, -0.2, 0)]) {
    const over = lead === undefined ? {} : { over_shuffled: lead };
    const kinds = kindsOf(withAttribution({ transfer: { ...transfer, ...over } }));
    assert.ok(!kinds.includes("transfer") && !kinds.includes("backbone"));
  }
});

Deno.test("no text meaning is needed only where codes reach nine tenths of a leaky, covered score", () => {
  const codes = (low: number) => ({
    accuracy: part(0.9, 0.8, 0.95),
    over_nine_tenths: { ...part(0.05, -1, 1), low_fixed: low },
  });
  const has = (results: AuditResults) => kindsOf(results).includes("needs-no-text-meaning");
  // The score is this one, so the interval for these classes counts.
  assert.ok(has(withAttribution({ codes: codes(0.001) })));
  assert.ok(!has(withAttribution({ codes: codes(0) })));
  assert.ok(!has(withPath({ leakage: part(0.03, -0.1, 0.2) })));
  const covered = (covered_classes: number) => ({
    ...ESC,
    leakage: { ...ESC.leakage, covered_classes },
  });
  assert.ok(has(covered(9)));
  assert.ok(!has(covered(8)));
  const { covered_classes: _, ...first } = ESC.leakage;
  assert.ok(!has({ ...ESC, leakage: first }));
});

Deno.test("audio alone is as good only where the whole lead over the same pairs is below 0.05", () => {
  const has = (high_fixed: number, covered_classes = 10) =>
    kindsOf({
      ...withAttribution({ over_same_pairs: { ...part(0.02, -0.1, 0.3), high_fixed } }),
      leakage: { ...ESC.leakage, covered_classes },
    }).includes("no-better-than-audio-alone");
  assert.ok(has(0.0499));
  assert.ok(!has(0.05));
  assert.ok(!has(0.0499, 8));
});

Deno.test("a backbone adds where transfer is shown and its drop lies above zero", () => {
  const drops = (low: number) => ({ drops: { ...ATTRIBUTION!.drops, audio: part(0.2, low, 0.4) } });
  assert.equal(made(withAttribution(drops(0.01)), "backbone").length, 1);
  assert.equal(made(withAttribution(drops(0)), "backbone").length, 0);
  assert.equal(made(withAttribution({ baselines: {} }), "backbone").length, 0);
});

Deno.test("labels of the pre-training are claimed against the twin", () => {
  const of = (low: number) =>
    made(
      withAttribution({ twin: { ...madeTwin(), onClean: part(0.1, low, 0.2) } }),
      "backbone-labels",
    );
  assert.equal(
    of(0.01)[0]!.sentence,
    "Labels in the pre-training of mn04 give 0.10 [0.01, 0.20] with glove-100d on clean pairs (mn04 " +
      "minus its twin, unlabelled).",
  );
  assert.deepEqual(of(0), []);
});

Deno.test("topics of the residual check are named, and transfer says that they are there", () => {
  const topic = (name: string, status: "listed" | "cannot tell") => ({
    audio: "mn04",
    text: "glove-100d",
    topic: name,
    label: "dog",
    pairs: 8,
    auc: 0.41,
    status,
  });
  const residual = ["hound", "pooch", "puppy", "tyke"].map((name) => topic(name, "listed"));
  const claims = claimsOf({ ...ESC, residual: [...residual, topic("cat", "cannot tell")] });
  const found = claims.find(({ kind }) => kind === "residual-leaks")!;
  assert.deepEqual(found.topics!.map(({ topic }) => topic), ["hound", "pooch", "puppy", "tyke"]);
  assert.equal(
    found.sentence,
    "The clean pool of mn04 with glove-100d may still hold pairs of evaluation classes. The residual " +
      "check lists topics that sound nearer to a class than any other class of the evaluation does: " +
      "“hound” to “dog” (AUC 0.41), “pooch” to “dog” (AUC 0.41), “puppy” to “dog” (AUC 0.41), and 1 " +
      "more. An AUC of 0.5 is as near as the class's own sounds.",
  );
  assert.match(
    claims.find(({ kind }) => kind === "transfer")!.sentence,
    /; but the residual check lists topics that may be pairs of evaluation classes, which may explain it\. Of 1 topic /,
  );
  const unclear = claimsOf({ ...ESC, residual: [topic("cat", "cannot tell")] });
  assert.ok(!unclear.some(({ kind }) => kind === "residual-leaks"));
  const undecided = unclear.find(({ kind }) => kind === "transfer")!;
  assert.match(
    undecided.sentence,
    /shuffled texts\. Of 1 topic the residual check cannot tell whether it is pairs of evaluation classes\./,
  );
  assert.equal(undecided.numbers["undecided_topics"], 1);
  const other = claimsOf({ ...ESC, residual: residual.map((one) => ({ ...one, text: "other" })) });
  assert.ok(!other.some(({ kind }) => kind === "residual-leaks"));
});

Deno.test("transfer says whether it holds without the listed topics, is not shown, or cannot be tested", () => {
  const residual = ["hound", "pooch"].map((topic) => ({
    audio: "mn04",
    text: "glove-100d",
    topic,
    label: "dog",
    pairs: 8,
    auc: 0.41,
    status: "listed" as const,
  }));
  const left = { topics: ["hound", "pooch"], labels: ["dog"], classes: 9 };
  const said = (without_listed: Transfer["without_listed"]) => {
    const transfer = { ...ATTRIBUTION!.transfer, ...(without_listed ? { without_listed } : {}) };
    return claimsOf({ ...withAttribution({ transfer }), residual })
      .find(({ kind }) => kind === "transfer")!;
  };
  const tested = (permutation_p: number) => ({
    ...left,
    ...part(0.2, 0.05, 0.4),
    chance: 1 / 9,
    permutation_p,
  });
  const holds = said(tested(0.025));
  assert.match(
    holds.sentence,
    /shuffled texts; without the topics that the residual check lists, it is 0\.20 \[0\.05, 0\.40\] among the 9 classes that they do not resemble \(permutation test, p = 0\.025\)\.$/,
  );
  assert.deepEqual(
    [holds.numbers["listed_topics"], holds.numbers["without_listed_p"]],
    [2, 0.025],
  );
  assert.deepEqual(holds.numbers["without_listed"], part(0.2, 0.05, 0.4));
  assert.match(
    said(tested(0.026)).sentence,
    /; but .* may explain it: without them it is 0\.20 .* classes that they do not resemble, and not shown \(permutation test, p = 0\.026\)\.$/,
  );
  assert.match(
    said(left).sentence,
    /may explain it, and this cannot be tested: without them 9 classes are left, too few for the permutation test\.$/,
  );
  assert.match(said(undefined).sentence, /which may explain it\.$/);
});

Deno.test("a published score is claimed with its spread over prompts, or not above chance", () => {
  const model = {
    name: "clap",
    balanced_top1: part(0.9, 0.8, 0.95),
    top1: part(0.9, 0.8, 0.95),
    top5: part(1, 0.9, 1),
    per_class: {},
    nearest_centroid: part(0.95, 0.9, 1),
  };
  const prompts = {
    single: [0.88, 0.7, 0.91].map((balanced_top1) => ({ prompt: "{label}", balanced_top1 })),
    mean: 0.83,
    sd: 0.1,
  };
  const of = (change: object) =>
    claimsOf({ ...ESC, published: [{ ...model, ...change }] })
      .filter(({ model }) => model === "clap").map(({ kind, sentence }) => [kind, sentence]);
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ permutation_p: 0.0001, prompts }), [[
    "published-score",
    "The published model clap as it is has an accuracy of 0.90 [0.80, 0.95], chance 0.10 (permutation " +
    "test, p < 0.001); single prompts give 0.70 to 0.91; the labels and pairs that it was trained with " +
    "are not known here.",
  ]]);
  assert.deepEqual(of({ permutation_p: 0.3 }), [[
    "not-above-chance",
    "The accuracy of the published model clap as it is, 0.90 [0.80, 0.95], is not shown to be above " +
    "chance, 0.10 (permutation test, p = 0.300).",
  ]]);
});

Deno.test("transfer says how many labels the backbone was pre-trained with, where any is known", () => {
  const record = {
    name: "mn04",
    modality: "audio",
    role: "chosen",
    dimensions: 960,
    embeddings: "run",
  } as const;
  const of = (covered_labels: string[]) =>
    claimsOf({ ...ESC, backbones: [{ ...record, covered_labels }] })
      .find(({ kind }) => kind === "transfer")!;
  assert.match(
    of(["dog", "rain"]).sentence,
    /\. mn04 was pre-trained with the labels of 2 of the 10 classes, which may have helped\.$/,
  );
  assert.equal(of(["dog", "rain"]).numbers["covered_labels"], 2);
  assert.doesNotMatch(of([]).sentence, /pre-trained/);
});

Deno.test("a failed test is said also where clean is trained for the path alone", () => {
  const results = withTransferTest(0.399);
  const conditions = results.conditions.filter(({ condition }) => condition !== "clean");
  const claims = claimsOf({ ...results, conditions }).filter(({ audio }) => audio === "mn04");
  const kinds = claims.map(({ kind }) => kind);
  assert.ok(!kinds.includes("transfer") && !kinds.includes("backbone"));
  const { numbers } = claims.find(({ kind }) => kind === "not-above-chance")!;
  const { value } = numbers["accuracy"] as { value: number };
  assert.equal(value, ATTRIBUTION!.transfer.value + results.chance);
});
