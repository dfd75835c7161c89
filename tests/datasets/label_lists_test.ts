import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Property tests.
import { knownSeparator, labelsIn, listNotes, listsAmong } from "../../src/datasets/label_lists.ts";
import { readCsv } from "../../src/formats/csv.ts";
import { sharedPath } from "../shared.ts";

Deno.test("labels that were joined are taken apart again", () => {
  const label = fc.stringMatching(/^[a-z_()]{1,8}$/).filter((one) =>
    !/^n(an|one|ull|il|a)$/.test(one)
  );
  fc.assert(fc.property(fc.uniqueArray(label, { minLength: 1 }), (labels) => {
    assert.deepEqual(labelsIn(labels.join(","), ","), labels);
    assert.deepEqual(labelsIn(labels.join(" ; "), ";"), labels);
    assert.deepEqual(labelsIn(JSON.stringify(labels)), labels);
  }));
  assert.deepEqual(labelsIn("Dog,,Dog, ", ","), ["Dog"]);
  assert.deepEqual(labelsIn("[1, 2]"), ["[1, 2]"]);
  assert.deepEqual(labelsIn('["a'), ['["a']);
  assert.deepEqual(labelsIn("['Bark', 'Dog']", ","), ["Bark", "Dog"]);
  assert.deepEqual(labelsIn("['Dog']", ","), ["Dog"]);
  assert.deepEqual(labelsIn("'80s music,Rock 'n'", ","), ["'80s music", "Rock 'n'"]);
});

Deno.test("placeholders among several labels are none, and null makes a list no text", () => {
  assert.deepEqual(labelsIn('["dog","nan",null," None "]'), ["dog"]);
  assert.deepEqual(labelsIn('[null,"dog"]'), ["dog"]);
  assert.deepEqual(labelsIn("dog;N/A;NULL", ";"), ["dog"]);
  // Alone it is a class that somebody named, or what a table's reader has left out already.
  assert.deepEqual(labelsIn("none"), ["none"]);
});

Deno.test("a label is one class however its accents are encoded", () => {
  const [composed, apart] = ["caf\u00e9", "cafe\u0301"];
  assert.deepEqual(labelsIn(`${composed},${apart}`, ","), [composed]);
  assert.deepEqual(labelsIn(apart), [composed]);
});

Deno.test("tables of FSD50K and AudioSet are known, others are not", () => {
  const table = (...rows: Record<string, string>[]) => rows.map((columns) => ({ columns }));
  const fsd = table({ labels: "Bark,Dog", mids: "/m/05tny_,/m/0bt9lr" }, {
    labels: "Dog",
    mids: "/m/0bt9lr",
  });
  assert.equal(knownSeparator(fsd, "labels"), ",");
  assert.equal(
    knownSeparator(table({ label: "/m/09x0r,/t/dd00088" }, { label: "/m/09x0r" }), "label"),
    ",",
  );
  assert.equal(knownSeparator(table({ label: "Bark,Dog" }), "label"), undefined);
  assert.equal(
    knownSeparator(table({ label: "Bark, yap", mids: "/m/05tny_" }), "label"),
    undefined,
  );
  assert.equal(knownSeparator([], "label"), undefined);
});

Deno.test("lists look like lists; names with commas and captions do not", () => {
  assert.equal(listsAmong(["Bark|Dog", "Dog|Cat", "Cat"])?.separator, "|");
  assert.equal(listsAmong(["['Bark', 'Dog']", "['Dog']"])?.separator, ",");
  assert.equal(listsAmong(["dog", "rain"]), undefined);
  assert.equal(listsAmong([]), undefined);
  assert.match(
    listNotes(["a,b", "b,c", "c"], () => "so what")[0]!,
    /^2 of 3 labels look like lists/,
  );
  const folder = sharedPath("data");
  if (folder === undefined) return;
  for (const name of ["FSD50k", "audioset", "UrbanSound8K"]) {
    const text = Deno.readTextFileSync(
      `${folder}/laion-class-labels/${name}_class_labels_indices.json`,
    );
    assert.equal(listsAmong(Object.keys(JSON.parse(text))), undefined, name);
  }
  const path = `${folder}/audiocaps/test.csv`;
  const captions = readCsv(Deno.readFileSync(path), path).rows.map(({ values }) =>
    values["caption"]!
  );
  assert.equal(listsAmong([...new Set(captions)]), undefined);
});
