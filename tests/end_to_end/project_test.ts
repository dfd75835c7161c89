// `earnest project` and `earnest export` on what `train` wrote.
import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256Of } from "../../src/basics/sha256.ts";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.ts";
import { copiesOf } from "../temporary_folder.ts";
import {
  CLASSES,
  makePools,
  makeSounds,
  makeTexts,
  PAIRS,
} from "../projector/files/planted_sets.ts";
import { earnest, namesIn } from "./cli.ts";

const CPU = ["--device", "cpu", "--quiet"];
const FILE = "x.safetensors";

/** A folder with sets, pools and projectors, which are trained once for all tests. */
const inTrained = copiesOf(async (folder) => {
  await makeSounds(folder);
  await makeTexts(folder);
  await makePools(folder);
  const sets = ["--audio", "audio", "--text", "text", "--pools", "pools.json"];
  const small = ["--dim", "8", "--batch", "16", "--steps", "150", "--learning-rate", "0.01"];
  const args = ["train", ...sets, ...small, "--condition", "dirty", "--out", FILE, ...CPU];
  const ended = await earnest(args, { cwd: folder });
  assert.equal(ended.code, 0, ended.stderr);
});

const project = (set: string, side: string, out: string, ...more: string[]) => [
  "project",
  set,
  "--projector",
  FILE,
  "--side",
  side,
  "--out",
  out,
  ...CPU,
  ...more,
];

Deno.test("in the shared space sounds lie with their texts, under the same ids", () =>
  inTrained(async (folder) => {
    for (const side of ["audio", "text"]) {
      const ended = await earnest(project(side, side, `${side}-shared`), { cwd: folder });
      assert.equal(ended.stdout, `48 embeddings of 8 numbers and length one: "${side}-shared"\n`);
    }
    const [sounds, texts] = await Promise.all(
      ["audio-shared", "text-shared"].map((name) => readEmbeddingSet(join(folder, name))),
    );
    assert.deepEqual(sounds!.items.map(({ id }) => id), PAIRS.map(({ id }) => id));
    assert.deepEqual(sounds!.items[0]!.columns["label"], "dog");
    const sha256 = sha256Of(await Deno.readFile(join(folder, FILE)));
    assert.deepEqual(sounds!.identity["projector"], { sha256, side: "audio" });
    const row = (set: typeof sounds, i: number) => set!.values.subarray(i * 8, i * 8 + 8);
    const cosine = (i: number, j: number) =>
      row(sounds, i).reduce((sum, value, k) => sum + value * row(texts, j)[k]!, 0);
    const firstOf = CLASSES.map((label) => PAIRS.findIndex((pair) => pair.label === label));
    const right = PAIRS.filter(({ label }, i) => {
      const scores = firstOf.map((j) => cosine(i, j));
      return CLASSES[scores.indexOf(Math.max(...scores))] === label;
    });
    assert.ok(right.length >= 46, `${right.length} of 48 right`);
  }));

Deno.test("--where projects the items that it keeps, and the set says so", () =>
  inTrained(async (folder) => {
    const args = project("audio", "audio", "dogs", "--where", "label=dog");
    const ended = await earnest(args, { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    const { items, identity } = await readEmbeddingSet(join(folder, "dogs"));
    const dogs = PAIRS.filter(({ label }) => label === "dog").map(({ id }) => id);
    assert.deepEqual(items.map(({ id }) => id), dogs);
    assert.match(JSON.stringify(identity), /"where":{"label":\["dog"\]}/);
  }));

Deno.test("projecting again needs --force, and gives the same bytes", () =>
  inTrained(async (folder) => {
    const values = async () => await Deno.readFile(join(folder, "out", "embeddings.npy"));
    assert.equal((await earnest(project("audio", "audio", "out"), { cwd: folder })).code, 0);
    const first = await values();
    const again = await earnest(project("audio", "audio", "out"), { cwd: folder });
    assert.equal(again.code, 2);
    assert.match(again.stderr, /"out" exists; choose another --out, or replace it with --force/);
    const forced = await earnest(project("audio", "audio", "out", "--force"), { cwd: folder });
    assert.equal(forced.code, 0, forced.stderr);
    assert.deepEqual(await values(), first);
  }));

Deno.test("export writes two models and what was checked; nothing else is replaced", () =>
  inTrained(async (folder) => {
    const args = ["export", FILE, "--out", "onnx", ...CPU];
    const ended = await earnest([...args, "--json"], { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(namesIn(join(folder, "onnx")), ["audio.onnx", "export.json", "text.onnx"]);
    const { sides, projector } = JSON.parse(ended.stdout);
    assert.equal(projector, sha256Of(await Deno.readFile(join(folder, FILE))));
    for (const { file, sha256, checked } of sides) {
      assert.equal(sha256, sha256Of(await Deno.readFile(join(folder, "onnx", file))));
      assert.ok(checked.largestDifference <= 1e-5 && checked.rows > 60);
    }
    const again = await earnest(args, { cwd: folder });
    assert.match(again.stderr, /"onnx" exists; choose another --out/);
    const forced = await earnest([...args, "--force"], { cwd: folder });
    assert.equal(forced.code, 0, forced.stderr);
    const mine = await earnest(["export", FILE, "--out", "audio", "--force", ...CPU], {
      cwd: folder,
    });
    assert.match(mine.stderr, /"audio" is not an output of .* so --force does not replace it/);
  }));

function refuses(
  name: string,
  args: readonly string[],
  message: RegExp,
  damage: (metadata: Record<string, string>) => Record<string, string> = (metadata) => metadata,
) {
  Deno.test(`refused: ${name}`, () =>
    inTrained(async (folder) => {
      const path = join(folder, FILE);
      const { metadata, arrays } = readSafetensors(await Deno.readFile(path), path);
      await Deno.writeFile(path, writeSafetensors(arrays, damage({ ...metadata })));
      const before = namesIn(folder);
      const ended = await earnest(args, { cwd: folder });
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
      assert.deepEqual(namesIn(folder), before);
    }));
}

refuses(
  "a set of another width",
  project("text", "audio", "out"),
  /"text" has rows of 5 numbers; the audio projector of "x\.safetensors" takes 7/,
);
refuses("a side that there is not", project("text", "texts", "out"), /choices are audio, text/);
refuses(
  "a file of another kind",
  project("audio", "audio", "out"),
  /its schema is other; expected earnest\/projector\/1/,
  (metadata) => ({ ...metadata, schema: "other" }),
);
refuses(
  "a checkpoint",
  ["export", FILE, "--out", "onnx", ...CPU],
  /it is the checkpoint of a training; expected a projector file/,
  (metadata) => ({ ...metadata, schema: "earnest/checkpoint/1" }),
);
refuses(
  "a standardization of another width",
  project("audio", "audio", "out"),
  /its standardization has 1 means and 0 deviations; expected 7 of each/,
  (metadata) => ({ ...metadata, standardization: '{"means":[1],"deviations":[]}' }),
);
refuses(
  "a standardization that is none",
  project("audio", "audio", "out"),
  /Cannot use "x\.safetensors: standardization": "means\[1\]" is "x"/,
  (metadata) => ({ ...metadata, standardization: '{"means":[1,"x"],"deviations":[]}' }),
);
