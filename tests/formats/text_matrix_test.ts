import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { readEmbeddingArray } from "../../src/embeddings/arrays.ts";
import { readTextMatrix } from "../../src/formats/text_matrix.ts";
import { sharedPath } from "../shared.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("embeddings are read from CSV, a row a line", async () => {
  const path = sharedPath("cases/e.csv");
  if (path === undefined) return;
  const { rows, columns, values } = await readEmbeddingArray(await Deno.readFile(path), path);
  assert.deepEqual([rows, columns], [12, 16]);
  assert.equal(values[0], Math.fround(0.3455841839313507));
});

Deno.test("rows of text: tabs, spaces, headers, JSON Lines with ids", () => {
  const cases: [string, string][] = [
    ["a.csv", "e0,e1\n1,2\n3,4\n"],
    ["pandas.csv", "0,1\n1,2\n3,4\n"],
    ["b.tsv", "1\t2\n\n3\t4"],
    ["c.csv", "1 2\r\n3 4\r\n"],
    ["d.jsonl", "[1, 2]\n[3, 4]\n"],
    ["e.jsonl", '{"id": "x", "embedding": [1, 2]}\n{"id": "y", "embedding": [3, 4]}\n'],
  ];
  for (const [name, text] of cases) {
    const { shape, data, ids } = readTextMatrix(bytesOf(text), name);
    assert.deepEqual([shape, [...data]], [[2, 2], [1, 2, 3, 4]], name);
    assert.deepEqual(ids, name === "e.jsonl" ? ["x", "y"] : undefined);
  }
});

Deno.test("lines that are no rows are refused by their number", () => {
  const cases: [string, string, RegExp][] = [
    ["a.csv", "1,2\n3\n", /line 2 has 1 numbers; expected 2/],
    ["a.csv", "1,2\n3,x\n", /line 2 is not a row of numbers/],
    ["a.csv", "1,\n", /line 1 is not a row of numbers/],
    ["a.jsonl", '[1]\n{"id": "a", "e": [1]}\n', /line 2 differs from the first/],
    ["a.jsonl", '{"id": "a"}\n', /line 1 is not a row of numbers/],
  ];
  for (const [name, text, message] of cases) {
    assert.throws(() => readTextMatrix(bytesOf(text), name), { name: "InputError", message });
  }
});

Deno.test("changed bytes of a matrix in text give rows or an InputError", () => {
  for (
    const [name, text] of [["a.csv", "h,i\n1,2\n3,4e1\n"], ["a.jsonl", '{"id":1,"e":[1,2]}\n[3]\n']]
  ) {
    const original = bytesOf(text!);
    const change = fc.tuple(fc.nat(original.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (changed) => {
        const bytes = original.slice();
        for (const [at, byte] of changed) bytes[at] = byte;
        try {
          readTextMatrix(bytes, name!);
        } catch (thrown) {
          assert.ok(thrown instanceof InputError, String(thrown));
        }
      }),
      { seed: 1, numRuns: 1000 },
    );
  }
});
