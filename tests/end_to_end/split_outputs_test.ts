// What the split command writes, whatever the bytes and the order of its input.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Made, makeFolder } from "../datasets/made_folder.ts";
import { earnest, namesIn } from "./cli.ts";

/** Splits `pairs` in a folder of these files; gives what is printed and what is written. */
async function split(files: Readonly<Record<string, Made>>, pairs: string, ...args: string[]) {
  await using folder = await makeFolder({ "labels.txt": "dog\nrain\n", ...files });
  const options = ["--labels", "labels.txt", "--out", "out", "--quiet"];
  const ended = await earnest(["split", pairs, ...options, ...args], { cwd: folder.path });
  const read = (name: string) => Deno.readTextFile(join(folder.path, "out", name));
  const pools = ended.code === 0 ? JSON.parse(await read("pools.json")) : undefined;
  const written = namesIn(join(folder.path)).filter((name) => name.startsWith("out"));
  const texts = new Map<string, string>();
  for (const name of ["findings.jsonl", "clean.csv", "control.csv", "clean.jsonl"]) {
    await read(name).then((text) => texts.set(name, text), () => {});
  }
  return { ...ended, pools, texts, written };
}

const ROWS = ["a,a dog", 'b,"a ""hen""\nclucks"', "c,rain", "d,a cat", "e,an owl", "f,a cow"];
const manifest = (rows: readonly string[]) => `id,text\n${rows.join("\n")}\n`;

Deno.test("split writes pools, findings and manifests of the rows as they stand", async () => {
  const { code, stderr, stdout, pools, texts } = await split({ "a.csv": manifest(ROWS) }, "a.csv");
  assert.equal(code, 0, stderr);
  assert.deepEqual(pools.clean, ["b", "d", "e", "f"]);
  assert.deepEqual(pools.flaggedBy, { "TEXT-EXACT": 2 });
  assert.equal(pools.control.length, 4);
  const kept = ROWS.filter((row) => pools.clean.includes(row[0]));
  assert.equal(texts.get("clean.csv"), manifest(kept));
  const findings = texts.get("findings.jsonl")!.trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual(
    findings.filter(({ flagged }) => flagged).map(({ item, line, column, span }) => [
      item,
      line,
      column,
      span,
    ]),
    [["a", 2, 5, [2, 5]], ["c", 5, 3, [0, 4]]],
  );
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  assert.match(stdout, /TEXT-EXACT +2 +2/);
});

Deno.test("the order of the rows changes no pool, the seed does", async () => {
  const poolsOf = async (rows: readonly string[], seed: string) => {
    const { pools } = await split({ "a.csv": manifest(rows) }, "a.csv", "--seed", seed);
    const { inputs: _, ...others } = pools;
    return others;
  };
  const pools = await poolsOf(ROWS, "1");
  assert.deepEqual(await poolsOf(ROWS.toReversed(), "1"), pools);
  assert.notDeepEqual((await poolsOf(ROWS, "2")).shuffled, pools.shuffled);
});

Deno.test("bytes that are not UTF-8 end no split: its manifests are written anew", async () => {
  const bytes = [...new TextEncoder().encode(manifest(ROWS))].map((byte) =>
    byte === "w".charCodeAt(0) ? 0xff : byte
  );
  const files = { "a.csv": new Uint8Array(bytes) };
  const { code, stderr, stdout, pools, texts } = await split(files, "a.csv");
  assert.equal(code, 0, stderr);
  assert.match(stdout.replaceAll(/\s+/g, " "), /not UTF-8 on 2 line\(s\), the first line 7/);
  assert.match(pools.notes.join(" "), /AUDIO-SOURCE did not run: no --items were given/);
  const clean = texts.get("clean.jsonl")!.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(clean[2], { id: "e", text: "an oÿl" });
});

Deno.test("rows without a text are in no pool and in no manifest", async () => {
  const rows = [...ROWS, "g,", "h,an ox"];
  const { code, stderr, stdout, pools, texts } = await split({ "a.csv": manifest(rows) }, "a.csv");
  assert.equal(code, 0, stderr);
  assert.match(stdout.replaceAll(/\s+/g, " "), /1 row\(s\) without a text, the first row 7/);
  assert.deepEqual(pools.clean, ["b", "d", "e", "f", "h"]);
  assert.equal(texts.get("clean.csv")!.includes("\ng,"), false);
});

Deno.test("a clean pool that is too small is refused, with what each rule took", async () => {
  const files = { "a.csv": manifest(ROWS.slice(0, 1)) };
  const { code, stderr, written } = await split(files, "a.csv");
  assert.equal(code, 2);
  assert.match(stderr, /clean pool has 0 of 1 pairs .* flagged by TEXT-EXACT 1/);
  assert.deepEqual(written, []);
});
