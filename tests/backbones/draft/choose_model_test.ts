// Which of a folder's models is taken: by its path, its place, its bits; and which folders are refused.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import type { TransformerCard } from "../../../src/backbones/card.ts";
import { openModelFiles } from "../../../src/backbones/draft/open_model.ts";
import { inFolder } from "../../temporary_folder.ts";
import { planted } from "./planted.ts";

/** Copies a file, and makes the folder that it is copied to. */
async function copyFile(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, to);
}

const modelOf = async (change: (folder: string, model: string) => Promise<string | void>) => {
  const { card, of } = await planted("bert", (at) => change(at, join(at, "onnx/model.onnx")));
  return { file: (card as TransformerCard).model.file, choice: of.get("file") };
};

Deno.test("a model in the folder onnx is named by its path; its configuration lies above", async () => {
  const { file } = await modelOf(async (folder, model) => {
    const named = join(folder, "onnx/model_int8.onnx");
    await Deno.rename(model, named);
    return named;
  });
  assert.equal(file, "onnx/model_int8.onnx");
});

Deno.test("of models of one name, that in a usual place wins; of two of those, it is a guess", async () => {
  const apart = await modelOf((folder, model) => copyFile(model, join(folder, "old/model.onnx")));
  assert.equal(apart.file, "onnx/model.onnx");
  assert.equal(apart.choice!.isUnsure, false);
  const beside = await modelOf((folder, model) => copyFile(model, join(folder, "model.onnx")));
  assert.equal(beside.file, "model.onnx");
  assert.deepEqual([beside.choice!.isUnsure, beside.choice!.from], [
    true,
    '"onnx/model.onnx" is as likely',
  ]);
  await assert.rejects(
    modelOf(async (folder, model) => {
      await copyFile(model, join(folder, "a/model.onnx"));
      await copyFile(model, join(folder, "b/model.onnx"));
      await Deno.remove(model);
    }),
    /has the models "a\/model\.onnx", "b\/model\.onnx", and nothing tells which/,
  );
});

Deno.test("a model with fewer bits is not taken by itself", async () => {
  for (const kind of ["quantized", "qint8_avx512_vnni", "quint8_avx2", "uint8", "bf16", "O3"]) {
    await assert.rejects(
      modelOf((folder, model) => Deno.rename(model, join(folder, `onnx/model_${kind}.onnx`))),
      /, all with fewer bits, or decoders; name one by its path/,
    );
  }
});

Deno.test("models for sounds and texts are asked about, whatever says how sounds are prepared", async () => {
  const change = (folder: string) =>
    Deno.rename(join(folder, "preprocessor_config.json"), join(folder, "processor_config.json"));
  await assert.rejects(
    planted("clap", change),
    /is a model for sounds and texts; say which side is meant: --modality audio or/,
  );
  const message = /has a processor_config\.json, .*save_pretrained\(FOLDER\) writes/;
  await assert.rejects(planted("clap", change, "audio"), message);
  await assert.rejects(planted("ast", change), message);
});

Deno.test("a folder that a link leads to is one of the model's; too many files are none", async () => {
  const { file } = await modelOf(async (folder) => {
    await Deno.rename(join(folder, "onnx"), join(folder, "../elsewhere"));
    await Deno.symlink(join(folder, "../elsewhere"), join(folder, "onnx"));
  });
  assert.equal(file, "onnx/model.onnx");
  await assert.rejects(
    modelOf(async (folder) => {
      for (let i = 0; i < 10_000; i++) Deno.writeTextFileSync(join(folder, `${i}.txt`), "");
      await Promise.resolve();
    }),
    /model" holds more than 10,000 files; expected a model's folder/,
  );
});

Deno.test("weights in a file of more than 500 MB are read", () =>
  inFolder(async (folder) => {
    const length = 501 * 2 ** 20;
    {
      using data = await Deno.open(join(folder, "model.onnx_data"), { create: true, write: true });
      await data.truncate(length);
    }
    const files = await openModelFiles(folder, folder);
    assert.equal((await files.bytes("model.onnx_data")).length, length);
  }));
