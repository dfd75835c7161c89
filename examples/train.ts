// Trains projectors on 48 sounds and their captions, two .npy files, and lets them name 24 other sounds by one of 6
// labels (chance is 0.17). Needs examples/data. In the checkout:
//     deno run --allow-read=. --allow-env=XDG_RUNTIME_DIR examples/train.ts
import { openCompute } from "../doors/compute.ts";
import { readEmbeddingArray } from "../doors/embeddings.ts";
import { classifyZeroShot } from "../doors/measures.ts";
import * as model from "../doors/projector.ts";

const { compute } = await openCompute("auto");
const read = async (name: string) => {
  const array = await readEmbeddingArray(await Deno.readFile(`examples/data/${name}`), name);
  return compute.tensor(array.rows, array.columns, array.values);
};
const [audio, text] = [await read("training.npy"), await read("captions.npy")];
const pairs = Uint32Array.from({ length: audio.rows }, (_, i) => i); // Pair i is row i of both.
const data = { audio, text, audioRows: pairs, textRows: pairs };
const { DEFAULT_PROJECTOR: projector, DEFAULT_OPTIMIZER: optimizer } = model;
const projectors = await model.trainProjectors(compute, data, { projector, optimizer, seed: 0 });
const [sounds, words] = [await read("evaluation.npy"), await read("labels.npy")];
const items = model.projectRows(compute, { projectors, side: "audio", embeddings: sounds });
const labels = model.projectRows(compute, { projectors, side: "text", embeddings: words });
const classes = Array.from({ length: items.rows }, (_, i) => i >> 2); // Four sounds a label.
const { top1 } = await classifyZeroShot(compute, { items, labels, classes });
console.log(`zero-shot accuracy ${top1.toFixed(2)}`);
