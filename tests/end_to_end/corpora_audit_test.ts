// An audit of four caption corpora with random validation, killed at several moments, ends in the same bytes.
import assert from "node:assert/strict";
import { join } from "node:path";
import { corporaConfiguration, writeCorpora } from "../audit/made_corpora.ts";
import { makeFolder } from "../datasets/made_folder.ts";
import { earnest, killedWhen, namesIn } from "./cli.ts";

const COMMAND = ["audit", "audit.json", "--out", "one", "--device", "cpu"];
const KILLS = 5;

async function made() {
  const folder = await makeFolder({ "audit.json": JSON.stringify(corporaConfiguration()) });
  await writeCorpora(folder.path);
  return folder;
}

function finishedIn(folder: string): number {
  try {
    return namesIn(join(folder, "one/cells")).filter((name) => name.endsWith(".json")).length;
  } catch {
    return 0;
  }
}

Deno.test("killed among its trainings, an audit of four corpora ends in the same bytes", async () => {
  await using whole = await made();
  await using parts = await made();
  const ended = await earnest(COMMAND, { cwd: whole.path });
  assert.equal(ended.code, 0, ended.stderr);
  const all = finishedIn(whole.path);
  let unfinished = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const there = finishedIn(parts.path);
    await killedWhen(
      [...COMMAND, "--resume"],
      parts.path,
      () => finishedIn(parts.path) > there + 1,
    );
    if (finishedIn(parts.path) < all) unfinished++;
  }
  assert.ok(unfinished >= 3, `${unfinished} of ${KILLS} were killed among their trainings`);
  const last = await earnest([...COMMAND, "--resume"], { cwd: parts.path });
  assert.equal(last.code, 0, last.stderr);
  for (const name of ["results.json", "cells.jsonl", "maps.json", "report.html", "run.json"]) {
    const [one, two] = [whole, parts].map(({ path }) =>
      Deno.readTextFileSync(join(path, "one", name))
    );
    assert.equal(two, one, name);
  }
  const results = JSON.parse(await Deno.readTextFile(join(whole.path, "one/results.json")));
  assert.ok(results.notes.some((note: string) => /held out, 20 % of the sounds/.test(note)));
  assert.ok(results.notes.some((note: string) => note.startsWith("Held-out sounds are drawn")));
});
