import assert from "node:assert/strict";
import {
  type AuditConfiguration,
  parseConfiguration,
} from "../../../src/audit/configuration/configuration.ts";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import {
  citedIn,
  methodsLatex,
  methodsMarkdown,
  methodsOf,
} from "../../../src/report/paper/methods/methods.ts";
import { bibliography } from "../../../src/report/paper/citations.ts";
import { madeTwin } from "../made_effects.ts";
import { madeInput } from "../made_input.ts";
import { madeResults } from "../made_results.ts";

const MADE = madeResults();
const CONFIGURATION = madeInput().run.configuration;

function configured(changes: Record<string, unknown>): AuditConfiguration {
  return parseConfiguration(JSON.stringify({ ...CONFIGURATION, ...changes }), "audit.json");
}

function textOf(results: AuditResults = MADE, configuration = CONFIGURATION): string {
  return methodsOf({ results, configuration })
    .flatMap(({ sentences }) => sentences.map(({ text }) => `${text}.`)).join(" ");
}

Deno.test("methods say what this audit did, with its numbers", () => {
  const text = textOf();
  for (
    const said of [
      /audio backbone openwakeword \(\d+ dimensions\)/,
      /860 sounds of 54 classes\./,
      /dealt into 6 class folds, each held out once; a sound is named among the 9 classes .* 0\.111\./,
      /860 pairs of a sound and its label\./,
      /143 by TEXT-EXACT \(the label\), 143 by TEXT-LEMMA/,
      /Findings of TEXT-HYPERNYM \(a broader thing\) are only reported\./,
      /clean leaves the flagged pairs out \(717 pairs remain, the mean over class folds\)/,
      /for each of 120 trainings/,
      /Every control pool matches its clean pool/,
      /shared space of 128 dimensions, dropout 0\.2\./,
      /took 300 steps of at most 128 pairs/,
      /5 seeds \(0, 1, 2, 3 and 4\)/,
      /The last step's projectors are evaluated; no step was chosen on evaluation items\./,
      /chance plus baseline features \(clean with both baselines minus chance\), text backbone \(.*\), audio backbone \(.*\), leakage \(control minus clean\) and volume \(dirty minus control\), each conditional/,
      /baselines stand in for the backbones: log-mel-statistics \(audio\) and character-ngrams \(text\)\./,
      /reference of audio alone .*pairs of the evaluation's classes; classes without/,
      /audio backbone or its baseline, text embeddings or random codes/,
      /random codes a text's embedding is one random vector of length 1, drawn anew/,
      /leak-dose curve .* with .* % of the flagged pairs put back/,
      /overlap is the mean share of a class's nearest classes/,
      /Trained on llvmpipe /,
      /bootstrap intervals of 2,000 resamples/,
      /multiplied by √2/,
      /1 topic was listed/,
    ]
  ) assert.match(text, said);
});

// What differs between configurations: what is said with the change, and what is said without it.
const CHANGES: [string, string, string, RegExp, RegExp][] = [];
function change(
  name: string,
  results: Partial<AuditResults>,
  configuration: Record<string, unknown>,
  said: RegExp,
  unsaid: RegExp,
) {
  const text = textOf({ ...MADE, ...results }, configured(configuration));
  CHANGES.push([name, text, textOf(), said, unsaid]);
}

const { optimizer, evaluation, leakage } = CONFIGURATION;
change(
  "early stopping",
  {},
  { optimizer: { ...optimizer, validation: "early-stopping" } },
  /717 pairs remain, .*those held out for validation included\).*at most 300 steps.*lowest loss on held-out training pairs .*at most 10 % of the unflagged pairs, in whole classes.*random codes take every step/,
  /last step/,
);
change(
  "random validation",
  {},
  { optimizer: { ...optimizer, validation: { random: 0.2 } } },
  /20 % of the unflagged sounds, drawn at random/,
  /last step/,
);
change(
  "a twin",
  { attribution: MADE.attribution.map((one) => ({ ...one, twin: madeTwin() })) },
  {},
  /unlabelled is a twin, pre-trained without the evaluation's labels/,
  /never said/,
);
change(
  "no published model",
  { published: [] },
  {},
  /Accuracy is balanced top-1/,
  /published model/,
);
change(
  "several labels",
  { measure: "macro_map", class_folds: [MADE.classes] },
  {},
  /each of one or more of 54 labels.*Mean average precision is.*Chance is the mean over permut/,
  /accuracy|pseudo|√2|classes like these/,
);
change(
  "captions",
  {
    conditions: MADE.conditions.map((one) => ({ ...one, classes: 0 })),
    controls: MADE.controls.map((one) => ({ ...one, sounds: [300, 300] as const })),
  },
  {},
  /860 pairs of a sound and a caption.*each with the other captions of its sound.*between sounds.*sum of a random vector for each of its lemmas/,
  /its label\.|between labels,/,
);
change(
  "captions, one a sound, and validation",
  { conditions: MADE.conditions.map((one) => ({ ...one, classes: 0 })) },
  { optimizer: { ...optimizer, validation: "early-stopping" } },
  /in whole recordings, or whole sounds/,
  /the other captions|whole classes/,
);
change(
  "a path of two parts, and a baseline that no number is of",
  {
    attribution: MADE.attribution.map((one) => {
      const { features: _, ...rest } = one;
      const { chance, leakage: transfer, volume: flaggedPairs } = one.path;
      const path = { chance, transfer: transfer!, flaggedPairs: flaggedPairs! };
      return { ...rest, path, cells: [] };
    }),
  },
  {},
  /is chance plus transfer \(clean minus chance\) and flagged pairs \(dirty minus clean\)\./,
  /baselines stand|random codes|two trained conditions/,
);
change(
  "no curves, overlap and reference",
  { leak_dose: [], diversity: [], overlap: [], references: [] },
  {},
  /Accuracy is balanced/,
  /curve|overlap|audio alone/,
);
change(
  "captions whose flagged pairs alone go",
  { conditions: MADE.conditions.map((one) => ({ ...one, classes: 0 })) },
  { leakage: { ...leakage, unit: "pair" } },
  /a sound and a caption/,
  /the other captions/,
);
change(
  "no training items",
  {},
  { training: undefined, audio: [{ name: "openwakeword", evaluation: "a.npy" }] },
  /dealt by source into two halves/,
  /pairs of a sound and its label\./,
);
change(
  "a template",
  {},
  { training: { items: "a.csv", text: "the sound of {label}" } },
  /a text made by the template “the sound of \{label\}”/,
  /and its label\./,
);
change(
  "one fold",
  { class_folds: [MADE.classes], chance: 1 / 54 },
  {},
  /named among all of them, so that chance is 0\.019/,
  /class fold|√2/,
);
change(
  "prompts",
  {},
  { evaluation: { ...evaluation, prompts: ["{label}", "a {label}"] } },
  /mean of the normalized embeddings of 2 prompts: “\{label\}”, “a \{label\}”/,
  /the label itself/,
);
change(
  "a rule that only reports here",
  {},
  { leakage: { ...leakage, rules: ["TEXT-EXACT", "TEXT-LEMMA"], report: ["TEXT-LEMMA"] } },
  /Findings of TEXT-LEMMA \(the label in other forms\) and TEXT-HYPERNYM .* only reported/,
  /143 by TEXT-LEMMA/,
);
change(
  "rules that did not run",
  { leakage: { ...MADE.leakage, not_run: [{ rule: "TEXT-COPY", reason: "no captions" }] } },
  {},
  /Not run, or not for all labels: TEXT-COPY \(no captions\)/,
  /never said/,
);
change(
  "no matching control",
  { controls: [{ ...MADE.controls[0]!, valid: false, reason: "too few topics are left" }] },
  {},
  /not split \(too few topics are left\)/,
  /Every control pool matches/,
);
change(
  "no control",
  { conditions: MADE.conditions.filter(({ condition }) => condition !== "control") },
  { conditions: ["dirty", "clean"] },
  /Conditions: dirty trains on every pair; clean leaves/,
  /Control pools|shuffled trains|untrained keeps/,
);
change(
  "topics that the residual check cannot tell",
  { residual: MADE.residual.map((one) => ({ ...one, status: "cannot tell" as const })) },
  {},
  /no topic was listed, and of 1 it cannot tell/,
  /1 topic was listed/,
);
change(
  "no text baseline",
  {
    attribution: MADE.attribution.map((one) => ({
      ...one,
      baselines: { audio: "log-mel-statistics" },
    })),
  },
  {},
  /for the backbones: log-mel-statistics \(audio\)\./,
  /character-ngrams/,
);
change(
  "no ledger",
  { backbones: [] },
  {},
  /results of a frozen audio backbone with a/,
  /glove-100d/,
);
change("one seed", { seeds: [7] }, {}, /Trainings have one seed \(7\)/, /seeds \(/);
change(
  "a drafted label set",
  {
    leakage: {
      ...MADE.leakage,
      rules: [...MADE.leakage.rules, "TEXT-SYNONYM"],
      label_set: { name: "draft", drafted: true, labels: [] },
    },
  },
  {},
  /drafted from WordNet and not checked by hand/,
  /never said/,
);
change(
  "linear projectors that pair sounds",
  {},
  {
    projector: { kind: "linear", dim: 64 },
    optimizer: { ...optimizer, targets: "same-sound", warmupSteps: 0, perClass: 2 },
  },
  /W₁ x \+ b₁, maps .* 64 dim.*all captions of a sound in a batch.*at most 2 pairs of a class/,
  /dropout|share a text|warm-up/,
);

for (const [name, text, plain, said, unsaid] of CHANGES) {
  Deno.test(`methods of an audit with ${name} say so, and nothing that is untrue of it`, () => {
    assert.match(text, said);
    assert.doesNotMatch(text, unsaid);
    assert.notEqual(text, plain);
  });
}

Deno.test("a baseline that is also a chosen backbone has its own name", () => {
  const baselines = { audio: "log-mel-statistics", text: "character-ngrams as baseline" };
  const attribution = MADE.attribution.map((one) => ({ ...one, baselines }));
  assert.match(textOf({ ...MADE, attribution }), /character-ngrams \(text\)\./);
});

Deno.test("results of the first schema are not said to have what they lack", () => {
  const { least_sources: _, ...first } = MADE;
  const text = textOf({ ...first, controls: [] });
  assert.doesNotMatch(text, /searched for sounds|pseudo|matches its clean|five times/);
  assert.match(text, /95 % bootstrap intervals/);
});

Deno.test("methods cite what the bibliography has, in Markdown and LaTeX", () => {
  const paragraphs = methodsOf({ results: MADE, configuration: CONFIGURATION });
  const cited = citedIn(paragraphs);
  const library = bibliography(cited, "9.8.7");
  for (const key of cited) {
    assert.match(library, new RegExp(`^@\\w+\\{${key},$`, "m"));
    assert.ok(methodsMarkdown(paragraphs).includes(`@${key}`));
    assert.ok(methodsLatex(paragraphs).includes(key));
  }
  assert.match(library, /arXiv:2408\.13068/);
  assert.match(library, /Version 9\.8\.7/);
  assert.match(library, /doi {7}= \{10\.1109\/ICASSP49660\.2025\.10888245\}/);
  const [, year, authors] = Deno.readTextFileSync("LICENSE").match(/\(c\) (\d+) (.*)/)!;
  const software = library.slice(library.indexOf("@misc{earnest,"));
  assert.ok(software.includes(`year         = {${year}}`) && software.includes(`{{${authors}}}`));
  assert.ok(!library.includes("holm1979") || cited.includes("holm1979"));
});
