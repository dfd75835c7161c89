import assert from "node:assert/strict";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { AuditInputs, AuditText } from "../../../src/audit/inputs/shape.ts";
import { measureResidual } from "../../../src/audit/trainings/residual_topics.ts";
import { type Fold, makeFolds } from "../../../src/audit/trainings/folds.ts";
import { runAudit } from "../../../src/audit/run.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { makeWorld, worldConfiguration } from "../worlds.ts";
import { escArrays } from "../esc_arrays.ts";
import { soundRows } from "../../../src/audit/inputs/sound_rows.ts";
import { SoundsAndTopics } from "../../../src/leakage/pools/sounds_and_topics.ts";
import { handInputs, matrixOf } from "../hand_inputs.ts";

const TEXTS = {
  cat: [1, 0, 0],
  dog: [0, 1, 0],
  hound: [0.1, 0.9, 0],
  siren: [0, 0.1, 0.9],
  "a hound barks": [0, 0.8, 0.2],
  "a hound howls": [0.2, 0.8, 0],
};

/** Makes cats and dogs to be named, and pairs of some text with the sounds of dogs or of neither. */
function world(texts: readonly string[], isLabeled: boolean) {
  const random = new RandomStream(4, "residual topics");
  const sound = (center: readonly number[]) => center.map((value) => value + 0.3 * random.normal());
  const places = { cat: [4, 0, 0, 1], dog: [0, 4, 0, 1], other: [0, 0, 4, 1] };
  const items = (["cat", "dog"] as const).flatMap((label) =>
    Array.from({ length: 6 }, () => [label, sound(places[label])] as const)
  );
  const inputs = handInputs(items, TEXTS);
  const named = texts.flatMap((text) => Array.from({ length: 5 }, () => text));
  const pairs = named.map((text, i) => ({
    id: `${i}`,
    text,
    ...(isLabeled ? { label: text } : {}),
  }));
  const training = matrixOf(
    named.map((text) => sound(text.includes("hound") ? places.dog : places.other)),
  );
  const audio = inputs.backbones.audio.map((one) => ({ ...one, training }));
  return { ...inputs, pairs, backbones: { ...inputs.backbones, audio } };
}

function residualOf(
  { evaluation, pairs, backbones }: AuditInputs,
  topics?: ReadonlyMap<string, readonly string[]>,
  cleanOf: (fold: Fold) => readonly string[] = () => pairs.map(({ id }) => id),
) {
  const folds = makeFolds(evaluation, [], 1);
  const all = new SoundsAndTopics(pairs, new Map(pairs.map(({ id, text }) => [id, [text]])));
  const { rowOf } = soundRows(pairs);
  const topicsOf = (id: string) => topics === undefined ? all.topicsOf(id) : topics.get(id) ?? [];
  return measureResidual(backbones, {
    byId: all.byId,
    rowOf,
    topicsOf,
    cleanOf,
    folds,
    prompts: evaluation.prompts,
  });
}

Deno.test("a class under another name is listed, another kind of sound is not", async () => {
  const { topics, notes } = await residualOf(world(["hound", "siren"], true));
  assert.deepEqual(notes, []);
  assert.deepEqual(
    topics.map(({ auc: _, runner_up, ...one }) => ({ ...one, runner: runner_up?.label })),
    [{
      audio: "audio",
      text: "text",
      topic: "hound",
      label: "dog",
      pairs: 5,
      expected: 0,
      status: "listed",
      runner: "cat",
    }],
  );
});

Deno.test("only the clean pool is looked at", async () => {
  const inputs = world(["hound", "siren"], true);
  const clean = inputs.pairs.filter(({ text }) => text === "siren").map(({ id }) => id);
  assert.deepEqual((await residualOf(inputs, undefined, () => clean)).topics, []);
  assert.deepEqual((await residualOf(inputs, undefined, () => [])).topics, []);
});

Deno.test("distinct texts are topics where pairs have no labels; given topics join texts", async () => {
  const inputs = world(["a hound barks", "a hound howls", "siren"], false);
  const { topics } = await residualOf(inputs);
  assert.deepEqual(
    topics.map(({ topic, pairs }) => [topic, pairs]).sort(),
    [["a hound barks", 5], ["a hound howls", 5]],
  );
  const given = (word: string) =>
    new Map(inputs.pairs.map(({ id, text }) => [id, text.includes("hound") ? [word, word] : []]));
  // "hound" is a text that the backbone embedded; the vector of "HOUND" is the mean of its pairs' texts.
  for (const word of ["hound", "HOUND"]) {
    const found = (await residualOf(inputs, given(word))).topics;
    assert.deepEqual(found.map(({ topic, pairs }) => [topic, pairs]), [[word, 10]]);
  }
  assert.deepEqual(await residualOf(inputs, new Map()), { topics: [], notes: [] });
});

Deno.test("the topic's own words decide which label is nearest, where they were embedded", async () => {
  const inputs = world(["a hound barks", "a hound howls"], false);
  const texts = { ...TEXTS, barking: [1, 0, 0] };
  const text: AuditText = {
    name: "text",
    texts: Object.keys(texts),
    vectors: matrixOf(Object.values(texts)),
    outOfVocabulary: [],
  };
  const of = async (topic: string) =>
    (await residualOf(
      { ...inputs, backbones: { ...inputs.backbones, text: [text] } },
      new Map(inputs.pairs.map(({ id }) => [id, [topic]])),
    )).topics.map(({ label }) => label);
  assert.deepEqual(await of("noun"), ["dog"]);
  assert.deepEqual(await of("barking"), [], "its sounds are not those of cats");
});

Deno.test("baselines are not checked, and a class of one source is named", async () => {
  const inputs = world(["hound", "siren"], true);
  const [audio] = inputs.backbones.audio;
  const both = [{ ...audio!, baseline: "low" }, { ...audio!, name: "low" }];
  const found = await residualOf({ ...inputs, backbones: { ...inputs.backbones, audio: both } });
  assert.deepEqual(found.topics.map((one) => one.audio), ["audio"]);
  const items = inputs.evaluation.items.map((item) => ({ ...item, source: item.label }));
  const one = await residualOf({ ...inputs, evaluation: { ...inputs.evaluation, items } });
  assert.deepEqual(one.topics, []);
  assert.equal(one.notes.length, 1);
  assert.match(
    one.notes[0]!,
    /^Every item of "cat", "dog" is from one source, .* 2 sources a class/,
  );
});

Deno.test("an audit's results hold the topics of each class fold, against the fold's labels", async () => {
  const inputs = makeWorld("class", "nothing");
  // The pairs of two classes pass as clean under names near theirs.
  const hidden = new Set(["label00", "label03"]);
  const pairs = inputs.pairs.map((pair) =>
    hidden.has(pair.label!) ? { ...pair, label: `kind of ${pair.label}` } : pair
  );
  const findings = inputs.leaks.findings.filter(({ label }) => !hidden.has(label!));
  const configuration = worldConfiguration();
  const folded = {
    ...configuration,
    evaluation: { ...configuration.evaluation, classFolds: 2 },
    conditions: ["dirty" as const],
    attribution: false,
  };
  const plan = await planAudit(folded, { ...inputs, pairs, leaks: { ...inputs.leaks, findings } });
  const { results } = await runAudit(plan, openCpu());
  const listed = results.residual.filter(({ status }) => status === "listed");
  assert.deepEqual(
    listed.map(({ fold, topic, label }) => [fold, topic, label]),
    [[0, "kind of label00", "label00"], [1, "kind of label03", "label03"]],
  );
});

Deno.test("ESC-50's fold 4 holds kin of helicopters; every class of ESC-10 would be found", async () => {
  const configuration = escArrays();
  if (configuration === undefined) return;
  const inputs = await readInputs(configuration, ".");
  const { trainer: { pools } } = await planAudit(configuration, inputs);
  const { topics: clean } = await residualOf(
    inputs,
    undefined,
    () => pools.of({ fold: 0, seed: 0 }).clean,
  );
  assert.deepEqual(clean.map(({ audio, topic, label, status }) => [audio, topic, label, status]), [
    ["mn04", "airplane", "helicopter", "listed"],
    ["mn04", "engine", "helicopter", "listed"],
  ]);
  const known = (await residualOf(inputs)).topics.filter(({ topic, label }) => topic === label);
  assert.equal(known.filter(({ status }) => status === "listed").length, 10);
});

Deno.test("a plan can be ended between two topics of the check", async () => {
  const signal = AbortSignal.abort(new Error("stopped"));
  const plan = planAudit(worldConfiguration(), makeWorld("meaning", "nothing"), { signal });
  await assert.rejects(plan, /^Error: stopped$/);
});
