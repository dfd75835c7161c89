// Sound files that are read although they are unusual, in the commands that decode sounds.
import assert from "node:assert/strict";
import { join } from "node:path";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

const NOTE = /its name says MP3, but it holds\s+WAV/;

/** Writes two sounds and a manifest of both; one has the name of another kind. */
async function writeSounds(folder: string): Promise<void> {
  const samples = Int16Array.from({ length: 16_000 }, (_, i) => 9000 * Math.sin(i * i / 9e4));
  for (const name of ["a.wav", "b.mp3"]) {
    await Deno.writeFile(join(folder, name), wav(PLAIN, samples.buffer));
  }
  const rows = "a.wav,rain,a storm\nb.mp3,rain,a storm\n";
  await Deno.writeTextFile(join(folder, "sounds.csv"), `file_name,label,text\n${rows}`);
}

Deno.test("embed lists unusual sounds in its summary, and --strict ends with the first", () =>
  inFolder(async (folder) => {
    await writeSounds(folder);
    const args = ["embed", "sounds.csv", "--backbone", "log-mel-statistics", "--device", "cpu"];
    const ended = await earnest([...args, "--out", "out"], { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(
      ended.stdout,
      /1 item was read although its file is unusual:\n {2}row 2: its name/,
    );
    assert.match(ended.stdout, NOTE);
    const json = await earnest([...args, "--out", "out", "--resume", "--json"], { cwd: folder });
    assert.equal(JSON.parse(json.stdout).unusual[0].id, "b.mp3");
    const strict = await earnest([...args, "--out", "strict", "--strict"], { cwd: folder });
    assert.equal(strict.code, 2);
    assert.match(strict.stderr, /Item "b\.mp3" \(row 2\) is unusual: its name says MP3/);
  }));

Deno.test("scan notes unusual sounds, and --strict ends with the first", () =>
  inFolder(async (folder) => {
    await writeSounds(folder);
    const args = ["scan", "sounds.csv", "--labels", "sounds.csv", "--items", "sounds.csv"];
    const rules = ["--rules", "AUDIO-EXACT", "--device", "cpu"];
    const ended = await earnest([...args, ...rules, "--out", "out"], { cwd: folder });
    const said = ended.stdout + ended.stderr;
    assert.match(said.replaceAll(/\s+/g, " "), /1 sound of evaluation items was read although its/);
    assert.match(said, NOTE);
    const strict = await earnest([...args, ...rules, "--strict", "--out", "s"], { cwd: folder });
    assert.equal(strict.code, 2, strict.stderr);
    assert.match(strict.stderr, /The sound of a.* item is unusual: ".*b\.mp3": its name says MP3/);
  }));
