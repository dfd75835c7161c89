import assert from "node:assert/strict";
import { join } from "node:path";
import { shiftSeeds } from "../../../src/audit/configuration/configuration.ts";
import { parseItems } from "../../../src/datasets/items.ts";
import { readItems } from "../../../src/datasets/items.ts";
import { readNpy, writeNpy } from "../../../src/formats/npy.ts";
import { writeSafetensors } from "../../../src/formats/safetensors.ts";
import { makeSet } from "../../end_to_end/made_set.ts";
import { readPlanted as read } from "./planted_inputs.ts";

const OTHER_CODE = { embeddings: "0123456789" };

Deno.test("pairs whose text cannot be embedded are left out, and a note says so", async () => {
  const { pairs, backbones: { audio }, notes } = await read({}, async (folder) => {
    const path = join(folder, "training.csv");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(",dog\n", ",xqzzy\n"));
  });
  assert.equal(pairs.length, 59);
  assert.equal(audio[0]!.training.rows, 59);
  const said =
    '1 of 60 training pairs are left out, since "glove-100d" cannot embed their texts: ' +
    '"xqzzy". The first: ';
  assert.ok(notes.some((note) => note.startsWith(said)), notes.join("\n"));
});

Deno.test("items and pairs without a label are left out, with their rows, and a note names them", async () => {
  const all = await read({}, async () => {});
  const some = await read({}, async (folder) => {
    for (const side of ["training", "evaluation"]) {
      const path = join(folder, `${side}.csv`);
      const rows = (await Deno.readTextFile(path)).split("\n");
      rows[1] = rows[1]!.replace(",bird", ",nan");
      rows[3] = rows[3]!.replace(",bird", ",");
      await Deno.writeTextFile(path, rows.join("\n"));
    }
  });
  assert.deepEqual(some.evaluation.labels, all.evaluation.labels);
  const kept = all.evaluation.items.filter((_, row) => row !== 0 && row !== 2);
  assert.deepEqual(some.evaluation.items, kept);
  assert.equal(some.pairs.length, 58);
  for (const side of ["training", "evaluation"] as const) {
    const [one, other] = [some, all].map(({ backbones }) => backbones.audio[0]![side]);
    assert.deepEqual(one!.values.subarray(0, 12), other!.values.subarray(12, 24));
  }
  for (const what of ["items", "training items"]) {
    const said = new RegExp(
      `^2 of 60 ${what} of "\\w+\\.csv" have no label \\(rows 1, 3: "nan", nothing\\)`,
    );
    assert.ok(some.notes.some((note) => said.test(note)), some.notes.join("\n"));
  }
});

Deno.test("captions of pairs whose label is missing stay", async () => {
  const { pairs } = await read(
    { training: { items: "training.csv", textColumn: "id" } },
    async (folder) => {
      const path = join(folder, "training.csv");
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replace("bird/0,bird", "bird/0,unknown"));
    },
  );
  assert.equal(pairs.length, 60);
  assert.ok(!("label" in pairs[0]!) && pairs[1]!.label === "bird");
});

Deno.test("a ready-made set of other code is noted, one without a code is not", async () => {
  const audio = [{ name: "a", training: "training", evaluation: "evaluation" }];
  const inputs = await read({ audio }, async (folder) => {
    for (
      const [name, identity] of [["training", {}], ["evaluation", { code: OTHER_CODE }]] as const
    ) {
      const items = await parseItems(
        await Deno.readFile(join(folder, `${name}.csv`)),
        `${name}.csv`,
      );
      const rows = items.map(({ id }, i) => ({ id, row: [Math.sin(i), Math.cos(i)] }));
      await makeSet(folder, name, rows, identity);
    }
  });
  const notes = inputs.notes.filter((note) => note.startsWith("Made by other code"));
  assert.equal(notes.length, 1);
  assert.match(notes[0]!, /: "evaluation" \(embeddings 01234567…, now [0-9a-f]{8}…\)\.$/);
});

Deno.test("where finds a value however its accents are encoded", async () => {
  const where = { label: ["cafe\u0301", "dog"] };
  const { pairs } = await read(
    { training: { items: "training.csv", where, text: "dog" } },
    async (folder) => {
      const path = join(folder, "training.csv");
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replace(",cat\n", ",café\n"));
    },
  );
  assert.equal(pairs.length, 7);
});

Deno.test("where keeps the rows of the arrays that belong to its items", async () => {
  const all = await read({}, async () => {});
  const some = await read({
    training: { items: "training.csv", where: { label: ["cow", "dog"] } },
  }, async () => {});
  assert.equal(some.pairs.length, 12);
  const row = all.pairs.findIndex(({ label }) => label === "dog");
  const same = some.pairs.findIndex(({ label }) => label === "dog");
  const { columns, values } = all.backbones.audio[0]!.training;
  assert.deepEqual(
    some.backbones.audio[0]!.training.values.slice(same * columns, (same + 1) * columns),
    values.slice(row * columns, (row + 1) * columns),
  );
});

Deno.test("arrays in other formats, and one of several in a file, give the same inputs", async () => {
  const plain = await read({}, async () => {});
  const [training, evaluation] = ["training", "evaluation"].map((side) =>
    `both.safetensors#${side}`
  );
  const both = await read(
    { audio: [{ name: "planted", training, evaluation }] },
    async (folder) => {
      const arrays = await Promise.all(["training", "evaluation"].map(async (side) => {
        const path = join(folder, `planted.${side}.npy`);
        return [side, readNpy(await Deno.readFile(path), path)] as const;
      }));
      await Deno.writeFile(
        join(folder, "both.safetensors"),
        writeSafetensors(new Map(arrays), {}),
      );
    },
  );
  assert.deepEqual(both.backbones.audio[0]!.training, plain.backbones.audio[0]!.training);
  assert.deepEqual(both.backbones.audio[0]!.evaluation, plain.backbones.audio[0]!.evaluation);
  assert.deepEqual(Object.keys(both.hashes).toSorted(), [
    "file both.safetensors",
    "file evaluation.csv",
    "file training.csv",
    "run character-ngrams, texts",
    "run glove-100d, texts",
  ]);
});

Deno.test("arrays that name their items are joined by them, in any order", async () => {
  const plain = await read({}, async () => {});
  const keyed = await read(
    { audio: [{ name: "planted", training: "t.jsonl", evaluation: "planted.evaluation.npy" }] },
    async (folder) => {
      const { shape, data } = readNpy(
        await Deno.readFile(join(folder, "planted.training.npy")),
        "x",
      );
      const [rows = 0, columns = 0] = shape;
      const items = await readItems(join(folder, "training.csv"));
      const lines = Array.from({ length: rows }, (_, row) => {
        const e = [...data.subarray(row * columns, (row + 1) * columns)];
        return JSON.stringify({ filename: `${items[row]!.id}.wav`, e });
      });
      await Deno.writeTextFile(join(folder, "t.jsonl"), lines.toReversed().join("\n"));
    },
  );
  assert.deepEqual(keyed.backbones.audio[0]!.training, plain.backbones.audio[0]!.training);
});

Deno.test("a row of zeros is noted by its item", async () => {
  const { notes } = await read({}, async (folder) => {
    const path = join(folder, "planted.training.npy");
    const { shape, data } = readNpy(await Deno.readFile(path), path);
    await Deno.writeFile(path, writeNpy(shape, data.fill(0, 12, 24)));
  });
  const said =
    'Of 60 rows of "planted.training.npy", 1 is all zeros and has no direction: row 2, "training/bird/1".';
  assert.deepEqual(notes.filter((note) => /zeros/.test(note)), [said]);
});

Deno.test("seeds are shifted together", () => {
  assert.deepEqual(shiftSeeds([3, 4, 9], 100), [100, 101, 106]);
  assert.deepEqual(shiftSeeds([1, 0], 0), [0, 2 ** 32 - 1]);
});
