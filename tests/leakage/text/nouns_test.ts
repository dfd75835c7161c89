import assert from "node:assert/strict";
import { captionNouns } from "../../../src/leakage/caption_nouns.ts";
import { nounFinder } from "../../../src/leakage/text/nouns.ts";
import { NO_WORDS } from "../../../src/leakage/wordnet/dictionary.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const nounsOf = nounFinder(await WordNet.open());

Deno.test("a caption's nouns are found as lemmas, each once", () => {
  for (
    const [text, nouns] of [
      ["A man speaks over intermittent keyboard taps", ["man", "keyboard", "tap"]],
      ["Men and women laugh; a woman laughs", ["man", "woman"]],
      ["Dry leaves on the ground near geese", ["leaf", "ground", "goose"]],
      ["The babies cry while a bus idles", ["baby", "bus"]],
      ["Two small dogs, three DOGS", ["dog"]],
      ["it is not very loud", []],
      ["", []],
      ["ДОЖДЬ идёт", []],
    ] as const
  ) {
    assert.deepEqual(nounsOf(text), nouns, text);
  }
});

Deno.test("words are read as verbs where the words beside them make them so", () => {
  assert.deepEqual(nounsOf("a plane flies overhead"), ["plane"]);
  assert.deepEqual(nounsOf("the flies are loud"), ["fly"]);
  assert.deepEqual(nounsOf("dogs can bark at a can of soda"), ["dog", "can", "soda"]);
});

Deno.test("without a dictionary nothing is a noun, and labeled pairs need none", async () => {
  assert.deepEqual(nounFinder(NO_WORDS)("a dog"), []);
  const labeled = [{ id: "1", text: "dog", label: "dog" }];
  assert.deepEqual(await captionNouns(labeled), new Map());
});
