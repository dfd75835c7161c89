// A corpus that is scanned or split into a folder, called as a library.
import assert from "node:assert/strict";
import { join } from "node:path";
import { filesIn } from "../../../src/basics/output/own_names.ts";
import { scanIntoFolder } from "../../../src/leakage/folder/scan_into_folder.ts";
import { splitIntoFolder } from "../../../src/leakage/folder/split_into_folder.ts";
import { makeFolder } from "../../datasets/made_folder.ts";
import { noise, wavOf } from "../audio/made_sounds.ts";

const ANIMALS = ["dog", "hen", "owl", "pig", "cow", "cat", "fox", "bee", "ant"];

/** Captions of more than a few blocks of reading. */
const CAPTIONS = `id,text\n${
  Array.from({ length: 40_000 }, (_, i) => `${i},a ${ANIMALS[i % 9]} in a yard far away`).join("\n")
}\n`;

const LABELS = { "labels.txt": "dog\ntrain\n" };

function options(folder: string) {
  return { labels: join(folder, "labels.txt"), rules: ["TEXT-EXACT"] as const };
}

/** A signal that is aborted at the first report of a stage, and how often that stage is reported afterwards. */
function abortingAt(stage: string, reason?: unknown) {
  const ending = new AbortController();
  const reports: number[] = [];
  return {
    signal: ending.signal,
    reports,
    onProgress: (report: { stage: string; done: number }) => {
      if (report.stage !== stage) return;
      reports.push(report.done);
      ending.abort(reason);
    },
  };
}

Deno.test("a scan that is aborted leaves nothing, and an earlier one as it was", async () => {
  await using made = await makeFolder({ "captions.csv": CAPTIONS, ...LABELS });
  const [path, out] = [join(made.path, "captions.csv"), join(made.path, "out")];
  const reason = new Error("enough for today");
  const aborting = abortingAt("reading", reason);
  const scan = scanIntoFolder(path, out, { ...options(made.path), ...aborting });
  await assert.rejects(scan, (thrown) => thrown === reason);
  assert.equal(aborting.reports.length, 1, "no further block is read");
  assert.deepEqual(filesIn(made.path), ["captions.csv", "labels.txt"]);

  const { total } = await scanIntoFolder(path, out, options(made.path));
  assert.equal(total.flaggedPairs, Math.ceil(40_000 / 9));
  const before = Deno.readTextFileSync(join(out, "scan.json"));
  const again = { ...options(made.path), force: true, flag: [], report: ["TEXT-EXACT"] as const };
  await assert.rejects(
    scanIntoFolder(path, out, { ...again, ...abortingAt("reading") }),
    { name: "AbortError" },
  );
  assert.equal(Deno.readTextFileSync(join(out, "scan.json")), before);
  assert.deepEqual(filesIn(out), ["findings.jsonl", "scan.json"]);
});

Deno.test("a scan that listens ends after the sound at work", async () => {
  const sound = wavOf(noise(1, 1));
  await using made = await makeFolder({
    "captions.csv": "id,text,file_name\n1,a,a.wav\n2,b,b.wav\n",
    "items.csv": "id,label,file_name\ne,dog,e.wav\n",
    "a.wav": sound,
    "b.wav": sound,
    "e.wav": sound,
    ...LABELS,
  });
  const aborting = abortingAt("listening");
  const scan = scanIntoFolder(join(made.path, "captions.csv"), join(made.path, "out"), {
    ...options(made.path),
    rules: ["AUDIO-EXACT"],
    items: join(made.path, "items.csv"),
    ...aborting,
  });
  await assert.rejects(scan, { name: "AbortError" });
  assert.deepEqual(aborting.reports, [1]);
});

Deno.test("a calibration of TEXT-SEMANTIC ends with the signal", async () => {
  await using made = await makeFolder({ "captions.csv": CAPTIONS, ...LABELS });
  const aborting = abortingAt("calibrating");
  const scan = scanIntoFolder(join(made.path, "captions.csv"), join(made.path, "out"), {
    ...options(made.path),
    rules: ["TEXT-SEMANTIC"],
    device: "cpu",
    ...aborting,
  });
  await assert.rejects(scan, { name: "AbortError" });
  assert.equal(aborting.reports.length, 1);
  assert.deepEqual(filesIn(made.path), ["captions.csv", "labels.txt"]);
});

Deno.test("what onOpened throws ends a scan before a pair is read", async () => {
  await using made = await makeFolder({ "captions.csv": CAPTIONS, ...LABELS });
  const [path, out] = [join(made.path, "captions.csv"), join(made.path, "out")];
  const scan = scanIntoFolder(path, out, {
    ...options(made.path),
    onOpened: (rules, files) => {
      assert.deepEqual(rules, ["TEXT-EXACT"]);
      assert.deepEqual(files, [path, join(made.path, "labels.txt")]);
      throw new RangeError("not these");
    },
    onProgress: () => assert.fail("nothing is read"),
  });
  await assert.rejects(scan, { message: "not these" });
});

Deno.test("a split that is aborted leaves nothing; another one has its pools", async () => {
  await using made = await makeFolder({ "captions.csv": CAPTIONS, ...LABELS });
  const [path, out] = [join(made.path, "captions.csv"), join(made.path, "out")];
  const split = splitIntoFolder(path, out, { ...options(made.path), ...abortingAt("reading") });
  await assert.rejects(split, { name: "AbortError" });
  await assert.rejects(
    splitIntoFolder(path, out, { ...options(made.path), signal: AbortSignal.abort() }),
    { name: "AbortError" },
  );
  assert.deepEqual(filesIn(made.path), ["captions.csv", "labels.txt"]);
  const { pools, pairs } = await splitIntoFolder(path, out, { ...options(made.path), shuffles: 1 });
  assert.deepEqual([pairs.length, pools.clean.length], [40_000, 40_000 - Math.ceil(40_000 / 9)]);
  assert.deepEqual(filesIn(out), [
    "clean.csv",
    "control.csv",
    "excluded.json",
    "findings.jsonl",
    "pools.json",
  ]);
});
