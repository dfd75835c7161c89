import assert from "node:assert/strict";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";
import { esc10Files } from "./esc10_set.ts";
import { makeSet } from "./made_set.ts";

Deno.test("separability of ESC-10 is scikit-learn's, with intervals about it", async () => {
  await inFolder(async (folder) => {
    const esc10 = await esc10Files(folder, false);
    const path = sharedPath("golden/separability.json");
    if (esc10 === undefined || path === undefined) return;
    const golden = JSON.parse(await Deno.readTextFile(path));
    const args = ["separability", esc10.array, "--items", esc10.items, "--json", "--quiet"];
    const ended = await earnest(args);
    assert.equal(ended.code, 0, ended.stderr);
    const found = JSON.parse(ended.stdout);
    for (const measure of ["silhouette_cosine", "silhouette_euclidean"]) {
      const expected = golden[measure];
      assert(Math.abs(found[measure].value - expected.mean) < 1e-5, measure);
      golden.classes.forEach((name: string, c: number) => {
        const value = found.per_class[name][measure];
        assert(Math.abs(value - expected.per_class[c]) < 1e-5, `${measure} of ${name}`);
      });
    }
    const { k1, k5 } = found.knn;
    assert.equal(k1.top1.value, golden.knn_cosine.leave_one_out_accuracy_k1);
    assert.equal(k5.top1.value, golden.knn_cosine.leave_one_out_accuracy_k5);
    for (const { value, low, high, low_fixed, high_fixed } of [found.silhouette_cosine, k1.top1]) {
      assert(low < low_fixed && low_fixed < value && value < high_fixed && high_fixed <= high);
    }
    assert.match(found.notes[0], /^No item has a source/);
  });
});

Deno.test("separability leaves whole recordings out, says so, and warns of few classes", async () => {
  await inFolder(async (folder) => {
    const item = (id: string, label: string, source_id: string, row: number[]) => (
      { id, row, columns: { label, source_id } }
    );
    const set = await makeSet(folder, "set", [
      item("a", "dog_bark", "1", [1, 0]),
      item("b", "dog_bark", "1", [1, 0.1]),
      item("c", "rain", "2", [0, 1]),
      item("d", "rain", "3", [0.1, 1]),
    ]);
    const ended = await earnest(["separability", set, "--device", "cpu"]);
    assert.equal(ended.code, 0, ended.stderr);
    const { stdout } = ended;
    assert.match(stdout, /4 items of 2 numbers, 2 classes/);
    assert.match(stdout, /nearest centroid, balanced +0\.50/);
    assert.match(stdout, /\n {2}dog bark +2 +1 +\S+ +\S+ +0\.00 +0\.00 +0\.00\n/);
    assert.match(stdout, /whole source is left out/);
    assert.match(stdout, /never named right by others: dog bark\./);
    assert.match(stdout, /Only 2 classes/);
    assert(stdout.split("\n").every((line) => line.length <= 80), stdout);
  });
});

Deno.test("separability notes labels that look like lists, and takes a placeholder for no source", async () => {
  await inFolder(async (folder) => {
    const item = (id: string, label: string, row: number[]) => (
      { id, row, columns: { label, source_id: "nan" } }
    );
    const set = await makeSet(folder, "set", [
      item("a", "Bark,Dog", [1, 0]),
      item("b", "Bark,Dog", [1, 0.1]),
      item("e", "bark,dog", [1, 0.2]),
      item("f", "bark,dog", [1, 0.3]),
      item("c", "Dog", [0, 1]),
      item("d", "Dog", [0.1, 1]),
    ]);
    const args = ["separability", set, "--device", "cpu", "--json"];
    const { code, stdout, stderr } = await earnest(args);
    assert.equal(code, 0, stderr);
    const said = JSON.parse(stdout).notes.join("\n");
    assert.match(
      said,
      /2 of 3 labels look like lists of labels, the first "Bark,Dog", and each is taken for one/,
    );
    assert.match(said, /No item has a source/);
    assert.match(said, /differ only in case.*: "Bark,Dog" and "bark,dog"\. Where they .* alike/);
  });
});

Deno.test("separability leaves out items whose label is missing, and says which", async () => {
  await inFolder(async (folder) => {
    const item = (id: string, label: string, row: number[]) => ({ id, row, columns: { label } });
    const labeled = [
      item("a", "dog", [1, 0]),
      item("b", "dog", [1, 0.1]),
      item("c", "_unknown_", [0, 1]),
      item("d", "_unknown_", [0.1, 1]),
    ];
    const missing = ["nan", "unknown", ""].map((label, i) => item(`e${i}`, label, [i, 1]));
    const measured = async (name: string, items: typeof labeled) => {
      const set = await makeSet(folder, name, items);
      const ended = await earnest(["separability", set, "--device", "cpu", "--json"]);
      assert.equal(ended.code, 0, ended.stderr);
      const { notes, set: _, ...numbers } = JSON.parse(ended.stdout);
      return { notes: notes.join("\n"), numbers };
    };
    const whole = await measured("whole", labeled);
    const found = await measured("with", [missing[0]!, ...labeled, ...missing.slice(1)]);
    assert.deepEqual(found.numbers, whole.numbers);
    assert.deepEqual(Object.keys(found.numbers.per_class), ["dog", "unknown"]);
    assert.match(
      found.notes,
      /3 of 7 items of ".*with" have no label \(items 1, 6, 7: "nan", "unknown", nothing\)/,
    );
    assert.doesNotMatch(whole.notes, /no label/);
  });
});

Deno.test("separability refuses what it cannot measure in one line", async () => {
  await inFolder(async (folder) => {
    const row = [1, 0];
    const one = await makeSet(folder, "one", [
      { id: "a", row, columns: { label: "dog" } },
      { id: "b", row, columns: { label: "dog" } },
    ]);
    const blank = await makeSet(folder, "blank", [{ id: "a", row, columns: { label: " " } }]);
    const refused: [string[], RegExp][] = [
      [[one], /2 items of 1 classes have no silhouette; expected at least 2 classes/],
      [
        [one, "--label-column", "labl"],
        /no column "labl"; it has "id", "label"; did you mean "label"/,
      ],
      [[one, "--source-column", "tape"], /no column "tape"/],
      [[blank], /No item of ".*blank" has a label in column "label"; the first holds " "/],
      [["nowhere"], /"nowhere" does not exist/],
      [[`${one}/embeddings.npy`], /is an array; name the manifest of its items with --items/],
    ];
    for (const [args, message] of refused) {
      const ended = await earnest(["separability", ...args, "--device", "cpu", "--quiet"]);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
    }
  });
});
