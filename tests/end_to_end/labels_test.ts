import assert from "node:assert/strict";
import { join } from "node:path";
import { checkLabels } from "../../cli/check_labels.ts";
import { labelsCommand } from "../../cli/labels.ts";
import { InputError } from "../../src/basics/errors.ts";
import { formatLabelSet } from "../../src/leakage/labels/label_set.ts";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { inFolder } from "../temporary_folder.ts";
import { EARNEST, earnest } from "./cli.ts";

async function labels(...words: string[]): Promise<void> {
  await labelsCommand().parseAsync(words, { from: "user" });
}

Deno.test("labels writes a label set that can be read, and replaces it only with --force", async () => {
  await inFolder(async (folder) => {
    const list = join(folder, "pets.txt");
    const out = join(folder, "pets.json");
    await Deno.writeTextFile(list, "dog\nsiamese_cat\nzzyx\n");
    await labels(list, "--out", out);
    const expected = {
      name: "pets",
      checked: false,
      labels: [
        { label: "dog", senses: ["dog.n.01"] },
        { label: "siamese_cat", senses: ["siamese_cat.n.01"], exclude: ["Siamese"] },
        { label: "zzyx", checked: false },
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

/** Runs `labels --check` with keys at standard input. */
async function check(path: string, keys: string): Promise<{ code: number; stdout: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...EARNEST, "labels", "--check", path],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(keys));
  await writer.close();
  const { code, stdout } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

Deno.test("labels says which rows have no label, and which labels differ only in case", async () => {
  await inFolder(async (folder) => {
    const table = join(folder, "a.csv");
    await Deno.writeTextFile(table, "label\ndog\nDog\nnan\n");
    const { notes } = JSON.parse((await earnest(["labels", table, "--json"])).stdout);
    assert.match(notes.join("\n"), /1 of 3 rows of ".*a\.csv" has no label \(line 4: "nan"\)/);
    assert.match(notes.join("\n"), /differ only in case.*: "Dog" and "dog"/);
  });
});

Deno.test("labels --check goes through what is unsure, writes each answer, and goes on later", async () => {
  await inFolder(async (folder) => {
    const list = join(folder, "pets.txt");
    const set = join(folder, "pets.json");
    await Deno.writeTextFile(list, "crow\ndog\nzzyx\n");
    await labels(list, "--out", set, "--json");
    // Keys that say nothing are passed over, and the end of the input quits.
    const first = await check(set, "zx\t\x1b[3~\x1bOPy");
    assert.equal(first.code, 0);
    assert.match(first.stdout, /\[1 of 2\] crow\n {2}Enter crow\.n\.01: black birds/);
    assert.match(first.stdout, /1 checked,\s+1\s+unsure; the same\s+command goes/);
    const half = await readLabels(set);
    assert.deepEqual([half.checked, half.labels.map(({ checked }) => checked)], [
      false,
      [undefined, undefined, false],
    ]);
    const second = await check(set, "sy");
    assert.match(second.stdout, /0 checked,\s+1\s+unsure/);
    const third = await check(set, "\r");
    assert.match(third.stdout, /1 checked,\s+nothing\s+is\s+unsure/);
    assert.deepEqual(await readLabels(set), {
      name: "pets",
      labels: [
        { label: "crow", senses: ["crow.n.01"] },
        { label: "dog", senses: ["dog.n.01"] },
        { label: "zzyx" },
      ],
    });
    await assert.rejects(labels("--check", list), /pets\.txt" is no label set that can be checked/);
    await assert.rejects(labels("--check", set, "--out", "other.json"), /leave out --out/);
  });
});

Deno.test("labels --check keeps what somebody writes into the set meanwhile", () =>
  inFolder(async (folder) => {
    const set = join(folder, "pets.json");
    const text = formatLabelSet({ name: "pets", labels: [{ label: "crow", checked: false }] });
    await Deno.writeTextFile(set, text);
    const edited = text.replace('"crow"', '"crow", "synonyms": ["rook"]');
    const edit = async () => {
      await Deno.writeTextFile(set, edited);
      return "y";
    };
    await assert.rejects(checkLabels(set, true, edit), { message: /changed while it was checked/ });
    assert.equal(await Deno.readTextFile(set), edited);
  }));

Deno.test("scan says what is unsure and unchecked in a label set", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "labels.txt"), "crow\ndog\n");
    await Deno.writeTextFile(join(folder, "pairs.csv"), "id,text\n1,a dog barks\n");
    const set = join(folder, "labels.json");
    await labels(join(folder, "labels.txt"), "--out", set, "--json");
    const { stdout } = await earnest(
      ["scan", "pairs.csv", "--labels", "labels.json", "--out", "leaks", "--json", "--quiet"],
      { cwd: folder },
    );
    const { notes } = JSON.parse(stdout);
    assert.match(notes.join(" "), /What 1 of 2 labels in "labels\.json" mean .* unchecked: "crow"/);
  });
});
