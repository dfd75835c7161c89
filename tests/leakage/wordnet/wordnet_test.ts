import assert from "node:assert/strict";
import { formsOf } from "../../../src/leakage/wordnet/inflection.ts";
import type { Synset } from "../../../src/leakage/wordnet/synset.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();

Deno.test("a lemma has its senses in the order of WordNet's own index", () => {
  const glosses = wordnet.senses("dog", "noun").map(({ gloss }) => gloss);
  assert.equal(glosses.length, 7);
  assert.match(glosses[0]!, /^a member of the genus Canis/);
  assert.match(glosses[4]!, /smooth-textured sausage/);
  assert.deepEqual(wordnet.senses("Alarm clock", "noun")[0]!.lemmas, ["alarm clock", "alarm"]);
});

Deno.test("words that are first, last or missing in the index are distinguished", () => {
  assert.equal(wordnet.senses("'hood", "noun").length, 1);
  assert.equal(wordnet.senses("zymosis", "noun").length, 2);
  for (const unknown of ["", "dogx", "zzzzz", "do g", "\u0000"]) {
    assert.deepEqual(wordnet.senses(unknown, "noun"), [], unknown);
  }
});

Deno.test("a sense is found by its name, and other names find nothing", () => {
  assert.equal(wordnet.sense("saw.n.02")?.gloss.includes("hand tool"), true);
  assert.deepEqual(wordnet.sense("sea_wave.n.01"), undefined);
  for (const name of ["dog", "dog.n.8", "dog.n.0", "dog.x.01", "dog.n.", ""]) {
    assert.equal(wordnet.sense(name), undefined, name);
  }
});

Deno.test("hound, hunting dog and dog are above beagle, and beagle is below dog", () => {
  const chain: Synset[] = [wordnet.sense("beagle.n.01")!];
  while (chain.length < 4) chain.push(wordnet.broader(chain.at(-1)!)[0]!);
  assert.deepEqual(chain.map(({ lemmas }) => lemmas[0]), ["beagle", "hound", "hunting dog", "dog"]);
  assert(wordnet.narrower(wordnet.sense("hound.n.01")!).includes(chain[0]!));
});

Deno.test("forms of words follow English spelling and WordNet's irregular forms", () => {
  const forms = {
    noun: ["dog dogs", "baby babies", "church churches", "knife knives", "mouse mice", "toy toys"],
    verb: [
      "clap claps clapping clapped",
      "crow crows crowing crowed",
      "rain rains raining rained",
      "cry cries crying cried",
      "tie ties tying tied",
      "sneeze sneezes sneezing sneezed",
      "break breaks breaking broke broken",
      "go off goes off going off went off gone off",
    ],
  };
  for (const [partOfSpeech, lines] of Object.entries(forms)) {
    for (const line of lines) {
      const lemma = line.startsWith("go off") ? "go off" : line.split(" ")[0]!;
      const found = formsOf(lemma, partOfSpeech as "noun" | "verb").join(" ");
      for (const word of line.split(" ")) {
        assert(found.split(" ").includes(word), `${word} in ${found}`);
      }
    }
  }
});
