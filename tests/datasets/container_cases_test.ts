import assert from "node:assert/strict";
import { join } from "node:path";
import { AudioDecoder } from "../../src/audio/decode.ts";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { sharedPath } from "../shared.ts";

const cases = sharedPath("cases");
const ignore = cases === undefined;
const shared = (name: string) => join(cases!, name);

/** Unpacks an archive of cases into a new folder. */
async function unpacked(name: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  const args = ["xzf", shared(name), "-C", folder];
  const { success } = await new Deno.Command("tar", { args }).output();
  assert.ok(success);
  return folder;
}

async function assertRead(path: string, texts: string[]): Promise<void> {
  const { items } = await openDataset(path, { modality: "both" });
  assert.deepEqual(items.map(({ text }) => text), texts);
  using decoder = new AudioDecoder();
  for (const { file } of items) {
    const { samples } = await decoder.decode(await readSoundFile(file!), file!);
    assert.ok(samples.length > 8000);
  }
}

const TEXTS = ["A dog barks twice", "Rain falls on a roof", "A cat is meowing loudly"];

Deno.test("a table of the Hub: captions and sounds", { ignore }, async () => {
  await assertRead(shared("hf_one.parquet"), [...TEXTS, "people talk"]);
});

Deno.test("a table with a column in a delta encoding: captions", { ignore }, async () => {
  const { items } = await openDataset(shared("delta_n.parquet"), { modality: "text" });
  assert.deepEqual(items.slice(0, 3).map(({ text }) => text), TEXTS);
});

Deno.test(
  "a webdataset archive, and the folder of one: captions and sounds",
  { ignore },
  async () => {
    const folder = await unpacked("webdataset.tar.gz");
    const texts = [...TEXTS, "people talk"].flatMap((text) => [text, "x"]);
    for (const path of ["wds", "wds/00000.tar"]) await assertRead(join(folder, path), texts);
    await Deno.remove(folder, { recursive: true });
  },
);

Deno.test("LAION's unpacked form: captions and sounds", { ignore }, async () => {
  const folder = await unpacked("laion.tar.gz");
  for (const path of ["laion", "laion/train"]) await assertRead(join(folder, path), TEXTS);
  await Deno.remove(folder, { recursive: true });
});
