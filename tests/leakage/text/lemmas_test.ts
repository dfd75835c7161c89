import assert from "node:assert/strict";
import { lemmaFinder } from "../../../src/leakage/text/lemmas.ts";
import { NO_WORDS } from "../../../src/leakage/wordnet/dictionary.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const lemmasOf = lemmaFinder(await WordNet.open());

Deno.test("forms of a word share a lemma, whatever its case, ending and part of speech", () => {
  for (
    const [forms, lemma] of [
      ["Bark BARKS barked barking", "bark"],
      ["child children", "child"],
      ["wolf wolves", "wolf"],
      ["run ran running runs", "run"],
      ["clap clapping clapped", "clap"],
      ["is are was were be", "be"],
      ["fly flies flying flew", "fly"],
      ["church churches", "church"],
    ] as const
  ) {
    assert.deepEqual(lemmasOf(forms), [lemma], forms);
  }
});

Deno.test("a word that WordNet lacks is its own lemma; words are the leak rules'", () => {
  assert.deepEqual(lemmasOf("the xqzts of crying_baby, hi-hat"), [
    ...["the", "xqzts", "of", "cry", "baby", "hi", "hat"],
  ]);
  assert.deepEqual(lemmasOf("!? ..."), []);
  assert.deepEqual(lemmaFinder(NO_WORDS)("Dogs bark; dogs"), ["dogs", "bark"]);
});
