import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { writeEmbeddingSet } from "../../../src/embeddings/whole_set.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import { ANIMALS, type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";
import { readPlanted } from "./planted_inputs.ts";

function read(folder: string, changes: PlainConfiguration) {
  const text = JSON.stringify(plantedConfiguration(changes));
  return readInputs(parseConfiguration(text, "audit.json"), folder);
}

/** Makes one embedding of length 5 for each text. */
const valuesOf = (texts: readonly string[]) =>
  Float32Array.from(texts.flatMap((_, i) => i % 2 ? [3, 4] : [-4, 3]));

async function writeTexts(folder: string, texts: readonly string[], column = "text") {
  await Deno.writeFile(join(folder, "texts.npy"), writeNpy([texts.length, 2], valuesOf(texts)));
  await Deno.writeTextFile(join(folder, "texts.csv"), [column, ...texts, ""].join("\n"));
}

const READY_MADE = { name: "made", embeddings: "texts.npy", items: "texts.csv" };

Deno.test("ready-made embeddings are found by their texts' words, and normalized", async () => {
  await withPlanted(async (folder) => {
    await writeTexts(folder, [...ANIMALS.toReversed(), "sea_waves"], "label");
    const { backbones: { text, known: all }, leaks } = await read(folder, { text: [READY_MADE] });
    assert.deepEqual(text[0]!.texts, ANIMALS);
    const { columns, values } = text[0]!.vectors;
    assert.equal(columns, 2);
    // "sheep" is the first row of the array.
    assert.deepEqual([...values.subarray(18)].map((x) => x.toFixed(6)), ["-0.800000", "0.600000"]);
    const known = all.find(({ name }) => name === "made")!;
    assert.deepEqual([known.embeddings, known.dimensions, known.ledger], [
      "ready-made",
      2,
      undefined,
    ]);
    assert.equal(leaks.verdict, "leaky");
  });
});

Deno.test("ready-made embeddings that carry their texts are joined by them, in any order", async () => {
  await withPlanted(async (folder) => {
    await writeTexts(folder, ANIMALS);
    const lines = ANIMALS.map((text, i) =>
      JSON.stringify({ id: `t${i}`, text, e: i % 2 ? [3, 4] : [-4, 3] })
    );
    const entry = { ...READY_MADE, embeddings: "texts.jsonl" };
    const vectorsOf = async (some: readonly string[]) => {
      await Deno.writeTextFile(join(folder, "texts.jsonl"), some.join("\n"));
      return (await read(folder, { text: [entry] })).backbones.text[0]!.vectors;
    };
    assert.deepEqual(await vectorsOf(lines.slice(1).concat(lines[0]!)), await vectorsOf(lines));
  });
});

Deno.test("an embedding set of texts needs no manifest", async () => {
  await withPlanted(async (folder) => {
    await writeEmbeddingSet(join(folder, "texts"), {
      rows: 10,
      columns: 2,
      values: valuesOf(ANIMALS),
      items: ANIMALS.map((text, i) => ({ id: String(i), columns: { text } })),
      unreadable: [],
      identity: { importedFrom: "elsewhere" },
      fingerprint: "",
    }, { mode: "create" });
    const { backbones: { text }, hashes } = await read(folder, {
      text: [{ name: "set", embeddings: "texts" }],
    });
    assert.equal(text[0]!.vectors.rows, 10);
    assert.match(hashes["file texts"]!, /^[0-9a-f]{64}$/);
  });
});

Deno.test("unusable ready-made embeddings of texts are refused", async () => {
  await withPlanted(async (folder) => {
    const refuses = (message: RegExp, entry: Record<string, unknown> = READY_MADE) =>
      assert.rejects(read(folder, { text: [entry] }), { name: "InputError", message });
    await writeTexts(folder, ANIMALS.slice(2));
    await refuses(/^"texts\.npy" has no row for the text "bird", nor for 1 others that the audit/);
    await refuses(/"text\[0\]\.embeddings" is "texts\.npy", an array .* in "text\[0\]\.items"$/, {
      name: "made",
      embeddings: "texts.npy",
    });
    await writeTexts(folder, ANIMALS, "words");
    await refuses(
      /^"texts\.csv" has no column "text" or "label" with the texts; it has "wor/,
    );
    await Deno.writeTextFile(join(folder, "texts.csv"), "text\nbird\n");
    await refuses(
      /^"texts\.npy" has 10 rows; expected one for each of the 1 texts of "texts\.csv"/,
    );
  });
});

Deno.test("texts are the labels, whatever their column", async () => {
  await withPlanted(async (folder) => {
    const path = join(folder, "training.csv");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(/^id,label/, "id,kind"));
    const { pairs } = await read(folder, {
      training: { items: "training.csv", labelColumn: "kind" },
    });
    assert.deepEqual(pairs[0], { id: "training/bird/0", label: "bird", text: "bird" });
  });
});

Deno.test("captions from a column need no labels, and texts are shuffled between pairs", async () => {
  await withPlanted(async (folder) => {
    const path = join(folder, "training.csv");
    const rows = (await Deno.readTextFile(path)).trimEnd().split("\n").slice(1);
    const captions = rows.map((row) => row.replace(/,(\w+)$/, ",the sound of a $1"));
    await Deno.writeTextFile(path, ["id,caption", ...captions, ""].join("\n"));
    const { pairs, notes, leaks } = await read(folder, {
      training: { items: "training.csv", textColumn: "caption" },
      diversity: [0.5, 1],
    });
    assert.deepEqual(pairs[0], { id: "training/bird/0", text: "the sound of a bird" });
    assert.equal(leaks.findings.length, 60);
    const said =
      "60 of 60 training pairs have no label, so texts are shuffled between pairs, not " +
      "labels, and there is no diversity curve.";
    assert.ok(notes.includes(said), notes.join("\n"));
    const known = await read(folder, { training: { items: "training.csv" }, diversity: [0.5, 1] });
    assert.deepEqual(known.pairs, pairs);
    await assert.rejects(
      read(folder, {
        training: { items: "training.csv", textColumn: "caption", labelColumn: "class" },
      }),
      { message: /row 1 has no column "class"/ },
    );
  });
});

Deno.test("rows that repeat a sound are its captions, whatever the column of texts is called", async () => {
  const { pairs, backbones } = await readPlanted(
    { training: { items: "training.csv", textColumn: "description" } },
    async (folder) => {
      const rows = Array.from({ length: 60 }, (_, i) => `${i >> 1}.wav,cat number ${i}\n`);
      await Deno.writeTextFile(`${folder}/training.csv`, `path,description\n${rows.join("")}`);
    },
  );
  assert.equal(pairs.length, 60);
  assert.deepEqual(
    pairs.slice(0, 3).map(({ id, sound, text }) => [id, sound, text]),
    [
      ["0.wav", undefined, "cat number 0"],
      ["0.wav#row2", "0.wav", "cat number 1"],
      ["1.wav", undefined, "cat number 2"],
    ],
  );
  assert.equal(backbones.audio[0]!.training.rows, 30);
});
