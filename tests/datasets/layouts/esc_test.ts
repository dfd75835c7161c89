import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../../src/datasets/open.ts";
import { sharedPath } from "../../shared.ts";
import { makeFolder } from "../made_folder.ts";

Deno.test("ESC-50: the real rows of fold 4", async () => {
  const table = sharedPath("data/esc50-fold4/esc50-fold4.csv");
  if (table === undefined) return;
  await using folder = await makeFolder({ "meta/esc50.csv": await Deno.readFile(table) });
  const { name, manifest, items } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual([name, manifest], ["ESC-50", `${folder.path}/meta/esc50.csv`]);
  assert.equal(items.length, 400);
  assert.equal(new Set(items.map(({ label }) => label)).size, 50);
  const { id, row, line, file, label, source, columns } = items[1]!;
  assert.deepEqual([id, row, line, label, source], [
    "4-102844-B-49.wav",
    2,
    3,
    "hand_saw",
    "102844",
  ]);
  assert.equal(file, `${folder.path}/audio/4-102844-B-49.wav`);
  assert.deepEqual([columns["fold"], columns["take"], columns["esc10"]], ["4", "B", "False"]);
});

Deno.test("ESC-50: as Kaggle has it, with the sounds once more at another rate", async () => {
  const table = "filename,fold,target,category,esc10,src_file,take\n";
  await using folder = await makeFolder({
    "esc50.csv": `${table}1-100032-A-0.wav,1,0,dog,True,100032,A\n`,
    "audio/audio/1-100032-A-0.wav": "",
    "audio/audio/16000/1-100032-A-0.wav": "",
  });
  const { name, items, notes } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual([name, notes], ["ESC-50", undefined]);
  assert.deepEqual(items.map(({ id, label, file }) => [id, label, file]), [
    ["1-100032-A-0.wav", "dog", `${folder.path}/audio/audio/1-100032-A-0.wav`],
  ]);
});

Deno.test("ESC-50: a table of other columns is refused", async () => {
  await using folder = await makeFolder({ "meta/esc50.csv": "filename,fold,label\na.wav,1,dog\n" });
  const message = /esc50\.csv" has no column "category"; it has "filename", "fold", "label"/;
  const opened = openDataset(folder.path, { modality: "audio" });
  await assert.rejects(opened, { name: "InputError", message });
});

/** The class folders of ESC-10 as they are downloaded, without the manifest that lies beside them here. */
async function esc10() {
  const real = sharedPath("data/esc10");
  if (real === undefined) return undefined;
  const files: Record<string, { linkTo: string }> = {};
  for await (const { name, isDirectory } of Deno.readDir(real)) {
    if (isDirectory || name === "README.md") files[name] = { linkTo: join(real, name) };
  }
  return makeFolder(files);
}

Deno.test("ESC-10: the real class folders", async () => {
  await using folder = await esc10();
  if (folder === undefined) return;
  const options = { modality: "audio", allowOutside: true } as const;
  const { name, manifest, items } = await openDataset(folder.path, options);
  assert.deepEqual([name, manifest], ["ESC-10", folder.path]);
  assert.equal(items.length, 400);
  const { id, label, source, file, columns } = items[0]!;
  assert.deepEqual([id, label, source], ["001 - Dog bark/1-100032-A.ogg", "Dog bark", "100032"]);
  assert.deepEqual([columns["fold"], columns["take"]], ["1", "A"]);
  assert.equal((await Deno.stat(file!)).isFile, true);
  for (const fold of ["1", "2", "3", "4", "5"]) {
    assert.equal(items.filter(({ columns }) => columns["fold"] === fold).length, 80);
  }
});

Deno.test("ESC-10 with a manifest is an AudioFolder with the same ids, folds and sources", async () => {
  const real = sharedPath("data/esc10");
  await using folder = await esc10();
  if (real === undefined || folder === undefined) return;
  const known = await openDataset(real, { modality: "audio" });
  assert.deepEqual([known.name, known.manifest], ["AudioFolder", `${real}/metadata.csv`]);
  assert.equal(known.items[0]!.label, "dog");
  const bare = await openDataset(folder.path, { modality: "audio", allowOutside: true });
  const summaryOf = ({ items }: typeof known) =>
    items.map(({ id, source, columns }) => [id, source, columns["fold"]]);
  assert.deepEqual(summaryOf(known), summaryOf(bare));
});

Deno.test("folders of ESC-10's form with a file of another name are plain class folders", async () => {
  await using folder = await makeFolder({
    "001 - Dog bark/1-100032-A.ogg": "",
    "002 - Rain/rain.ogg": "",
  });
  const { items } = await openDataset(folder.path, { modality: "audio" });
  assert.deepEqual(items.map(({ label }) => label), ["001 - Dog bark", "002 - Rain"]);
});
