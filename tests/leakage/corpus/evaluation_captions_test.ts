import assert from "node:assert/strict";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../../../src/leakage/corpus/options.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

const FILES = {
  "pairs.csv": 'id,text\n1,"A man speaks, and a goat bleats"\n2,a man speaks and a goat bleat\n' +
    "3,A man speaks while a car passes\n4,a dog barks\n",
  "eval.csv":
    'file_name,caption_1,caption_2\nx.wav,"A man speaks and a goat bleats","Rain falls on a tin roof"\n',
  "eval.txt": "A man speaks and a goat bleats\nRain falls on a tin roof\n",
  "labels.txt": "dog\n",
  "marks.txt": "...\n!!!\n",
};

async function scan(options: (path: (name: string) => string) => CorpusScanOptions) {
  await using folder = await makeFolder(FILES);
  const path = (name: string) => `${folder.path}/${name}`;
  const opened = await openScan(path("pairs.csv"), options(path), false);
  const findings = (await Array.fromAsync(opened.findings())).flat();
  const found = findings.filter(({ flagged }) => flagged)
    .map(({ rule, item, evaluationItem }) => `${rule} ${item} ${evaluationItem}`);
  return { found, rules: opened.rules, summary: opened.summary(), hashes: opened.hashes() };
}

Deno.test("captions of an evaluation take the place of labels, or stand beside them", async () => {
  const alone = await scan((path) => ({ evaluationCaptions: path("eval.csv") }));
  assert.deepEqual(alone.rules, ["TEXT-COPY"]);
  assert.deepEqual(alone.found, ["TEXT-COPY 1 x.wav#1", "TEXT-COPY 2 x.wav#1"]);
  assert.deepEqual([alone.summary.verdict, alone.summary.notRun], ["leaky", []]);
  assert.match(alone.hashes["evaluationCaptions"]!.sha256, /^[0-9a-f]{64}$/);
  const beside = await scan((path) => ({
    labels: path("labels.txt"),
    evaluationCaptions: path("eval.txt"),
  }));
  assert.deepEqual(beside.found, ["TEXT-COPY 1 1", "TEXT-COPY 2 1", "TEXT-EXACT 4 undefined"]);
});

Deno.test("labels that are captions are compared as such", async () => {
  const { found, rules } = await scan((path) => ({ labels: path("eval.txt") }));
  assert.deepEqual(rules, ["TEXT-COPY"]);
  assert.equal(found.length, 2);
});

Deno.test("TEXT-COPY needs captions, and a scan labels or captions", async () => {
  await assert.rejects(scan((path) => ({ labels: path("labels.txt"), rules: ["TEXT-COPY"] })), {
    name: "InputError",
    message: "TEXT-COPY cannot run without --evaluation-captions",
  });
  await assert.rejects(scan((path) => ({ evaluationCaptions: path("marks.txt") })), {
    message: /marks\.txt" has 2 captions, none with a letter or digit$/,
  });
  await assert.rejects(scan(() => ({})), {
    message: /^expected --labels, or --evaluation-captions/,
  });
  await assert.rejects(
    scan((path) => ({ evaluationCaptions: path("eval.txt"), rules: ["TEXT-SYNONYM"] })),
    { message: "TEXT-SYNONYM needs --labels" },
  );
});
