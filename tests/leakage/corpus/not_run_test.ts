import assert from "node:assert/strict";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../../../src/leakage/corpus/options.ts";
import { scanResults } from "../../../src/leakage/folder/scan_results.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

const FILES = {
  "pairs.csv": "id,text,source_id\n1,people talk,77\n",
  "bare.csv": "id,text\n1,people talk\n",
  "known.txt": "lion\nwalrus\n",
  "unknown.txt": "xqzt\nzorp\n",
  "sources.csv": "id,label,source_id\na,lion,78\n",
  "no-sources.csv": "id,label,source_id\na,lion,nan\n",
};

async function scan(pairs: string, options: (path: (name: string) => string) => CorpusScanOptions) {
  await using folder = await makeFolder(FILES);
  const chosen = options((name) => `${folder.path}/${name}`);
  const opened = await openScan(`${folder.path}/${pairs}`, chosen, false);
  await Array.fromAsync(opened.findings());
  const results = scanResults(opened, chosen, [], { trainings: "code" });
  return {
    ...results,
    notRun: results.notRun.map(({ rule }) => rule),
    said: results.notes.join("\n"),
  };
}

Deno.test("a plain list of known labels is drafted, which is said, and can be clean", async () => {
  const { verdict, notRun, said, labelSet } = await scan("pairs.csv", (path) => ({
    labels: path("known.txt"),
  }));
  assert.deepEqual([verdict, notRun, labelSet?.drafted], ["clean", [], true]);
  assert.match(said, /guessed from WordNet and is unchecked: 2 of 2 labels got a sense/);
});

Deno.test("what is on by default and cannot run makes the verdict unknown, and is named", async () => {
  const senseless = await scan("pairs.csv", (path) => ({ labels: path("unknown.txt") }));
  assert.equal(senseless.verdict, "unknown");
  assert.deepEqual(senseless.notRun, ["TEXT-SYNONYM", "TEXT-HYPONYM", "TEXT-HYPERNYM"]);
  assert.deepEqual(senseless.rules.map(({ rule }) => rule), ["TEXT-EXACT", "TEXT-LEMMA"]);
  assert.match(
    senseless.said,
    /TEXT-SYNONYM, TEXT-HYPONYM, and TEXT-HYPERNYM did not run: WordNet has none/,
  );
  const sourceless = await scan("pairs.csv", (path) => ({
    labels: path("known.txt"),
    items: path("no-sources.csv"),
  }));
  assert.deepEqual([sourceless.verdict, sourceless.notRun], ["unknown", ["AUDIO-SOURCE"]]);
  const bare = await scan("bare.csv", (path) => ({
    labels: path("known.txt"),
    items: path("sources.csv"),
  }));
  assert.deepEqual([bare.verdict, bare.notRun], ["unknown", ["AUDIO-SOURCE"]]);
  assert.ok(!bare.rules.some(({ rule }) => rule === "AUDIO-SOURCE"));
});

Deno.test("rules that are named, or only report, leave a clean scan clean", async () => {
  const named = await scan("pairs.csv", (path) => ({
    labels: path("unknown.txt"),
    rules: ["TEXT-EXACT", "TEXT-LEMMA"],
  }));
  assert.deepEqual([named.verdict, named.notRun], ["clean", []]);
  const reporting = await scan("pairs.csv", (path) => ({
    labels: path("unknown.txt"),
    report: ["TEXT-SYNONYM", "TEXT-HYPONYM"],
  }));
  assert.equal(reporting.verdict, "clean");
});
