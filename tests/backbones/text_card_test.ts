// Cards for text, from their file to embeddings.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";

async function withCard(
  words: Record<string, unknown>,
  work: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "words.txt"), "dog 3 0\nbark 0 4\nrain 1 1\n");
    const card = {
      schema: "earnest/backbone/1",
      name: "words",
      modality: "text",
      dimensions: 2,
      words: { file: "words.txt", format: "glove", ...words },
      license: "CC0",
      ledger: { trainingData: [], trainingLabels: "none", source: "made here" },
    };
    const path = join(folder, "card.json");
    await Deno.writeTextFile(path, JSON.stringify(card));
    await work(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a card of word vectors gives the mean of a text's words, however many words are kept", () =>
  withCard({}, async (path) => {
    for (const texts of [undefined, ["dog bark"]]) {
      const backbone = await openBackbone(path, texts ? { texts } : {});
      assert.equal(backbone.modality, "text");
      const { vectors } = await backbone.embed(["dog bark"]);
      assert.deepEqual(vectors, Float32Array.of(0.6, 0.8));
      await backbone.close();
    }
  }));

Deno.test("a card whose word vectors are missing, or have another hash, is refused", async () => {
  await withCard({ file: "nowhere.txt" }, async (path) => {
    await assert.rejects(openBackbone(path), {
      name: "InputError",
      message: /nowhere\.txt" does not exist/,
    });
  });
  await withCard({ sha256: "0".repeat(64) }, async (path) => {
    await assert.rejects(openBackbone(path), {
      message: /words\.txt" has SHA-256 [0-9a-f]{64}; "card\.json" says 0000/,
    });
  });
  await withCard({ format: "word2vec-binary" }, async (path) => {
    await assert.rejects(openBackbone(path), { name: "InputError", message: /words\.txt"/ });
  });
});
