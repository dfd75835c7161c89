// What trainings read of an audit's inputs lies in memory that workers share.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { matrixRow } from "../../../src/basics/matrix.ts";
import { InputFiles } from "../../../src/audit/inputs/files.ts";
import { readEmbeddingArray } from "../../../src/embeddings/arrays.ts";
import { NPY_HEADER_BYTES, writeNpy } from "../../../src/formats/npy.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

Deno.test("a message to a worker copies no embeddings, of sounds or of texts", () =>
  withPlanted(async (folder) => {
    const configuration = parseConfiguration(JSON.stringify(plantedConfiguration()), "audit.json");
    const { backbones: { audio, text } } = await readInputs(configuration, folder);
    const matrices = [
      ...audio.flatMap(({ training, evaluation }) => [training, evaluation]),
      ...text.map(({ vectors }) => vectors),
    ];
    assert.equal(matrices.length, 6, "two backbones of each, a baseline among them");
    for (const { values } of matrices) assert.ok(values.buffer instanceof SharedArrayBuffer);
    for (const { vectors, texts } of text) {
      for (const [row, words] of texts.entries()) {
        const length = Math.hypot(...matrixRow(vectors, row));
        assert.ok(Math.abs(length - 1) < 1e-6, `${words} has a length of ${length}`);
      }
    }
  }));

Deno.test("an array is used as it lies in its file, and what is converted is shared, too", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const values = Float32Array.of(1, 2, 3, 4);
    const file = writeNpy([2, 2], values);
    await Deno.writeFile(join(folder, "whole.npy"), file);
    const header = new TextDecoder().decode(file.subarray(0, 128)).replace("<f4", "<f2");
    const halves = new Uint8Array(new Float16Array(values).buffer);
    const start = new Uint8Array(128);
    start.set(file.subarray(0, 128));
    start.set(new TextEncoder().encode(header.slice(10)), 10);
    await Deno.writeFile(join(folder, "halves.npy"), new Uint8Array([...start, ...halves]));
    const files = new InputFiles(folder);
    for (const name of ["whole.npy", "halves.npy"]) {
      const bytes = await files.readArray(name);
      assert.ok(bytes.buffer instanceof SharedArrayBuffer);
      const array = await readEmbeddingArray(bytes, name);
      assert.deepEqual([...array.values], [1, 2, 3, 4]);
      assert.ok(array.values.buffer instanceof SharedArrayBuffer);
      assert.equal(array.values.buffer === bytes.buffer, name === "whole.npy");
      assert.ok(array.values.buffer.byteLength < NPY_HEADER_BYTES, "nothing else is kept");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
