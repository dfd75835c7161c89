import assert from "node:assert/strict";
import { join } from "node:path";
import type { Maps } from "../../../src/audit/results/maps.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { findSounds } from "../../../src/report/folder/find_sounds.ts";
import { inFolder } from "../../temporary_folder.ts";

function mapsOf(...ids: string[]): Maps {
  const points = ids.map((id) => ({ id, label: "dog", x: 0, y: 0 }));
  const perplexity = 2;
  return {
    schema: "earnest/maps/1",
    maps: [
      { space: "audio backbone", audio: "a", perplexity, points },
      { space: "text backbone", text: "t", perplexity, points: [{ id: "dog", x: 0, y: 0 }] },
    ],
  };
}

Deno.test("sounds are found beside and below a report, and their addresses are escaped", () =>
  inFolder(async (folder) => {
    const [report, sounds] = [join(folder, "found"), join(folder, "sounds")];
    await Deno.mkdir(report);
    await Deno.mkdir(join(sounds, "dogs"), { recursive: true });
    const names = ["dogs/1.wav", "7.flac", "ab:#c' \"<x>.ogg", "dog.wav", "note.txt"];
    for (const name of names) await Deno.writeTextFile(join(sounds, name), "");
    const maps = mapsOf("dogs/1.wav", "7", names[2]!, "missing", "note.txt");
    const found = await findSounds(report, sounds, maps);
    assert.deepEqual([...found], [
      ["dogs/1.wav", "../sounds/dogs/1.wav"],
      ["7", "../sounds/7.flac"],
      [names[2], "../sounds/ab%3A%23c%27%20%22%3Cx%3E.ogg"],
    ]);
    const below = await findSounds(folder, sounds, mapsOf("7"));
    assert.equal(below.get("7"), "./sounds/7.flac");
  }));

Deno.test("an id leads to no file outside the folder, and a folder that is none or without any sound is refused", () =>
  inFolder(async (folder) => {
    const sounds = join(folder, "sounds");
    await Deno.mkdir(sounds);
    await Deno.writeTextFile(join(folder, "secret.wav"), "");
    await Deno.symlink(join(folder, "secret.wav"), join(sounds, "link.wav"));
    const outside = mapsOf("../secret.wav", join(folder, "secret.wav"), "link.wav");
    await assert.rejects(() => findSounds(folder, sounds, outside), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /holds no sound of the audit's items, such as "..\/secret.wav"/);
      return true;
    });
    await assert.rejects(
      () => findSounds(folder, join(folder, "nope"), outside),
      /^InputError: --sounds ".*nope" does not exist; expected a folder with the audit's sounds$/,
    );
    await assert.rejects(
      () => findSounds(folder, join(folder, "secret.wav"), outside),
      /secret\.wav" is not a folder; expected a folder/,
    );
    await assert.rejects(
      () => findSounds(folder, sounds, { schema: "earnest/maps/1", maps: [] }),
      /has no pictures of sounds; leave out --sounds$/,
    );
  }));
