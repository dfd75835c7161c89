// Draws a t-SNE map of the sounds of examples/data as SVG, with a color for each label.
// Needs examples/data. In the checkout:
//     deno run --allow-read=. --allow-write=map.svg --allow-env=XDG_RUNTIME_DIR examples/map.ts
import { openCompute } from "../doors/compute.ts";
import { readItems } from "../doors/datasets.ts";
import { readEmbeddingArray } from "../doors/embeddings.ts";
import { tsne } from "../doors/measures.ts";

const data = "examples/data";
const items = await readItems(`${data}/evaluation.csv`);
const bytes = await Deno.readFile(`${data}/evaluation.npy`);
const { compute } = await openCompute("auto");
const { positions } = await tsne(compute, await readEmbeddingArray(bytes, "evaluation.npy"));
compute.close();

const labels = [...new Set(items.map(({ columns }) => columns["label"]!))];
const scale = 90 / Math.max(...positions.map(Math.abs));
const circles = items.map(({ id, columns }, i) => {
  const [x, y] = positions.subarray(2 * i, 2 * i + 2);
  const hue = 360 * labels.indexOf(columns["label"]!) / labels.length;
  return `<circle cx="${x! * scale}" cy="${y! * scale}" r="3" fill="hsl(${hue} 70% 40%)">` +
    `<title>${id}</title></circle>`;
});
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200">`;
await Deno.writeTextFile("map.svg", [svg, ...circles, "</svg>", ""].join("\n"));
console.log(`map.svg: ${items.length} sounds of ${labels.length} labels`);
