import assert from "node:assert/strict";
import { join } from "node:path";
import type { Matrix } from "../../src/basics/matrix.ts";
import { readCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { euclideanSilhouette } from "../../src/measures/separability/silhouette.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";
import { esc10Files } from "./esc10_set.ts";
import { makeSet } from "./made_set.ts";

/** Venna and Kaski (2001), as scikit-learn's `trustworthiness`: 1 if each item's k neighbors in the map are neighbors. */
function trustworthiness({ rows: n, columns, values }: Matrix, map: Float32Array, k: number) {
  const nearest = (values: Float32Array, dim: number, i: number) => {
    const squares = Float64Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let c = 0; c < dim; c++) sum += (values[i * dim + c]! - values[j * dim + c]!) ** 2;
      return sum;
    });
    return Array.from({ length: n }, (_, j) => j).filter((j) => j !== i)
      .sort((a, b) => squares[a]! - squares[b]!);
  };
  let intruding = 0;
  for (let i = 0; i < n; i++) {
    const order = nearest(values, columns, i);
    for (const j of nearest(map, 2, i).slice(0, k)) {
      intruding += Math.max(0, order.indexOf(j) + 1 - k);
    }
  }
  return 1 - 2 * intruding / (n * k * (2 * n - 3 * k - 1));
}

Deno.test("the map of ESC-10 is as good as scikit-learn's, and its files hold every clip", async () => {
  await inFolder(async (folder) => {
    const esc10 = await esc10Files(folder, true);
    const path = sharedPath("golden/separability.json");
    if (esc10 === undefined || path === undefined) return;
    const golden = JSON.parse(await Deno.readTextFile(path));
    const out = join(folder, "map.csv");
    const args = ["tsne", esc10.array, "--items", esc10.items, "--out", out, "--quiet"];
    const ended = await earnest([...args, "--json"]);
    assert.equal(ended.code, 0, ended.stderr);
    const { perplexity, divergence, items, svg, notes } = JSON.parse(ended.stdout);
    assert.deepEqual([perplexity, items, svg], [30, 400, join(folder, "map.svg")]);
    assert(divergence <= 1.05 * golden.tsne_exact_perplexity30_kl, `${divergence}`);
    assert.match(notes.join(), /never for a number/);
    const { columns, rows } = readCsv(await Deno.readFile(out), out);
    assert.deepEqual(columns, ["id", "label", "x", "y"]);
    const values = Float32Array.from(
      rows.flatMap(({ values }) => [Number(values["x"]), Number(values["y"])]),
    );
    const compute = openCpu();
    const { mean } = await euclideanSilhouette(compute, { ...esc10.set, values, columns: 2 });
    compute.close();
    assert(Math.abs(mean - golden.tsne_silhouette_euclidean) < 0.03, `silhouette ${mean}`);
    // 0.9905 is that of scikit-learn 1.9.1's exact map.
    const kept = trustworthiness(esc10.set, values, 5);
    assert(kept > 0.9805, `trustworthiness ${kept}`);
    const picture = await Deno.readTextFile(svg);
    assert.equal(picture.match(/<title>[^<]+: clip \d+<\/title>/g)!.length, 400);
    assert.match(picture, />Baby cry<\/text>/);
  });
});

Deno.test("tsne writes JSON, without labels too, and replaces files only with --force", async () => {
  await inFolder(async (folder) => {
    const set = await makeSet(folder, "set", [
      { id: "a", row: [0, 0] },
      { id: "b", row: [0, 1] },
      { id: "c", row: [9, 9] },
    ]);
    const tsne = (...args: string[]) =>
      earnest(["tsne", set, "--device", "cpu", "--quiet", ...args], { cwd: folder });
    const { stdout } = await tsne("--out", "map.json");
    assert.match(
      stdout,
      /3 items, perplexity 1, divergence .*\nCoordinates: map\.json\nMap: map\.svg/,
    );
    assert(stdout.split("\n").every((line) => line.length <= 80), stdout);
    const { points, note } = JSON.parse(await Deno.readTextFile(join(folder, "map.json")));
    assert.deepEqual(points.map(({ id }: { id: string }) => id), ["a", "b", "c"]);
    assert.deepEqual(Object.keys(points[0]), ["id", "x", "y"]);
    assert.match(note, /never for a number/);
    const before = namesIn(folder);
    const refused: [string[], RegExp][] = [
      [["--out", "map.json"], /"map\.json" exists; choose another --out/],
      [["--out", "map.csv"], /"map\.svg" exists; choose another --out/],
      [["--out", "map.png"], /expected a name that ends in \.csv or \.json/],
      [["--out", "new.csv", "--label-column", "labl"], /has no column "labl"; it has "id"/],
    ];
    for (const [args, message] of refused) {
      const ended = await tsne(...args);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
    }
    assert.deepEqual(namesIn(folder), before);
    assert.equal((await tsne("--out", "map.json", "--force")).code, 0);
    assert.equal((await tsne()).code, 0);
    assert(namesIn(folder).includes("tsne.csv") && namesIn(folder).includes("tsne.svg"));
  });
});

Deno.test("a set of too many items for a map is named with their number and a way out", async () => {
  await inFolder(async (folder) => {
    const values = new Float32Array(10_001);
    await Deno.writeFile(join(folder, "many.npy"), writeNpy([10_001, 1], values));
    const rows = Array.from({ length: 10_001 }, (_, i) => `i${i}`);
    await Deno.writeTextFile(join(folder, "many.csv"), ["id", ...rows, ""].join("\n"));
    const before = namesIn(folder);
    const args = ["tsne", "many.npy", "--items", "many.csv", "--device", "cpu", "--quiet"];
    const ended = await earnest(args, { cwd: folder });
    assert.equal(ended.code, 2, ended.stderr);
    assert.match(ended.stderr, /"many\.npy" has 10,001 items; .* at most 10,000,.* --where/);
    assert.deepEqual(namesIn(folder), before);
  });
});
