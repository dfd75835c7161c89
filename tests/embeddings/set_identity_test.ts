// A finished set is recognized without opening the models that made it, and another one never is.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describeAudio, openBackbone } from "../../src/backbones/open.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { embedDataset } from "../../src/embeddings/embed_dataset.ts";
import { isEmbedded } from "../../src/embeddings/set_identity.ts";
import { tone, writeBackbone } from "../end_to_end/made_backbone.ts";
import { inFolder } from "../temporary_folder.ts";

/** Runs the work where no worker starts, in which models are opened. */
async function withoutWorkers<Result>(work: () => Promise<Result>): Promise<Result> {
  const { Worker } = globalThis;
  globalThis.Worker = class {
    constructor(address: string | URL) {
      throw new Error(`${address} was started`);
    }
  } as unknown as typeof Worker;
  return await work().finally(() => globalThis.Worker = Worker);
}

Deno.test("a finished set is known again without its models, unless anything differs", () =>
  inFolder(async (folder) => {
    await writeBackbone(folder);
    const card = join(folder, "my-backbone.json");
    const random = new RandomStream(1, "tones");
    const names = ["a.wav", "b.wav"];
    for (const [i, name] of names.entries()) {
      await Deno.writeFile(join(folder, name), tone(400 * (i + 1), random));
    }
    await Deno.writeTextFile(join(folder, "some.csv"), `file_name\n${names.join("\n")}\n`);
    const dataset = await openDataset(join(folder, "some.csv"), { modality: "audio" });
    const set = join(folder, "set");
    const known = (how = {}, of = dataset) =>
      withoutWorkers(() => isEmbedded(set, of, (earlier) => describeAudio(card, how, earlier)));
    assert.equal(await known(), false, "there is no set");
    const backbone = await openBackbone(card);
    const inference = { name: "WebAssembly" };
    if (backbone.modality !== "audio") assert.fail();
    await embedDataset({ dataset, backbone }, set, { mode: "create", inference });
    await backbone.close();
    assert.equal(await known(), true);
    assert.equal(await known({ device: "software" }), false);
    assert.equal(await known({}, { ...dataset, items: dataset.items.slice(1) }), false);

    const text = await Deno.readTextFile(card);
    const { stages: [stage], ...rest } = JSON.parse(text);
    const { input: _, ...unnamed } = stage;
    const turned = { ...stage, shape: ["batch", 1, "bands", "frames"] };
    for (const change of [{ batch: 3 }, { stages: [turned] }, { stages: [unnamed] }]) {
      await Deno.writeTextFile(card, JSON.stringify({ ...rest, stages: [stage], ...change }));
      assert.equal(await known(), false, JSON.stringify(change));
    }
    await Deno.writeTextFile(card, text);
    assert.equal(await known(), true);
    const model = await Deno.readFile(join(folder, stage.file));
    model[model.length - 1]! ^= 1;
    await Deno.writeFile(join(folder, stage.file), model);
    assert.equal(await known(), false);
  }));

Deno.test("what ships is described as it is when it is open", async () => {
  for (const name of ["log-mel-statistics", "openwakeword"]) {
    const backbone = await openBackbone(name);
    const described = await withoutWorkers(() => describeAudio(name, {}, undefined));
    const { modality, dimensions, identity, batch } = backbone;
    if (backbone.modality !== "audio") assert.fail();
    assert.deepEqual(
      [
        described?.modality,
        described?.dimensions,
        described?.identity,
        described?.batch,
        described?.preparation,
      ],
      [modality, dimensions, identity, batch, backbone.preparation],
    );
    await backbone.close();
  }
});
