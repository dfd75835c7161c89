// The path adds up to the dirty accuracy in worlds of every kind, and is split only where a control matches.
import assert from "node:assert/strict";
import type { AuditInputs } from "../../src/audit/inputs/shape.ts";
import type { Attribution, AttributionPath } from "../../src/audit/results/attribution.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import type { Finding } from "../../src/leakage/findings.ts";
import { pathSum } from "./path_sum.ts";
import { makeWorld, type Sounds, worldConfiguration } from "./worlds.ts";

/** The parts of transfer, in their order. */
const TRANSFER = ["baselineFeatures", "textBackbone", "audioBackbone", "backboneLabels"] as const;

/** Adds a text baseline that knows nothing of the texts. */
function withTextBaseline(inputs: AuditInputs): AuditInputs {
  const [text] = inputs.backbones.text;
  const { rows, columns } = text!.vectors;
  const random = new RandomStream(9, "letters");
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  const letters = { ...text!, name: "letters", vectors: { rows, columns, values } };
  return {
    ...inputs,
    backbones: { ...inputs.backbones, text: [{ ...text!, baseline: "letters" }, letters] },
  };
}

/** Flags the pairs of the first labels, each for the label itself where it is evaluated, else for the first. */
function flagging(inputs: AuditInputs, labels: number): AuditInputs {
  const all = [...new Set(inputs.pairs.map(({ label }) => label!))];
  const evaluated = new Set(inputs.evaluation.labels);
  const findings = inputs.pairs.flatMap(({ id, label }): Finding[] => {
    if (all.indexOf(label!) >= labels) return [];
    const of = evaluated.has(label!) ? label! : all[0]!;
    const evidence = label!;
    return [{ rule: "TEXT-EXACT", flagged: true, item: id, label: of, evidence, confidence: 1 }];
  });
  return { ...inputs, leaks: { ...inputs.leaks, findings } };
}

/** Makes captions of labelled pairs: each has a text of its own, its label and another word as nouns, and no label. */
function asCaptions(inputs: AuditInputs): AuditInputs {
  const texts = [...inputs.backbones.text[0]!.texts];
  const nouns = new Map<string, string[]>();
  const rowOf = new Map(texts.map((text, row) => [text, row]));
  const rows = texts.map((_, row) => row);
  const pairs = inputs.pairs.map(({ label, ...pair }, i) => {
    const word = `word${i % 6}`;
    const text = `${label} with ${word} ${i}`;
    nouns.set(pair.id, [label!, word]);
    texts.push(text);
    rows.push(rowOf.get(label!)!);
    return { ...pair, text };
  });
  const text = inputs.backbones.text.map((one) => {
    const { columns, values } = one.vectors;
    const all = rows.flatMap((row) => [...values.subarray(row * columns, (row + 1) * columns)]);
    return {
      ...one,
      texts,
      vectors: { rows: rows.length, columns, values: Float32Array.from(all) },
      lemmas: texts.map((text) => text.split(" ")),
    };
  });
  return {
    ...inputs,
    pairs,
    backbones: { ...inputs.backbones, text },
    leaks: { ...inputs.leaks, nouns },
  };
}

/** Audits a world with few steps: that the parts add up does not depend on what is learned. */
async function attributionOf(inputs: AuditInputs): Promise<Attribution> {
  const world = worldConfiguration();
  const optimizer = { ...world.optimizer, steps: 4, warmupSteps: 1 };
  const configuration = { ...world, optimizer, seeds: [0], shuffles: 2, bootstrap: 50 };
  const { results } = await runAudit(await planAudit(configuration, inputs), openCpu());
  return results.attribution[0]!;
}

/** A world, with the parts that its path must have after those of transfer. */
interface PathWorld {
  readonly name: string;
  readonly inputs: AuditInputs;
  readonly split: boolean;
  readonly twin?: boolean;
}

function* worlds(): Generator<PathWorld> {
  const kinds: [string, Sounds][] = [["no", "class"], ["some", "some meaning"], [
    "full",
    "meaning",
  ]];
  const leaks: [string, number][] = [["no class", 0], ["one class", 1], ["all classes", 10]];
  for (const [transfer, sounds] of kinds) {
    for (const [leaked, labels] of leaks) {
      const inputs = flagging(withTextBaseline(makeWorld(sounds, "class")), labels);
      yield { name: `${leaked} leaked, ${transfer} transfer`, inputs, split: true };
    }
  }
  const plain = withTextBaseline(makeWorld("meaning", "class"));
  yield { name: "more flagged than not", inputs: flagging(plain, 25), split: false };
  yield { name: "captions with decoys", inputs: asCaptions(flagging(plain, 10)), split: true };
  for (const [gain, sounds] of [["gains", "class"], ["does not gain", "meaning"]] as const) {
    const inputs = withTextBaseline(makeWorld("meaning", "nothing", sounds));
    yield { name: `a backbone that ${gain} by its labels`, inputs, split: true, twin: true };
  }
}

for (const { name, inputs, split, twin = false } of worlds()) {
  Deno.test(`the path adds up: ${name}`, async () => {
    const { path, dirty, transfer, flaggedPairs } = await attributionOf(inputs);
    const equal = (what: string, one: number, other: number) =>
      assert.ok(Math.abs(one - other) < 1e-9, `${what}: ${one} and ${other}`);
    equal("the path and dirty", pathSum(path), dirty);
    const parts = twin ? TRANSFER : TRANSFER.slice(0, 3);
    const rest = split ? ["leakage", "volume"] as const : ["flaggedPairs"] as const;
    assert.deepEqual(Object.keys(path), ["chance", ...parts, ...rest]);
    const sum = (keys: readonly Exclude<keyof AttributionPath, "chance">[]) =>
      keys.reduce((total, key) => total + path[key]!.value, 0);
    equal("the parts of transfer and transfer", sum(parts), transfer.value);
    equal("the rest and flagged pairs", sum(rest), flaggedPairs.value);
    equal("dirty and its three", path.chance + transfer.value + flaggedPairs.value, dirty);
    if (name.startsWith("no class")) assert.equal(flaggedPairs.value, 0);
  });
}
