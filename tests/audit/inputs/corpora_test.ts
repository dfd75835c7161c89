import assert from "node:assert/strict";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { AuditInputs } from "../../../src/audit/inputs/shape.ts";
import { soundRows } from "../../../src/audit/inputs/sound_rows.ts";
import { soundOf } from "../../../src/leakage/pools/sounds.ts";
import { readNpy } from "../../../src/formats/npy.ts";
import { makeFolder } from "../../datasets/made_folder.ts";
import {
  captionsOf,
  CORPORA,
  corporaConfiguration,
  SOUNDS,
  writeCorpora,
} from "../made_corpora.ts";
import type { PlainConfiguration } from "../planted.ts";

async function read(changes: PlainConfiguration = {}): Promise<AuditInputs> {
  await using folder = await makeFolder({});
  await writeCorpora(folder.path);
  const text = JSON.stringify(corporaConfiguration(changes));
  return await readInputs(parseConfiguration(text, "audit.json"), folder.path);
}

Deno.test("four corpora give a pair for each caption, and a row for each sound", async () => {
  const { pairs, backbones } = await read();
  const kept = SOUNDS - 3;
  assert.equal(pairs.length, SOUNDS * 5 + kept * 2 + SOUNDS * 3 + SOUNDS);
  const ofFirst = (start: string) => pairs.filter(({ id }) => id.startsWith(start));
  assert.deepEqual(
    ofFirst("clotho/development/7.wav").map(({ id, text }) => [id, text]),
    captionsOf(7, 5).map((text, i) => [`clotho/development/7.wav#${i + 1}`, text]),
  );
  assert.deepEqual(ofFirst("rows.csv/4-").map(({ text }) => text), captionsOf(4, 2));
  assert.deepEqual(ofFirst("lists.jsonl/4.wav").map(({ text }) => text), captionsOf(4, 3));
  assert.deepEqual(ofFirst("samples.tar/4").map(({ text }) => text), captionsOf(4, 1));
  const sounds = 3 * SOUNDS + kept;
  assert.equal(new Set(pairs.map(({ id }) => id)).size, pairs.length);
  assert.equal(new Set(pairs.map(soundOf)).size, sounds);
  assert.equal(backbones.audio[0]!.training.rows, sounds);
});

Deno.test("each sound has the row that its corpus's array has for it", async () => {
  await using folder = await makeFolder({});
  await writeCorpora(folder.path);
  const text = JSON.stringify(corporaConfiguration());
  const { pairs, backbones } = await readInputs(parseConfiguration(text, "a.json"), folder.path);
  const { rowOf } = soundRows(pairs);
  const { values, columns } = backbones.audio[0]!.training;
  for (
    const [array, row, ids] of [
      ["clotho.npy", 7, [1, 5].map((n) => `clotho/development/7.wav#${n}`)],
      ["rows.npy", 8, ["rows.csv/4-0", "rows.csv/4-1"]],
      ["lists.npy", 4, ["lists.jsonl/4.wav#1", "lists.jsonl/4.wav#3"]],
      ["samples.npy", 29, ["samples.tar/29"]],
    ] as const
  ) {
    const { data } = readNpy(await Deno.readFile(`${folder.path}/${array}`), array);
    const expected = [...data.subarray(row * columns, (row + 1) * columns)];
    for (const id of ids) {
      const at = rowOf.get(id)! * columns;
      assert.deepEqual([...values.subarray(at, at + columns)], expected, id);
    }
  }
});

Deno.test("one corpus in a list, or one entry with a list of items, are read as they are", async () => {
  const alone = {
    audio: [{ name: "a", training: ["lists.npy"], evaluation: "planted.evaluation.npy" }],
  };
  const one = await read({ training: [CORPORA[2]], ...alone });
  assert.equal(one.pairs[0]!.id, "0.wav#1");
  const two = await read({
    training: { items: ["lists.jsonl", "samples.tar"], textColumn: "captions" },
    audio: [{
      name: "a",
      training: ["lists.npy", "samples.npy"],
      evaluation: "planted.evaluation.npy",
    }],
  }).catch((thrown) => thrown.message);
  // The column of the one is not that of the other.
  assert.match(two, /samples\.tar" row 1 has no column "captions"/);
});

Deno.test("what does not fit together is refused", async () => {
  const refused = async (changes: PlainConfiguration, message: RegExp) =>
    await assert.rejects(read(changes), { name: "InputError", message });
  const audio = (training: unknown) => ({
    audio: [{ name: "a", training, evaluation: "planted.evaluation.npy" }],
  });
  await refused(
    audio("clotho.npy"),
    /"audio\[0\]\.training" is "clotho\.npy"; expected one array or embedding set for each of "clotho" and "rows\.csv"/,
  );
  await refused(
    { training: [CORPORA[2], CORPORA[2]], ...audio(["lists.npy", "lists.npy"]) },
    /"training\[1\]" keeps row 1 of "lists\.jsonl", which "training\[0\]" keeps, too/,
  );
  const twice = [{ items: "clotho", where: {} }, { items: "./clotho/", where: {} }];
  await refused(
    { training: twice, ...audio(["clotho.npy", "clotho.npy"]) },
    /"training\[1\]" keeps row 1 of "\.\/clotho\/", which "training\[0\]" keeps, too/,
  );
  await refused(
    { leakage: { rules: ["TEXT-EXACT"], sourceColumn: { training: "vide", evaluation: "id" } } },
    /None of the 4 manifests of "training" has a column "vide"/,
  );
});

Deno.test("two parts of one folder are two corpora, and the source column of one is enough", async () => {
  const { pairs } = await read({
    training: [
      { items: "clotho", where: { split: ["evaluation"] } },
      { items: "clotho", where: { split: ["development"] } },
      CORPORA[1],
    ],
    audio: [{
      name: "a",
      training: ["clotho.npy", "clotho.npy", "rows.npy"],
      evaluation: "planted.evaluation.npy",
    }],
    leakage: { rules: ["TEXT-EXACT"], sourceColumn: { training: "video", evaluation: "id" } },
  });
  assert.equal(pairs.length, (SOUNDS + 3) * 5 + (SOUNDS - 3) * 2);
  assert.equal(pairs.find(({ id }) => id === "rows.csv/4-1")!.source, "video 4");
  assert.equal(pairs[0]!.source, undefined);
});
