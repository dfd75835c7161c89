import assert from "node:assert/strict";
import { compileAudioListed } from "../../../src/leakage/audio/audio_listed.ts";
import { parseExclusionList } from "../../../src/leakage/audio/exclusion_list.ts";
import { exclusionList } from "../../../src/leakage/audio/write_exclusion_list.ts";
import type { TrainingPair } from "../../../src/leakage/findings.ts";
import { assertSafe } from "../../formats/damage.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const finderOf = (text: string, name: string) => {
  const find = compileAudioListed(parseExclusionList(bytesOf(text), name));
  return (pair: Partial<TrainingPair>) => find({ id: "pair", text: "", ...pair })?.evidence;
};

const VIDEO = "7fmOlUlwoNg";
const VIDEO_B = "b0RFKhbpFJA";
const WAV_CAPS = `{"AudioSet": ["Y${VIDEO}.wav"], "FreeSound": [1234, "567"], "BBC": ["07000001"]}`;

Deno.test("a list by archives finds ids, names of files and sources", () => {
  const find = finderOf(WAV_CAPS, "blacklist.json");
  const found: Partial<TrainingPair>[] = [
    { id: "1234" },
    { id: "1234#2" },
    { id: "x", source: "1234" },
    { id: "x", source: "https://freesound.org/people/a/sounds/567/" },
    { id: "1-1234-A.wav" },
    { id: "x", file: "data/train.parquet#audio/3/1234.flac" },
    { id: "x", file: `clips/Y${VIDEO}.flac` },
    { id: `${VIDEO}_30.wav` },
    { id: "x", source: VIDEO },
    { id: "bbc/07000001.wav" },
  ];
  for (const pair of found) assert.match(find(pair) ?? "", /is on the list$/, JSON.stringify(pair));
  const others: Partial<TrainingPair>[] = [
    { id: "12345" },
    { id: "x", source: "123" },
    { id: "x", source: "07000001.1" },
    { id: "8fmOlUlwoNg_30.wav" },
    { id: "x", file: "1234/x.wav" },
  ];
  for (const pair of others) assert.equal(find(pair), undefined, JSON.stringify(pair));
});

Deno.test("ids of an archive that is not Freesound are no ids of Freesound", () => {
  assert.equal(finderOf('{"BBC": ["1234"]}', "a.json")({ id: "1-1234-A.wav" }), undefined);
  assert.equal(finderOf('{"AudioSet": ["1234"]}', "a.json")({ id: "1-1234-A.wav" }), undefined);
});

Deno.test("lists are read in the forms that people publish", () => {
  const forms: [string, string][] = [
    ["a.txt", "# out\na.wav\n\n b.wav \n"],
    ["a.json", '["a.wav", "b.wav"]'],
    ["a.json", '[{"id": "a.wav", "why": "test"}, {"id": "b.wav", "why": "test"}]'],
    ["a.json", '{"data": [{"id": "a.wav"}, {"id": "b.wav"}]}'],
    ["a.csv", "file_name,why\na.wav,x\nb.wav,y\n"],
    ["a.csv", "sound\na.wav\nb.wav\n"],
    ["a.csv", "a.wav\nb.wav\n"],
    ["a.csv", "a.wav,1,dog\nb.wav,2,rain\n"],
    ["a.tsv", "id\tx\na.wav\t1\nb.wav\t1\n"],
    ["a.tsv", "a.wav\t1\nb.wav\t1\n"],
    ["a.csv", "FILENAME,why\na.wav,x\nb.wav,y\n"],
    ["a.jsonl", '{"id": "a.wav"}\n{"id": "b.wav", "why": "x"}\n'],
    ["a.ndjson", '"a.wav"\n"b.wav"\n'],
    ["a.json", '{"id": "a.wav"}\n{"id": "b.wav"}\n'],
    ["a.jsonl", '{"id": ["a.wav", "b.wav"]}'],
    ["a.txt", '["a.wav",\n "b.wav"]\n'],
    ["a.lst", '{"file_name": "a.wav"}\n{"file_name": "b.wav"}\n'],
    ["a.txt", "a.wav\tdog\nb.wav\train\n"],
    ["a.txt", '"a.wav", 0, 10.5\nb.wav 30 40\n'],
  ];
  for (const [name, text] of forms) {
    const listed = parseExclusionList(bytesOf(text), name);
    assert.deepEqual(listed.map(({ name }) => name), ["a.wav", "b.wav"], text);
  }
  const names = (text: string, name: string) =>
    parseExclusionList(bytesOf(text), name).map(({ name }) => name);
  assert.deepEqual(names("180913\n180914\n", "a.csv"), ["180913", "180914"]);
  assert.deepEqual(names(`${VIDEO}\n`, "a.csv"), [VIDEO]);
  assert.deepEqual(names("180913, 0, 1\nb0RFKhbpFJA 30 40\n", "a.txt"), ["180913", VIDEO_B]);
  // Names may have spaces, commas, numbers and brackets in them.
  const written = ["Track 01", "Dogs, barking.wav", "[take] 1.wav", "take 1 2", "12 01"];
  assert.deepEqual(names(written.join("\n"), "a.txt"), written);
  // A first word that may be a name is one.
  assert.deepEqual(names("take_a\ntake_b\n", "a.csv"), ["take_a", "take_b"]);
  const csv = parseExclusionList(bytesOf(`youtube_id,start\n${VIDEO},30\n`), "a.csv");
  assert.deepEqual(csv, [{ name: VIDEO, archive: "YouTube" }]);
});

Deno.test("tables of segments without a header list their videos", () => {
  const segments: [string, string][] = [
    [
      "eval_segments.csv",
      `# Segments csv created\n# num_ytids=1\n# YTID, start_seconds\n${VIDEO}, 0.000, 10.000, "/m/068hy,/m/0x"\n`,
    ],
    ["vggsound.csv", `${VIDEO},1,"people eating, crisps",test\n`],
    ["vggsound.txt", `${VIDEO},1,people marching,train\n`],
  ];
  for (const [name, text] of segments) {
    const listed = parseExclusionList(bytesOf(text), name);
    assert.deepEqual(listed, [{ name: VIDEO, archive: "YouTube" }], name);
  }
});

Deno.test("a list in Latin-1 is read with a note", () => {
  const notes: string[] = [];
  const bytes = Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a);
  assert.deepEqual(parseExclusionList(bytes, "a.txt", (note) => notes.push(note)), [{
    name: "café",
  }]);
  assert.match(notes[0]!, /"a.txt" has bytes that are not UTF-8 on 1 line/);
});

Deno.test("each fault of a list has its message", () => {
  const cases: [string, string, RegExp][] = [
    ["a.txt", "\n# nothing\n", /it lists nothing; expected ids or names of files$/],
    ["a.json", "{}", /it lists nothing/],
    ["a.json", '{"AudioSet": 3}', /"AudioSet" in it is no list of ids or names$/],
    ["a.json", "[true]", /it holds true; expected lists of ids or names$/],
    ["a.csv", "a,b\n1,2\n", /"a.csv" has no column of ids or files; expected one of id, /],
    ["a.jsonl", '{"id": "a"}\n{"name": "b"}\n', /"name" in line 2 is no list of ids or names$/],
    ["a.jsonl", '{"id": "a"}\n{"id"\n', /line 2/],
    ["a.txt", "a.wav\n180913, dog\n", /line 2 is "180913, dog"; expected an id or a name of/],
    ["a.csv", "id,x\na\n", /row 1 \(line 2\) has 1 fields, the header has 2$/],
    ["a.csv", `${VIDEO},1,a dog,train\nx\n`, /line 2 is "x"; expected a YouTube id, a start$/],
    ["a.csv", "Description,x\na,b\n", /"a.csv" has no column of ids or files/],
    ["a.txt", "x".repeat(5000), /it has a name of 5000 characters$/],
  ];
  for (const [name, text, message] of cases) {
    assert.throws(() => parseExclusionList(bytesOf(text), name), { name: "InputError", message });
  }
});

Deno.test("parts of one video are told apart where both are known", () => {
  const find = finderOf(`${VIDEO}_30.wav\n`, "a.txt");
  assert.notEqual(find({ id: `Y${VIDEO}` }), undefined);
  assert.notEqual(find({ id: `${VIDEO}_35.flac` }), undefined);
  assert.equal(find({ id: `${VIDEO}_60.flac` }), undefined);
});

Deno.test("what split writes, the rule reads", () => {
  const pairs = [
    { id: "1-100032-A.wav#1", text: "a" },
    { id: "1-100032-A.wav#2", text: "b" },
    { id: `${VIDEO}_30.wav`, text: "c" },
    { id: "own.wav", text: "d" },
  ];
  const text = exclusionList(pairs);
  const find = finderOf(text, "excluded.json");
  for (const pair of pairs) assert.notEqual(find(pair), undefined, pair.id);
  assert.equal(find({ id: "other.wav" }), undefined);
  assert.deepEqual(JSON.parse(text)["AudioSet"], [VIDEO]);
});

Deno.test("a list with any bytes changed is read or refused, never worse", async () => {
  for (
    const [name, text] of [["a.json", WAV_CAPS], ["a.csv", "id,x\na,1\nb,2\n"], ["a.txt", "a\nb"]]
  ) {
    const read = (bytes: Uint8Array) => compileAudioListed(parseExclusionList(bytes, name!));
    await assertSafe(read, [bytesOf(text!)], { seed: 5, numRuns: 1000 });
  }
});
