/**
 * `deno task bench:embed DATASET CARD`: what `earnest embed` takes beyond the bare runs of the card's ONNX model.
 *
 * Model inputs of all items are made ready first; the bare runs are those of the same session, thread and batches over
 * them. Then the command runs as a user runs it, in turns with the bare runs, and once over ten times the items.
 * @module
 */
import { join, resolve } from "node:path";
import { ClipWorkers } from "../../src/audio/clip_workers.ts";
import type { ModelInput } from "../../src/audio/front_end/model_input.ts";
import { openBackbone } from "../../src/backbones/open.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { medianOf } from "./statistics.ts";

const ROUNDS = 5;
const [dataset, card] = Deno.args;
if (!dataset || !card) throw new Error("usage: deno task bench:embed DATASET CARD");

const { items } = await openDataset(dataset, { modality: "audio" });
const backbone = await openBackbone(card);
if (backbone.modality !== "audio") throw new Error(`"${card}" is no audio backbone`);
const inputs: ModelInput[] = [];
{
  using workers = new ClipWorkers(backbone.preparation, 2);
  for (const { file } of items) inputs.push(await workers.prepare(file!));
}

/** Seconds of the bare runs. */
async function bare(): Promise<number> {
  if (backbone.modality !== "audio") throw new Error();
  const start = performance.now();
  for (let i = 0; i < inputs.length; i += backbone.batch) {
    await backbone.embedInputs(inputs.slice(i, i + backbone.batch));
  }
  return (performance.now() - start) / 1000;
}
