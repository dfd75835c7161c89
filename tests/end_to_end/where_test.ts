import assert from "node:assert/strict";
import { join } from "node:path";
import { writeNpy } from "../../src/formats/npy.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";
import { makeSet } from "./made_set.ts";

const LABELS = [
  "air_conditioner",
  "car_horn",
  "children_playing",
  "dog_bark",
  "drilling",
  "engine_idling",
  "gun_shot",
  "jackhammer",
  "siren",
  "street_music",
];

/** Writes UrbanSound8K as Kaggle has it, four clips a label, without sounds, and an array of its rows. */
async function urbanSounds(cwd: string): Promise<void> {
  const rows = LABELS.flatMap((label, c) =>
    [1, 2, 3, 4].map((n) => `${n}-${c}-0-0.wav,${10 * n + c},0,1,1,${1 + n % 2},${c},${label}\n`)
  );
  await Deno.mkdir(join(cwd, "us8k/fold1"), { recursive: true });
  const header = "slice_file_name,fsID,start,end,salience,fold,classID,class\n";
  await Deno.writeTextFile(join(cwd, "us8k/UrbanSound8K.csv"), header + rows.join(""));
  const values = rows.flatMap((_, i) =>
    LABELS.map((_, c) => (Math.floor(i / 4) === c ? 1 : 0) + (i % 4) / 100)
  );
  const array = writeNpy([rows.length, LABELS.length], Float32Array.from(values));
  await Deno.writeFile(join(cwd, "a.npy"), array);
}

Deno.test("UrbanSound8K of Kaggle has its ten labels in every command, and --where its folds", () =>
  inFolder(async (cwd) => {
    await urbanSounds(cwd);
    const text = await makeSet(
      cwd,
      "text",
      LABELS.map((label, c) => ({
        id: label,
        row: LABELS.map((_, i) => i === c ? 1 : 0),
        columns: { label },
      })),
    );
    const run = async (...args: string[]) => {
      const ended = await earnest([...args, "--json", "--quiet"], { cwd });
      assert.equal(ended.code, 0, ended.stderr);
      return JSON.parse(ended.stdout);
    };
    const array = ["--items", "us8k", "--device", "cpu", "--bootstrap", "100"];
    const [all, half] = [
      await run("separability", "a.npy", ...array),
      await run("separability", "a.npy", ...array, "--where", "fold=1"),
    ];
    assert.deepEqual(Object.keys(all.per_class), LABELS.map((label) => label.replace("_", " ")));
    assert.deepEqual([all.items, half.items], [40, 20]);
    const sets = ["--audio", "a.npy", "--audio-items", "us8k", "--text", text, "--device", "cpu"];
    const evaluated = await run("evaluate", ...sets, "--bootstrap", "100", "--where", "fold=1,2");
    assert.deepEqual([evaluated.items, evaluated.labels.length], [40, 10]);
    const search = ["search", "a.npy", "--query", "a.npy", "--query-items", "us8k", "-k", "40"];
    const nearest = await run(...search, "--items", "us8k", "--device", "cpu", "--where", "fold=2");
    assert.deepEqual([nearest.results.length, nearest.results[0].hits.length], [40, 20]);
    const imported = ["us8k", "--embeddings", "a.npy", "--out", "set", "--where", "fold=2"];
    assert.equal((await run("embed", ...imported)).rows, 20);
    await Deno.writeTextFile(join(cwd, "pairs.csv"), "id,source_id,split\na,10,x\nb,11,y\n");
    const scan = ["scan", "pairs.csv", "--labels", "us8k", "--items", "us8k", "--out", "leaks"];
    const found = await run(...scan, "--rules", "AUDIO-SOURCE", "--where", "split=y");
    assert.deepEqual([found.pairs, found.total.flaggedPairs], [1, 1]);
  }));

Deno.test("--where names the columns or values that exist, and --help has an example", () =>
  inFolder(async (cwd) => {
    await urbanSounds(cwd);
    const cases: [string[], RegExp][] = [
      [
        ["labels", "us8k", "--where", "fold=9"],
        /has no row whose "fold" is "9" \(--where\); it has "1", "2"/,
      ],
      [
        ["separability", "a.npy", "--items", "us8k", "--where", "part=1"],
        /has no column "part"; it has "slice_file_name"/,
      ],
      [
        ["embed", "us8k", "--embeddings", "a.npy", "--out", "x", "--where", "fold"],
        /expected column=value,value, such as split=dev/,
      ],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await earnest(args, { cwd });
      assert.equal(code, 2, stderr);
      assert.match(stderr.replaceAll(/\n +/g, " "), message);
    }
    const { stdout } = await earnest(["scan", "--help"]);
    assert.match(
      stdout.replaceAll(/\n +/g, " "),
      /--where split=dev, --where fold=1,2, --where 'label="a, b"'; repeatable/,
    );
  }));

Deno.test("evaluate leaves out the captions of the sounds that --where leaves out", () =>
  inFolder(async (cwd) => {
    const splits = ["dev", "dev", "eval", "eval", "eval"];
    const row = (i: number) => splits.map((_, c) => c === i ? 1 : 0);
    const audio = await makeSet(
      cwd,
      "audio",
      splits.map((split, i) => ({ id: `${i}.wav`, row: row(i), columns: { split } })),
    );
    const captions = splits.map((_, i) => ({
      id: `${i}.wav#1`,
      row: row(i),
      columns: { caption_of: `${i}.wav` },
    }));
    const text = await makeSet(cwd, "text", captions);
    const args = ["evaluate", "--audio", audio, "--text", text, "--where", "split=eval"];
    const ended = await earnest([...args, "--device", "cpu", "--json", "--quiet"], { cwd });
    assert.equal(ended.code, 0, ended.stderr);
    const { task, sounds, captions: counted, notes } = JSON.parse(ended.stdout);
    assert.deepEqual([task, sounds, counted], ["retrieval", 3, 3]);
    assert.doesNotMatch(notes.join(), /could not be read/);
  }));
