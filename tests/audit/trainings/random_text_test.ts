import assert from "node:assert/strict";
import type { AuditText } from "../../../src/audit/inputs/shape.ts";
import { randomCodes } from "../../../src/audit/trainings/random_text.ts";
import { RandomStream } from "../../../src/basics/random.ts";

const COLUMNS = 200;

function textOf(texts: readonly string[], lemmas?: AuditText["lemmas"]): AuditText {
  const vectors = {
    rows: texts.length,
    columns: COLUMNS,
    values: new Float32Array(texts.length * COLUMNS),
  };
  return { name: "any", baseline: undefined, texts, lemmas, vectors, outOfVocabulary: [] };
}

function rowsOf(text: AuditText, seed = 7): number[][] {
  const { values } = randomCodes(text, seed);
  return text.texts.map((_, row) => [...values.subarray(row * COLUMNS, (row + 1) * COLUMNS)]);
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

const CAPTIONS = ["a dog barks", "dogs bark a lot", "rain", "a lot of rain"];
const LEMMAS = [["a", "dog", "bark"], ["dog", "bark", "a", "lot"], ["rain"], [
  "a",
  "lot",
  "of",
  "rain",
]];

Deno.test("texts that are labels have the codes of one stream, one after the other", () => {
  const random = new RandomStream(7, "random text codes");
  for (const row of rowsOf(textOf(["cat", "dog", "hen"]))) {
    const drawn = row.map(() => random.normal());
    const norm = Math.sqrt(dot(drawn, drawn));
    assert(drawn.every((value, i) => Math.abs(value / norm - row[i]!) < 1e-6));
  }
});

Deno.test("a caption's code is the normalized sum of a random unit vector for each lemma", () => {
  const unit = (lemma: string): number[] => {
    const random = new RandomStream(7, `random code of the lemma ${lemma}`);
    const drawn = Array.from({ length: COLUMNS }, () => random.normal());
    return drawn.map((value) => value / Math.sqrt(dot(drawn, drawn)));
  };
  const rows = rowsOf(textOf(CAPTIONS, LEMMAS));
  for (const [i, row] of rows.entries()) {
    const units = LEMMAS[i]!.map(unit);
    const sum = row.map((_, column) => units.reduce((total, one) => total + one[column]!, 0));
    const norm = Math.sqrt(dot(sum, sum));
    assert(sum.every((value, k) => Math.abs(value / norm - row[k]!) < 1e-6), CAPTIONS[i]);
    assert(Math.abs(dot(row, row) - 1) < 1e-6);
  }
  // Of unit vectors that are orthogonal but for chance: 3 of 3 and 4 lemmas, none, one of 1 and 4.
  assert(Math.abs(dot(rows[0]!, rows[1]!) - 3 / Math.sqrt(12)) < 0.15);
  assert(Math.abs(dot(rows[0]!, rows[2]!)) < 0.15);
  assert(Math.abs(dot(rows[2]!, rows[3]!) - 1 / 2) < 0.15);
});

Deno.test("a caption's code depends on its lemmas and the seed, not on other captions or word order", () => {
  const rows = rowsOf(textOf(CAPTIONS, LEMMAS));
  const others = ["storm", ...CAPTIONS.toReversed()];
  const reversed = [["storm"], ...LEMMAS.toReversed().map((lemmas) => lemmas.toReversed())];
  assert.deepEqual(rowsOf(textOf(others, reversed)).slice(1).toReversed(), rows);
  assert.notDeepEqual(rowsOf(textOf(CAPTIONS, LEMMAS), 8), rows);
});
