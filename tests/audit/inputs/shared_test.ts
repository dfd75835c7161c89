// What trainings read of an audit's inputs lies in memory that workers share.
import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { matrixRow } from "../../../src/basics/matrix.ts";
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
