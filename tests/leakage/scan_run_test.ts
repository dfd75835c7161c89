import assert from "node:assert/strict";
import { join } from "node:path";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { openDictionary } from "../../src/leakage/scan.ts";
import { ScanRun } from "../../src/leakage/scan_run.ts";
import { NO_WORDS } from "../../src/leakage/wordnet/dictionary.ts";
import { inFolder } from "../temporary_folder.ts";
import { noise, scene, wavOf } from "./audio/made_sounds.ts";

const LABELS = { name: "weather", labels: [{ label: "rain" }] };

Deno.test("WordNet is opened only for rules that look beyond a label's words", async () => {
  const esc50 = await readLabels("esc50");
  const rules = ["AUDIO-SOURCE", "AUDIO-EXACT", "AUDIO-NEAR", "BACKBONE-DATA"];
  assert.equal(await openDictionary(esc50, rules), NO_WORDS);
  assert.equal(await openDictionary(LABELS, ["TEXT-EXACT"]), NO_WORDS);
  assert.notEqual(await openDictionary(esc50, ["TEXT-EXACT"]), NO_WORDS);
  assert.notEqual(await openDictionary(LABELS, ["BACKBONE-LABEL"]), NO_WORDS);
});

Deno.test("findings have the place of the match, across batches, and counts are those of pairs", async () => {
  const run = new ScanRun({ labels: LABELS, items: [] }, { rules: ["TEXT-EXACT"] });
  const place = { file: "a.csv", line: 2, column: 4, written: '""rain"" and\nrain' };
  const batches = [
    [{ id: "1", text: '"rain" and\nrain', place }],
    [],
    [{ id: "2", text: "hail" }, { id: "3", text: "rain" }],
  ];
  const findings = (await Array.fromAsync(run.findings(batches))).flat();
  assert.deepEqual(
    findings.map(({ item, file, line, column }) => [item, file, line, column]),
    [["1", "a.csv", 2, 6], ["3", undefined, undefined, undefined]],
  );
  const { pairs, total, verdict } = run.summary();
  assert.deepEqual([pairs, total.flaggedPairs, verdict], [3, 2, "leaky"]);
});

Deno.test("a sound that cannot be read leaves the verdict open", () =>
  inFolder(async (folder) => {
    const write = (name: string, bytes: Uint8Array) => Deno.writeFile(join(folder, name), bytes);
    await write("a.wav", wavOf(noise(1, 2)));
    await write("b.wav", wavOf(scene(1, 2)));
    const items = [{ id: "a", label: "rain", file: join(folder, "a.wav") }];
    const pairs = ["b.wav", "lost.wav"].map((id) => ({ id, text: "", file: join(folder, id) }));
    for (const [heard, verdict] of [[pairs.slice(0, 1), "clean"], [pairs, "unknown"]] as const) {
      const run = new ScanRun({ labels: LABELS, items }, { rules: ["AUDIO-EXACT"] });
      assert.deepEqual((await Array.fromAsync(run.findings([heard]))).flat(), []);
      assert.equal(run.summary().verdict, verdict);
    }
  }));

Deno.test("lists that match no pair are noted, until one does", async () => {
  const notesOf = async (ids: readonly string[]) => {
    const listed = [{ name: "a.wav" }, { name: "b.wav" }];
    const run = new ScanRun({ labels: LABELS, items: [], listed }, { rules: ["AUDIO-LISTED"] });
    await Array.fromAsync(run.findings([ids.map((id) => ({ id, text: "" }))]));
    return run.summary().notes.filter((note) => note.includes("AUDIO-LISTED"));
  };
  assert.deepEqual(await notesOf(["c.wav", "d.wav"]), [
    "None of the 2 recording(s) to be left out (AUDIO-LISTED) matches any of 2 pairs; " +
    'the first is "a.wav".',
  ]);
  assert.deepEqual(await notesOf(["c.wav", "b.wav"]), []);
});
