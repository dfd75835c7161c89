import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { UnusableText } from "../../src/backbones/backbone.ts";
import { embedTexts, tokenize, type WordVectors } from "../../src/backbones/word_vectors.ts";

const WORDS: WordVectors = {
  name: "tiny",
  dimensions: 3,
  rows: new Map([["dog", 0], ["barks", 1], ["loud", 2]]),
  vectors: Float32Array.of(2, 0, 0, 0, 1, 0, 0, 0, 4),
};

Deno.test("tokenize", () => {
  const cases: [string, string[]][] = [
    ["Crackling_Fire", ["crackling", "fire"]],
    ["hi-hat (closed), 808", ["hi", "hat", "closed", "808"]],
    ["the dog's bark", ["the", "dog", "bark"]],
    ["the dogs’ barks", ["the", "dogs", "barks"]],
    ["rock'n'roll", ["rocknroll"]],
    ["Café: naïve", ["café", "naïve"]],
    ["--- ...", []],
    ["", []],
  ];
  for (const [text, tokens] of cases) assert.deepEqual(tokenize(text), tokens, text);
});

Deno.test("tokens are lower-case and separators do not matter", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(" ", "_", "-", ", ", " / "),
      (words, separator) => {
        assert.deepEqual(tokenize(words.join(separator)), words.map((word) => word.toLowerCase()));
      },
    ),
    { seed: 4, numRuns: 50 },
  );
});

Deno.test("a text is the direction of its known words' mean; a repeated word counts twice", () => {
  const { vectors, outOfVocabulary } = embedTexts(
    ["loud, LOUD dog", "dog zzz", "yyy zzz barks"],
    WORDS,
  );
  const norm = Math.hypot(2, 8);
  assert.deepEqual(vectors, Float32Array.of(2 / norm, 0, 8 / norm, 1, 0, 0, 0, 1, 0));
  assert.deepEqual(outOfVocabulary, ["zzz", "yyy"]);
});

Deno.test("no texts give no rows", () => {
  assert.deepEqual(embedTexts([], WORDS), { vectors: new Float32Array(0), outOfVocabulary: [] });
});

Deno.test("a text without a known word is refused by name", () => {
  assert.throws(() => embedTexts(["dog", "yyy zzz"], WORDS), (thrown) => {
    assert(thrown instanceof InputError);
    assert.match(
      thrown.message,
      /^Text "yyy zzz" has no word that tiny knows \(unknown: yyy, zzz\)/,
    );
    return true;
  });
  assert.throws(() => embedTexts(["..."], WORDS), /Text "..." .* \(it holds no word\)/);
});

Deno.test("a text whose words cancel each other is refused, and the error says which one it is", () => {
  const opposite = { ...WORDS, vectors: Float32Array.of(1, 2, 3, -1, -2, -3, 0, 0, 4) };
  assert.throws(() => embedTexts(["loud", "dog barks"], opposite), (thrown) => {
    assert(thrown instanceof UnusableText);
    assert.equal(thrown.index, 1);
    assert.match(thrown.message, /^Text "dog barks": .* in tiny add up to zero$/);
    return true;
  });
});
