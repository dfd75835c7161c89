import assert from "node:assert/strict";
import { openDataset } from "../../src/datasets/open.ts";
import { known } from "../../src/datasets/placeholders.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import { sourcesOf } from "../../src/embeddings/item_columns.ts";
import { inFolder } from "../temporary_folder.ts";

const PLACEHOLDERS = [
  ...[
    "",
    " ",
    "nan",
    "NaN",
    "None",
    "null",
    "NULL",
    "NA",
    "N/A",
    "n/a",
    "#N/A",
    "<NA>",
    "n.a.",
    "NaT",
  ],
  ...["unknown", "Unknown", "(unknown)", "Not found", "not_found", "Not available", "undefined"],
  ...["-1", "-1.0", "-", "--", "?", "???", "...", "[]", "{}", "missing", "TBD"],
  ...[
    "unspecified",
    "Not specified",
    "deleted",
    "n / a",
    "N／A",
    "-99",
    "-999.0",
    "#REF!",
    "#VALUE!",
  ],
];
const SOURCES = [
  ...["0", "1", "-2", "137692", "-10", "Unknown Pleasures", "none such 3", "Nana", "N"],
  ...["7fmOlUlwoNg", "kitchen, Tuesday", "未知の部屋", "nan.wav/2"],
];

Deno.test("placeholders are no values, in whatever form tables have them", () => {
  for (const text of PLACEHOLDERS) assert.equal(known(text), undefined, text);
  for (const text of SOURCES) assert.equal(known(` ${text} `), text);
});

Deno.test("every reader of a table takes placeholders for no source", () =>
  inFolder(async (folder) => {
    const path = `${folder}/items.csv`;
    const rows = [...PLACEHOLDERS, ...SOURCES].map((text, i) => `${i},t,"${text}"\n`);
    await Deno.writeTextFile(path, `id,text,source_id\n${rows.join("")}`);
    const expected = [...PLACEHOLDERS.map(() => undefined), ...SOURCES];
    const { items } = await openDataset(path, { modality: "text" });
    assert.deepEqual(items.map(({ source }) => source), expected);
    const read = { sha256: "", badLines: 0 };
    const batches = await Array.fromAsync(streamPairs(path, { modality: "text" }, read));
    assert.deepEqual(batches.flat().map(({ source }) => source), expected);
    assert.deepEqual(sourcesOf(items, undefined, "items"), expected);
  }));
