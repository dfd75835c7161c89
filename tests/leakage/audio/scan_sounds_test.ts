import assert from "node:assert/strict";
import { join } from "node:path";
import type { ProgressReport } from "../../../src/basics/progress.ts";
import { scanSounds } from "../../../src/leakage/audio/scan_sounds.ts";
import { inFolder } from "../../temporary_folder.ts";
import { bark, noise, RATE_HZ, scene, wavOf } from "./made_sounds.ts";

const SILENCE = { samples: new Float32Array(RATE_HZ), sampleRateHz: RATE_HZ };

/** Writes the files that the tests share. */
async function writeSounds(folder: string): Promise<(name: string) => string> {
  const long = scene(2, 4);
  const sounds = {
    scene: long,
    copy: long,
    cut: { ...long, samples: long.samples.slice(RATE_HZ / 2).map((x) => x / 2) },
    slower: { ...long, sampleRateHz: 22_000 },
    bark: bark(3, 2),
    noise: noise(3, 4),
    silence: SILENCE,
    silent: SILENCE,
  };
  for (const [name, audio] of Object.entries(sounds)) {
    await Deno.writeFile(join(folder, `${name}.wav`), wavOf(audio));
  }
  await Deno.writeTextFile(join(folder, "text.wav"), "no sound");
  return (name) => join(folder, `${name}.wav`);
}

Deno.test("copies are found exactly and nearly, for each label, silence only reported", async () => {
  await inFolder(async (folder) => {
    const at = await writeSounds(folder);
    const items = [
      { id: "e1", label: "dog", file: at("scene") },
      { id: "e2", label: "clock", file: at("scene") },
      { id: "e3", label: "dog", file: at("scene") },
      { id: "e4", label: "rain", file: at("silence") },
      { id: "e5", label: "rain" },
    ];
    const pairs = ["copy", "cut", "noise", "silent", "bark", "cut"].map((name, i) => ({
      id: `${name} ${i}`,
      text: "",
      file: at(name),
    }));
    const reports: ProgressReport[] = [];
    const rules = ["AUDIO-EXACT", "AUDIO-NEAR"] as const;
    const { findings, unreadable } = await scanSounds(
      [...pairs, { id: "no file", text: "" }],
      items,
      { onProgress: (report) => reports.push(report), rules },
    );
    assert.deepEqual(unreadable, []);
    assert.deepEqual(reports.at(-1), { stage: "listening", done: 7, total: 7 });
    const lines = findings.map(({ rule, item, label, flagged, evaluationItem }) =>
      [rule, item, label, flagged, evaluationItem].join(" | ")
    );
    assert.deepEqual(lines, [
      "AUDIO-EXACT | copy 0 | dog | true | e1",
      "AUDIO-EXACT | copy 0 | clock | true | e2",
      "AUDIO-NEAR | cut 1 | dog | true | e1",
      "AUDIO-NEAR | cut 1 | clock | true | e2",
      "AUDIO-EXACT | silent 3 | rain | false | e4",
      "AUDIO-NEAR | cut 5 | dog | true | e1",
      "AUDIO-NEAR | cut 5 | clock | true | e2",
    ]);
    assert.equal(findings[0]!.evidence, "the same 88,200 samples as evaluation item e1");
    assert.match(
      findings[2]!.evidence,
      /^same sound as evaluation item e1 from 0\.50 s on \((100|99) % of [\d,]+ bits agree\)$/,
    );
    assert.match(findings[4]!.evidence, /^the same 22,050 samples, all silent, as .* e4$/);

    const near = await scanSounds(pairs.slice(0, 1), items, { rules: ["AUDIO-NEAR"] });
    assert.match(near.findings[0]!.evidence, /^same sound as evaluation item e1 \(100 % of/);
    const exact = await scanSounds([{ id: "slower", text: "", file: at("slower") }], items, {
      rules: ["AUDIO-EXACT"],
    });
    assert.deepEqual(exact.findings, []);
  });
});

Deno.test("sounds that cannot be read are named; the others are compared", async () => {
  await inFolder(async (folder) => {
    const at = await writeSounds(folder);
    const items = [
      { id: "e1", label: "dog", file: at("nowhere") },
      { id: "e2", label: "dog", file: at("scene") },
    ];
    const pairs = [
      { id: "t1", text: "", file: at("text") },
      { id: "t2", text: "", file: at("copy") },
      { id: "t3", text: "", file: folder },
    ];
    const { findings, unreadable } = await scanSounds(pairs, items, { rules: ["AUDIO-EXACT"] });
    assert.deepEqual(findings.map(({ item }) => item), ["t2"]);
    assert.deepEqual(unreadable.map(({ item, side }) => `${side} ${item}`), [
      "evaluation item e1",
      "training pair t1",
      "training pair t3",
    ]);
    assert.match(unreadable[0]!.reason, /nowhere\.wav" does not exist/);

    const scan = (ofPairs: typeof pairs, ofItems: typeof items) =>
      scanSounds(ofPairs, ofItems, { rules: ["AUDIO-EXACT", "AUDIO-NEAR"] });
    await assert.rejects(scan(pairs.slice(0, 1), items), {
      name: "InputError",
      message: /^None of 1 sounds of training pairs can be read; the first: .*text\.wav/,
    });
    await assert.rejects(scan(pairs, items.slice(0, 1)), {
      message: /^None of 1 sounds of evaluation items can be read; .*nowhere/,
    });
    await assert.rejects(scan([], items), {
      message: "AUDIO-EXACT and AUDIO-NEAR cannot run: none of 0 training pairs has a file",
    });
  });
});

Deno.test("unusual sounds are compared and noted; strict ends with the first that is not usual", async () => {
  await inFolder(async (folder) => {
    const at = await writeSounds(folder);
    const renamed = join(folder, "copy.mp3");
    await Deno.copyFile(at("copy"), renamed);
    const items = [{ id: "e1", label: "dog", file: at("scene") }];
    const pairs = [{ id: "t1", text: "", file: renamed }, { id: "t2", text: "", file: renamed }];
    const { findings, unusual } = await scanSounds(pairs, items, { rules: ["AUDIO-EXACT"] });
    assert.deepEqual(findings.map(({ item }) => item), ["t1", "t2"]);
    const note = `"${renamed}": its name says MP3, but it holds WAV`;
    assert.deepEqual(unusual, [{ side: "training pair", note }]);
    const strict = (ofPairs: typeof pairs) =>
      scanSounds(ofPairs, items, { strict: true, rules: ["AUDIO-EXACT"] });
    const message = `The sound of a training pair is unusual: ${note}`;
    await assert.rejects(strict(pairs), { name: "InputError", message });
    const text = [{ id: "t1", text: "", file: at("text") }];
    await assert.rejects(strict(text), { name: "InputError", message: /it is text; expected WAV/ });
  });
});
