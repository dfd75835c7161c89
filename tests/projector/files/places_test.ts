// The places of a training: its projector file, and its checkpoint beside it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { readEmbeddingSet } from "../../../src/embeddings/reading.ts";
import { readPools } from "../../../src/leakage/pools/pools_file.ts";
import { DEFAULT_OPTIMIZER } from "../../../src/projector/configuration.ts";
import { TrainingPlaces } from "../../../src/projector/files/places.ts";
import { readProjectorFile } from "../../../src/projector/files/projector_file.ts";
import { trainOnPool } from "../../../src/projector/files/train_pool.ts";
import { namesIn } from "../../end_to_end/cli.ts";
import { inFolder } from "../../temporary_folder.ts";
import { makePools, makeSounds, makeTexts } from "./planted_sets.ts";

Deno.test("the checkpoint's place is taken, too, in either order", () =>
  inFolder(async (folder) => {
    const [whole, inner] = ["x.safetensors", "x.checkpoint.safetensors"].map((name) =>
      join(folder, name)
    ) as [string, string];
    for (const [first, second] of [[whole, inner], [inner, whole]] as const) {
      using _places = await TrainingPlaces.take(first, "create");
      await assert.rejects(TrainingPlaces.take(second, "create"), {
        name: "InputError",
        message: `Another process is writing "${inner}"; wait for it, or choose another place`,
      });
    }
    assert.deepEqual(namesIn(folder), []);
  }));

Deno.test("a file that appears in the checkpoint's place stays, and the projector is written", () =>
  inFolder(async (folder) => {
    const pools = await makePools(folder);
    const training = {
      audio: { name: "audio", set: await readEmbeddingSet(await makeSounds(folder)) },
      text: { name: "text", set: await readEmbeddingSet(await makeTexts(folder)) },
      pools: { name: pools, sha256: "0".repeat(64), file: await readPools(pools) },
      condition: { kind: "dirty" },
      configuration: {
        projector: { kind: "linear", dim: 3, dropout: 0 },
        optimizer: { ...DEFAULT_OPTIMIZER, steps: 160, batch: 8 },
        seed: 0,
      },
    } as const;
    const [out, checkpoint] = ["x.safetensors", "x.checkpoint.safetensors"].map((name) =>
      join(folder, name)
    ) as [string, string];
    const compute = openCpu();
    for (const moment of [20, 100]) {
      const notes: string[] = [];
      using places = await TrainingPlaces.take(out, "create");
      const ended = trainOnPool(compute, training, {
        places,
        onProgress: ({ done }) => {
          if (done < moment || notes.length > 0) return;
          Deno.writeTextFileSync(checkpoint, "mine");
        },
        onNote: (note) => notes.push(note),
      });
      await assert.rejects(ended, {
        name: "SurroundingsError",
        message: `"${checkpoint}" changed while the command ran: it is not the checkpoint of ` +
          `this training, so it stays; the finished projector is in "${out}"`,
      });
      assert.match(notes[0]!, /is no longer the checkpoint of this training, so it is left/);
      assert.equal(Deno.readTextFileSync(checkpoint), "mine");
      assert.equal((await readProjectorFile(out, compute.viewAlignment)).projector.dim, 3);
      for (const path of [out, checkpoint]) Deno.removeSync(path);
    }
    const places = await TrainingPlaces.take(out, "create");
    await Deno.writeTextFile(checkpoint, "mine");
    await assert.rejects(trainOnPool(compute, training, { places }), {
      name: "SurroundingsError",
      message: /so it stays; remove it, and start again$/,
    });
    places[Symbol.dispose]();
    assert.equal(Deno.readTextFileSync(checkpoint), "mine");
  }));
