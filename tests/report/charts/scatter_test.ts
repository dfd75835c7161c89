import assert from "node:assert/strict";
import { draw } from "../../../src/report/charts/draw.ts";
import { MOST_MARKS, scatterChart } from "../../../src/report/charts/scatter.ts";

/** Returns the looks and positions of marks, in the order of the items. */
function marksOf(svg: string, count: number) {
  const mark =
    /transform="translate\(([\d.-]+),([\d.-]+)\)" d="([^"]+)"(?: fill="([^"]+)")? stroke="([^"]+)"[^>]*><title>([^<]*)</g;
  const found = [...svg.matchAll(mark)].map(([, x, y, shape, fill, stroke, name]) => ({
    x: Number(x),
    y: Number(y),
    look: [shape, fill, stroke].join(" "),
    name,
  }));
  assert.equal(found.length, count);
  return found;
}

Deno.test("items have their positions and names, with the same scale across and down", async () => {
  const positions = [0, 0, 10, 0, 5, 5];
  const ids = ["a", '<b> & "c"', "d"];
  const svg = await draw(scatterChart("map", { positions, ids, labels: ["x", "y", "x"] }));
  const [a, b, d] = marksOf(svg, 3);
  assert.equal(b!.x - a!.x, 300);
  assert.equal(a!.y - d!.y, 150);
  assert.equal(b!.name, "y: &lt;b&gt; &amp; &quot;c&quot;");
  assert.equal(a!.look, d!.look);
  assert.notEqual(a!.look, b!.look);
  assert.match(svg, />x<\/text>.*>y<\/text>/);
});

Deno.test("as many labels as there are marks look different, and the key says where more do not", async () => {
  const look = async (count: number) => {
    const labels = Array.from({ length: count }, (_, i) => `label ${String(i).padStart(3, "0")}`);
    const positions = labels.flatMap((_, i) => [i, i % 3]);
    const svg = await draw(scatterChart("map", { positions, ids: labels, labels }));
    return { svg, looks: new Set(marksOf(svg, count).map(({ look }) => look)).size };
  };
  const most = await look(MOST_MARKS);
  assert.equal(most.looks, MOST_MARKS);
  assert.doesNotMatch(most.svg, /more labels/);
  assert.match((await look(MOST_MARKS + 5)).svg, />and 5 more labels, in the same marks</);
});

Deno.test("a map without labels has no key, and one point causes no division by zero", async () => {
  const chart = scatterChart("map", { positions: [3, 3], ids: ["a"], labels: undefined });
  const [only] = marksOf(await draw(chart), 1);
  assert.deepEqual([only!.x, only!.y, only!.name], [156, 156, "a"]);
  assert.match(chart.description, /a map of 1 items\.$/);
});
