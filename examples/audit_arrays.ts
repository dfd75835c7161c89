// Audits embeddings that are in memory, and prints what may be said of them. Nothing is written.
// Needs examples/data, and WordNet in $DENO_DIR, Deno's cache (`deno info` names it). In the checkout:
//     deno run --allow-read=.,$DENO_DIR --allow-env=XDG_RUNTIME_DIR examples/audit_arrays.ts
import { audit } from "../doors/audit.ts";
import { readItems } from "../doors/datasets.ts";
import { readEmbeddingArray } from "../doors/embeddings.ts";

const data = "examples/data";
const column = async (name: string, key: string) =>
  (await readItems(`${data}/${name}`)).map(({ columns }) => columns[key]!);
const matrix = async (name: string) =>
  await readEmbeddingArray(await Deno.readFile(`${data}/${name}`), name);

const { results } = await audit({
  evaluation: { labels: await column("evaluation.csv", "label") },
  training: { texts: await column("training.csv", "text") },
  audio: [{
    name: "mixtures",
    training: await matrix("training.npy"),
    evaluation: await matrix("evaluation.npy"),
  }],
  text: [{ name: "glove-100d", backbone: "glove-100d" }],
  projector: { dim: 32 },
  optimizer: { steps: 60 },
  conditions: ["dirty", "clean", "shuffled"],
  attribution: false,
  seeds: [0, 1],
  shuffles: 2,
  bootstrap: 200,
});
for (const { condition, pairs, accuracy } of results.conditions) {
  console.log(`${condition}: ${pairs} pairs, accuracy ${accuracy.mean.toFixed(2)}`);
}
for (const { kind, sentence } of results.claims) console.log(`${kind}: ${sentence}`);
