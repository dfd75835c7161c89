import assert from "node:assert/strict";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { renderReport } from "../../../src/report/html.ts";
import { checklistTable } from "../../../src/report/paper/checklist/checklist.ts";
import { asMarkdown } from "../../../src/report/paper/markdown.ts";
import { madeTwin } from "../made_effects.ts";
import { madeInput } from "../made_input.ts";
import { madeResults } from "../made_results.ts";

const MADE = madeResults();
const CONFIGURATION = madeInput().run.configuration;

/** Returns the answers by a word of their questions. */
function answersOf(changes: Partial<AuditResults> = {}) {
  const results = { ...MADE, ...changes };
  const { rows } = checklistTable({ results, configuration: CONFIGURATION });
  return (word: string) => {
    const found = rows.filter(([question]) => String(question).includes(word));
    assert.equal(found.length, 1, word);
    return { answer: String(found[0]![1]), report: String(found[0]![2]) };
  };
}

Deno.test("answers name sections that the report has, and keys that results.json has", async () => {
  const { html } = await renderReport(madeInput());
  const { rows } = checklistTable({ results: MADE, configuration: CONFIGURATION });
  assert.ok(rows.length >= 15);
  const text = html.replaceAll("&quot;", '"');
  for (const [question, answer, report, keys] of rows) {
    if (report !== "") assert.ok(text.includes(`>${report}</`), `${question}: ${report}`);
    else assert.match(String(answer), /^(Not answered|No:)/);
    for (const key of String(keys).split(", ")) {
      assert.ok(Object.hasOwn(MADE, key.replace(/(\[\])?\..*|\[\]$/, "")), key);
    }
  }
});

Deno.test("answers have the numbers of the results", () => {
  const answer = answersOf();
  assert.match(
    answer("training seeds are").answer,
    /^5 \(0, 1, 2, 3, 4\)\. .* 300 trainings in all; .* not among these\.$/,
  );
  assert.match(answer("against chance").answer, /dirty p < 0\.001, clean minus shuffled/);
  assert.match(answer("chosen on evaluation").answer, /clean of openwakeword .* 0\.03/);
  assert.match(answer("depend on the prompt").answer, /0\.12 to 0\.20 \(clean, over all pairs/);
  assert.match(
    answer("name or hold").answer,
    /^Of 860 pairs, on average over class folds, TEXT-EXACT flags 143, TEXT-LEMMA 143 and .*54 of 54 classes/,
  );
  assert.match(answer("texts mean").answer, /codes \(.* one random vector of length 1\): /);
  assert.match(answer("made again").answer, /seeds 0, .* Trained on llvmpipe .* differently\.$/);
  assert.match(answer("clean pool still name").answer, /TEXT-EXACT and TEXT-LEMMA.*a synonym/);
  assert.match(answer("other names").answer, /church organ \(as hammond organ\)/);
  assert.match(answer("only fewer pairs").answer, /717 and 717/);
  assert.match(answer("audio alone").answer, /openwakeword 0\.37 .*54 of 54/);
});

Deno.test("every class fold has its sizes, counts are means over them, and keys are no links", () => {
  const [first] = MADE.controls;
  const controls = MADE.class_folds.map((_, fold) => ({
    ...first!,
    // Two class folds are of one size.
    pairs: [700 + Math.max(1, fold), 700 + Math.max(1, fold)] as [number, number],
  }));
  const { answer } = answersOf({ controls })("only fewer pairs");
  assert.match(answer, /fold: 701 and 701; 701 and 701; 702 and 702; .*; 705 and 705\)/);
  assert.match(
    answersOf()("name or hold").answer,
    /pairs, on average over class folds, TEXT-EXACT flags/,
  );
  const one = answersOf({ class_folds: [MADE.classes] });
  assert.doesNotMatch(one("name or hold").answer, /average/);
  const markdown = asMarkdown(checklistTable({ results: MADE, configuration: CONFIGURATION }));
  assert.match(markdown, / \| `leakage\.by_rule`, `leakage\.covered_classes` \|$/m);
});

Deno.test("what an audit did not do is not answered, and what would answer it is said", () => {
  const answer = answersOf({
    conditions: MADE.conditions.filter(({ condition }) => condition === "dirty").map((
      { permutation_p: _, prompts: __, ...one },
    ) => one),
    controls: [],
    references: [],
    attribution: [],
    coverage: [],
    label_heads: [],
    published: [],
    backbones: [],
    contrasts: [],
    leakage: { ...MADE.leakage, rules: ["TEXT-EXACT"] },
  });
  const cases = {
    "against chance": /permutation test/,
    "depend on the prompt": /evaluation\.prompts/,
    "same recordings": /AUDIO-NEAR/,
    "other names": /residual check/,
    "only fewer pairs": /condition control/,
    "labels or data": /ledger/,
    "pre-training give": /twin/,
    "texts mean": /random code/,
    "audio alone": /evaluation's classes/,
    "published model": /shared embeddings/,
  };
  for (const [word, remedy] of Object.entries(cases)) {
    assert.match(answer(word).answer, /^Not answered by this audit\. /);
    assert.match(answer(word).answer, remedy);
    assert.equal(answer(word).report, "");
  }
});

Deno.test("random codes of captions are of their lemmas, and one value of all prompts stands once", () => {
  const conditions = MADE.conditions.map(({ prompts, ...one }) => ({
    ...one,
    classes: 0,
    prompts: {
      ...prompts!,
      single: prompts!.single.map((single) => ({ ...single, balanced_top1: 0.06 })),
    },
  }));
  const answer = answersOf({ conditions });
  assert.match(answer("texts mean").answer, /sum of a random vector for each of its lemmas/);
  assert.match(
    answer("depend on the prompt").answer,
    /^Single prompts give 0\.06 each \(clean, over all/,
  );
});

Deno.test("where columns of sources are named and their rule is not, the rule is what is missing", () => {
  const configuration = {
    ...CONFIGURATION,
    leakage: {
      ...CONFIGURATION.leakage,
      rules: ["TEXT-EXACT" as const],
      sourceColumn: { training: "recording", evaluation: "recording" },
    },
  };
  const results = { ...MADE, leakage: { ...MADE.leakage, rules: ["TEXT-EXACT"] } };
  const { rows } = checklistTable({ results, configuration });
  const [, answer] = rows.find(([question]) => /same recordings/.test(String(question)))!;
  assert.match(String(answer), /AUDIO-SOURCE, .* is not among its leakage\.rules/);
});

Deno.test("answers name the key of rules that could not run only where results have it", () => {
  const not_run = [{ rule: "TEXT-SYNONYM", reason: "no senses." }];
  const leakages = [[MADE.leakage, "leakage.rules"], [
    { ...MADE.leakage, not_run },
    "leakage.rules, leakage.not_run",
  ]] as const;
  for (const [leakage, key] of leakages) {
    const { rows } = checklistTable({
      results: { ...MADE, leakage },
      configuration: CONFIGURATION,
    });
    assert.equal(rows.find(([question]) => /rules did not/.test(String(question)))![3], key);
  }
});

Deno.test("a control that does not match, a twin and an unfinished ledger are answered as they are", () => {
  const control = { ...MADE.controls[0]!, valid: false, reason: "too few topics" };
  const [audio, ...others] = MADE.backbones;
  const { covered_labels: _, ledger: __, ...undeclared } = audio!;
  const answer = answersOf({
    controls: [control],
    attribution: MADE.attribution.map((one) => ({ ...one, twin: madeTwin() })),
    backbones: [undeclared, ...others],
  });
  assert.match(answer("only fewer pairs").answer, /^Not split: .*too few topics/);
  assert.match(answer("pre-training give").answer, /twin trained without them: .*0\.04/);
  assert.match(answer("labels or data").answer, new RegExp(`${audio!.name}: not declared`));
});

Deno.test("where items have several labels, answers speak of labels", () => {
  const { rows } = checklistTable({
    // What is claimed has its own words.
    results: { ...MADE, measure: "macro_map", claims: [] },
    configuration: CONFIGURATION,
  });
  const said = rows.map(([question, answer]) => `${question} ${answer}`);
  assert.deepEqual(said.filter((one) => /\bclass(es)?\b(?! fold)/.test(one)), []);
  assert.ok(said.some((one) => one.includes("54 labels")));
});
