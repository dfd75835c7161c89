// Models for sounds whose input or output does not tell all: refused, or marked as a guess.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { AudioCard } from "../../../src/backbones/card.ts";
import { tryCard } from "../../../src/backbones/draft/try_card.ts";
import { type Graph, type Node, onnxModel, type Port, type Weight } from "../../onnx_model.ts";
import { edit, planted } from "./planted.ts";

const WAVE: Port = { name: "input_values", type: "float32", shape: ["batch", "samples"] };
const WAVEFORM = {
  feature_extractor_type: "Wav2Vec2FeatureExtractor",
  do_normalize: false,
  sampling_rate: 16_000,
};
const row = (...values: number[]): Weight => ({
  name: "row",
  type: "float32",
  shape: [1, values.length],
  values: new Uint8Array(Float32Array.from(values).buffer),
});

/** Gives a mean of the input times a row of four numbers, with more axes of length 1 where asked. */
function meanModel(
  { input = WAVE, axes = [1], output = "embedding", shape = ["batch", 4], more = [], ...other }: {
    readonly input?: Port;
    readonly axes?: readonly number[];
    readonly output?: string;
    readonly shape?: Port["shape"];
    readonly more?: readonly number[];
    readonly second?: Port;
    readonly weight?: Weight;
  },
): Uint8Array {
  const { second, weight = row(1, 2, 3, 4) } = other;
  const mean: Node = {
    operator: "ReduceMean",
    inputs: [input.name],
    output: "plain",
    attributes: { axes, keepdims: 0 },
  };
  const graph: Graph = {
    inputs: second ? [input, second] : [input],
    outputs: [{ name: output, type: "float32", shape }],
    nodes: [
      mean,
      { operator: "Unsqueeze", inputs: ["plain", "one"], output: "mean" },
      { operator: "Mul", inputs: ["mean", "row"], output: "product" },
      more.length === 0
        ? { operator: "Identity", inputs: ["product"], output }
        : { operator: "Unsqueeze", inputs: ["product", "more"], output },
    ],
    weights: [weight, whole("one", 1), ...(more.length > 0 ? [whole("more", ...more)] : [])],
  };
  return onnxModel(graph);
}

const whole = (name: string, ...values: number[]): Weight => ({
  name,
  type: "int64",
  shape: [values.length],
  values: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

const withModel = (model: Uint8Array, preprocessor: Record<string, unknown> = WAVEFORM) =>
  planted(undefined, async (folder) => {
    await Deno.writeFile(join(folder, "model.onnx"), model);
    await edit(join(folder, "preprocessor_config.json"), preprocessor);
  });

Deno.test("bands and lengths that the model does not take are refused by their file", async () => {
  await assert.rejects(
    planted("whisper", (at) => edit(join(at, "preprocessor_config.json"), { feature_size: 128 })),
    /has the input input_features \[batch_size, 80, 300\] float32; preprocessor_config\.json gives frames of 128 bands, which do not fit it/,
  );
  await assert.rejects(
    withModel(meanModel({ input: { ...WAVE, shape: ["batch", 80_000] } })),
    /takes 80000 samples at once, and preprocessor_config\.json tells no length of clips/,
  );
});

Deno.test("open lengths are ordered as the feature extractor orders them, as a guess", async () => {
  const shapeOf = async (shape: Port["shape"], extractor: Record<string, unknown>) => {
    const input = { name: "input_features", type: "float32" as const, shape };
    const { card, of } = await withModel(meanModel({ input, axes: [1, 2] }), extractor);
    assert(of.get("shape")!.isUnsure);
    return (card as unknown as AudioCard).stages[0]!.shape;
  };
  const whisper = { feature_extractor_type: "WhisperFeatureExtractor", chunk_length: 2 };
  const ast = { feature_extractor_type: "ASTFeatureExtractor", max_length: 128 };
  const open = ["batch", "features", "times"];
  assert.deepEqual(await shapeOf(open, whisper), ["batch", "bands", "frames"]);
  assert.deepEqual(await shapeOf(open, ast), ["batch", "frames", "bands"]);
  assert.deepEqual(await shapeOf(["batch", 128, 128], ast), ["batch", "frames", "bands"]);
});

Deno.test("logits, axes that the model fixes, and masks of another length are guesses", async () => {
  const logits = await withModel(meanModel({ output: "logits" }));
  assert(logits.of.get("output")!.isUnsure);
  const turned = await withModel(meanModel({ shape: ["batch", 4, "width"], more: [2] }));
  assert(turned.of.get("outputShape")!.isUnsure);
  const mask: Port = { name: "attention_mask", type: "int64", shape: ["batch", "frames"] };
  const masked = await withModel(meanModel({ second: mask }));
  assert.match(masked.of.get("other inputs")!.from, /^attention_mask is as long as "frames"/);
  const same = await withModel(meanModel({ second: { ...mask, shape: WAVE.shape } }));
  assert(!same.of.get("other inputs")!.isUnsure && !same.of.get("output")!.isUnsure);
});

Deno.test("one frame of silence does not make one row; outputs without an order are refused", async () => {
  // A frame of each two seconds.
  const { card, of } = await withModel(onnxModel({
    inputs: [WAVE],
    outputs: [{ name: "embedding", type: "float32", shape: ["batch", "times", 4] }],
    nodes: [
      { operator: "Slice", inputs: ["input_values", "start", "end", "one", "step"], output: "few" },
      { operator: "Unsqueeze", inputs: ["few", "two"], output: "column" },
      { operator: "Mul", inputs: ["column", "row"], output: "embedding" },
    ],
    weights: [
      row(1, 2, 3, 4),
      whole("start", 0),
      whole("end", 2 ** 40),
      whole("one", 1),
      whole("two", 2),
      whole("step", 32_000),
    ],
  }));
  assert.equal((card as unknown as AudioCard).pooling, "mean");
  assert(of.get("pooling")!.isUnsure);
  await assert.rejects(
    withModel(meanModel({ shape: ["batch", 4, 1, 1, 1], more: [2, 3, 4] })),
    /gives embedding \[1, 4, 1, 1, 1\] for 2 s of silence; expected 1 to 4 axes/,
  );
  const single: Graph = {
    inputs: [WAVE],
    outputs: [{ name: "embedding", type: "float32", shape: [] }],
    nodes: [{
      operator: "ReduceMean",
      inputs: ["input_values"],
      output: "embedding",
      attributes: { keepdims: 0 },
    }],
  };
  await assert.rejects(withModel(onnxModel(single)), /gives embedding \[\] for 2 s/);
});

Deno.test("a model that gives NaN has no card", async () => {
  let trial: Promise<unknown> | undefined;
  await planted(undefined, async (folder) => {
    await Deno.writeFile(join(folder, "model.onnx"), meanModel({ weight: row(1, NaN, 3, 4) }));
    await edit(join(folder, "preprocessor_config.json"), WAVEFORM);
    const card = {
      schema: "earnest/backbone/1",
      name: "made",
      modality: "audio",
      dimensions: 4,
      preprocessor: { file: "preprocessor_config.json" },
      stages: [{ file: "model.onnx" }],
      license: "MIT",
      ledger: { trainingData: [], trainingLabels: "none", source: "made for tests" },
    };
    trial = tryCard(JSON.stringify(card), join(folder, "card.json"));
    await assert.rejects(trial, /gives numbers that are not finite for a second of noise/);
  });
  assert(trial !== undefined);
});
