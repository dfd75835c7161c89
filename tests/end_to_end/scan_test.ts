// The scan command on small corpora, as a user runs it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Made, makeFolder } from "../datasets/made_folder.ts";
import { bark, noise, scene, wavOf } from "../leakage/audio/made_sounds.ts";
import { earnest, namesIn } from "./cli.ts";

interface Found {
  readonly rule: string;
  readonly item: string;
  readonly label?: string;
  readonly flagged: boolean;
  readonly evaluationItem?: string;
}

/** Scans in a folder of these files; gives what is printed, with runs of spaces as one, and what is found. */
async function scan(files: Readonly<Record<string, Made>>, ...args: string[]) {
  await using folder = await makeFolder({ "labels.txt": "train\nrain\n", ...files });
  const labels = args.includes("--labels") ? [] : ["--labels", "labels.txt"];
  const device = ["--device", "cpu", "--out", "out", "--quiet"];
  const ended = await earnest(["scan", ...args, ...labels, ...device], { cwd: folder.path });
  const text = await Deno.readTextFile(join(folder.path, "out/findings.jsonl")).catch(() => "");
  const findings = text.split("\n").filter(Boolean).map((line): Found => JSON.parse(line));
  const lines = args.includes("--json") ? [] : ended.stdout.split("\n");
  for (const line of lines) assert.ok(line.length <= 80, line);
  if (ended.code !== 0) assert.ok(!namesIn(folder.path).some((name) => name.includes("out")));
  return { ...ended, said: ended.stdout.replaceAll(/\s+/g, " "), findings };
}

async function refused(
  message: RegExp,
  files: Readonly<Record<string, Made>>,
  ...args: string[]
): Promise<void> {
  const { code, stderr, stdout } = await scan(files, ...args);
  assert.equal(code, 2, stderr);
  assert.match(stderr, message);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
  assert.equal(stdout, "");
}

const SCENES = ["dogs bark", "a hen clucks", "people talk", "music plays", "a door slams"];
const UNRELATED = Array.from(
  { length: 60 },
  (_, i) => `u${i},${SCENES[i % 5]} in a ${["room", "yard", "hall", "street"][i % 4]}`,
);
const SEMANTIC = ["--rules", "TEXT-SEMANTIC", "--false-alarm-rate", "0.1"];
const CAPTIONS = "id,text\ntram,a tram on the railway\nsaid,a train on the railway\n" +
  `odd,xqzt\n${UNRELATED.join("\n")}\n`;

Deno.test("TEXT-SEMANTIC calibrated on the pairs: reports at about the rate, and says so", async () => {
  const { said, findings, code } = await scan({ "a.csv": CAPTIONS }, "a.csv", ...SEMANTIC);
  assert.equal(code, 0);
  assert.ok(findings.some(({ item, label }) => item === "tram" && label === "train"));
  // The label itself is for other rules to find.
  assert.ok(!findings.some(({ item, label }) => item === "said" && label === "train"));
  assert.ok(findings.every(({ rule, flagged }) => rule === "TEXT-SEMANTIC" && !flagged));
  const captions = new Set(findings.map(({ item }) => item)).size;
  assert.ok(captions <= 6, `${captions}`);
  assert.ok(said.includes(`reports ${captions} of 62 captions; 6 are expected`), said);
  assert.match(said, /on the scanned captions themselves.* about the rate by construction/);
  assert.match(said, /did not compare 1 caption that "glove-100d" cannot embed/);
  assert.match(said, /clean: 0 of 63 pairs/);
});

Deno.test("TEXT-SEMANTIC calibrated on other captions; each pair is counted once when it flags", async () => {
  const files = {
    "a.csv": "id,text\ntram,a tram and rain on the railway\nodd,xqzt\n",
    "b.csv": `id,caption\n${UNRELATED.join("\n")}\n`,
    "labels.txt": "train\nrain\nxqzt\n",
  };
  const rules = ["--rules", "TEXT-EXACT,TEXT-SEMANTIC", "--false-alarm-rate", "0.1"];
  const flagged = ["--flag", "TEXT-SEMANTIC", "--calibration", "b.csv", "--json"];
  const { stdout, findings } = await scan(files, "a.csv", ...rules, ...flagged);
  assert.deepEqual(
    findings.map(({ rule, item, label }) => [rule, item, label]),
    [
      ["TEXT-EXACT", "tram", "rain"],
      ["TEXT-SEMANTIC", "tram", "train"],
      ["TEXT-EXACT", "odd", "xqzt"],
    ],
  );
  const { total, semantic, inputs, notes } = JSON.parse(stdout);
  assert.deepEqual(total, { findings: 3, flagged: 3, flaggedPairs: 2 });
  assert.deepEqual(semantic, {
    backbone: "glove-100d",
    calibratedOn: "other captions",
    falseAlarmRate: 0.1,
    calibrationCaptions: 60,
    unusableCalibrationCaptions: 0,
    compared: 1,
    unusable: 1,
    expected: 0,
    found: 1,
    unusableLabels: ["xqzt"],
  });
  assert.deepEqual(Object.keys(inputs).sort(), ["calibration", "labels", "pairs"]);
  assert.match(notes.join(" "), /60 other captions.*did not look for labels.*"xqzt"/);
});

Deno.test("what TEXT-SEMANTIC cannot do is said in a line", async () => {
  const files = { "a.csv": "id,text\na,a tram\n" };
  const rules = ["a.csv", "--rules", "TEXT-SEMANTIC"];
  const few = /has 1 calibration captions .* too few for 2 labels at 1 % .*; 299 are enough/;
  await refused(few, files, ...rules);
  await refused(/"b.csv" does not exist/, files, ...rules, "--calibration", "b.csv");
  const sound = /"log-mel-statistics" embeds audio; TEXT-SEMANTIC needs a backbone for text/;
  await refused(sound, files, ...rules, "--text-backbone", "log-mel-statistics");
  await refused(/expected a share above 0/, files, ...rules, "--false-alarm-rate", "1");
  const idle = /--calibration needs TEXT-SEMANTIC in --rules/;
  await refused(idle, files, "a.csv", "--calibration", "a.csv");
});

const SOUNDS = {
  "items/metadata.csv": "file_name,label\nrain.wav,rain\ntrain.wav,train\n",
  "items/rain.wav": wavOf(noise(1, 4)),
  "items/train.wav": wavOf(scene(1, 4)),
  "pairs/same.wav": wavOf(scene(1, 4)),
  "pairs/other.wav": wavOf(bark(2, 2)),
};
const LISTEN = ["--items", "items", "--rules", "AUDIO-EXACT,AUDIO-NEAR"];

Deno.test("rules that listen need no texts, and hear manifests and data set folders alike", async () => {
  const table = "file_name,class\nsame.wav,x\nother.wav,y\nlost.wav,z\n";
  const files = { ...SOUNDS, "pairs/metadata.csv": table };
  for (const pairs of ["pairs", "pairs/metadata.csv"]) {
    const { findings, said, stderr } = await scan(files, pairs, ...LISTEN);
    assert.deepEqual(
      findings.map(({ rule, item, label, evaluationItem }) => [rule, item, label, evaluationItem]),
      [["AUDIO-EXACT", "same.wav", "train", "train.wav"]],
      stderr,
    );
    assert.match(said, /1 sound of training pairs could not be read, .*lost.wav/);
  }
  const texts = "file_name,caption\nsame.wav,a train\nother.wav,a dog\n";
  const both = ["--items", "items", "--rules", "TEXT-EXACT,AUDIO-EXACT"];
  const { findings } = await scan({ ...SOUNDS, "pairs/metadata.csv": texts }, "pairs", ...both);
  const manifest = "pairs/metadata.csv";
  for (
    const [table, rules, column] of [[texts, both, 10], [
      "file_name\nsame.wav\n",
      LISTEN,
      1,
    ]] as const
  ) {
    const [file, line] = [manifest, 2];
    const placed = await scan({ ...SOUNDS, [manifest]: table }, manifest, ...rules);
    assert.partialDeepStrictEqual(placed.findings.at(-1), {
      rule: "AUDIO-EXACT",
      file,
      line,
      column,
    });
  }
  assert.deepEqual(findings.map(({ rule, item }) => [rule, item]), [
    ["TEXT-EXACT", "same.wav"],
    ["AUDIO-EXACT", "same.wav"],
  ]);
});

Deno.test("sounds outside the manifest's folder are refused unless they are allowed", async () => {
  const outside = { ...SOUNDS, "pairs/a.csv": "file_name\n../items/train.wav\n" };
  const message = /"pairs\/a.csv" row 1 names a file outside its folder/;
  await refused(message, outside, "pairs/a.csv", ...LISTEN);
  const { findings } = await scan(outside, "pairs/a.csv", ...LISTEN, "--allow-outside");
  assert.equal(findings.length, 1);
  const items = { ...SOUNDS, "i/a.csv": "file_name,label\n../items/train.wav,x\n" };
  const pairs = { ...items, "pairs/a.csv": "file_name\nsame.wav\n" };
  const rules = ["--items", "i/a.csv", "--rules", "AUDIO-EXACT"];
  await refused(/"i\/a.csv" row 1 names a file outside/, pairs, "pairs/a.csv", ...rules);
});

Deno.test("columns of the items have options of their own", async () => {
  const files = {
    "fold.csv": "clip,category,src_file\n4-7-A-1.wav,rain,7\n",
    "pairs.csv": "id,rec\na,7\nb,8\n",
  };
  const rules = ["pairs.csv", "--items", "fold.csv", "--rules", "AUDIO-SOURCE"];
  const source = ["--source-column", "rec"];
  const columns = ["--items-label-column", "category", "--items-source-column", "src_file"];
  const file = ["--items-file-column", "clip"];
  const { findings } = await scan(files, ...rules, ...source, ...columns, ...file);
  assert.deepEqual(
    findings.map(({ item, label, evaluationItem }) => [item, label, evaluationItem]),
    [["a", "rain", "4-7-A-1.wav"]],
  );
  const labels = ["--labels", "fold.csv"];
  assert.equal((await scan(files, ...rules, ...source, ...columns, ...labels)).code, 0);
  const label = /"fold.csv" row 1 has no "label"; name the column of labels with --items-label/;
  await refused(label, files, ...rules, ...source);
  const others = await scan({ ...files, "labels.txt": "train\n" }, ...rules, ...source, ...columns);
  assert.match(others.said, /1 of 1 evaluation items have labels .* the first "rain"/);
  const category = ["--items-label-column", "category"];
  await refused(/none of 1 evaluation items has a source/, files, ...rules, ...category);
  await refused(/none of 2 training pairs has a source/, files, ...rules, ...columns);
  await refused(/--items-file-column needs --items/, files, "pairs.csv", ...file);
});

Deno.test("--items-where keeps the items whose columns have the values", async () => {
  const files = {
    "items.csv": "id,label,source_id,fold\na,rain,7,1\nb,rain,8,2\nc,rain,9,3\n",
    "pairs.csv": "id,source_id\n7,7\n8,8\n9,9\n",
  };
  const rules = ["pairs.csv", "--items", "items.csv", "--rules", "AUDIO-SOURCE"];
  const found = async (...where: string[]) => {
    const options = where.flatMap((one) => ["--items-where", one]);
    return (await scan(files, ...rules, ...options)).findings.map(({ item }) => item);
  };
  assert.deepEqual(await found("fold=1,3"), ["7", "9"]);
  assert.deepEqual(await found("fold=1", "fold=2"), ["7", "8"]);
  assert.deepEqual(await found("fold=1,2", "source_id=8"), ["8"]);
  const none = /"items.csv" has no row whose "fold" is "4" \(--items-where\); it has "1", "2"/;
  await refused(none, files, ...rules, "--items-where", "fold=4");
  await refused(
    /"items.csv" has no column "part"; it has /,
    files,
    ...rules,
    "--items-where",
    "part=1",
  );
  await refused(/expected column=value,value/, files, ...rules, "--items-where", "fold");
});

Deno.test("BACKBONE-DATA knows the evaluation's data set by the names that are given", async () => {
  const files = { "a.csv": "id,text\na,a hen\n" };
  const rules = ["a.csv", "--rules", "BACKBONE-DATA", "--backbone", "glove-100d"];
  const clip = "items/001 - Dog bark/1-100032-A.ogg";
  const known = await scan({ ...files, [clip]: "" }, ...rules, "--items", "items", "--json");
  assert.deepEqual(known.findings, []);
  assert.deepEqual(JSON.parse(known.stdout).evaluationSets, ["labels", "ESC-10"]);
  const json = ["--evaluation-set", "Gigaword 5", "ESC-50", "--json"];
  const { findings, stdout } = await scan(files, ...rules, ...json);
  assert.deepEqual(JSON.parse(stdout).evaluationSets, ["Gigaword 5", "ESC-50"]);
  assert.deepEqual(findings.map(({ rule, item }) => [rule, item]), [
    ["BACKBONE-DATA", "glove-100d"],
  ]);
});

Deno.test("a scan does not wait for what cannot happen, nor write SARIF over what is there", async () => {
  const pairs = { "pairs.csv": "id,text\n1,a train\n" };
  await refused(
    /--fail-on names TEXT-HYPERNYM, which only reports/,
    pairs,
    "pairs.csv",
    "--fail-on",
    "TEXT-HYPERNYM",
  );
  await refused(
    /--flag names AUDIO-NEAR, which does not run/,
    pairs,
    "pairs.csv",
    "--flag",
    "AUDIO-NEAR",
  );
  await refused(
    /"pairs.csv" exists; choose another --sarif/,
    pairs,
    "pairs.csv",
    "--sarif",
    "pairs.csv",
  );
  await refused(
    /"pairs.csv" is not a SARIF log .*, so --force does not replace it/,
    pairs,
    "pairs.csv",
    "--sarif",
    "pairs.csv",
    "--force",
  );
});

Deno.test("thousands of pairs are counted with commas, as in the tables", async () => {
  const rows = Array.from({ length: 1200 }, (_, i) => `${i < 1100 ? "a train" : "a door"} passes`);
  const { code, said } = await scan({ "many.csv": ["text", ...rows, ""].join("\n") }, "many.csv");
  assert.equal(code, 0);
  assert.match(said, /leaky: 1,100 of 1,200 pairs \(91\.7 %\) are flagged/);
});
