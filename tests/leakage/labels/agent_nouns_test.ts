import assert from "node:assert/strict";
import { shippedLabelSet } from "../../../src/leakage/labels/shipped.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();
const audioset = compileTextRules(await shippedLabelSet("audioset"), wordnet, ["TEXT-SYNONYM"]);

/** Who plays or does something, by label set, with the class that the word names. */
const AGENTS: Readonly<Record<string, readonly (readonly [noun: string, label: string])[]>> = {
  audioset: [
    ["drummers", "Drum"],
    ["runner", "Run"],
    ["violinist", "Violin, fiddle"],
    ["singer", "Singing"],
    ["whistler", "Whistling"],
    ["snorer", "Snoring"],
    ["chorister", "Choir"],
    ["musicians", "Music"],
    ["cyclist", "Bicycle"],
    ["typist", "Typing"],
    ["male speaker", "Speech"],
  ],
  fsd50k: [["guitarist", "Guitar"], ["trumpeter", "Trumpet"], ["motorcyclist", "Motorcycle"]],
  nsynth: [["bassist", "bass"], ["organists", "organ"], ["vocalist", "vocal"]],
  dcase2017_task4: [["motorcyclist", "Motorcycle"], ["trucker", "Truck"], [
    "screamer",
    "Screaming",
  ]],
  vocalsound: [["sneezer", "Sneeze"], ["cougher", "Cough"], ["laugher", "Laughter"]],
  vggsound: [["drummer", "playing drum kit"], ["flautist", "playing flute"]],
};

/** Words of the same root that mean a thing, an animal or another trade as often. */
const AMBIGUOUS = ["speaker", "printer", "mixer", "clapper", "howler", "growler", "engineer"];

for (const [name, agents] of Object.entries(AGENTS)) {
  Deno.test(`${name}: who plays or does something is a synonym of it`, async () => {
    const matcher = name === "audioset"
      ? audioset
      : compileTextRules(await shippedLabelSet(name), wordnet, ["TEXT-SYNONYM"]);
    for (const [noun, label] of agents) {
      const found = matcher.find(`The ${noun} next door`);
      assert(found.some((one) => one.label === label && one.certain), noun);
    }
  });
}

Deno.test("nsynth: who plays an instrument of a family is narrower, as the instrument is", async () => {
  const matcher = compileTextRules(await shippedLabelSet("nsynth"), wordnet, ["TEXT-HYPONYM"]);
  for (
    const [noun, label] of [
      ["trumpeter", "brass"],
      ["pianist", "keyboard"],
      ["vibraphonist", "mallet"],
      ["saxophonist", "reed"],
      ["violinists", "string"],
    ] as const
  ) {
    const found = matcher.find(`The ${noun} next door`).filter(({ certain }) => certain);
    assert.deepEqual(found.map((one) => one.label), [label], noun);
  }
});

Deno.test("words that may mean no person name nothing by their root", () => {
  for (const noun of AMBIGUOUS) {
    assert.deepEqual(audioset.find(`The ${noun} next door`).filter(({ certain }) => certain), []);
  }
});

Deno.test("a person's name and a walking frame are no agents", () => {
  const found = (text: string) =>
    audioset.find(text).filter(({ certain }) => certain).map(({ label }) => label);
  assert.deepEqual(found("Piper waits outside"), []);
  assert.deepEqual(found("A piper waits outside"), ["Bagpipes"]);
  assert.deepEqual(found("Grandma's walker by the stairs"), []);
  assert.deepEqual(found("Walkers on gravel"), ["Walk, footsteps"]);
});

Deno.test("adjectives of a class's root name it", () => {
  const found = (text: string) =>
    audioset.find(text).filter(({ certain }) => certain).map(({ label }) => label);
  assert.deepEqual(found("A rainy afternoon"), ["Rain"]);
  assert.deepEqual(found("Saved for a rainy day"), []);
  assert.deepEqual(found("A clanky old gate"), ["Clang"]);
});
