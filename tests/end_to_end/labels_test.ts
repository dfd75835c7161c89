import assert from "node:assert/strict";
import { join } from "node:path";
import { labelsCommand } from "../../cli/labels.ts";
import { InputError } from "../../src/basics/errors.ts";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { inFolder } from "../temporary_folder.ts";

async function labels(...words: string[]): Promise<void> {
  await labelsCommand().parseAsync(words, { from: "user" });
}

Deno.test("labels writes a label set that can be read, and replaces it only with --force", async () => {
  await inFolder(async (folder) => {
    const list = join(folder, "pets.txt");
    const out = join(folder, "pets.json");
    await Deno.writeTextFile(list, "dog\nsiamese_cat\n");
    await labels(list, "--out", out);
    const expected = {
      name: "pets",
      labels: [
        { label: "dog", senses: ["dog.n.01"] },
        { label: "siamese_cat", senses: ["siamese_cat.n.01"], exclude: ["Siamese"] },
      ],
    };
    assert.deepEqual(await readLabels(out), expected);
    await Deno.writeTextFile(list, "hen\n");
    await assert.rejects(labels(list, "--out", out), (thrown) => {
      assert(thrown instanceof InputError);
      assert.match(
        thrown.message,
        /pets\.json" exists; choose another --out, or replace it with --force$/,
      );
      return true;
    });
    assert.deepEqual(await readLabels(out), expected);
    await labels(list, "--out", out, "--force", "--json");
    assert.deepEqual((await readLabels(out)).labels.map(({ label }) => label), ["hen"]);
  });
});

Deno.test("labels writes only files that will be read as label sets", async () => {
  await assert.rejects(labels("esc50", "--out", "labels.txt"), {
    message: '--out is "labels.txt"; expected a name that ends in .json',
  });
});

Deno.test("labels takes cells of several labels apart, with --label-separator or as it is written in JSON", async () => {
  await inFolder(async (folder) => {
    const out = join(folder, "out.json");
    const made = { "a.csv": 'label\n"cat|dog"\ndog\n', "b.jsonl": '{"label": ["cat", "dog"]}\n' };
    for (const [name, text] of Object.entries(made)) {
      await Deno.writeTextFile(join(folder, name), text);
      await labels(join(folder, name), "--label-separator", "|", "--out", out, "--force");
      assert.deepEqual((await readLabels(out)).labels.map(({ label }) => label), ["cat", "dog"]);
    }
  });
});
