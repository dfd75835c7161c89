// `train` and `audit` run the same training: the same pools, pairs, classes and steps.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { isUntrained } from "../../../src/audit/trainings/training_group.ts";
import { classNumbers } from "../../../src/basics/class_numbers.ts";
import { selectRows } from "../../../src/basics/matrix.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { readEmbeddingSet } from "../../../src/embeddings/reading.ts";
import { formatCondition } from "../../../src/leakage/pools/conditions.ts";
import { readPools } from "../../../src/leakage/pools/pools_file.ts";
import { unitRows } from "../../../src/measures/labeled_vectors.ts";
import { DEFAULT_OPTIMIZER } from "../../../src/projector/configuration.ts";
import { poolRows } from "../../../src/projector/files/pool_rows.ts";
import { TrainingPlaces } from "../../../src/projector/files/places.ts";
import { trainOnPool } from "../../../src/projector/files/train_pool.ts";
import { placePool, trainRows } from "../../../src/projector/files/train_rows.ts";
import { inFolder } from "../../temporary_folder.ts";
import { knownInputs } from "../../audit/worlds.ts";
import { makePools, makeSounds, makeTexts, PAIRS } from "./planted_sets.ts";

const projector = { kind: "residual", dim: 6, dropout: 0.1 } as const;
const small = { steps: 12, batch: 16, perClass: 3 };

Deno.test("an arm of an audit ends with the loss that train ends with on its pool", () =>
  inFolder(async (folder) => {
    await makePools(folder);
    const [audio, text] = await Promise.all(
      [await makeSounds(folder), await makeTexts(folder)].map(async (name) => ({
        name,
        set: await readEmbeddingSet(name),
      })),
    );
    const texts = [...new Set(PAIRS.map(({ text }) => text))];
    const first = texts.map((words) => PAIRS.findIndex(({ text }) => text === words));
    const inputs = knownInputs({
      pairs: PAIRS,
      // The dogs are flagged, as in the pools.
      items: ["dog", "dog", "other", "other"].map((label, i) => ({ id: `${i}`, label })),
      labels: ["dog", "other"],
      audio: [{
        name: "audio",
        baseline: undefined,
        training: audio!.set,
        evaluation: selectRows(audio!.set, [0, 1, 6, 7]),
      }],
      text: [{
        name: "text",
        baseline: undefined,
        texts: [...texts, "dog", "other"],
        vectors: unitRows(selectRows(text!.set, [...first, 0, 1])),
        outOfVocabulary: [],
      }],
    });
    const arrays = { training: "-", evaluation: "-" };
    const configuration = parseConfiguration(
      JSON.stringify({
        evaluation: { items: "-" },
        training: { items: "-" },
        audio: [{ name: "audio", ...arrays }],
        text: [{ name: "text", backbone: "glove-100d" }],
        projector,
        optimizer: small,
        seeds: [0],
        shuffles: 1,
        attribution: false,
        leakDose: [0.5],
        diversity: [],
      }),
      "audit.json",
    );
    const compute = openCpu();
    const { trainer, groups } = await planAudit(configuration, inputs);
    const file = await readPools(join(folder, "pools.json"));
    // The file of pools has the first control pool alone.
    const trained = groups.filter((group) =>
      !isUntrained(group) && group.members[0]!.training.draw === 0
    );
    assert.equal(trained.length, 5);
    for (const group of trained) {
      const { condition } = group.members[0]!.training;
      const name = formatCondition(condition);
      using places = await TrainingPlaces.take(join(folder, `${name}.safetensors`), "create");
      const summary = await trainOnPool(compute, {
        audio: audio!,
        text: text!,
        pools: { name: "pools.json", sha256: "", file },
        condition,
        configuration: { projector, optimizer: { ...DEFAULT_OPTIMIZER, ...small }, seed: 0 },
      }, { places });
      const [outcome] = await trainer.run(compute, group);
      const { finalLoss, pairs } = outcome!;
      assert.deepEqual([pairs, finalLoss], [summary.pairs, summary.finalLoss], name);
    }
    compute.close();
  }));

Deno.test("if not all pairs have a label, their texts are their classes", () => {
  const placed = ["dog", undefined, "dog"].map((label, text) => ({ audio: text, text, label }));
  assert.deepEqual([...poolRows(placed, []).classes], [0, 1, 2]);
  const labeled = placed.map((pair) => ({ ...pair, label: pair.label ?? "hen" }));
  assert.deepEqual([...poolRows(labeled, []).classes], classNumbers(["dog", "hen", "dog"]));
});

Deno.test("a training that diverges is refused, and its checkpoint is removed", () =>
  inFolder(async (folder) => {
    const compute = openCpu();
    const sounds = { rows: 3, columns: 2, values: Float32Array.of(1, 0, 0, 1, 1, 1) };
    const pairs = [0, 1, 2].map((row) => ({ audio: row, text: row, label: undefined }));
    const { data } = placePool(compute, sounds, sounds, poolRows(pairs, []), false);
    const optimizer = { ...DEFAULT_OPTIMIZER, steps: 20, learningRate: 1e30, warmupSteps: 0 };
    const configuration = { projector, optimizer, seed: 0 };
    const path = join(folder, "x.checkpoint.safetensors");
    const how = {
      learningRate: "the rate",
      checkpoint: { path, every: 5 },
      onDiverged: () => Deno.remove(path),
    };
    await assert.rejects(trainRows(compute, data, configuration, how), {
      name: "InputError",
      message: /^Training diverged: the loss is (NaN|Infinity) at step \d+; lower the rate$/,
    });
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    compute.close();
  }));
