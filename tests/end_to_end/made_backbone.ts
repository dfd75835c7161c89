/**
 * Short tones, and a small audio backbone for them: the mean of a spectrogram over time, times a matrix.
 * @module
 */
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { onnxModel, type Weight } from "../onnx_model.ts";

const RATE_HZ = 16_000;
const BANDS = 64;

/** A WAV file of 0.1 s with a tone and a little noise. */
export function tone(hertz: number, random: RandomStream): Uint8Array {
  const samples = Int16Array.from(
    { length: RATE_HZ / 10 },
    (_, i) => 8000 * Math.sin(2 * Math.PI * hertz * i / RATE_HZ) + 300 * random.normal(),
  );
  return wav({ ...PLAIN, sampleRateHz: RATE_HZ }, samples.buffer);
}

/** Normally distributed weights that the name determines. */
export function normalMatrix(name: string, rows: number, columns: number): Weight {
  const random = new RandomStream(37, name);
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  return {
    name: "weights",
    type: "float32",
    shape: [rows, columns],
    values: new Uint8Array(values.buffer),
  };
}

/** A model of log-mel spectrograms: their mean over frames, times a matrix that the name determines. */
export function meanModel(name: string, columns: number): Uint8Array {
  return onnxModel({
    inputs: [{ name: "log_mel", type: "float32", shape: ["batch", 1, "frames", BANDS] }],
    outputs: [{ name: "embedding", type: "float32", shape: ["batch", columns] }],
    nodes: [
      {
        operator: "ReduceMean",
        inputs: ["log_mel"],
        output: "bands",
        attributes: { axes: [1, 2], keepdims: 0 },
      },
      { operator: "MatMul", inputs: ["bands", "weights"], output: "embedding" },
    ],
    weights: [normalMatrix(name, BANDS, columns)],
  });
}

/** Writes `my-backbone.json` and its model. */
export async function writeBackbone(folder: string): Promise<void> {
  const dimensions = 16;
  const card = {
    schema: "earnest/backbone/1",
    name: "my-backbone",
    modality: "audio",
    dimensions,
    sampleRateHz: 32_000,
    frontEnd: { preset: "panns" },
    stages: [{
      file: "my-backbone.onnx",
      input: "log_mel",
      shape: ["batch", 1, "frames", "bands"],
      output: "embedding",
    }],
    license: "MIT",
    ledger: { trainingData: [], trainingLabels: "none", source: "random numbers" },
  };
  await Deno.writeTextFile(join(folder, "my-backbone.json"), JSON.stringify(card));
  await Deno.writeFile(join(folder, "my-backbone.onnx"), meanModel("my-backbone", dimensions));
}
