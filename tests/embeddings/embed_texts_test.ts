import assert from "node:assert/strict";
import { openCharacterNgrams } from "../../src/backbones/character_ngrams.ts";
import { embedTexts } from "../../src/embeddings/embed_texts.ts";

Deno.test("a stream of texts gives the rows of one call, a batch at a time", async () => {
  await using backbone = openCharacterNgrams();
  const words = Array.from({ length: 2 * backbone.batch + 10 }, (_, i) => `sound ${i}`);
  let taken = 0;
  function* texts() {
    for (const text of words) {
      taken++;
      yield text;
    }
  }
  const found: string[] = [];
  const values: number[] = [];
  for await (const batch of embedTexts(backbone, texts())) {
    found.push(...batch.texts);
    for (const value of batch.values) values.push(value);
    assert.equal(taken, found.length);
  }
  assert.deepEqual(found, words);
  assert.deepEqual(Float32Array.from(values), (await backbone.embed(words)).vectors);
});

Deno.test("a stream of texts ends with the signal's reason", async () => {
  await using backbone = openCharacterNgrams();
  const ending = new AbortController();
  const reason = new Error("enough for today");
  let batches = 0;
  const reading = async () => {
    const texts = Array.from({ length: 4 * backbone.batch }, (_, i) => `sound ${i}`);
    for await (const _ of embedTexts(backbone, texts, { signal: ending.signal })) {
      if (++batches === 2) ending.abort(reason);
    }
  };
  await assert.rejects(reading(), (thrown) => thrown === reason);
  assert.equal(batches, 2);
});
