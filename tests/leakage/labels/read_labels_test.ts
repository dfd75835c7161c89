import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError } from "../../../src/basics/errors.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { SHIPPED_LABEL_SETS } from "../../../src/leakage/labels/shipped.ts";
import { sharedPath } from "../../shared.ts";
import { makeFolder } from "../../datasets/made_folder.ts";
import { inFolder } from "../../temporary_folder.ts";

/** Reads the labels of a file with the given content. */
async function labelsIn(
  name: string,
  content: string | Uint8Array,
  labelColumn?: string,
  notes: string[] = [],
) {
  let found: string[] = [];
  await inFolder(async (folder) => {
    const path = join(folder, name);
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    const set = await readLabels(path, { labelColumn, onNote: (note) => void notes.push(note) });
    assert.equal(set.name, name.replace(/\.[^.]*$/, ""));
    found = set.labels.map(({ label }) => label);
  });
  return found;
}

Deno.test("a list has one label a line, verbatim and in order; empty lines are skipped", async () => {
  const text = "\uFEFFsea_waves\r\n\r\n  Chicken, rooster \ndog";
  assert.deepEqual(await labelsIn("a.txt", text), ["sea_waves", "Chicken, rooster", "dog"]);
});

Deno.test("a manifest has the distinct labels of its column, sorted", async () => {
  assert.deepEqual(await labelsIn("a.csv", "file_name,label\na,rain\nb,dog\nc,rain\n"), [
    "dog",
    "rain",
  ]);
  assert.deepEqual(await labelsIn("a.jsonl", '{"class": "b"}\n{"class": "a"}\n', "class"), [
    "a",
    "b",
  ]);
  assert.deepEqual(await labelsIn("a.tsv", "file_name\tlabel\na\train\nb\tdog\n"), ["dog", "rain"]);
  assert.deepEqual(await labelsIn("a.json", '[{"label": "rain"}, {"label": "dog"}]'), [
    "dog",
    "rain",
  ]);
});

Deno.test("it is said which lines of a manifest are not UTF-8, in a folder, too", async () => {
  const text = Uint8Array.from("file_name,label\na.wav,caf\xe9\n", (c) => c.charCodeAt(0));
  await using folder = await makeFolder({ "metadata.csv": text, "other/a.csv": text });
  for (const name of ["", "other/a.csv"]) {
    const notes: string[] = [];
    const { labels } = await readLabels(`${folder.path}/${name}`, {
      onNote: (note) => notes.push(note),
    });
    assert.deepEqual(labels.map(({ label }) => label), ["café"]);
    assert.match(notes.join(), /not UTF-8 on 1 line\(s\), the first line 2; they are read as Wind/);
  }
});

Deno.test("placeholders and empty cells of a manifest are no labels, and noted with their lines", async () => {
  const notes: string[] = [];
  const cells = ["dog", "nan", "_unknown_", "unknown", "", "None", "-1", "N/A", "rain"];
  const table = ["label", ...cells.map((cell) => `"${cell}"`), ""].join("\n");
  assert.deepEqual(await labelsIn("a.csv", table, undefined, notes), ["_unknown_", "dog", "rain"]);
  assert.equal(notes.length, 1);
  assert.match(
    notes[0]!,
    /^6 of 9 rows of ".*a\.csv" have no label \(lines 3, 5, 6, 7, 8 and 1 more/,
  );
  assert.match(notes[0]!, /"nan", "unknown", nothing, "None", "-1"\).*as in "_unknown_"\.$/);
  const lines = ['{"label": []}', '{"label": [""]}', '{"label": null}', '{"label": ["b", "a"]}'];
  assert.deepEqual(await labelsIn("a.jsonl", lines.join("\n"), undefined, notes), ["a", "b"]);
  assert.match(notes[1]!, /^3 of 4 rows .* \(lines 1, 2, 3: "\[\]"/);
});

Deno.test("-1 is a label beside 0 and 1, and a list may name any label", async () => {
  assert.deepEqual(await labelsIn("a.csv", "label\n-1\n1\n0\n"), ["-1", "0", "1"]);
  assert.deepEqual(await labelsIn("a.csv", "label\n-1\n2\n0\n"), ["0", "2"]);
  assert.deepEqual(await labelsIn("a.txt", "unknown\ndog\n"), ["unknown", "dog"]);
});

Deno.test("a label set is read from JSON", async () => {
  const text = '{"schema": "earnest/labels/1", "name": "a", "labels": [{"label": "dog"}]}';
  assert.deepEqual(await labelsIn("a.json", text), ["dog"]);
});

Deno.test("labels are read from the lists and numberings that other tools write as JSON", async () => {
  assert.deepEqual(await labelsIn("a.json", '["sea_waves", "dog"]'), ["sea_waves", "dog"]);
  assert.deepEqual(await labelsIn("a.json", '{"rain": 1, "Chicken, rooster": 0}'), [
    "Chicken, rooster",
    "rain",
  ]);
});

/** Encodes a text with two bytes a character. */
function utf16(text: string, little: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) bytes.setUint16(2 * i, text.charCodeAt(i), little);
  return new Uint8Array(bytes.buffer);
}

Deno.test("lines may end in carriage returns alone", async () => {
  assert.deepEqual(await labelsIn("a.csv", 'id,label\r1,dog\r2,"a cat"\r'), ["a cat", "dog"]);
  assert.deepEqual(await labelsIn("a.jsonl", '{"label": "b"}\r{"label": "a"}'), ["a", "b"]);
  assert.deepEqual(await labelsIn("a.txt", "dog\rcat\r"), ["dog", "cat"]);
});

Deno.test("AudioSet's table of classes has its labels in display_name", async () => {
  const classes = 'index,mid,display_name\n0,/m/09x0r,Speech\n1,/t/dd00125,"Inside, small room"\n';
  assert.deepEqual(await labelsIn("class_labels_indices.csv", classes), [
    "Inside, small room",
    "Speech",
  ]);
  // A column that is called label comes first.
  const both = "mid,display_name,label\n/m/1,Dog,dog\n";
  assert.deepEqual(await labelsIn("a.csv", both), ["dog"]);
});

const FAULTS: [name: string, content: string | Uint8Array, expected: RegExp][] = [
  ["a.txt", "dog\n\ndog\n", /lines 1 and 3 have the same label "dog"$/],
  ["a.txt", "dog\n---\n", /line 2 has the label "---"; expected at least one letter or digit$/],
  ["a.txt", `dog\n${"a".repeat(501)}`, /line 2 has a label of 501 characters; expected at most/],
  ["a.txt", "\n \n", /has no labels$/],
  ["a.txt", new Uint8Array([0xc3, 0x28, 0]), /is not UTF-8 text$/],
  ...["a.txt", "a.csv", "a.json", "a.jsonl"].flatMap((name) =>
    ["\uFEFFlabel\ndog\n", "label\ndog\n"].flatMap((text) =>
      [true, false].map((little): [string, Uint8Array, RegExp] => [
        name,
        utf16(text, little),
        /: it is UTF-16 text; save it as UTF-8 \(in spreadsheets "CSV UTF-8"\)$/,
      ])
    )
  ),
  ["a.csv", "file_name,lable\na,dog\n", /line 2 has no column "label".*did you mean "lable"\?$/],
  [
    "a.csv",
    "dog\ncat\n",
    /no column "label"; it has "dog"; where that is a label itself, name the file \.txt, a label a/,
  ],
  ["a.tsv", "dog\ncat\n", /name the file \.txt/],
  ["a.csv", "mid,name\n/m/1,dog\n", /no column "label"; it has "mid", "name"$/],
  ["a.csv", "file_name,label\na,nan\nb,\n", /has no labels$/],
  ["a.csv", "file_name,label\na,dog\nb,+\n", /line 3 has the label "\+"; expected at least one/],
  ["a.csv", "file_name,label\n", /has no labels$/],
  ["a.json", "[]", /has no labels$/],
  ["a.json", '["dog", "dog"]', /has the label "dog" twice$/],
  ["a.json", '{"dog": 0, "cat": "1"}', /unknown key "dog"/],
];

for (const [i, [name, content, expected]] of FAULTS.entries()) {
  Deno.test(`labels that cannot be used, ${i + 1}: ${expected}`, async () => {
    await assert.rejects(labelsIn(name, content), (thrown) => {
      assert(thrown instanceof InputError);
      assert.match(thrown.message, expected);
      return true;
    });
  });
}

Deno.test("an unknown set is refused with the names of the shipped ones", async () => {
  await assert.rejects(readLabels("esc51"), {
    message: `"esc51" does not exist; shipped label sets: ${SHIPPED_LABEL_SETS.join(", ")}`,
  });
});

Deno.test("a set's name as its data set writes it is told how it is called here", async () => {
  for (const [name, meant] of [["ESC-50", "esc50"], ["CREMA-D", "crema_d"]]) {
    await assert.rejects(readLabels(name!), {
      message: `"${name}" does not exist; did you mean the shipped label set "${meant}"?`,
    });
  }
});

Deno.test("the labels of ESC-50's manifest are those of the shipped set", async () => {
  const path = sharedPath("data/esc50-fold4/esc50-fold4.csv");
  if (path === undefined) return;
  const { labels } = await readLabels(path, { labelColumn: "category" });
  const shipped = (await readLabels("esc50")).labels.map(({ label }) => label).sort();
  assert.deepEqual(labels.map(({ label }) => label), shipped);
});

Deno.test("a table without the column of labels names the option that names it", async () => {
  await using folder = await makeFolder({ "a.csv": "id,tags\n1,dog\n" });
  const path = `${folder.path}/a.csv`;
  await assert.rejects(readLabels(path, { labelColumnOption: "--items-label-column" }), {
    message: /it has "id", "tags"; name the column of labels with --items-label-column$/,
  });
  await assert.rejects(readLabels(path), { message: /it has "id", "tags"$/ });
});
