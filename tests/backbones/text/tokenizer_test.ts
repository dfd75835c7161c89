import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { openTokenizer } from "../../../src/backbones/text/tokenizer.ts";
import { sharedPath } from "../../shared.ts";

const FOLDER = new URL("../../fixtures/tokenizers/", import.meta.url);
const KINDS = ["wordpiece", "byte_level", "unigram"];
const ids: Record<string, Record<string, number[]>> = JSON.parse(
  readFileSync(new URL("ids.json", FOLDER), "utf8"),
);

function fixture(kind: string): { path: string; bytes: Uint8Array; json: Record<string, unknown> } {
  const path = `${kind}.json`;
  const bytes = readFileSync(new URL(path, FOLDER));
  return { path, bytes, json: JSON.parse(new TextDecoder().decode(bytes)) };
}

function open(json: unknown, maxTokens = 64): ReturnType<typeof openTokenizer> {
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  return openTokenizer({ path: "tokenizer.json", bytes }, maxTokens);
}

Deno.test("WordPiece, byte-level BPE and Unigram give the ids that Hugging Face's library gives", async () => {
  for (const kind of KINDS) {
    const tokenizer = await openTokenizer(fixture(kind), 64);
    const cases = Object.entries(ids[kind]!);
    assert.equal(cases.length, 15);
    for (const [text, expected] of cases) {
      const { ids, types, ofText } = tokenizer.encode(text);
      assert.deepEqual(ids, expected, `${kind}: ${text}`);
      assert.deepEqual(types, expected.map(() => 0));
      assert.equal(ofText, expected.length - 2);
    }
  }
});

Deno.test("a text is cut to the tokens allowed, special ones kept, at the end that the file says", async () => {
  for (const kind of KINDS) {
    const { json } = fixture(kind);
    const text = "A dog barks twice while rain falls on a metal roof";
    const whole = (await open(json, 512)).encode(text).ids;
    const [first, last] = [whole[0]!, whole.at(-1)!];
    const own = whole.slice(1, -1);
    for (const maxTokens of [3, 8, whole.length - 1, whole.length]) {
      const kept = maxTokens - 2;
      const right = (await open(json, maxTokens)).encode(text);
      assert.deepEqual(right.ids, [first, ...own.slice(0, kept), last]);
      assert.equal(right.types.length, maxTokens);
      const truncation = { direction: "Left", max_length: 4, strategy: "LongestFirst", stride: 0 };
      const left = (await open({ ...json, truncation }, maxTokens)).encode(text);
      assert.deepEqual(left.ids, [first, ...own.slice(-kept), last]);
    }
  }
});

Deno.test("the padding id is the file's, or that of its pad token", async () => {
  const { json } = fixture("byte_level");
  assert.equal((await open(json)).padId, 1);
  assert.equal((await open({ ...json, padding: { pad_id: 3 } })).padId, 3);
  assert.equal((await open({ ...json, added_tokens: [] })).padId, 0);
});

Deno.test("segments are those of the post-processor; without one, no special tokens surround a text", async () => {
  const { json } = fixture("wordpiece");
  const single = [{ Sequence: { id: "A", type_id: 1 } }, {
    SpecialToken: { id: "[SEP]", type_id: 1 },
  }];
  const typed = await open({ ...json, post_processor: { type: "TemplateProcessing", single } });
  const { ids, types } = typed.encode("dog");
  assert.equal(ids.at(-1), 3);
  assert.deepEqual(types, ids.map(() => 1));
  const plain = (await open({ ...json, post_processor: null })).encode("dog");
  assert.deepEqual(plain.ids, ids.slice(0, -1));
  assert.equal(plain.ofText, plain.ids.length);
});

Deno.test("files that are not tokenizers are refused by name", async () => {
  const { json } = fixture("wordpiece");
  const cases: [unknown, RegExp][] = [
    [{}, /^Cannot use "tokenizer.json": "model" is nothing/],
    [[], /^Cannot use "tokenizer.json": it is \[\]/],
    [
      { model: { type: "WordPiece" } },
      /^Cannot read "tokenizer.json": it is not a tokenizer of a known kind/,
    ],
    [{ model: { type: "WordLevel", vocab: {} } }, /"model.type" is "WordLevel"; .*"Unigram"/],
    [{ ...json, normalizer: { type: "Nmt" } }, /known kind \(Unknown Normalizer type: Nmt\)/],
    [{ ...json, added_tokens: [{ id: -1, content: "x" }] }, /"added_tokens\[0\].id" is -1/],
    [
      { ...json, model: { ...json.model as object, unk_token: "none", vocab: { dog: 0 } } },
      /^"tokenizer.json" has no id for the token "none" of "a", and no unknown token$/,
    ],
  ];
  for (const [file, message] of cases) {
    await assert.rejects(open(file), { name: "InputError", message });
  }
  for (const [text, message] of [["{", /it is not JSON/], ["\xff", /not UTF-8/]] as const) {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    await assert.rejects(openTokenizer({ path: "t.json", bytes }, 8), { message });
  }
});

Deno.test("an added token that is a word of its own is not found within other words", async () => {
  const path = sharedPath("cases/tok_bertcased.json");
  if (path === undefined) return;
  const tokenizer = await openTokenizer({ path, bytes: readFileSync(path) }, 64);
  // What Hugging Face's library gives.
  const expected: [string, number[]][] = [
    ["<new> tok <new>s", [2, 1500, 285, 143, 1, 1334, 31, 82, 3]],
    ["<new>s <new>", [2, 1, 1334, 31, 82, 1500, 3]],
    ["a<new>", [2, 64, 1, 1334, 31, 3]],
    ["(<new>)", [2, 10, 1500, 11, 3]],
    ["<new>,x", [2, 1500, 14, 87, 3]],
    ["<new>_", [2, 1, 1334, 31, 62, 3]],
    ["é<new>", [2, 97, 1, 1334, 31, 3]],
    ["<new>-s", [2, 1500, 15, 82, 3]],
    ["x <new>1", [2, 87, 1, 1334, 31, 19, 3]],
  ];
  for (const [text, ids] of expected) assert.deepEqual(tokenizer.encode(text).ids, ids, text);
});

Deno.test("a capital sigma at the end of a word is lowered as Hugging Face's library lowers it", async () => {
  const { json } = fixture("wordpiece");
  const model = json["model"] as { vocab: Record<string, number> };
  for (const normalizer of [json["normalizer"], { type: "Lowercase" }]) {
    const vocab = { ...model.vocab, "οδοσ": 100_000, "οδος": 100_001 };
    const tokenizer = await open({ ...json, normalizer, model: { ...model, vocab } });
    assert.ok(tokenizer.encode("ΟΔΟΣ").ids.includes(100_000));
    assert.ok(tokenizer.encode("οδος").ids.includes(100_001));
  }
});

Deno.test("a character map of SentencePiece is applied as it stands: U+200D is kept if it says nothing of it", async () => {
  const { json } = fixture("wordpiece");
  // The map replaces "b" by a space, and nothing else: a root, its child "b", and a value.
  const units = new Uint32Array(256);
  units[0] = 1 << 10;
  units[1 ^ 0x62] = 0x62 | 0x100 | (2 << 10);
  units[1 ^ 0x62 ^ 2] = 0x80000000;
  const bytes = new Uint8Array([0, 4, 0, 0, ...new Uint8Array(units.buffer), 0x20, 0]);
  const map = btoa(String.fromCharCode(...bytes));
  const precompiled = (precompiled_charsmap: string) => ({
    type: "Precompiled",
    precompiled_charsmap,
  });
  const encoded = async (normalizer: unknown, text: string) =>
    (await open({ ...json, normalizer })).encode(text).ids;
  const plain = async (text: string) => await encoded(null, text);
  assert.deepEqual(await encoded(precompiled(map), "abc"), await plain("a c"));
  assert.deepEqual(await encoded(precompiled(map), "a\u200dc"), await plain("a\u200dc"));
  assert.notDeepEqual(await plain("a\u200dc"), await plain("a c"));
  for (const damaged of ["!", "AAAA", btoa("\u0010\0\0\0abc"), map.slice(0, 20)]) {
    await assert.rejects(
      open({ ...json, normalizer: precompiled(damaged) }),
      /"precompiled_charsmap" is damaged/,
    );
  }
});
