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
    const { shape, data, keys } = readTextMatrix(bytesOf(text), name);
    assert.deepEqual([shape, [...data]], [[2, 2], [1, 2, 3, 4]], name);
    const ids = { column: "id", kind: "key", values: ["x", "y"] };
    assert.deepEqual(keys, name === "e.jsonl" ? [ids] : []);
  }
});

Deno.test("a header names the numbers of a dimension, and what rows are of", () => {
  const cases: [string, string, [string, string, string[]][]][] = [
    ["id, fold and label", "id,fold,x0,x1,label\nb,7,1,2,dog\na,8,3,4,cat\n", [
      ["id", "key", ["b", "a"]],
      ["label", "other", ["dog", "cat"]],
    ]],
    ["out of order", "e_2,e_1\n2,1\n4,3\n", []],
    ["pandas' index of names", ",0,1\nb.wav,1,2\na.wav,3,4\n", [["", "key", ["b.wav", "a.wav"]]]],
    ["pandas' index of numbers", ",0,1\n1,1,2\n0,3,4\n", [["", "index", ["1", "0"]]]],
    ["quotes", 'File Name,0,1\n"a, ""b""",1,2\nc,3,4\n', [["File Name", "key", ['a, "b"', "c"]]]],
    ["names without a header", "b.wav,1,2.5\na.wav,3,4\n", [["", "key", ["b.wav", "a.wav"]]]],
    ["a remark of NumPy", "# made by me\n1,2\n3,4\n", []],
    ["a header of NumPy", "# id,x0,x1\n7,1,2\n8,3,4\n", [["id", "key", ["7", "8"]]]],
    ["a count from 1", "1,2,3\n1,2,0.5\n3,4,0.5\n", []],
  ];
  for (const [what, text, expected] of cases) {
    const { data, keys } = readTextMatrix(bytesOf(text), "a.csv");
    assert.deepEqual(
      keys.map(({ column, kind, values }) => [column, kind, values]),
      expected,
      what,
    );
    const numbers = what.includes("without")
      ? [1, 2.5, 3, 4]
      : what.includes("from 1")
      ? [1, 2, 0.5, 3, 4, 0.5]
      : [1, 2, 3, 4];
    assert.deepEqual([...data], numbers, what);
  }
});

Deno.test("keys of JSON Lines are all texts, and numbers under the name of a key", () => {
  const line =
    '{"file_name": "a.wav", "id": 7, "fold": 1, "label": "dog", "e": [1], "audio": {"path": "b", "n": 2}}\n';
  const { keys } = readTextMatrix(bytesOf(line), "a.jsonl");
  assert.deepEqual(keys.map(({ column, kind, values }) => [column, kind, ...values]), [
    ["file_name", "key", "a.wav"],
    ["id", "key", "7"],
    ["label", "other", "dog"],
    ["audio.path", "key", "b"],
  ]);
});

Deno.test("lines that are no rows are refused by what they hold", () => {
  const cases: [string, string, RegExp][] = [
    ["a.csv", "1,2\n3\n", /line 2 has 1 fields; expected 2/],
    ["a.csv", "1,2\n3,x\n", /line 2 has "x" in column 2; expected a number/],
    ["a.csv", "x0,x1\n3,\n", /line 2 has "" in column "x1"; expected a number/],
    ["a.csv", "1,\n", /line 1 has "" in column 2/],
    ["a.csv", "id,a,b\nx,1,2\n", /columns of numbers are not numbered \("a", "b"\); expected/],
    ["a.csv", "x0,x1,y0,y1\n1,2,3,4\n", /are numbered in several ways \("x0", "x1", "y0", "y1"\)/],
    ["a.csv", "x0,x0\n1,2\n", /two columns are named "x0"/],
    ["a.csv", "x0,x1\n", /it has a header alone/],
    ["a.csv", "id;x0;x1\na;1;2\n", /header "id;x0;x1" has semicolons between columns/],
    ["a.csv", "0,1,2,4\n.1,.2,.3,.4\n", /first line counts columns, but has no 3/],
    ["a.csv", "0,.1\n1,.2\n2,.3\n", /first column holds different whole numbers \(0, 1, 2 …\)/],
    ["a.csv", "81,.1\n17,2\n33,.3\n", /first column holds different whole numbers \(81, 17, 33/],
    ["a.csv", "0,1,1\n1,1,1\n2,1,1\n", /first column holds different whole numbers/],
    ["a.jsonl", '[1]\n{"id": "a", "e": [1]}\n', /line 1 has no text "id", which line 2 has/],
    ["a.jsonl", '{"id": "a", "e": [1]}\n{"e": [1]}', /line 2 has no text "id", which line 1 has/],
    [
      "a.jsonl",
      '{"id": "a"}\n',
      /line 1 is not a row of numbers \('\{"id": "a"\}'\); expected one list/,
    ],
  ];
  for (const [name, text, message] of cases) {
    assert.throws(() => readTextMatrix(bytesOf(text), name), { name: "InputError", message });
  }
});

Deno.test("changed bytes of a matrix in text give rows or an InputError", () => {
  for (
    const [name, text] of [["a.csv", 'id,x0,x1\n"a",1,2\nb,3,4e1\n'], [
      "a.jsonl",
      '{"id":1,"e":[1,2]}\n[3]\n',
    ]]
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
