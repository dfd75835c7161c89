import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { makeFolds } from "../../../src/audit/trainings/folds.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import type { Finding } from "../../../src/leakage/findings.ts";
import { writeCsv } from "../../../src/formats/csv.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import { PLAIN, wav } from "../../formats/wav_bytes.ts";
import { inFolder } from "../../temporary_folder.ts";
import type { PlainConfiguration } from "../planted.ts";

/** Labels are dealt in turn: cat and dog are the first class fold, cow and frog the second. */
const FOLDS = [["cat", "dog"], ["cow", "frog"]];

/** What each training pair gives away: its text, its source, or its sound. */
const PAIRS = [
  { id: "kitten", text: "a kitten", source_id: "t1", sound: 1 },
  { id: "puppies", text: "puppies play", source_id: "t2", sound: 2 },
  { id: "cows", text: "two cows", source_id: "t3", sound: 3 },
  { id: "source of dog", text: "rain", source_id: "e dog", sound: 4 },
  { id: "source of cow and cat", text: "wind", source_id: "e cow and cat", sound: 5 },
  { id: "sound of frog", text: "a stream", source_id: "t6", sound: 24 },
  { id: "frog by a dog", text: "a frog near a dog", source_id: "t7", sound: 7 },
  { id: "animal", text: "an animal", source_id: "t8", sound: 8 },
  { id: "sea", text: "the sea", source_id: "t9", sound: 9 },
  { id: "bell", text: "a bell", source_id: "t10", sound: 10 },
  { id: "door", text: "a door", source_id: "t11", sound: 11 },
  { id: "engine", text: "an engine", source_id: "t12", sound: 12 },
];

const ITEMS = [
  { id: "cat 1", label: "cat", source_id: "e cow and cat", sound: 21 },
  { id: "cat 2", label: "cat", source_id: "e cat", sound: 25 },
  { id: "cow 1", label: "cow", source_id: "e cow and cat", sound: 22 },
  { id: "cow 2", label: "cow", source_id: "e cow", sound: 26 },
  { id: "dog 1", label: "dog", source_id: "e dog", sound: 23 },
  { id: "dog 2", label: "dog", source_id: "e other dog", sound: 27 },
  { id: "frog 1", label: "frog", source_id: "e frog", sound: 24 },
  { id: "frog 2", label: "frog", source_id: "e other frog", sound: 28 },
];

const ARRAYS = { training: "training.npy", evaluation: "evaluation.npy" };

/** A short sound that no other number gives. */
function soundOf(number: number): Uint8Array {
  const samples = Int16Array.from({ length: 400 }, (_, i) => 9000 * Math.sin(i * number / 37));
  return wav({ ...PLAIN, sampleRateHz: 8000 }, samples.buffer);
}

async function writeSide(folder: string, name: string, rows: typeof PAIRS | typeof ITEMS) {
  const written = [];
  for (const { sound, ...row } of rows) {
    const file_name = `${name} ${sound}.wav`;
    await Deno.writeFile(join(folder, file_name), soundOf(sound));
    written.push({ ...row, file_name });
  }
  await Deno.writeTextFile(
    join(folder, `${name}.csv`),
    writeCsv(Object.keys(written[0]!), written),
  );
  const values = Float32Array.from({ length: rows.length * 3 }, (_, i) => Math.sin(i * i));
  await Deno.writeFile(join(folder, `${name}.npy`), writeNpy([rows.length, 3], values));
}

/** Plans an audit of these pairs and items; returns it with the ids that each class fold's pools lack. */
async function planned(changes: PlainConfiguration) {
  let plan!: Awaited<ReturnType<typeof planAudit>>;
  await inFolder(async (folder) => {
    await writeSide(folder, "training", PAIRS);
    await writeSide(folder, "evaluation", ITEMS);
    const settings = {
      evaluation: { items: "evaluation.csv", classFolds: 2 },
      training: { items: "training.csv", textColumn: "text" },
      audio: [{ name: "sines", ...ARRAYS, baseline: { name: "baseline", ...ARRAYS } }],
      text: [{ name: "glove-100d", backbone: "glove-100d" }],
      conditions: ["dirty", "clean", "control", "shuffled"],
      attribution: false,
      leakDose: [],
      diversity: [],
      seeds: [3],
      ...changes,
    };
    const configuration = parseConfiguration(JSON.stringify(settings), "audit.json");
    plan = await planAudit(configuration, await readInputs(configuration, folder));
  });
  const { trainer: { folds, pools } } = plan;
  const lacks = folds.map(({ number: fold }) => {
    const { dirty, clean, control } = pools.of({ fold, seed: 3 });
    return { clean: without(dirty, clean), control: without(dirty, control) };
  });
  return { plan, lacks };
}

function without(all: readonly string[], kept: readonly string[]): string[] {
  return all.filter((id) => !kept.includes(id));
}

/** What the pools of each class fold must lack, by hand. */
const FLAGGED = [
  ["frog by a dog", "kitten", "puppies", "source of cow and cat", "source of dog"],
  ["cows", "frog by a dog", "source of cow and cat"],
];

Deno.test("each class fold's pools lack what gives away its own labels and recordings", async () => {
  const { plan, lacks } = await planned({});
  assert.deepEqual(plan.trainer.folds.map(({ labels }) => labels), FOLDS);
  assert.deepEqual(lacks.map(({ clean }) => clean), FLAGGED);
  for (const [fold, { control }] of lacks.entries()) {
    assert.ok(control.length > 0, "something is taken out");
    assert.ok(control.every((id) => !FLAGGED[fold]!.includes(id)), "and none of what is flagged");
  }
});

Deno.test("a copy of a sound counts for the class fold of its label alone", async () => {
  const { lacks } = await planned({ leakage: { rules: ["AUDIO-EXACT"] } });
  assert.deepEqual(lacks.map(({ clean }) => clean), [[], ["sound of frog"]]);
});

Deno.test("the findings for a fold's labels are those of an evaluation with these labels alone", async () => {
  const { plan } = await planned({});
  for (const [number, labels] of FOLDS.entries()) {
    const { plan: alone } = await planned({
      evaluation: { items: "evaluation.csv", where: { label: labels }, classFolds: 1 },
    });
    const about = ({ rule, item, label, flagged }: Finding) => [rule, item, label, flagged];
    const own = plan.trainer.folds[number]!.findings.filter(({ label }) => label !== undefined);
    assert.ok(own.length >= 4);
    assert.deepEqual(own.map(about), alone.inputs.leaks.findings.map(about));
  }
});

Deno.test("a finding about no single label counts in every class fold", async () => {
  const { plan: { inputs: { evaluation } } } = await planned({});
  const listed: Finding = {
    rule: "AUDIO-SOURCE",
    flagged: true,
    item: "sea",
    evidence: "an exclusion list",
    confidence: 1,
  };
  const folds = makeFolds(evaluation, [listed, { ...listed, label: "cow" }], 2);
  assert.deepEqual(folds.map(({ findings }) => findings.length), [1, 2]);
});

Deno.test("where halves of the evaluation are trained on, each fold lacks its own classes", async () => {
  const { evaluation: array } = ARRAYS;
  const evaluation = { evaluation: array };
  const { plan, lacks } = await planned({
    training: undefined,
    audio: [{ name: "sines", ...evaluation, baseline: { name: "baseline", ...evaluation } }],
  });
  const labelOf = new Map(plan.inputs.pairs.map(({ id, label }) => [id, label]));
  assert.equal(plan.inputs.pairs.length, plan.inputs.evaluation.items.length);
  for (const [fold, labels] of FOLDS.entries()) {
    const own = plan.inputs.pairs.filter(({ label }) => labels.includes(label!));
    const { clean } = lacks[fold]!;
    assert.deepEqual(clean, own.map(({ id }) => id).sort());
    assert.ok(clean.every((id) => labels.includes(labelOf.get(id)!)));
  }
});
