import assert from "node:assert/strict";
import { parseWhere } from "../../cli/options.ts";
import { readItems } from "../../src/datasets/items.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { streamPairs } from "../../src/datasets/stream_pairs.ts";
import { keptRows } from "../../src/datasets/where.ts";
import { keptItems } from "../../src/embeddings/kept_items.ts";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { makeFolder } from "./made_folder.ts";

const row = (columns: Record<string, string>) => ({ columns });

Deno.test("rows are kept by every column, and by any of its values", () => {
  const rows = [
    row({ split: "dev", fold: "1" }),
    row({ split: "dev", fold: "2" }),
    row({ split: "eval", fold: "1" }),
    row({ split: "eval", fold: "3" }),
  ];
  const kept = (where: Record<string, string[]>) =>
    keptRows(rows, where, "t").map((one) => rows.indexOf(one));
  assert.deepEqual(kept({ split: ["dev"] }), [0, 1]);
  assert.deepEqual(kept({ fold: ["1", "3"] }), [0, 2, 3]);
  assert.deepEqual(kept({ split: ["eval"], fold: ["1"] }), [2]);
  assert.equal(keptRows(rows, undefined, "t"), rows);
  const cases: [Record<string, string[]>, RegExp][] = [
    [
      { spilt: ["dev"] },
      /^"t" has no column "spilt"; it has "split", "fold"; did you mean "split"/,
    ],
    [
      { split: ["dev", "test"] },
      /^"t" has no row whose "split" is "test" \(--where\); it has "dev", "/,
    ],
    [{ split: ["evall"] }, /it has "dev", "eval"; did you mean "eval"\?$/],
    [{ split: ["dev"], fold: ["3"] }, /^"t": --where keeps none of 4 rows$/],
    [{ __proto__x: ["1"] }, /no column "__proto__x"/],
  ];
  for (const [where, message] of cases) {
    assert.throws(() => keptRows(rows, where, "t"), { name: "InputError", message });
  }
  const many = Array.from({ length: 5000 }, (_, i) => row({ id: `${i}` }));
  const last = many.at(-1)!;
  assert.deepEqual(keptRows(many, { id: ["4999"] }, "t"), [last]);
  assert.throws(() => keptRows(many, { id: ["x"] }, "t"), /it has "0", "1".* and 988 more$/);
});

Deno.test("values with commas are chosen in quotes, which a refusal says", () => {
  const rows = ["a, b", "a", 'say "c", d', ""].map((label) => row({ label }));
  const kept = (text: string) =>
    keptRows(rows, parseWhere(text), "t").map((one) => rows.indexOf(one));
  assert.deepEqual(kept('label="a, b"'), [0]);
  assert.deepEqual(kept('label="a, b",a'), [0, 1]);
  assert.deepEqual(kept('label=a,"say ""c"", d"'), [1, 2]);
  assert.deepEqual(kept("label=a,"), [1, 3]);
  assert.deepEqual(kept("label=,a"), [1, 3]);
  const more = parseWhere('label="a, b"', parseWhere("label=a"));
  assert.deepEqual(more, { label: ["a", "a, b"] });
  // Quotes that do not enclose a value are signs of it.
  assert.deepEqual(parseWhere('x="a" b,"c'), { x: ['"a" b', '"c'] });
  assert.throws(() => kept("label=a, b"), {
    message: '"t" has no row whose "label" is " b" (--where); it has "", "a", "a, b", "say "c", ' +
      `d"; a value with commas is written in quotes: --where 'label="a, b"'`,
  });
  assert.throws(() => keptRows(rows.slice(0, 1), { label: ["a"] }, "t", '"where"'), {
    message: '"t" has no row whose "label" is "a" ("where"); it has "a, b"; did you mean "a, b"?',
  });
});

Deno.test("rows that are left out need no id, no text and no column of their own", async () => {
  const csv = "id,text,split\na,a dog,dev\na,rain,eval\nb,,eval\nc,a hen,dev\n";
  const jsonl = csv.trim().split("\n").slice(1).map((line) => {
    const [id, text, split] = line.split(",");
    return JSON.stringify(id === "b" ? { split } : { id, text, split });
  }).join("\n");
  await using folder = await makeFolder({ "a.csv": csv, "a.jsonl": jsonl });
  const where = { split: ["dev"] };
  for (const name of ["a.csv", "a.jsonl"]) {
    const path = `${folder.path}/${name}`;
    const items = await readItems(path, { where });
    assert.deepEqual(items.map(({ id, row }) => [id, row]), [["a", 1], ["c", 4]]);
    const read = { sha256: "", badLines: 0, emptyRows: 0 };
    const batches = await Array.fromAsync(streamPairs(path, { modality: "text", where }, read));
    assert.deepEqual(batches.flat().map(({ id, text }) => [id, text]), [["a", "a dog"], [
      "c",
      "a hen",
    ]]);
    assert.equal(read.emptyRows, 0);
    for (
      const [bad, message] of [
        [{ spilt: ["dev"] }, /no column "spilt"; it has "id", "text", "split"/],
        [
          { split: ["dev", "test"] },
          /no row whose "split" is "test" \(--where\); it has "dev", "eval"/,
        ],
        [{ split: ["eval"], id: ["c"] }, /--where keeps none of 4 rows/],
      ] as const
    ) {
      const options = { modality: "text", where: bad } as const;
      await assert.rejects(readItems(path, { where: bad }), { name: "InputError", message });
      const streamed = Array.fromAsync(streamPairs(path, options, { sha256: "", badLines: 0 }));
      await assert.rejects(streamed, { name: "InputError", message });
    }
  }
});

Deno.test("folders, embedding sets and labels are filtered in the same way", async () => {
  await using folder = await makeFolder({
    "FSD50K.ground_truth/dev.csv": 'fname,labels,mids,split\n1,"Bark,Dog",x,train\n2,Rain,y,val\n',
    "FSD50K.ground_truth/eval.csv": 'fname,labels,mids\n3,"Hail,Rain",x\n',
    "FSD50K.eval_audio/3.wav": "",
  });
  const where = { split: ["eval"] };
  const { items, notes } = await openDataset(folder.path, { modality: "audio", where });
  assert.deepEqual([items.map(({ id, row }) => [id, row]), notes], [[["3", 3]], undefined]);
  const { name, labels } = await readLabels(folder.path, { where });
  assert.deepEqual([name, labels], ["FSD50K", [{ label: "Hail" }, { label: "Rain" }]]);
  assert.equal((await readLabels(folder.path)).labels.length, 4);

  const set = {
    rows: 3,
    columns: 2,
    values: Float32Array.of(1, 2, 3, 4, 5, 6),
    items: ["a", "b", "c"].map((id) => ({ id, columns: { split: id === "b" ? "eval" : "dev" } })),
    unreadable: [],
    identity: {},
    fingerprint: "",
  };
  const kept = keptItems(set, { split: ["dev"] }, "set");
  assert.deepEqual([kept.set.rows, [...kept.set.values]], [2, [1, 2, 5, 6]]);
  assert.deepEqual(kept.set.items.map(({ id }) => id), ["a", "c"]);
  assert.deepEqual([...kept.leftOut], ["b"]);
  assert.equal(keptItems(set, undefined, "set").set, set);
});
