import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { GLOVE_100D, openGlove100d } from "../../src/backbones/glove_100d.ts";
import { tokenize } from "../../src/backbones/word_vectors.ts";
import { INSTRUMENT_CLASSES } from "../../src/datasets/instrument_names.ts";
import { sharedPath } from "../shared.ts";

const FOLDER = new URL("../../src/backbones/glove/", import.meta.url);

function vocabulary(): Set<string> {
  return new Set(readFileSync(new URL("words.txt", FOLDER), "utf8").trimEnd().split("\n"));
}

function unknownWords(texts: readonly string[]): string[] {
  const known = vocabulary();
  return [...new Set(texts.flatMap(tokenize))].filter((word) => !known.has(word)).sort();
}

Deno.test("the vectors fit in 4 MB", () => {
  const sizes = ["words.txt", "vectors.f16"].map((name) => statSync(new URL(name, FOLDER)).size);
  assert.equal(sizes[1], vocabulary().size * 200);
  assert(sizes[0]! + sizes[1]! <= 4_000_000);
});

Deno.test("float16 keeps every vector's direction", async () => {
  const folder = sharedPath("data/glove-subset");
  if (folder === undefined) return;
  const words = readFileSync(`${folder}/vocab.txt`, "utf8").trimEnd().split("\n");
  const exact = new Float32Array(readFileSync(`${folder}/glove100d_subset.f32`).buffer);
  const known = vocabulary();
  const shared = words.map((word, row) => ({ word, row })).filter(({ word }) => known.has(word));
  assert(shared.length > 5000, `${shared.length} words`);
  const { vectors } = await (await openGlove100d()).embed(shared.map(({ word }) => word));
  for (const [i, { word, row }] of shared.entries()) {
    let [dot, square] = [0, 0];
    for (let k = 0; k < 100; k++) {
      const value = exact[row * 100 + k]!;
      dot += value * vectors[i * 100 + k]!;
      square += value * value;
    }
    assert(1 - dot / Math.sqrt(square) < 1e-6, word);
  }
});

Deno.test("the words of sound data sets are known, except the few that GloVe lacks", () => {
  const folder = sharedPath("data/laion-class-labels");
  if (folder === undefined) return;
  const lacking: Record<string, string[]> = {
    ESC50_class_labels_indices_space: [],
    UrbanSound8K_class_labels_indices: [],
    FSD50k_class_labels_indices: ["eructation"],
    audioset_class_labels_indices: [
      "a",
      "bovinae",
      "campanology",
      "caterwaul",
      "eructation",
      "sidetone",
    ],
  };
  for (const [name, words] of Object.entries(lacking)) {
    const labels: string[] = Object.keys(
      JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")),
    );
    assert.deepEqual(unknownWords(labels), words, name);
  }
});

Deno.test("every word of the instrument labels is known", () => {
  assert.deepEqual(unknownWords(INSTRUMENT_CLASSES.map(({ label }) => label)), []);
});

Deno.test("the names of similar sounds lie nearer than others", async () => {
  const backbone = await openGlove100d();
  const texts = ["violin", "cello", "trumpet", "trombone", "jackhammer"];
  const { vectors } = await backbone.embed(texts);
  const cosine = (left: string, right: string) => {
    const [i, j] = [texts.indexOf(left) * 100, texts.indexOf(right) * 100];
    return vectors.subarray(i, i + 100).reduce((sum, x, k) => sum + x * vectors[j + k]!, 0);
  };
  assert(cosine("violin", "cello") > cosine("violin", "trombone"));
  assert(cosine("trumpet", "trombone") > cosine("trumpet", "violin"));
  assert(cosine("violin", "jackhammer") < 0.3);
  assert(Math.abs(cosine("cello", "cello") - 1) < 1e-6);
});

Deno.test("a module imported over http fetches its vectors from there, and checks them", async () => {
  const root = new URL("../../", import.meta.url);
  let damage = false;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname;
    const bytes = await Deno.readFile(new URL(`.${path}`, root));
    if (damage && path.endsWith(".f16")) bytes[1000]! ^= 1;
    const type = path.endsWith(".ts") ? "application/typescript" : "application/json";
    return new Response(bytes, { headers: { "content-type": type } });
  });
  const host = `127.0.0.1:${server.addr.port}`;
  const program =
    `const { openGlove100d } = await import("http://${host}/src/backbones/glove_100d.ts");
    console.log((await (await openGlove100d()).embed(["dog"])).vectors.length);`;
  const run = async () => {
    const args = ["eval", "--quiet", "--no-lock", `--reload=http://${host}`, program];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  };
  assert.equal(await run(), "100\n");
  damage = true;
  assert.match(await run(), /SurroundingsError: "http:.*vectors.f16" is damaged/);
  await server.shutdown();
});

Deno.test("the ledger gives the number of words", () => {
  assert.match(GLOVE_100D.source, new RegExp(`^${vocabulary().size} words`));
});
