// Trains projectors on 48 sounds and their captions, two .npy files, and lets them name 24 other sounds by 6 labels.
// Needs examples/data. In the checkout:
//     deno run --allow-read=. --allow-env=XDG_RUNTIME_DIR examples/train.ts
import { openCompute } from "../doors/compute.ts";
import { readEmbeddingArray } from "../doors/embeddings.ts";
import { classifyZeroShot } from "../doors/measures.ts";
import * as projector from "../doors/projector.ts";

const { compute } = await openCompute("auto");
const read = async (name: string) => {
  const bytes = await Deno.readFile(`${import.meta.dirname}/data/${name}`);
  const { rows, columns, values } = await readEmbeddingArray(bytes, name);
  return compute.tensor(rows, columns, values);
};
const [audio, text] = [await read("training.npy"), await read("captions.npy")];
const pairs = Uint32Array.from({ length: audio.rows }, (_, i) => i); // Pair i is row i of both.
const data = { audio, text, audioRows: pairs, textRows: pairs };
const { DEFAULT_OPTIMIZER, DEFAULT_PROJECTOR } = projector;
const settings = { projector: DEFAULT_PROJECTOR, optimizer: DEFAULT_OPTIMIZER, seed: 0 };
const projectors = await projector.trainProjectors(compute, data, settings);
const [sounds, words] = [await read("evaluation.npy"), await read("labels.npy")];
const items = projector.projectRows(compute, { projectors, side: "audio", embeddings: sounds });
const labels = projector.projectRows(compute, { projectors, side: "text", embeddings: words });
const classes = Array.from({ length: items.rows }, (_, i) => i >> 2); // Four sounds a label.
const { top1 } = await classifyZeroShot(compute, { items, labels, classes });
console.log(`accuracy ${top1.toFixed(2)}, chance ${(1 / labels.rows).toFixed(2)}`);
