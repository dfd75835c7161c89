import assert from "node:assert/strict";
import { scanIntoFolder } from "../../../src/leakage/folder/scan_into_folder.ts";
import { splitIntoFolder } from "../../../src/leakage/folder/split_into_folder.ts";
import { makeFolder } from "../../datasets/made_folder.ts";
import { readPools } from "../../../src/leakage/pools/pools_file.ts";

const TEXTS = ["a dog barks", "it rains", "a door slams", "people talk", "bees hum", "a bell"];
const FILES = {
  "captions.csv": `id,text\n${TEXTS.map((text, i) => `${i}.wav,${text}\n`).join("")}`,
  "labels.txt": "dog\ncat\n",
  "list.json": '{"FreeSound": [], "id": ["1.wav"]}',
};

Deno.test("what is on a list is flagged, left out of the clean pool, and listed by split again", async () => {
  await using folder = await makeFolder(FILES);
  const at = (name: string) => `${folder.path}/${name}`;
  const options = { labels: at("labels.txt"), exclude: [at("list.json")], shuffles: 2 };
  const { pools } = await splitIntoFolder(at("captions.csv"), at("pools"), options);
  assert.deepEqual(pools.clean, ["2.wav", "3.wav", "4.wav", "5.wav"]);
  const stored = await readPools(at("pools/pools.json"));
  assert.ok(Object.keys(stored.inputs).includes(at("list.json")));
  const excluded = JSON.parse(await Deno.readTextFile(at("pools/excluded.json")));
  assert.deepEqual(excluded, { AudioSet: [], FreeSound: [], id: ["0.wav", "1.wav"] });

  // Another's code that leaves these out trains on the clean pool.
  const again = { labels: at("labels.txt"), exclude: [at("pools/excluded.json")] };
  await scanIntoFolder(at("captions.csv"), at("scan"), { ...again, rules: ["AUDIO-LISTED"] });
  const lines = (await Deno.readTextFile(at("scan/findings.jsonl"))).trim().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).item), ["0.wav", "1.wav"]);
});

Deno.test("a list that has no effect, or nothing to be compared with, is refused", async () => {
  await using folder = await makeFolder({ ...FILES, "plain.csv": "text\na dog\nrain\n" });
  const at = (name: string) => `${folder.path}/${name}`;
  const options = { labels: at("labels.txt"), exclude: [at("list.json")] };
  const cases: [Parameters<typeof scanIntoFolder>, RegExp][] = [
    [
      [at("captions.csv"), at("out"), { ...options, rules: ["TEXT-EXACT"] }],
      /--exclude.*AUDIO-LISTED in --rules/,
    ],
    [
      [at("captions.csv"), at("out"), { labels: at("labels.txt"), rules: ["AUDIO-LISTED"] }],
      /^AUDIO-LISTED cannot run without --exclude$/,
    ],
    [
      [at("plain.csv"), at("out"), options],
      /^AUDIO-LISTED cannot run: the training pairs have neither ids nor names of files; name/,
    ],
  ];
  for (const [args, message] of cases) {
    await assert.rejects(scanIntoFolder(...args), { name: "InputError", message });
  }
});
