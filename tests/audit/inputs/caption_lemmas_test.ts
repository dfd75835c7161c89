import assert from "node:assert/strict";
import { join } from "node:path";
import { captionLemmas } from "../../../src/audit/inputs/caption_lemmas.ts";
import type { AuditPair } from "../../../src/audit/inputs/shape.ts";
import type { PlainConfiguration } from "../planted.ts";
import { readPlanted } from "./planted_inputs.ts";

const TEXTS = ["Dogs barking", "a dog barks", "!?"];

const pairsOf = (...pairs: readonly (readonly [string | undefined, string])[]): AuditPair[] =>
  pairs.map(([label, text], i) => ({
    id: `${i}`,
    text,
    ...(label === undefined ? {} : { label }),
  }));

Deno.test("texts are labels where every pair has one, and a label has one text", async () => {
  const labels = pairsOf(["dog", "a dog"], ["dog", "a dog"], ["hen", "a hen"]);
  assert.equal(await captionLemmas(TEXTS, labels), undefined);
  const lemmas = [["dog", "bark"], ["a", "dog", "bark"], ["!?"]];
  for (
    const captions of [
      pairsOf([undefined, "a dog"], [undefined, "a hen"]),
      pairsOf(["dog", "a dog"], [undefined, "a hen"]),
      pairsOf(["dog", "a dog"], ["dog", "two dogs"]),
    ]
  ) {
    assert.deepEqual(await captionLemmas(TEXTS, captions), lemmas);
  }
});

/** Reads captions in place of labels. */
const readCaptions = (changes: PlainConfiguration) =>
  readPlanted(
    { training: { items: "training.csv", textColumn: "caption" }, ...changes },
    async (folder) => {
      const path = join(folder, "training.csv");
      const [, ...rows] = (await Deno.readTextFile(path)).trimEnd().split("\n");
      const captions = rows.map((row) => row.replace(/,(\w+)$/, ",two $1s calling"));
      await Deno.writeTextFile(path, ["id,caption", ...captions, ""].join("\n"));
    },
  );

Deno.test("captions carry their lemmas to every text backbone, where an attribution needs codes", async () => {
  const { backbones: { text } } = await readCaptions({});
  assert.equal(text.length, 2);
  for (const { texts, lemmas } of text) {
    assert.equal(lemmas!.length, texts.length);
    assert.deepEqual(lemmas![texts.indexOf("two dogs calling")], ["two", "dog", "call"]);
    assert.deepEqual(lemmas![texts.indexOf("dog")], ["dog"]);
  }
  const without = await readCaptions({ attribution: false });
  assert.deepEqual(without.backbones.text.map(({ lemmas }) => lemmas), [undefined, undefined]);
  const labels = await readPlanted({}, async () => {});
  assert.deepEqual(labels.backbones.text.map(({ lemmas }) => lemmas), [undefined, undefined]);
});
