// The split command on small corpora, as a user runs it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { readItems } from "../../src/datasets/items.ts";
import { readPools } from "../../src/leakage/pools/pools_file.ts";
import { type Made, makeFolder } from "../datasets/made_folder.ts";
import { sharedPath } from "../shared.ts";
import { earnest, namesIn } from "./cli.ts";

/** Splits in a folder of these files, as often as there are lists of arguments; looks at the last. */
async function split(files: Readonly<Record<string, Made>>, ...runs: readonly string[][]) {
  await using folder = await makeFolder({ "labels.txt": "train\nrain\n", ...files });
  let ended = { code: 0, stdout: "", stderr: "" };
  for (const args of runs) {
    const labels = args.includes("--labels") ? [] : ["--labels", "labels.txt"];
    const out = args.includes("--out") ? [] : ["--out", "out"];
    ended = await earnest(["split", ...args, ...labels, ...out, "--quiet"], { cwd: folder.path });
  }
  const out = join(folder.path, "out");
  const written = await Deno.stat(out).then(() => namesIn(out), (): string[] => []);
  const manifests: Record<string, Readonly<Record<string, string>>[]> = {};
  for (const name of written.filter((name) => /^(clean|control|validation)\./.test(name))) {
    manifests[name] = (await readItems(join(out, name))).map(({ columns }) => columns);
  }
  const pools = written.includes("pools.json")
    ? await readPools(join(out, "pools.json"))
    : undefined;
  if (!runs.at(-1)!.includes("--json")) {
    for (const line of ended.stdout.split("\n")) assert.ok(line.length <= 80, line);
  }
  return { ...ended, said: ended.stdout.replaceAll(/\s+/g, " "), written, manifests, pools };
}

const SCENES = ["dogs bark", "hens cluck", "people talk", "music plays", "doors slam", "bees hum"];
const RECORDED = SCENES.flatMap((scene, i) => [`${i}a,${scene} near,${i}`, `${i}b,${scene},${i}`]);
const PAIRS = `id,text,source_id\n${RECORDED.join("\n")}\nt,a train,t\nu,they talk,t\n`;

Deno.test("what is held out is in no manifest to train on; the table and --json count both ways", async () => {
  const args = ["a.csv", "--validation", "0.2"];
  const { code, said, written, manifests, pools } = await split({ "a.csv": PAIRS }, args);
  assert.equal(code, 0);
  assert.deepEqual(written, [
    "clean.csv",
    "control.csv",
    "excluded.json",
    "findings.jsonl",
    "pools.json",
    "validation.csv",
  ]);
  const held = manifests["validation.csv"]!.map(({ id }) => id);
  assert.deepEqual(held, pools!.validation!.ids);
  assert.equal(held.length, 2);
  for (const name of ["clean", "control"] as const) {
    const ids = manifests[`${name}.csv`]!.map(({ id }) => id!);
    assert.equal(ids.length, 11);
    assert.ok(new Set(ids).isDisjointFrom(new Set(held)));
    assert.equal(pools![name].length, 13);
  }
  assert.match(said, /pool pairs held out to train on dirty 14 2 12 clean 13 2 11 control 13 2 11/);
  assert.match(said, /Held out for validation: 2 pairs in 1 group by source\. .* leave them out/);
  assert.match(said, /1 clean pair shares a recording with a flagged one/);
  const { stdout } = await split({ "a.csv": PAIRS }, [...args, "--json"]);
  const result = JSON.parse(stdout);
  assert.deepEqual(result.pools[1], { condition: "clean", pairs: 13, trainingPairs: 11 });
  assert.deepEqual(result.validation, pools!.validation);
  assert.deepEqual(result.notes, pools!.notes);
});

Deno.test("a flagged caption takes its sound's others along, unless --unit is pair", async () => {
  const rows = SCENES.map((scene, i) => `${i}.wav,${scene},${scene} again\n`).join("");
  const table = `file_name,caption_1,caption_2\n${rows}t.wav,a train,a station\n`;
  const whole = await split({ "a.csv": table }, ["a.csv"]);
  assert.equal(whole.code, 0, whole.stderr);
  assert.deepEqual([whole.pools!.unit, whole.pools!.removedWithSound], ["sound", 1]);
  assert.deepEqual(whole.pools!.flaggedBy, { "TEXT-EXACT": 1 });
  assert.ok(!whole.pools!.clean.some((id) => id.startsWith("t.wav")));
  assert.match(whole.said, /TEXT-EXACT 1 1 \(their sounds' others\) 1 in all 2/);
  assert.match(
    whole.said,
    /- The clean pool also lacks 1 pair that no rule flags: its sound has a/,
  );
  const alone = await split({ "a.csv": table }, ["a.csv", "--unit", "pair", "--json"]);
  assert.deepEqual([alone.pools!.unit, alone.pools!.removedWithSound], ["pair", 0]);
  assert.ok(alone.pools!.clean.includes("t.wav#2"));
  assert.equal(JSON.parse(alone.stdout).unit, "pair");
  const { code, stderr } = await split({ "a.csv": table }, ["a.csv", "--unit", "clip"]);
  assert.deepEqual([code, /'clip' is invalid.*sound, pair/.test(stderr)], [2, true], stderr);
});

Deno.test("several captions a row, and data set folders: a row keeps what it had", async () => {
  const table = "file_name,caption_1,caption_2,take\nb c.wav,a train,a dog,2\nd.wav,a hen,,3\n";
  const { manifests } = await split({ "a.csv": table }, ["a.csv", "--unit", "pair"]);
  assert.deepEqual(manifests["clean.jsonl"], [
    { id: "b c.wav#2", text: "a dog", caption_of: "b c.wav", file_name: "b c.wav", take: "2" },
    { id: "d.wav#1", text: "a hen", caption_of: "d.wav", file_name: "d.wav", take: "3" },
  ]);
  const clotho = {
    "c/clotho_captions_evaluation.csv":
      "file_name,caption_1\nx.wav,rain\ny.wav,a dog\nz.wav,a hen\n",
    "c/clotho_metadata_evaluation.csv": "file_name,sound_id,license\ny.wav,7,CC0\n",
  };
  const folder = (await split(clotho, ["c"])).manifests["clean.jsonl"]!;
  assert.deepEqual(folder[0], {
    id: "evaluation/y.wav#1",
    text: "a dog",
    source_id: "7",
    caption_of: "evaluation/y.wav",
    file_name: "evaluation/y.wav",
    sound_id: "7",
    license: "CC0",
    split: "evaluation",
  });
  assert.equal(folder[1]!["file_name"], "evaluation/z.wav");
});

Deno.test("rules that only compare recordings split pairs by their texts, too", async () => {
  const items = { "i.csv": "name,category,rec\nx.wav,rain,3\n" };
  const named = ["--items", "i.csv", "--items-label-column", "category"];
  const columns = ["--items-source-column", "rec", "--items-file-column", "name"];
  const args = ["a.csv", ...named, ...columns, "--rules", "AUDIO-SOURCE"];
  const { code, stderr, manifests, pools } = await split({ "a.csv": PAIRS, ...items }, args);
  assert.equal(code, 0, stderr);
  assert.deepEqual(pools!.flaggedBy, { "AUDIO-SOURCE": 2 });
  assert.equal(manifests["clean.csv"]!.length, 12);
});

Deno.test("notes: no recordings, row numbers, and classes that cannot be held out whole", async () => {
  const texts = `text\n${Array.from({ length: 9 }, (_, i) => `caption ${i}`).join("\n")}\n`;
  const plain = await split({ "a.csv": texts }, ["a.csv", "--validation", "0.4"]);
  assert.match(plain.said, /No pair names its recording, so each pair .* with --source-column/);
  assert.match(plain.said, /ids are row numbers.*--id-column/);
  const rows = SCENES.flatMap((
    label,
    i,
  ) => [`${i}a,${label},${label},s`, `${i}b,${label},${label},${i}`]);
  const shared = `id,text,label,source_id\n${rows.join("\n")}\n`;
  const classes = await split({ "a.csv": shared }, ["a.csv", "--validation", "0.3"]);
  assert.equal(classes.code, 0, classes.stderr);
  assert.equal(classes.pools!.validation!.by, "source");
  assert.match(classes.said, /Whole classes cannot be held out.*Recordings are held out instead/);
  assert.doesNotMatch(classes.said, /row numbers|names its recording/);
});

Deno.test("an output is replaced with --force only, and only a split's", async () => {
  const kept = await split({ "a.csv": PAIRS }, ["a.csv", "--validation", "0.2"], ["a.csv"]);
  assert.equal(kept.code, 2);
  assert.match(kept.stderr, /"out" exists; choose another --out, or replace it with --force/);
  assert.ok(kept.written.includes("validation.csv"));
  const args = ["a.csv", "--validation", "0.2"];
  const replaced = await split({ "a.csv": PAIRS }, args, ["a.csv", "--force"]);
  assert.equal(replaced.code, 0);
  assert.ok(!replaced.written.includes("validation.csv"));
  const other = await split({ "a.csv": PAIRS, "out/mine.txt": "" }, ["a.csv", "--force"]);
  assert.equal(other.code, 2);
  assert.deepEqual(other.written, ["mine.txt"]);
});

Deno.test("what cannot be split is said in a line, and nothing is written", async () => {
  const refused = async (message: RegExp, content: string, ...args: string[]) => {
    const { code, stderr, stdout, written } = await split({ "a.csv": content }, ["a.csv", ...args]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
    assert.deepEqual([stdout, written], ["", []]);
  };
  await refused(
    /"\w+\.csv": The clean pool has 1 of 3 pairs .*flagged by TEXT-EXACT 2/,
    "text\nrain\ntrain\na hen\n",
  );
  await refused(/by source: 0 distinct texts .*; choose 0\.1\d/, PAIRS, "--validation", "0.01");
  await refused(/expected a share above 0/, PAIRS, "--validation", "1.5");
  await refused(/has no column of texts/, "id,words\na,a dog\n");
});

Deno.test("AudioCaps: no recording of a held-out caption is in a manifest to train on", async () => {
  const path = sharedPath("data/audiocaps/test.csv");
  if (path === undefined) return;
  const columns = ["--source-column", "youtube_id", "--id-column", "audiocap_id"];
  const args = [path, ...columns, "--validation", "0.1"];
  const { said, manifests, pools } = await split({}, args);
  const videosOf = (name: string) => new Set(manifests[name]!.map((row) => row["youtube_id"]!));
  const held = videosOf("validation.jsonl");
  assert.ok(held.isDisjointFrom(videosOf("clean.jsonl").union(videosOf("control.jsonl"))));
  const rest = manifests["clean.jsonl"]!.length;
  assert.equal(rest, pools!.clean.length - pools!.validation!.ids.length);
  assert.ok(said.includes(` clean ${pools!.clean.length.toLocaleString("en-US")} `), said);
  assert.match(said, /sounds are named by the columns "youtube_id" and "start_time"/);
  assert.doesNotMatch(said, /clean pairs share a recording with a flagged one/);
});
