import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import type { BackboneLedger } from "../../src/backbones/backbone.ts";
import { openGlove100d } from "../../src/backbones/glove_100d.ts";
import { vocabularyOf } from "../../src/backbones/word_vectors.ts";
import {
  openWordVectors,
  readWordVectors,
  type WordVectorFormat,
} from "../../src/backbones/word_vectors_file.ts";

/** The output of gensim 4.4.0 for five words (`save_word2vec_format`). */
const GENSIM_TEXT = `5 3
dog 1.0 0.5 -0.25
Paris 0.1 2.0 3.0
New_York 4.0 5.0 6.0
café -0.001 7.0 8.5
bark 9.0 -10.0 0.0
`;
const GENSIM_BINARY = Uint8Array.fromBase64(
  "NSAzCmRvZyAAAIA/AAAAPwAAgL5QYXJpcyDNzMw9AAAAQAAAQEBOZXdfWW9yayAAAIBAAACgQAAAwEBjYWbDqSBvEoO6AADg" +
    "QAAACEFiYXJrIAAAEEEAACDBAAAAAA==",
);
const WORDS = ["dog", "paris", "new_york", "café", "bark"];
const VECTORS = Float32Array.of(1, 0.5, -0.25, 0.1, 2, 3, 4, 5, 6, -1e-3, 7, 8.5, 9, -10, 0);

const bytesOf = (content: string | Uint8Array) =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

/** Reads a file of this content, named "v.txt". */
async function read(
  content: string | Uint8Array,
  format: WordVectorFormat = "glove",
  keep?: ReadonlySet<string>,
): ReturnType<typeof readWordVectors> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "v.txt");
    await Deno.writeFile(path, bytesOf(content));
    return await readWordVectors(path, format, "tiny", keep ? { keep } : {});
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A binary file of words with two numbers each. */
function binary(header: string, words: readonly (readonly [string, number, number])[], end = "") {
  const parts = words.map(([word, ...numbers]) =>
    Uint8Array.of(
      ...bytesOf(`${word} `),
      ...new Uint8Array(Float32Array.from(numbers).buffer),
      ...bytesOf(end),
    )
  );
  return Uint8Array.of(...bytesOf(header), ...parts.flatMap((part) => [...part]));
}

Deno.test("files that gensim wrote are read, as text and as binary", async () => {
  for (
    const [content, format] of [
      [GENSIM_TEXT, "word2vec-text"],
      [GENSIM_TEXT, "glove"],
      [GENSIM_TEXT.replace("5 3\n", ""), "glove"],
      [GENSIM_TEXT.replaceAll("\n", " \r\n").trimEnd(), "word2vec-text"],
      [GENSIM_BINARY, "word2vec-binary"],
    ] as const
  ) {
    const words = await read(content, format);
    assert.deepEqual([...words.rows.keys()], WORDS);
    assert.deepEqual(words.vectors, VECTORS);
    assert.equal(words.dimensions, 3);
    assert.equal(words.name, "tiny");
  }
});

Deno.test("only the requested words are kept; numbers of others are not checked", async () => {
  const keep = new Set(["bark", "paris", "meow"]);
  const damaged = GENSIM_TEXT.replace("7.0", "seven");
  for (
    const [content, format] of [[damaged, "glove"], [GENSIM_BINARY, "word2vec-binary"]] as const
  ) {
    const words = await read(content, format, keep);
    assert.deepEqual([...words.rows], [["paris", 0], ["bark", 1]]);
    assert.deepEqual(words.vectors, Float32Array.of(0.1, 2, 3, 9, -10, 0));
  }
});

Deno.test("a word may hold spaces or be a number", async () => {
  const words = await read(". . . 1 2\nat name@domain.com 3 4\n808 5 6\n");
  assert.deepEqual([...words.rows.keys()], [". . .", "at name@domain.com", "808"]);
  assert.deepEqual((await read("808 5 6\n")).vectors, Float32Array.of(5, 6));
});

Deno.test("if a word occurs twice the first counts, the lower-case form before all others", async () => {
  const words = await read("Dog 1 1\nDOG 2 2\ndog 3 3\ndog 4 4\nDog 5 5\nCat 6 6\nCAT 7 7\n");
  assert.deepEqual([...words.rows], [["dog", 0], ["cat", 1]]);
  assert.deepEqual(words.vectors, Float32Array.of(3, 3, 6, 6));
});

Deno.test("line feeds after binary words are ignored", async () => {
  const words = await read(binary("2 2\n", [["a", 1, 2], ["b", 3, 4]], "\n"), "word2vec-binary");
  assert.deepEqual([...words.rows.keys()], ["a", "b"]);
  assert.deepEqual(words.vectors, Float32Array.of(1, 2, 3, 4));
});

Deno.test("each way a file can be bad has its message", async () => {
  const text = (content: string, message: RegExp, format: WordVectorFormat = "glove") =>
    [content, format, message] as const;
  const bin = (content: string | Uint8Array, message: RegExp) =>
    [bytesOf(content), "word2vec-binary", message] as const;
  const two = [["a", 1, 2], ["b", 3, 4]] as const;
  const cases = [
    text("", /^Cannot read ".*v.txt": line 1 is ""; expected a word and its numbers$/),
    text("dog\n", /line 1 is "dog"; expected a word and its numbers/),
    text("a 1 2\nb 1\n", /line 2 has 2 fields; expected a word and 2 numbers$/),
    text("a 1 2\nb 1 2 3\n", /line 2 has too many numbers; expected a word and 2 numbers$/),
    text("a 1 2\n\nb 1 2\n", /line 2 has 0 fields/),
    text("a 1 2\n 1 2\n", /line 2 has 2 fields/),
    text("2 2\na 1 2\nb 1 nan\n", /line 3 has "nan" among the numbers of "b"; expected finite/),
    text("a 1 2\nb 1 1e39\n", /line 2 has "1e39" among/),
    text("a 1 2\nb  1\n", /line 2 has "" among/),
    text("3 2\na 1 2\nb 1 2\n", /its header says 3 words, it holds 2$/),
    text("1 2\na 1 2\nb 1 2\n", /its header says 1 words, it holds 2$/),
    text("999999999 300\na 1 2\n", /says 999999999 words of 300 numbers, it holds only 20 bytes/),
    text("a 1 2\n", /line 1 is "a 1 2"; expected a header/, "word2vec-text"),
    bin("", /it starts with ""; expected a header/),
    bin("0 2\n", /it starts with "0 2"; expected a header/),
    bin("dog 1 2\n", /it starts with "dog 1 2"; expected a header/),
    bin("900000000 900000\n", /it holds only 17 bytes/),
    bin(binary("2 2\n", two).subarray(0, 17), /it holds only 17 bytes/),
    bin(binary("2 2\n", two).subarray(0, -1), /it ends inside word 2 of the 2 in its header$/),
    bin(binary("1 2\n", two), /it continues after the 1 words in its header/),
    bin(binary("1 2\n", [["a", 1, NaN]]), /word 1, "a", has NaN among its numbers/),
  ];
  for (const [content, format, message] of cases) {
    await assert.rejects(read(content, format), { name: "InputError", message });
  }
  await assert.rejects(
    readWordVectors("nowhere.txt", "glove", "x"),
    /"nowhere.txt" does not exist/,
  );
  await assert.rejects(readWordVectors(".", "glove", "x"), /"." is a folder; expected a file/);
});

Deno.test("a file of one endless line is refused, not kept in memory", async () => {
  await assert.rejects(
    read(new Uint8Array(9 << 20).fill(0x61)),
    /a line or record of more than 4 MiB/,
  );
});

Deno.test("lines across the pieces in which a file is read are whole", async () => {
  const count = 60_000;
  const line = (i: number) => `word${i} ${i} ${i - 7} 0.123456789012345 1`;
  const words = await read(Array.from({ length: count }, (_, i) => line(i)).join("\n"));
  assert.equal(words.rows.size, count);
  for (let i = 0; i < count; i++) {
    assert.equal(words.rows.get(`word${i}`), i);
    assert.equal(words.vectors[4 * i], i);
    assert.equal(words.vectors[4 * i + 1], i - 7);
  }
});

Deno.test("a file with any bytes changed or cut is either read or refused", async () => {
  const files = [[bytesOf(GENSIM_TEXT), "glove"], [GENSIM_BINARY, "word2vec-binary"]] as const;
  for (const [whole, format] of files) {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 4 }),
        fc.nat(whole.length),
        async (changes, length) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          try {
            const { rows, vectors, dimensions } = await read(bytes.subarray(0, length), format);
            assert.equal(vectors.length, rows.size * dimensions);
            assert(vectors.every(Number.isFinite));
          } catch (error) {
            assert.ok(error instanceof InputError, String(error));
          }
        },
      ),
      { seed: 3, numRuns: 150 },
    );
  }
});

Deno.test("a backbone of a file gives what glove-100d gives for the same vectors", async () => {
  const own = await openGlove100d();
  const texts = ["dog barking", "Rain on a roof!"];
  const words = [...vocabularyOf(texts)].filter((word) => word !== "a");
  const singles = (await own.embed(words)).vectors;
  // With rows of length 1 each word has the same weight, unlike in the original.
  const lines = words.map((word, i) =>
    [word, ...singles.subarray(100 * i, 100 * i + 100)].join(" ")
  );
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, lines.join("\n"));
  const ledger: BackboneLedger = { ...own.ledger, name: "file" };
  const backbone = await openWordVectors({
    ledger,
    path,
    format: "glove",
    identity: {},
    keep: vocabularyOf(texts),
  });
  const { vectors, outOfVocabulary } = await backbone.embed([...words, ...texts]);
  assert.deepEqual(outOfVocabulary, ["a"]);
  const difference = singles.map((value, i) => Math.abs(value - vectors[i]!));
  assert(difference.every((value) => value < 1e-6));
  const [dog, barking] = [singles.subarray(0, 100), singles.subarray(100, 200)];
  const sum = dog.map((value, i) => value + barking[i]!);
  const norm = Math.hypot(...sum);
  const both = vectors.subarray(100 * words.length, 100 * words.length + 100);
  assert(sum.every((value, i) => Math.abs(value / norm - both[i]!) < 1e-6));
  await backbone.close();
  const wrong = { ...ledger, dimensions: 50 };
  await assert.rejects(openWordVectors({ ledger: wrong, path, format: "glove", identity: {} }), {
    name: "InputError",
    message: /holds vectors of 100 numbers; file has 50$/,
  });
  await Deno.remove(path);
});
