// Trains projectors on the clean pool, and exports them as two ONNX models, which are run before they are trusted.
// Needs examples/data, and WordNet in $DENO_DIR, Deno's cache (`deno info` names it). In the checkout:
//     deno run --allow-read=.,$DENO_DIR --allow-write=. --allow-env=XDG_RUNTIME_DIR examples/export_onnx.ts
import { openCompute } from "../doors/compute.ts";
import { readItems } from "../doors/datasets.ts";
import { joinReadyMade, readEmbeddingArray } from "../doors/embeddings.ts";
import { readPools, splitIntoFolder } from "../doors/leakage.ts";
import * as projector from "../doors/projector.ts";

const data = "examples/data";
const read = async (path: string) => {
  const bytes = await Deno.readFile(path);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  return { bytes, file: { name: path, sha256: hash } };
};
const { file } = await read(`${data}/training.csv`);
const manifest = { items: await readItems(file.name), file };
const set = async (name: string) => {
  const { bytes, file } = await read(`${data}/${name}`);
  const array = await readEmbeddingArray(bytes, name);
  return { name, set: await joinReadyMade({ array, file }, manifest) };
};
await splitIntoFolder(file.name, "pools", { labels: `${data}/evaluation.csv` });
const pools = {
  ...(await read("pools/pools.json")).file,
  file: await readPools("pools/pools.json"),
};

const { compute } = await openCompute("auto");
using places = await projector.takeTrainingPlaces("clean.safetensors", "create");
const { DEFAULT_OPTIMIZER, DEFAULT_PROJECTOR } = projector;
const [audio, text] = [await set("training.npy"), await set("captions.npy")];
const configuration = { projector: DEFAULT_PROJECTOR, optimizer: DEFAULT_OPTIMIZER, seed: 0 };
const training = { audio, text, pools, condition: { kind: "clean" }, configuration } as const;
await projector.trainOnPool(compute, training, { places });
const { sides } = await projector.exportIntoFolder(compute, {
  path: "clean.safetensors",
  folder: "onnx",
});
for (const { file, input, output } of sides) {
  console.log(`onnx/${file}: ${input.columns} numbers to ${output.columns}`);
}
