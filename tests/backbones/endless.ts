/**
 * Backbones that never finish for some items: a model with an endless loop, and a tokenizer whose pattern backtracks.
 * @module
 */
import { join } from "node:path";
import { wav } from "../formats/wav_bytes.ts";
import { type Node, onnxModel, type Port, type Weight } from "../onnx_model.ts";

/** Samples in a clip, and numbers in its embedding. */
const SAMPLES = 8;
const SAMPLE_RATE_HZ = 8000;

const port = (name: string, type: Port["type"], shape: Port["shape"]): Port => ({
  name,
  type,
  shape,
});

/** Nodes that compute `y = values`, in a loop that does not end if any value is above `limit`. */
function endlessAbove(values: string, shape: Port["shape"]): Node[] {
  const body = {
    inputs: [port("i", "int64", []), port("go", "bool", []), port("v", "float32", shape)],
    outputs: [port("goes", "bool", []), port("w", "float32", shape)],
    nodes: [
      { operator: "Identity", inputs: ["go"], output: "goes" },
      { operator: "Identity", inputs: ["v"], output: "w" },
    ],
  };
  return [
    { operator: "ReduceMax", inputs: [values], output: "most", attributes: { keepdims: 0 } },
    { operator: "Greater", inputs: ["most", "limit"], output: "above" },
    { operator: "Loop", inputs: ["", "above", values], output: "y", attributes: { body } },
  ];
}

const limitOf = (limit: number): Weight => ({
  name: "limit",
  type: "float32",
  shape: [],
  values: new Uint8Array(Float32Array.of(limit).buffer),
});

/** `y [batch, 8] = x [batch, 8]`, which never ends if a sample is above 0.5. */
export function endlessSoundModel(): Uint8Array {
  const shape = ["batch", SAMPLES];
  return onnxModel({
    inputs: [port("x", "float32", shape)],
    outputs: [port("y", "float32", shape)],
    nodes: endlessAbove("x", shape),
    weights: [limitOf(0.5)],
  });
}

/** `y [texts, 1]`: the largest id of a text, which never ends if an id is above `limit`. */
function endlessTextModel(limit: number): Uint8Array {
  return onnxModel({
    inputs: ["input_ids", "attention_mask"].map((name) => port(name, "int64", ["texts", "tokens"])),
    outputs: [port("y", "float32", ["texts", 1])],
    nodes: [
      { operator: "Cast", inputs: ["input_ids"], output: "ids", attributes: { to: 1 } },
      {
        operator: "ReduceMax",
        inputs: ["ids"],
        output: "largest",
        attributes: { axes: [1], keepdims: 1 },
      },
      ...endlessAbove("largest", ["texts", 1]),
    ],
    weights: [limitOf(limit)],
  });
}

/** Words of the tokenizer; the model for text never ends with "hang". */
const WORDS = ["[UNK]", "a", "dog", "rain", "bird", "hang"];

/** A tokenizer of whole words whose pattern backtracks without end on "aaaa…!". */
function endlessTokenizer() {
  const pattern = { Regex: "(a+)+$" };
  return {
    normalizer: null,
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "WhitespaceSplit" },
        { type: "Split", pattern, behavior: "Isolated", invert: false },
      ],
    },
    post_processor: null,
    decoder: null,
    added_tokens: [{ id: 0, content: "[UNK]", special: true }],
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
}

const card = (fields: Record<string, unknown>) =>
  JSON.stringify({
    schema: "earnest/backbone/1",
    name: "endless",
    license: "CC0",
    ledger: { trainingData: [], trainingLabels: "none", source: "made here" },
    ...fields,
  });

/** A text on which the tokenizer never finishes. */
export const ENDLESS_TEXT = `${"a".repeat(60)}!`;

/**
 * Writes `sound.json` and `text.json`, cards with batches of four items, and two manifests: `sounds.csv` lists eight
 * sounds of two labels, and the model never finishes on the sixth, `loud.wav`; `texts.csv` lists seven texts, and the
 * tokenizer never finishes on the sixth, the model on the seventh.
 */
export async function writeEndless(folder: string): Promise<void> {
  const write = (name: string, content: string) => Deno.writeTextFile(join(folder, name), content);
  await Deno.writeFile(join(folder, "sound.onnx"), endlessSoundModel());
  await Deno.writeFile(join(folder, "text.onnx"), endlessTextModel(WORDS.length - 1.5));
  await write("tokenizer.json", JSON.stringify(endlessTokenizer()));
  await write(
    "sound.json",
    card({
      modality: "audio",
      dimensions: SAMPLES,
      sampleRateHz: SAMPLE_RATE_HZ,
      frontEnd: { kind: "waveform" },
      clip: { seconds: SAMPLES / SAMPLE_RATE_HZ, short: "pad", long: "crop" },
      stages: [{ file: "sound.onnx" }],
      pooling: "none",
      batch: 4,
    }),
  );
  await write(
    "text.json",
    card({
      modality: "text",
      dimensions: 1,
      tokenizer: { file: "tokenizer.json", maxTokens: 16 },
      model: { file: "text.onnx" },
      pooling: "none",
      normalize: false,
      batch: 4,
    }),
  );
  await writeSounds(folder);
  const texts = ["a dog", "rain", "a bird", "dog rain", "bird", ENDLESS_TEXT, "hang"];
  await write("texts.csv", ["id,text", ...texts.map((text, i) => `t${i},${text}`), ""].join("\n"));
}

async function writeSounds(folder: string): Promise<void> {
  const header = { tag: 1, channels: 1, sampleRateHz: SAMPLE_RATE_HZ, bits: 16 };
  const rows = [];
  for (let i = 0; i < 8; i++) {
    const name = i === 5 ? "loud.wav" : `quiet${i}.wav`;
    const samples = new Int16Array(SAMPLES).fill(i === 5 ? 30_000 : 100 * (i + 1));
    await Deno.writeFile(join(folder, name), wav(header, samples.buffer));
    rows.push(`${name},${i % 2 === 0 ? "dog" : "rain"}`);
  }
  await Deno.writeTextFile(
    join(folder, "sounds.csv"),
    ["file_name,label", ...rows, ""].join("\n"),
  );
}
