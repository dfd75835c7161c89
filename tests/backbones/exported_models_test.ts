// Models as they are exported: second inputs, no batch, axes in any order, fixed lengths, names with ":0".
import assert from "node:assert/strict";
import { join } from "node:path";
import type { AudioBackbone, TextBackbone } from "../../src/backbones/backbone.ts";
import { openBackbone } from "../../src/backbones/open.ts";
import { type Graph, type Node, onnxModel, type Port } from "../onnx_model.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";

const LEDGER = { trainingData: [], trainingLabels: "none", source: "made for tests" };
const COMMON = { schema: "earnest/backbone/1", name: "made", license: "MIT", ledger: LEDGER };
const SAMPLES = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));

type Json = Record<string, unknown>;

/** Opens a card for sound that takes a waveform, beside a model. */
async function embedSound(graph: Graph | Uint8Array, changes: Json, stage: Json = {}) {
  return await inFolder(async (folder) => {
    const bytes = graph instanceof Uint8Array ? graph : onnxModel(graph);
    await Deno.writeFile(join(folder, "model.onnx"), bytes);
    const card = {
      ...COMMON,
      modality: "audio",
      dimensions: 4,
      sampleRateHz: 16_000,
      frontEnd: { kind: "waveform" },
      stages: [{ file: "model.onnx", ...stage }],
      ...changes,
    };
    await Deno.writeTextFile(join(folder, "card.json"), JSON.stringify(card));
    const backbone = await openBackbone(join(folder, "card.json")) as AudioBackbone;
    try {
      return await backbone.embed(SAMPLES);
    } finally {
      await backbone.close?.();
    }
  });
}

const WAVE: Port = { name: "wave", type: "float32", shape: ["batch", "samples"] };
const mean = (axis: number, keepdims = 0) => ({ attributes: { axes: [axis], keepdims } });

/** The mean of the waveform times 1, 2, 3, 4, each times another input that is of ones. */
function masked(mask: Port, ...cast: Node[]): Graph {
  return {
    inputs: [WAVE, mask],
    outputs: [{ name: "embedding", type: "float32", shape: ["batch", 4] }],
    nodes: [
      ...cast,
      { operator: "Mul", inputs: ["wave", cast.at(-1)?.output ?? mask.name], output: "kept" },
      { operator: "ReduceMean", inputs: ["kept"], output: "mean", ...mean(1, 1) },
      { operator: "Mul", inputs: ["mean", "factors"], output: "embedding" },
    ],
    weights: [FACTORS],
  };
}

const FACTORS = {
  name: "factors",
  type: "float32" as const,
  shape: [1, 4],
  values: new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer),
};
const MEAN = SAMPLES.reduce((sum, value) => sum + value, 0) / SAMPLES.length;

function near(found: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  expected.forEach((value, i) =>
    assert(Math.abs(found[i]! - value) < 1e-5, `${found[i]} ${value}`)
  );
}

Deno.test("a mask beside the waveform is filled in, as integers or real numbers", async () => {
  const toFloat: Node = {
    operator: "Cast",
    inputs: ["attention_mask"],
    output: "mask",
    attributes: { to: 1 },
  };
  const shape = ["batch", "samples"];
  for (
    const graph of [
      masked({ name: "attention_mask", type: "int64", shape }, toFloat),
      masked({ name: "attention_mask:0", type: "float32", shape }),
    ]
  ) near(await embedSound(graph, {}), [1, 2, 3, 4].map((factor) => factor * MEAN));
});

Deno.test("lengths are the number of samples; padding and is_longer are zeros", async () => {
  const lengths = masked({ name: "input_lengths", type: "int64", shape: ["batch"] }, {
    operator: "Cast",
    inputs: ["input_lengths"],
    output: "length",
    attributes: { to: 1 },
  });
  near(await embedSound(lengths, {}), [1, 2, 3, 4].map((factor) => factor * MEAN * SAMPLES.length));
  const nothing = masked({ name: "padding_mask", type: "bool", shape: ["batch", "samples"] }, {
    operator: "Cast",
    inputs: ["padding_mask"],
    output: "mask",
    attributes: { to: 1 },
  });
  near(await embedSound(nothing, {}), [0, 0, 0, 0]);
});

Deno.test("an input that does not follow from the waveform must be named, or is refused", async () => {
  const graph = masked({ name: "temperature", type: "float32", shape: ["batch", "samples"] });
  await assert.rejects(embedSound(graph, {}), /inputs wave .*, temperature .* one must be named/);
  await assert.rejects(embedSound(graph, {}, { input: "wave" }), /inputs wave .*, temperature /);
});

Deno.test("a model without a batch runs on one window at a time", async () => {
  const graph: Graph = {
    inputs: [{ name: "wave", type: "float32", shape: ["samples"] }],
    outputs: [{ name: "embedding", type: "float32", shape: [1, 4] }],
    nodes: [
      { operator: "ReduceMean", inputs: ["wave"], output: "mean", ...mean(0, 1) },
      { operator: "Mul", inputs: ["mean", "factors"], output: "embedding" },
    ],
    weights: [FACTORS],
  };
  const windows = { clip: { seconds: 10 / 16_000, short: "keep", long: "windows" } };
  const found = await embedSound(graph, { ...windows, pooling: "mean", batch: 8 });
  near(found, [1, 2, 3, 4].map((factor) => factor * MEAN));
});

Deno.test("a model of one length asks for a clip where sounds have another", async () => {
  const graph = masked({ name: "attention_mask", type: "float32", shape: ["batch", 32] });
  const fixed = { ...graph, inputs: [{ ...WAVE, shape: ["batch", 32] }, graph.inputs[1]!] };
  await assert.rejects(
    embedSound(fixed, {}),
    /model\.onnx" takes 32 samples at a time, and was given 40; give ".*card\.json" a "clip"/,
  );
  const clip = { seconds: 32 / 16_000, short: "pad", long: "windows" };
  assert.equal((await embedSound(fixed, { clip, pooling: "mean" })).length, 4);
  await assert.rejects(
    embedSound(fixed, { clip, sampleRateHz: 32_000 }),
    /takes 32 samples at a time, and was given 64, by the "clip" of ".*": \{"seconds":0\.002,.*\} at 32000 Hz/,
  );
  await assert.rejects(
    embedSound(fixed, { clip }),
    /gives 2 rows of 4 numbers for a clip; expected a "pooling"/,
  );
});

/** Gives [batch, 4, times]: row d of moment t is d + 1 times the waveform's mean, plus t. */
function timed(times: number, declared: readonly (number | string)[]): Graph {
  const moments = Float32Array.from({ length: times }, (_, t) => t);
  return {
    inputs: [WAVE],
    outputs: [{ name: "embedding", type: "float32", shape: declared }],
    nodes: [
      { operator: "ReduceMean", inputs: ["wave"], output: "mean", ...mean(1, 1) },
      { operator: "Mul", inputs: ["mean", "factors"], output: "row" },
      { operator: "Unsqueeze", inputs: ["row", "last"], output: "column" },
      { operator: "Add", inputs: ["column", "moments"], output: "embedding" },
    ],
    weights: [
      FACTORS,
      {
        name: "last",
        type: "int64",
        shape: [1],
        values: new Uint8Array(BigInt64Array.of(2n).buffer),
      },
      { name: "moments", type: "float32", shape: [times], values: new Uint8Array(moments.buffer) },
    ],
  };
}

Deno.test("rows may lie along any axis of the output, which is found or stated", async () => {
  const expected = (times: number) => [1, 2, 3, 4].map((d) => d * MEAN + (times - 1) / 2);
  near(await embedSound(timed(10, ["batch", 4, 10]), { pooling: "mean" }), expected(10));
  const square = timed(4, ["batch", 4, 4]);
  await assert.rejects(
    embedSound(square, { pooling: "mean" }),
    /gives embedding \[1, 4, 4\], where several axes have the 4 numbers of a row; "[^"]*card\.json" must say which as the stage's "outputShape": \["batch","dimensions","frames"\] or/,
  );
  const outputShape = ["batch", "dimensions", "frames"];
  near(await embedSound(square, { pooling: "mean" }, { outputShape }), expected(4));
  await assert.rejects(
    embedSound(timed(10, ["batch", 4, 10]), { pooling: "mean" }, {
      outputShape: ["batch", "frames", "dimensions"],
    }),
    /says that its outputShape is \[batch, frames, dimensions\], with 4 numbers along "dimensions"/,
  );
});

Deno.test("the shared cases of models give rows, or say what they lack", async () => {
  const cases = sharedPath("cases");
  if (cases === undefined) return;
  const read = (name: string) => Deno.readFile(join(cases, `${name}.onnx`));
  for (const name of ["mask", "nobatch"]) {
    near(
      await embedSound(await read(name), {}),
      await embedSound(await read("bdt"), {
        pooling: "mean",
      }).then((row) => [...row]),
    );
  }
  await assert.rejects(embedSound(await read("bdt_square"), { pooling: "mean" }), /"outputShape"/);
  await assert.rejects(embedSound(await read("lfs"), {}), /is a git-lfs pointer/);
});

/** Opens a card for texts beside a model that gives each token's id, 4 times, plus what the second input holds. */
async function embedTexts(ids: Port, second: Port, changes: Json): Promise<Float32Array> {
  const name = (port: Port) => `${port.name} as real`;
  const real = (port: Port): Node => ({
    operator: "Cast",
    inputs: [port.name],
    output: name(port),
    attributes: { to: 1 },
  });
  const graph: Graph = {
    inputs: [ids, second],
    outputs: [{ name: "last_hidden_state", type: "float32", shape: ["texts", "tokens", 4] }],
    nodes: [
      real(ids),
      real(second),
      { operator: "Add", inputs: [name(ids), name(second)], output: "sum" },
      { operator: "Unsqueeze", inputs: ["sum", "last"], output: "column" },
      { operator: "Mul", inputs: ["column", "factors"], output: "last_hidden_state" },
    ],
    weights: [FACTORS, {
      name: "last",
      type: "int64",
      shape: [1],
      values: new Uint8Array(BigInt64Array.of(2n).buffer),
    }],
  };
  return await inFolder(async (folder) => {
    await Deno.writeFile(join(folder, "model.onnx"), onnxModel(graph));
    const tokenizer = new URL("../fixtures/tokenizers/wordpiece.json", import.meta.url);
    await Deno.copyFile(tokenizer, join(folder, "tokenizer.json"));
    const card = {
      ...COMMON,
      modality: "text",
      dimensions: 4,
      tokenizer: { file: "tokenizer.json", maxTokens: 16 },
      model: { file: "model.onnx" },
      pooling: "mean",
      normalize: false,
      ...changes,
    };
    await Deno.writeTextFile(join(folder, "card.json"), JSON.stringify(card));
    const backbone = await openBackbone(join(folder, "card.json")) as TextBackbone;
    try {
      return (await backbone.embed(["a dog", "a dog barks"])).vectors;
    } finally {
      await backbone.close?.();
    }
  });
}

Deno.test("positions are filled in, names may end in :0, and every pooling takes its rows", async () => {
  const shape = ["texts", "tokens"];
  const ids: Port = { name: "input_ids:0", type: "int64", shape };
  const positions: Port = { name: "position_ids", type: "int64", shape };
  const zeros: Port = { name: "token_type_ids:0", type: "int32", shape };
  const plain = async (pooling: string) => [...await embedTexts(ids, zeros, { pooling })];
  const [mean, max, first, last] = [
    await plain("mean"),
    await plain("max"),
    await plain("cls"),
    await plain("last"),
  ];
  // The second text is longer; its first row, [CLS], is the first text's.
  assert.equal(first[0], first[4]);
  assert.equal(last[0], last[4]);
  assert.equal(max[0], Math.max(max[0]!, first[0]!, last[0]!));
  const placed = [...await embedTexts(ids, positions, {})];
  // The mean of 0 to n - 1, of n tokens; "barks" is two.
  const added = [placed[0]! - mean[0]!, placed[4]! - mean[4]!];
  near(added, [2, 3]);
});

Deno.test("texts are padded to a length that the model fixes, and masks may be real numbers", async () => {
  const fixed = (tokens: number): [Port, Port] => [
    { name: "input_ids", type: "int64", shape: [1, tokens] },
    { name: "attention_mask", type: "float32", shape: [1, tokens] },
  ];
  const long = await embedTexts(...fixed(12), {});
  const open = await embedTexts(
    { name: "input_ids", type: "int64", shape: ["texts", "tokens"] },
    { name: "attention_mask", type: "float32", shape: ["texts", "tokens"] },
    {},
  );
  assert.deepEqual(long, open);
  // A longer text is cut to the model's length, not to the card's.
  assert.equal((await embedTexts(...fixed(4), {})).length, 8);
});
