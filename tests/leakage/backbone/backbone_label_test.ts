import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "npm:fast-check@4.10.2";
import { readLedger } from "../../../src/backbones/open.ts";
import { compileBackboneLabel } from "../../../src/leakage/backbone/backbone_label.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { sharedPath } from "../../shared.ts";
import {
  describeScore,
  ESC50_NAMES,
  readAudioSetClasses,
  scoreBackboneLabel,
} from "./score_backbone_label.ts";

const wordnet = await WordNet.open();
const plain = ESC50_NAMES.map((label) => ({ label }));

function labelsNamed(labels: string[], trainingLabel: string): string[] {
  const find = compileBackboneLabel(labels.map((label) => ({ label })), wordnet);
  return find({ name: "b", trainingLabels: [trainingLabel] }).map(({ label }) => label!);
}

const NAMED: [trainingLabel: string, label: string][] = [
  ["Dog", "dog"],
  ["dogs", "dog"],
  ["Beagle", "dog"],
  ["Whimper (dog)", "dog"],
  ["Chicken, rooster", "rooster"],
  ["Fire engine, fire truck (siren)", "siren"],
  ["Caw", "crow"],
  ["Cricket", "insects"],
  ["Aeroplane", "airplane"],
  ["Gunshot, gunfire", "gun_shot"],
  ["Bark", "dog_bark"],
  ["Neigh, whinny", "horse"],
  ["Gunshot, gunfire", "Gunshot, gunfire"],
  ["Rooster", "Chicken, rooster"],
  ["Keyboard (musical)", "Keyboard (musical)"],
];
for (const [trainingLabel, label] of NAMED) {
  Deno.test(`"${trainingLabel}" names "${label}"`, () => {
    assert.deepEqual(labelsNamed([label], trainingLabel), [label]);
  });
}

const NOT_NAMED: [trainingLabel: string, label: string][] = [
  ["Animal", "dog"],
  ["Bird", "crow"],
  ["Vehicle", "train"],
  ["Hot dog", "dog"],
  ["Wind instrument, woodwind instrument", "wind"],
  ["Wind chime", "wind"],
  ["Fire engine, fire truck (siren)", "engine"],
  ["Fire alarm", "crackling fire"],
  ["Mouse", "mouse_click"],
  ["Keyboard (musical)", "keyboard typing"],
  ["Crowing, cock-a-doodle-doo", "crow"],
  ["Crowd", "crow"],
  ["Honk", "car_horn"],
  ["Shuffling cards", "footsteps"],
  ["Computer keyboard", "Keyboard (musical)"],
  ["", "dog"],
  ["(,)", "dog"],
];
for (const [trainingLabel, label] of NOT_NAMED) {
  Deno.test(`"${trainingLabel}" does not name "${label}"`, () => {
    assert.deepEqual(labelsNamed([label], trainingLabel), []);
  });
}

Deno.test("BACKBONE-LABEL: one finding a label, the surest evidence first", () => {
  const find = compileBackboneLabel([{ label: "dog" }, { label: "pig" }], wordnet);
  assert.deepEqual(find({ name: "tagger", trainingLabels: ["Bark", "Beagle", "Dog", "Dog"] }), [{
    rule: "BACKBONE-LABEL",
    flagged: true,
    item: "tagger",
    label: "dog",
    evidence: '"Dog", "Beagle", "Bark"',
    matched: "Dog",
    confidence: 1,
  }]);
  const [beagle] = find({ name: "tagger", trainingLabels: ["Beagle"] });
  assert.equal(beagle?.path, "beagle > hound > hunting dog > dog");
});

Deno.test("BACKBONE-LABEL: a label set's senses, synonyms and narrower things count", () => {
  const labels = [{ label: "x", senses: ["dog.n.01"], synonyms: ["klaxon"], narrower: ["ondes"] }];
  const find = compileBackboneLabel(labels, wordnet);
  for (const name of ["Bark", "Klaxons", "Ondes", "Puppy"]) {
    assert.equal(find({ name: "b", trainingLabels: [name] }).length, 1, name);
  }
});

Deno.test("BACKBONE-LABEL: what a label set excludes does not count, nor what is below it", () => {
  const exclude = ["hunting_dog.n.01", "puppy", "domestic dog"];
  const find = compileBackboneLabel([{ label: "dog", senses: ["dog.n.01"], exclude }], wordnet);
  const trainingLabels = ["Beagle", "Puppies", "Domestic dog", "Poodle"];
  const [finding] = find({ name: "b", trainingLabels });
  assert.equal(finding?.evidence, '"Poodle"');
});

Deno.test("BACKBONE-LABEL: a backbone that declares no labels has no finding", () => {
  const find = compileBackboneLabel(plain, wordnet);
  for (const trainingLabels of ["none", "unknown", []] as const) {
    assert.deepEqual(find({ name: "b", trainingLabels }), []);
  }
});

Deno.test("BACKBONE-LABEL: any class name can be matched, and order changes no finding", () => {
  const find = compileBackboneLabel(plain, wordnet);
  const name = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("Dog", "Bark", "Rain"));
  fc.assert(fc.property(fc.array(name, { maxLength: 8 }), (trainingLabels) => {
    const labels = (names: string[]) =>
      find({ name: "b", trainingLabels: names }).map((
        { label, confidence },
      ) => [label, confidence]);
    assert.deepEqual(labels(trainingLabels), labels(trainingLabels.toReversed()));
  }));
});

Deno.test("BACKBONE-LABEL: a backbone trained with the evaluation's own labels knows each", async () => {
  const path = sharedPath("data/laion-class-labels/FSD50k_class_labels_indices.json");
  if (path === undefined) return;
  const names = Object.keys(JSON.parse(await Deno.readTextFile(path)));
  const labels = names.map((label) => ({ label }));
  const findings = compileBackboneLabel(labels, wordnet)({ name: "b", trainingLabels: names });
  assert.deepEqual(findings.map(({ label }) => label), names);
});

Deno.test("BACKBONE-LABEL: AudioSet's classes are mapped to ESC-50's as in the mapping by hand", async () => {
  const audioSet = await readAudioSetClasses();
  if (audioSet === undefined) return;
  assert.equal(audioSet.length, 527);
  for (const labels of [plain, (await readLabels("esc50")).labels]) {
    const score = scoreBackboneLabel(labels, audioSet, wordnet);
    assert(score.precision >= 0.95 && score.recall >= 0.95, describeScore(score));
  }
});

Deno.test("BACKBONE-LABEL: the card of mn04 covers labels of ESC-50", async () => {
  if (sharedPath("models/mn04") === undefined) return;
  const card = fileURLToPath(new URL("../../backbones/mn04.json", import.meta.url));
  const findings = compileBackboneLabel(plain, wordnet)(
    await readLedger(card, { allowOutside: true }),
  );
  const known = new Set(findings.map(({ label }) => label));
  assert.deepEqual(
    ESC50_NAMES.filter((label) => !known.has(label)),
    ["drinking sipping", "mouse click", "can opening", "washing machine"],
  );
  assert(findings.every(({ item }) => item === "mn04"));
});
