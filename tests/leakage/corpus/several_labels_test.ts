import assert from "node:assert/strict";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

const GUITAR = '"Electric_guitar,Guitar,Music","/m/02sgy,/m/0342h,/m/04rlf"';

Deno.test("FSD50K: an item's labels are classes of their own, in its folder and its table", async () => {
  const table = `fname,labels,mids\n64760,${GUITAR}\n5,Music,/m/04rlf\n`;
  await using folder = await makeFolder({
    "FSD50K.ground_truth/eval.csv": table,
    "labels.txt": "Electric_guitar\nGuitar\nMusic\n",
    "eval.csv": table,
    "pairs.csv": "id,text,source_id\na,a tune,64760\nb,a tune,5\n",
  });
  const path = (name: string) => `${folder.path}/${name}`;
  const { labels } = await readLabels(path("eval.csv"), { labelColumn: "labels" });
  assert.deepEqual(labels.map(({ label }) => label), ["Electric_guitar", "Guitar", "Music"]);
  for (const items of [folder.path, path("eval.csv")]) {
    const scan = await openScan(path("pairs.csv"), {
      labels: path("labels.txt"),
      items,
      itemColumns: items === folder.path
        ? {}
        : { labelColumn: "labels", idColumn: "fname", sourceColumn: "fname" },
      rules: ["AUDIO-SOURCE"],
    }, false);
    const findings = (await Array.fromAsync(scan.findings())).flat();
    assert.deepEqual(findings.map(({ item, label }) => `${item} ${label}`), [
      "a Electric_guitar",
      "a Guitar",
      "a Music",
      "b Music",
    ]);
    assert.doesNotMatch(scan.summary().notes.join(), /not among|lists/);
  }
});

Deno.test("FSD50K's own spelling of a label is the shipped set's", async () => {
  await using folder = await makeFolder({
    "FSD50K.ground_truth/eval.csv":
      'fname,labels,mids\n64760,"Chicken_and_rooster,Domestic_animals_and_pets","/m/a,/m/b"\n',
    "pairs.csv": "id,text,source_id\na,an afternoon,64760\n",
  });
  const options = { labels: "fsd50k", items: folder.path };
  const scan = await openScan(`${folder.path}/pairs.csv`, options, false);
  const findings = (await Array.fromAsync(scan.findings())).flat();
  assert.deepEqual(findings.map(({ rule, label }) => [rule, label]), [
    ["AUDIO-SOURCE", "Chicken, rooster"],
    ["AUDIO-SOURCE", "Domestic animals, pets"],
  ]);
  assert.doesNotMatch(scan.summary().notes.join(), /not among/);
});

Deno.test("labels in JSON lists, and NFC beside NFD, are the classes they name", async () => {
  await using folder = await makeFolder({
    "items.jsonl": '{"id": 1, "label": ["dog", "caf\\u00e9"]}\n{"id": 2, "label": "cafe\\u0301"}\n',
  });
  const { labels } = await readLabels(`${folder.path}/items.jsonl`);
  assert.deepEqual(labels.map(({ label }) => label), ["caf\u00e9", "dog"]);
});

Deno.test("the command that drafts a label set reads the labels as the scan did", async () => {
  await using folder = await makeFolder({
    "items.csv": "id,tags\n1,kettle;sea\n2,fox\n",
    "pairs.csv": "id,text\na,an afternoon\n",
  });
  const scan = await openScan(`${folder.path}/pairs.csv`, {
    labels: `${folder.path}/items.csv`,
    itemColumns: { labelColumn: "tags" },
    labelSeparator: ";",
  }, false);
  await Array.fromAsync(scan.findings());
  assert.match(
    scan.summary().notes.join(" "),
    /"earnest labels [^ ]*items\.csv --label-column tags --label-separator ';' --out labels\.json"/,
  );
});
