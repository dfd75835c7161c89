import assert from "node:assert/strict";
import { join } from "node:path";
import { openBackbone } from "../../src/backbones/open.ts";
import { openInputFile, readInputFile } from "../../src/basics/input_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";

const STAND_INS: Record<string, [string, RegExp]> = {
  pointer: [
    "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n",
    /is a git-lfs pointer, not the file itself; run "git lfs pull"/,
  ],
  page: ["\n<!doctype HTML>\n<title>404</title>", /is an HTML page, such as a server's answer/],
  bare: ["\ufeff<html lang=en>", /is an HTML page/],
};

Deno.test("a git-lfs pointer and an HTML page are named at every door", () =>
  inFolder(async (folder) => {
    for (const [text, message] of Object.values(STAND_INS)) {
      for (
        const ending of [
          "csv",
          "jsonl",
          "parquet",
          "tar",
          "npy",
          "npz",
          "safetensors",
          "wav",
          "onnx",
        ]
      ) {
        const path = join(folder, `a.${ending}`);
        await Deno.writeTextFile(path, text);
        const read = { sha256: "", badLines: 0 };
        const pairs = () => Array.fromAsync(streamPairs(path, { modality: "text" }, read));
        await assert.rejects(readInputFile(path), message);
        await assert.rejects(readSoundFile(path), message);
        await assert.rejects(openInputFile(path), message);
        await assert.rejects(pairs(), message);
        await assert.rejects(openDataset(path, { modality: "text" }), message);
      }
    }
  }));

Deno.test("a pointer in place of a model is named when its card is opened", async () => {
  const card = sharedPath("cases/lfs.json");
  if (card === undefined) return;
  await assert.rejects(openBackbone(card), /lfs\.onnx" is a git-lfs pointer/);
});

Deno.test("a file that begins otherwise is read from its first byte", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.txt");
    await Deno.writeTextFile(path, "version 2");
    using file = await openInputFile(path);
    const bytes = new Uint8Array(20);
    assert.equal(
      new TextDecoder().decode(bytes.subarray(0, await file.read(bytes) ?? 0)),
      "version 2",
    );
  }));
