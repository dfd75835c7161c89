// Finds the captions that are nearest to a text, by comparing all of them: no index, no approximation.
// Needs examples/data, and the word vectors that ship with Earnest. In the checkout:
//     deno run --allow-read=. --allow-env=XDG_RUNTIME_DIR examples/search.ts
import { openGlove100d } from "../doors/backbones.ts";
import { openCompute } from "../doors/compute.ts";
import { readItems } from "../doors/datasets.ts";
import { searchNearest } from "../doors/measures.ts";

const items = await readItems("examples/data/training.csv");
const captions = items.map(({ columns }) => columns["text"]!);
const glove = await openGlove100d();
const embed = async (texts: string[]) => {
  const { vectors } = await glove.embed(texts);
  return { rows: texts.length, columns: glove.dimensions, values: vectors };
};
const [query, database] = [await embed(["a hen"]), await embed(captions)];
const { compute } = await openCompute("auto");
const { rows, scores } = await searchNearest(compute, { queries: query, database }, { k: 3 });
rows.forEach((row, i) => console.log(scores[i]!.toFixed(2), captions[row]));
compute.close();
