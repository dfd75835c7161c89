import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { UnusableText } from "../../../src/backbones/backbone.ts";
import { openTokenizer } from "../../../src/backbones/text/tokenizer.ts";
import {
  openTransformer,
  type TransformerOptions,
} from "../../../src/backbones/text/transformer.ts";
import { closeTestGpu, openTestGpu } from "../onnx/gpu.ts";
import { product } from "../onnx/small_models.ts";
import { HIDDEN, POSITIONS, transformerModel } from "./tiny_transformer.ts";
import {
  meanByDefinition,
  scaledByDefinition,
  transformerByDefinition,
} from "./transformer_oracle.ts";

const TOKENIZER = {
  path: "tokenizer.json",
  bytes: readFileSync(new URL("../../fixtures/tokenizers/wordpiece.json", import.meta.url)),
};
const TEXTS = [
  "A dog barks twice while rain falls.",
  "Rain",
  "a car on the wet road, then a violin; children laugh and play in the park beside it",
  "birds",
  "Le café",
];
const OPTIONS: TransformerOptions = {
  identity: {},
  ledger: {
    name: "tiny",
    modality: "text",
    dimensions: HIDDEN,
    license: "none",
    trainingData: [],
    trainingLabels: "none",
    source: "made by a fixed seed",
  },
  // A copy, because the bytes are moved to the model's thread.
  tokenizer: () => Promise.resolve(structuredClone(TOKENIZER)),
  model: () => Promise.resolve({ path: "tiny.onnx", bytes: transformerModel() }),
  maxTokens: POSITIONS,
  pooling: "mean",
  normalize: false,
  batch: 3,
};

async function embed(changes: Partial<TransformerOptions>, texts = TEXTS): Promise<Float32Array> {
  const backbone = await openTransformer({ ...OPTIONS, ...changes });
  try {
    const { vectors, outOfVocabulary } = await backbone.embed(texts);
    assert.deepEqual(outOfVocabulary, []);
    assert.equal(vectors.length, texts.length * HIDDEN);
    return vectors;
  } finally {
    await backbone.close();
  }
}

function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  assert.equal(left.length, right.length);
  return Array.from(left, (value, i) => Math.abs(value - right[i]!))
    .reduce((largest, difference) => Math.max(largest, difference), 0);
}

/** The oracle's rows for the token ids of each text, cut to `maxTokens`. */
async function expected(
  pool: (rows: readonly (readonly number[])[]) => readonly number[],
  maxTokens = POSITIONS,
): Promise<number[]> {
  const tokenizer = await openTokenizer(TOKENIZER, maxTokens);
  return TEXTS.flatMap((text) => pool(transformerByDefinition(tokenizer.encode(text).ids)));
}

Deno.test("texts of different lengths get the mean of their tokens, whatever the padding", async () => {
  const oracle = await expected(meanByDefinition);
  for (const batch of [1, 2, 3, 8]) {
    assert(largestDifference(await embed({ batch }), oracle) < 1e-5, `batches of ${batch}`);
  }
  const scaled = await expected((rows) => scaledByDefinition(meanByDefinition(rows)));
  assert(largestDifference(await embed({ normalize: true }), scaled) < 1e-5);
});

Deno.test("CLS pooling takes the first token, and a model may pool by itself", async () => {
  const oracle = await expected((rows) => rows[0]!);
  assert(largestDifference(await embed({ pooling: "cls" }), oracle) < 1e-5);
  assert(largestDifference(await embed({ pooling: "none", output: "first" }), oracle) < 1e-5);
});

Deno.test("long texts are cut, their special tokens kept", async () => {
  const { encode } = await openTokenizer(TOKENIZER, 7);
  const { ids } = encode(TEXTS[2]!);
  assert.equal(ids.length, 7);
  assert.deepEqual([ids[0], ids[6]], [2, 3]);
  const oracle = await expected(meanByDefinition, 7);
  assert(largestDifference(await embed({ maxTokens: 7 }), oracle) < 1e-5);
});

Deno.test("models may take int32, no segments, and no mask, so that texts run one at a time", async () => {
  const oracle = await expected(meanByDefinition);
  for (
    const variant of [{ ids: "int32" as const }, { types: false }, { mask: false, types: false }]
  ) {
    const model = () => Promise.resolve({ path: "tiny.onnx", bytes: transformerModel(variant) });
    assert(largestDifference(await embed({ model }), oracle) < 1e-5, JSON.stringify(variant));
  }
});

Deno.test("the same texts give the same bits", async () => {
  assert.deepEqual(await embed({}), await embed({}));
  assert.deepEqual(await embed({}, []), new Float32Array());
});

Deno.test("a device gives the same embeddings as the CPU", async () => {
  const device = await openTestGpu();
  if (!device) return;
  const oracle = await expected(meanByDefinition);
  assert(largestDifference(await embed({ run: { device } }), oracle) < 1e-5);
  await closeTestGpu(device);
});

Deno.test("a text without a token of its own is refused, and the error says which one it is", async () => {
  const backbone = await openTransformer(OPTIONS);
  for (const empty of ["", "  \n", "\u200b"]) {
    await assert.rejects(backbone.embed(["dog", empty, ""]), (thrown) => {
      assert(thrown instanceof UnusableText);
      assert.equal(thrown.index, 1);
      assert.match(thrown.message, /^Text ".*" has no token; expected a word or more$/);
      return true;
    });
  }
  await backbone.close();
});

Deno.test("models that do not fit are refused when they are opened", async () => {
  const model = () => Promise.resolve({ path: "product.onnx", bytes: product("float32") });
  const cases: [Partial<TransformerOptions>, RegExp][] = [
    [{ model }, /^"product.onnx" has inputs x \[batch, 3\] float32; expected input_ids, and/],
    [{ output: "pooled" }, /has outputs hidden .*; first .*; "pooled" was asked for$/],
    [
      { pooling: "none" },
      /^"tiny.onnx" gives output hidden \[texts, tokens, 16\] float32; expected texts × 16 real numbers for pooling "none"$/,
    ],
    [{ output: "first" }, /expected texts × tokens × 16 real numbers for pooling "mean"$/],
    [{ ledger: { ...OPTIONS.ledger, dimensions: 8 } }, /expected texts × tokens × 8 real numbers/],
    [{ maxTokens: 2 }, /adds 2 special tokens to each text; expected more than that .*, not 2$/],
  ];
  for (const [changes, message] of cases) {
    await assert.rejects(openTransformer({ ...OPTIONS, ...changes }), {
      name: "InputError",
      message,
    });
  }
});

Deno.test("a model with fewer positions than a text has tokens is an error of its input", async () => {
  await assert.rejects(embed({ maxTokens: 64 }, ["a dog barks and ".repeat(9)]), {
    name: "InputError",
    message: /^"tiny.onnx" cannot run on inputs input_ids \[1, \d\d\] int64/,
  });
});
