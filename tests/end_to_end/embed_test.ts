// `earnest embed`, `backbones` and `prepare` as they are used.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readEmbeddingSet } from "../../src/embeddings/reading.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { goldenArray } from "../golden.ts";
import { sharedPath } from "../shared.ts";
import { earnest, killed, namesIn } from "./cli.ts";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { inFolder } from "../temporary_folder.ts";

const CARD = fileURLToPath(new URL("../backbones/mn04.json", import.meta.url));
const CPU = ["--device", "cpu"];

/** Captions in a manifest, `count` of them. */
async function writeCaptions(folder: string, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => `${i},a dog barks ${i % 9} times`);
  await Deno.writeTextFile(join(folder, "captions.csv"), ["id,text", ...rows, ""].join("\n"));
}

const bytesIn = (folder: string) =>
  namesIn(folder).map((name) => [name, Deno.readFileSync(join(folder, name))]);

Deno.test("ESC-10 from Ogg Vorbis through mn04: near the golden embeddings, classes apart", () =>
  inFolder(async (folder) => {
    const [data, golden] = [sharedPath("data/esc10"), sharedPath("models/mn04/golden")];
    if (data === undefined || golden === undefined) return;
    const out = join(folder, "esc10");
    const ended = await earnest([
      "embed",
      data,
      "--backbone",
      CARD,
      "--allow-outside",
      "--out",
      out,
      ...CPU,
    ]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /^400 embeddings of 384 numbers in /);
    assert.match(ended.stderr, /^embedding: 400 of 400/m);
    const { values, items, rows } = await readEmbeddingSet(out);
    assert.equal(rows, 400);
    const vectors = normalized(values, 384);
    const expected = normalized(goldenArray(golden, "mn04_384_esc10").data, 384);
    const similarity = vectors.map((row, i) => dot(row, expected[i]!));
    const mean = similarity.reduce((sum, value) => sum + value) / 400;
    assert.ok(mean > 0.995, `mean cosine ${mean}`);
    const right = vectors.filter((row, i) => {
      const others = vectors.map((other, j) =>
        items[i]!.columns["fold"] === items[j]!.columns["fold"] ? -2 : dot(row, other)
      );
      const nearest = others.indexOf(Math.max(...others));
      return items[nearest]!.columns["label"] === items[i]!.columns["label"];
    });
    assert.ok(right.length / 400 >= 0.96, `${right.length} of 400 right`);
  }));

function normalized(values: Float32Array, dim: number): Float32Array[] {
  return Array.from({ length: values.length / dim }, (_, i) => {
    const row = values.subarray(i * dim, (i + 1) * dim);
    const norm = Math.sqrt(dot(row, row));
    return row.map((value) => value / norm);
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

Deno.test("shards of a set, one killed at random moments, end in the bytes of one process", () =>
  inFolder(async (folder) => {
    await writeCaptions(folder, 24_000);
    const args = ["embed", "captions.csv", "--backbone", "glove-100d", ...CPU];
    const whole = await earnest([...args, "--out", "whole"], { cwd: folder });
    assert.equal(whole.code, 0, whole.stderr);
    const first = await earnest([...args, "--out", "parts", "--shard", "0/2"], { cwd: folder });
    assert.match(
      first.stdout,
      /^This shard is done; \d+ parts are still missing from "parts"\.\nWhen all are there: earnest collect parts\n$/,
    );
    for (const milliseconds of [150, 250, 300, 350]) {
      await killed([...args, "--out", "parts", "--shard", "1/2"], folder, milliseconds);
    }
    const early = await earnest(["collect", "parts"], { cwd: folder });
    assert.equal(early.code, 4);
    assert.match(
      early.stderr,
      /1 of 2 shards of "parts" are missing: 1; "earnest status" says why/,
    );
    const last = await earnest([...args, "--out", "parts", "--shard", "1/2"], { cwd: folder });
    assert.equal(last.code, 0, last.stderr);
    const status = await earnest(["status", "parts"], { cwd: folder });
    assert.equal(status.code, 0, status.stderr);
    assert.match(status.stdout, /^2 of 2 shards of embed are done: "parts"\n/);
    await Deno.rename(join(folder, "parts"), join(folder, "moved"));
    const collected = await earnest(["collect", "moved"], { cwd: folder });
    assert.equal(collected.code, 0, collected.stderr);
    await Deno.rename(join(folder, "moved"), join(folder, "parts"));
    assert.deepEqual(bytesIn(join(folder, "parts")), bytesIn(join(folder, "whole")));
  }));

Deno.test("what could not be read stands in the summary, and --strict ends with it", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "texts.jsonl"),
      '{"text":"rain"}\n{"text":"\\u001b[2Jxqzt"}\n',
    );
    const args = ["embed", "texts.jsonl", "--backbone", "glove-100d", "--out", "out", ...CPU];
    const strict = await earnest([...args, "--strict"], { cwd: folder });
    assert.equal(strict.code, 2);
    assert.match(strict.stderr, /earnest: Item "2" \(row 2\) cannot be embedded: Text ".*xqzt"/);
    const ended = await earnest([...args, "--resume"], { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(
      ended.stdout,
      /1 item could not be read and has no row:\n {2}row 2: Text "\ufffd\[2Jxqzt"/,
    );
    const json = await earnest([...args, "--resume", "--json"], { cwd: folder });
    const { complete, rows, unreadable } = JSON.parse(json.stdout);
    assert.deepEqual([complete, rows, unreadable.length], [true, 1, 1]);
  }));

Deno.test("ready-made embeddings and a manifest become a set", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "items.csv"), "id,label\na,dog\nb,rain\n");
    await Deno.writeFile(join(folder, "x.npy"), writeNpy([2, 2], Float32Array.of(1, 2, 3, 4)));
    const args = ["embed", "items.csv", "--embeddings", "x.npy", "--out", "out"];
    const ended = await earnest(args, { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    const set = await readEmbeddingSet(join(folder, "out"));
    assert.deepEqual(set.values, Float32Array.of(1, 2, 3, 4));
    assert.deepEqual(set.items.map(({ columns }) => columns["label"]), ["dog", "rain"]);
    const again = await earnest(args, { cwd: folder });
    assert.equal(again.code, 2);
    assert.match(again.stderr, /"out" exists; choose another --out, or replace it with --force/);
  }));

Deno.test("ready-made embeddings of named files are joined to their items, or refused", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "items.csv"), "file_name\na.wav\nb.wav\n");
    const write = (last: string) =>
      Deno.writeTextFile(join(folder, "x.csv"), `file_name,x0,x1\nb.wav,3,4\n${last},1,2\n`);
    const args = ["embed", "items.csv", "--embeddings", "x.csv", "--out", "out"];
    await write("c.wav");
    const refused = await earnest(args, { cwd: folder });
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /"x.csv" row 2 has the file_name "c.wav", which matches no item of/,
    );
    await write("a.wav");
    const ended = await earnest(args, { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    const { values } = await readEmbeddingSet(join(folder, "out"));
    assert.deepEqual(values, Float32Array.of(1, 2, 3, 4));
  }));

Deno.test("texts that no vocabulary knows are embedded by their characters", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "texts.csv"), "id,text\na,xqzt\nb,!?\nc,Xqzt\n");
    const args = ["embed", "texts.csv", "--backbone", "character-ngrams", "--out", "out", ...CPU];
    const ended = await earnest(args, { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    const { values, rows } = await readEmbeddingSet(join(folder, "out"));
    assert.equal(rows, 3);
    assert.deepEqual(values.subarray(0, 512), values.subarray(1024));
    assert.notDeepEqual(values.subarray(0, 512), values.subarray(512, 1024));
  }));

Deno.test("backbones are listed with license and ledger, cards too", async () => {
  const list = await earnest(["backbones"]);
  assert.match(list.stdout, /^openwakeword \(audio, 192 dimensions\)\n {2}license contested/m);
  assert.ok(list.stdout.split("\n").every((line) => line.length <= 80), list.stdout);
  assert.match(list.stdout, /^character-ngrams \(text, 512 dimensions\)\n {2}license MIT/m);
  for (const shipped of ["glove-100d", "character-ngrams"]) {
    const shown = await earnest(["backbones", "show", shipped, "--json"]);
    assert.equal(JSON.parse(shown.stdout).trainingLabels, "none");
  }
  if (sharedPath("models/mn04") === undefined) return;
  const card = await earnest(["backbones", "show", CARD, "--allow-outside"]);
  assert.match(card.stdout, /training labels: 527: Speech; .*and 507 more/s);
});

Deno.test("prepare fetches and checks what cards and configurations name", async () => {
  if (sharedPath("models/mn04") === undefined) return;
  await withPlanted(async (cwd) => {
    const sides = { training: "planted.training.npy", evaluation: "planted.evaluation.npy" };
    const audit = plantedConfiguration({ audio: [{ name: "mn04", backbone: CARD, ...sides }] });
    await Deno.writeTextFile(join(cwd, "audit.json"), JSON.stringify(audit));
    const ended = await earnest(["prepare", CARD, "audit.json", "--allow-outside", "--json"], {
      cwd,
    });
    assert.equal(ended.code, 0, ended.stderr);
    const { prepared } = JSON.parse(ended.stdout);
    assert.match(prepared[0].file, /mn04\.onnx$/);
    const ofAudit = ["training.csv", "evaluation.csv", ...Object.values(sides), CARD];
    assert.deepEqual(prepared.slice(2, 7).map(({ file }: { file: string }) => file), ofAudit);
    assert.deepEqual(prepared.slice(7, 9), prepared.slice(0, 2));
    // And the packages of backbones, demo and leak rules.
    assert.equal(prepared.length, 9 + 10);
  });
});

Deno.test("prepare says which models without a card each run looks up on the Hub", async () => {
  await withPlanted(async (cwd) => {
    const sides = { training: "planted.training.npy", evaluation: "planted.evaluation.npy" };
    await Deno.mkdir(join(cwd, "here"));
    const entry = (backbone: string) => ({ name: backbone, backbone, ledger: "l.json", ...sides });
    const audit = plantedConfiguration({ audio: [entry("here"), entry("org/there")] });
    await Deno.writeTextFile(join(cwd, "audit.json"), JSON.stringify(audit));
    await Deno.writeTextFile(join(cwd, "l.json"), "{}");
    const ended = await earnest(["prepare", "audit.json"], { cwd });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(
      ended.stdout,
      /caches, but each run looks up "org\/there" on the .* network; name a/,
    );
  });
});

function refuses(name: string, args: readonly string[], code: number, message: RegExp) {
  Deno.test(`embed refuses ${name}`, () =>
    inFolder(async (folder) => {
      await writeCaptions(folder, 2);
      await Deno.writeTextFile(join(folder, "outside.csv"), "file_name\n../a.wav\n");
      await Deno.writeTextFile(join(folder, "twice.csv"), "file_name\na.wav\na.wav\n");
      const before = namesIn(folder);
      const ended = await earnest(["embed", ...args, ...CPU], { cwd: folder });
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
      assert.equal(ended.stdout, "");
      assert.deepEqual(namesIn(folder), before);
    }));
}

const GLOVE = ["--backbone", "glove-100d", "--out", "out"];
refuses("no backbone", ["captions.csv", "--out", "out"], 2, /needs --backbone or --embeddings/);
refuses(
  "an unknown backbone",
  ["captions.csv", "--backbone", "glove", "--out", "out"],
  2,
  /There is no backbone "glove"; /,
);
refuses(
  "a manifest that is not there",
  ["nowhere.csv", ...GLOVE],
  2,
  /"nowhere\.csv" does not exist/,
);
refuses(
  "a shard that there is not",
  ["captions.csv", ...GLOVE, "--shard", "5/4"],
  2,
  /shard is "5\/4"; expected I\/N/,
);
refuses(
  "--resume with --force",
  ["captions.csv", ...GLOVE, "--resume", "--force"],
  2,
  /cannot be used with/,
);
refuses(
  "no threads",
  ["captions.csv", ...GLOVE, "--threads", "0"],
  2,
  /whole number from 1 to 256/,
);
refuses(
  "a text column that is not there",
  ["captions.csv", ...GLOVE, "--text-column", "txt"],
  2,
  /no column "txt".*"text"/,
);
refuses(
  "texts for a backbone of sound",
  ["captions.csv", "--backbone", "openwakeword", "--out", "out"],
  2,
  /has no column "file_name"/,
);
refuses(
  "files outside the folder",
  ["outside.csv", "--backbone", "log-mel-statistics", "--out", "out"],
  2,
  /row 1 .*"\.\.\/a\.wav".*--allow-outside/,
);
refuses(
  "a file that stands twice",
  ["twice.csv", "--backbone", "log-mel-statistics", "--out", "out"],
  2,
  /rows 1 and 2/,
);
refuses(
  "a folder in a folder that is not there",
  ["captions.csv", "--backbone", "glove-100d", "--out", "no/where"],
  4,
  /Cannot write "no\/where"/,
);
