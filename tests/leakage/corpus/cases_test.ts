import assert from "node:assert/strict";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../../../src/leakage/corpus/options.ts";
import { makeFolder } from "../../datasets/made_folder.ts";
import { sharedPath } from "../../shared.ts";

/** Scans one of the shared cases; undefined where they are missing. */
async function scanned(
  pairs: string,
  options: (path: (name: string) => string) => CorpusScanOptions,
) {
  const folder = sharedPath("cases/scan");
  if (folder === undefined) return undefined;
  const path = (name: string) => `${folder}/${name}`;
  const scan = await openScan(path(pairs), options(path), false);
  const findings = (await Array.fromAsync(scan.findings())).flat();
  return { findings, summary: scan.summary() };
}

Deno.test("placeholders are no recordings, and AudioSet's strong ids are in milliseconds", async () => {
  const found = await scanned("f09_train.csv", (path) => ({
    labels: path("f09_eval.csv"),
    items: path("f09_eval.csv"),
    rules: ["AUDIO-SOURCE"],
  }));
  if (found === undefined) return;
  assert.deepEqual(found.findings.map(({ item, flagged }) => `${item} ${flagged}`), [
    "b0RFKhbpFJA_30000.wav true",
    "Yb0RFKhbpFJA.wav true",
    "b0RFKhbpFJA_000035.mp4 true",
    "b0RFKhbpFJA_60.wav false",
    "b.wav true",
    "c.wav true",
    "Yb0RFKhbpFJA_30_40.wav true",
    "g.wav true",
  ]);
});

Deno.test("labels that look like lists are noted, and taken apart where the separator is given", async () => {
  const plain = await scanned("f05.csv", (path) => ({ labels: path("f06_items.csv") }));
  if (plain === undefined) return;
  assert.match(plain.summary.notes.join("\n"), /3 of 3 labels look like lists/);
  const split = await scanned("f01.csv", (path) => ({
    labels: path("f06_items.csv"),
    items: path("f06_items.csv"),
    labelSeparator: ",",
    rules: ["TEXT-EXACT"],
  }));
  assert.ok(split?.findings.some(({ label, item }) => label === "Dog" && item === "1"));
  assert.doesNotMatch(split!.summary.notes.join("\n"), /lists|not among/);
});

Deno.test("a scan takes no placeholder for a label, and says where one stands", async () => {
  await using folder = await makeFolder({
    "pairs.csv": "id,text,source_id\n1,an unknown man,7\n2,a dog,8\n",
    "eval.csv": "id,label,source_id\na,dog,1\nb,unknown,7\nc,nan,8\n",
    "labels.txt": "dog\nunknown\n",
    "speech.csv": "id,label\na,dog\nb,_unknown_\n",
  });
  const scan = async (labels: string, items?: string) => {
    const path = (name: string) => `${folder.path}/${name}`;
    const options = { labels: path(labels), ...(items && { items: path(items) }) };
    const opened = await openScan(path("pairs.csv"), options, false);
    const findings = (await Array.fromAsync(opened.findings())).flat();
    const flagged = findings.filter(({ flagged }) => flagged)
      .map(({ rule, item, label }) => `${rule} ${item} ${label}`);
    return { flagged, notes: opened.summary().notes.join("\n") };
  };
  const found = await scan("eval.csv", "eval.csv");
  assert.deepEqual(found.flagged, ["TEXT-EXACT 2 dog"]);
  assert.match(found.notes, /2 of 3 evaluation items of .* \(rows 2, 3: "unknown", "nan"\)/);
  assert.equal(found.notes.split("have no label").length, 2, "once");
  assert.match(
    (await scan("eval.csv")).notes,
    /2 of 3 rows of .* \(lines 3, 4: "unknown", "nan"\)/,
  );
  const listed = await scan("labels.txt");
  assert.ok(listed.flagged.includes("TEXT-EXACT 1 unknown"), listed.flagged.join());
  assert.match(
    listed.notes,
    /The label "unknown" reads as tables write a missing one, but is listed/,
  );
  const speech = await scan("speech.csv");
  assert.ok(speech.flagged.includes("TEXT-EXACT 1 _unknown_"), speech.flagged.join());
  assert.doesNotMatch(speech.notes, /no label|missing/);
});

Deno.test("a scan notes labels that differ only in case, among the items, too", async () => {
  await using folder = await makeFolder({
    "pairs.csv": "id,text,source_id\n1,a dog,8\n",
    "eval.csv": "id,label,source_id\na,Dog,1\n",
    "labels.txt": "dog\ncat\n",
  });
  const path = (name: string) => `${folder.path}/${name}`;
  const scan = await openScan(path("pairs.csv"), {
    labels: path("labels.txt"),
    items: path("eval.csv"),
  }, false);
  await Array.fromAsync(scan.findings());
  assert.match(scan.summary().notes.join("\n"), /differ only in case.*: "dog" and "Dog"/);
});

Deno.test("pairs whose lines end in carriage returns are scanned, and UTF-16 is refused by name", async () => {
  const text = 'id,text\r1,a dog\r2,"a cat, \rand a dog"\r';
  const wide = Uint16Array.from(`\uFEFF${text}`, (character) => character.charCodeAt(0));
  await using folder = await makeFolder({
    "pairs.csv": text,
    "lines.csv": text.replaceAll("\r", "\n"),
    "pairs.jsonl": '{"id":"1","text":"a dog"}\r{"id":"2","text":"a cat"}\r',
    "wide.csv": new Uint8Array(wide.buffer),
    "labels.txt": "dog\ncat\n",
  });
  const found = async (name: string) => {
    const path = `${folder.path}/${name}`;
    const scan = await openScan(path, {
      labels: `${folder.path}/labels.txt`,
      rules: ["TEXT-EXACT"],
    }, false);
    return (await Array.fromAsync(scan.findings())).flat()
      .map(({ item, label, line, span }) => [item, label, line, span]);
  };
  const all = await found("pairs.csv");
  assert.equal(all.length, 3);
  assert.deepEqual(all, await found("lines.csv"));
  assert.equal((await found("pairs.jsonl")).length, 2);
  await assert.rejects(found("wide.csv"), {
    message: /wide\.csv": it is UTF-16 text; save it as UTF-8/,
  });
});

Deno.test("a scan says that ids are row numbers, and only then", async () => {
  await using folder = await makeFolder({
    "a.csv": "text\na dog\n",
    "b.csv": "id,text\n1,a dog\n",
  });
  const notesOf = async (name: string) => {
    const scan = await openScan(`${folder.path}/${name}`, { labels: "esc50" }, false);
    await Array.fromAsync(scan.findings());
    return scan.summary().notes.join("\n");
  };
  assert.match(await notesOf("a.csv"), /No column of ".*a\.csv" holds ids, .* row numbers/);
  assert.doesNotMatch(await notesOf("b.csv"), /row numbers/);
});

Deno.test("captions as labels are whole: no half of one is a name", async () => {
  const found = await scanned("f08.csv", (path) => ({ labels: path("f08_labels.txt") }));
  if (found === undefined) return;
  assert.deepEqual(found.findings.filter(({ flagged }) => flagged), []);
});

Deno.test("captions that are not English are noted with their share", async () => {
  const found = await scanned("f10.csv", () => ({ labels: "esc50" }));
  if (found === undefined) return;
  assert.equal(found.summary.notEnglish, 6);
  assert.equal(found.summary.verdict, "unknown", "no rule spoke of them");
  assert.match(found.summary.notes.join("\n"), /6 of 6 captions \(100\.0 %\) are not English/);
});
