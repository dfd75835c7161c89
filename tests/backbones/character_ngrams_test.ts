import assert from "node:assert/strict";
import { UnusableText } from "../../src/backbones/backbone.ts";
import { CHARACTER_NGRAMS, openCharacterNgrams } from "../../src/backbones/character_ngrams.ts";
import { openBackbone, readLedger } from "../../src/backbones/open.ts";
import { SHIPPED_BACKBONES } from "../../src/backbones/shipped.ts";
import { readNpy } from "../../src/formats/npy.ts";
import { embedUsable } from "../../src/leakage/semantic/embed_usable.ts";
import { sharedPath } from "../shared.ts";

async function embed(...texts: string[]): Promise<Float32Array> {
  return (await openCharacterNgrams().embed(texts)).vectors;
}

/** The numbers that are not zero, times the square root of their number, which is the number of sequences. */
async function signsOf(text: string): Promise<[number, number][]> {
  const entries = [...(await embed(text)).entries()].filter(([, value]) => value !== 0);
  return entries.map(([place, value]) => [place, Math.round(value * Math.sqrt(entries.length))]);
}

Deno.test("character-ngrams gives scikit-learn's rows to 1e-6", async () => {
  const rows = sharedPath("golden/character_ngrams.npy");
  const list = sharedPath("golden/character_ngrams.json");
  if (rows === undefined || list === undefined) return;
  const texts: string[] = JSON.parse(await Deno.readTextFile(list));
  const expected = readNpy(await Deno.readFile(rows), rows);
  assert.deepEqual(expected.shape, [texts.length, 512]);
  const { vectors } = await openCharacterNgrams().embed(texts);
  const errors = vectors.map((value, i) => Math.abs(value - Number(expected.data[i])));
  assert(Math.max(...errors) < 1e-6, `${Math.max(...errors)}`);
});

// From HashingVectorizer with `norm=None`; the first sequence with the hash -2^31 counts -1 at 0.
Deno.test("a sequence with the least hash counts with a minus at 0", async () => {
  assert.deepEqual(await signsOf("êƴņő"), [
    [0, -1],
    [134, -1],
    [168, -1],
    [210, -1],
    [261, -1],
    [289, 1],
    [438, -1],
    [446, 1],
    [489, -1],
  ]);
});

Deno.test("words are parted where Python parts them, and however often", async () => {
  const plain = await embed("dog bark");
  for (const space of [" ", "  ", "\t", "\n", "\x1c", "\x1f", "\x85", "\u00a0", "\u3000"]) {
    assert.deepEqual(
      await embed(`${space}dog${space}${space}bark${space}`),
      plain,
      JSON.stringify(space),
    );
  }
  // These separate words for JavaScript alone, or look as if they did.
  for (const other of ["\ufeff", "\u200b", "_", "-"]) {
    assert.notDeepEqual(await embed(`dog${other}bark`), plain, JSON.stringify(other));
  }
});

Deno.test("case is lowered as in Python, with a final sigma and a dotted i", async () => {
  for (
    const [upper, lower] of [
      ["DOG", "dog"],
      ["ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
      ["ΟΔΥΣ.", "οδυς."],
      ["ΣΑΣ.Α", "σασ.α"],
      ["İSTANBUL", "i\u0307stanbul"],
      ["STRAẞE", "straße"],
      ["ǅ", "ǆ"],
    ] as const
  ) {
    assert.deepEqual(await embed(upper), await embed(lower), upper);
  }
});

Deno.test("a word shorter than a sequence is counted once, and characters are code points", async () => {
  // " a " alone, one sequence of three characters, each; the guitar has two UTF-16 units.
  assert.equal((await signsOf("a")).length, 1);
  assert.equal((await signsOf("🎸")).length, 1);
  assert.equal((await signsOf("🎸🎸")).length, 3);
});

Deno.test("a text of spaces is refused, since its row would be zero", async () => {
  for (const text of ["", " ", "\t\n", "\u3000"]) {
    await assert.rejects(embed("dog", text), (thrown) => {
      assert(thrown instanceof UnusableText);
      assert.equal(thrown.index, 1);
      assert.match(thrown.message, /expected at least one character other than a space/);
      return true;
    });
  }
  const { usable, refused } = await embedUsable(openCharacterNgrams(), ["dog", "", "?", "  "]);
  assert.deepEqual(usable, [0, 2]);
  assert.deepEqual([...refused.keys()], [1, 3]);
});

Deno.test("it ships: it is listed, opens by name, and declares that nothing was trained", async () => {
  assert(SHIPPED_BACKBONES.includes(CHARACTER_NGRAMS));
  assert.deepEqual(await readLedger("character-ngrams"), CHARACTER_NGRAMS);
  const { trainingData, trainingLabels } = CHARACTER_NGRAMS;
  assert.deepEqual([trainingData, trainingLabels], [[], "none"]);
  const backbone = await openBackbone("character-ngrams");
  assert.deepEqual(backbone.identity, { name: "character-ngrams" });
  await backbone.close();
});
