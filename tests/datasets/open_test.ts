import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type DatasetOptions, openDataset } from "../../src/datasets/open.ts";
import { type Made, makeFolder } from "./made_folder.ts";

const audio = { modality: "audio" } as const;
const text = { modality: "text" } as const;

/** Opens a manifest in a folder of its own. */
async function open(manifest: string, options: DatasetOptions, files: Record<string, Made> = {}) {
  await using folder = await makeFolder({ "items.csv": manifest, ...files });
  const dataset = await openDataset(`${folder.path}/items.csv`, options);
  return { ...dataset, folder: folder.path };
}

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

Deno.test("a manifest gives its name, hash and items with files, labels and sources", async () => {
  const manifest = "file_name,label,source_id,fold\na.wav,dog,12,1\nb c.wav,,,2\n";
  const { name, manifest: path, sha256: hash, items, folder } = await open(manifest, audio);
  assert.equal(name, "manifest");
  assert.equal(path, `${folder}/items.csv`);
  assert.equal(hash, sha256(manifest));
  assert.deepEqual(
    items.map(({ id, row, file, label, source }) => [id, row, file, label, source]),
    [
      ["a.wav", 1, `${folder}/a.wav`, "dog", "12"],
      ["b c.wav", 2, `${folder}/b c.wav`, undefined, undefined],
    ],
  );
  assert.ok(!("label" in items[1]!) && !("text" in items[0]!));
  assert.equal(items[1]!.columns["fold"], "2");
});

Deno.test("columns of other names can be chosen", async () => {
  const options = { fileColumn: "wav", labelColumn: "class", sourceColumn: "fs", idColumn: "n" };
  const { items, folder } = await open("n,wav,class,fs\n7,a.wav,dog,12\n", {
    ...audio,
    ...options,
  });
  const { id, file, label, source } = items[0]!;
  assert.deepEqual([id, file, label, source], ["7", `${folder}/a.wav`, "dog", "12"]);
});

Deno.test("texts come from text, else caption, else the numbered captions", async () => {
  const texts = async (manifest: string, options: DatasetOptions = text) =>
    (await open(manifest, options)).items.map((
      { id, text, caption },
    ) => [id, text, caption?.number]);
  assert.deepEqual(await texts("id,text,caption\na,x,y\n"), [["a", "x", undefined]]);
  assert.deepEqual(await texts("id,caption,caption_1\na,x,y\n"), [["a", "x", undefined]]);
  assert.deepEqual(await texts("id,t\na, x \n", { ...text, textColumn: "t" }), [
    ["a", " x ", undefined],
  ]);
  const numbered =
    "id,caption_10,caption_2,caption_1,caption_0,label\na,ten,two,one,none,dog\nb,x, ,,,\n";
  assert.deepEqual(await texts(numbered), [
    ["a#1", "one", 1],
    ["a#2", "two", 2],
    ["a#10", "ten", 10],
    ["b#10", "x", 10],
  ]);
  const { items } = await open(numbered, text);
  assert.deepEqual(items[1]!.caption, { of: "a", number: 2 });
  assert.deepEqual([items[1]!.label, items[1]!.row, items[1]!.file], ["dog", 1, undefined]);
});

Deno.test("manifests that lack what is requested are refused", async () => {
  const cases: [string, DatasetOptions, RegExp][] = [
    [
      "id,sound\na,x.wav\n",
      audio,
      /row 1 has no column "file_name".*"sound".*--file-column$/,
    ],
    ['id,file_name\na,x.wav\nb,""\n', audio, /row 2 names no file in "file_name"$/],
    [
      "id,file_name\na,x\0y.wav\n",
      audio,
      /row 1 names a file with a NUL character, "x\ufffdy.wav"/,
    ],
    ["id,label\na,x\n", text, /no column of texts; it has "id", "label"; .*--text-column$/],
    ['id,text\na,\nb," "\n', text, /row 1 has no text in "text", nor has any other$/],
    [
      "id,caption_1,caption_2\na,nan,\nb,,\n",
      text,
      /row 1 has no text in "caption_1", "caption_2", nor has any other$/,
    ],
  ];
  for (const [manifest, options, message] of cases) {
    await assert.rejects(open(manifest, options), { name: "InputError", message });
  }
  await assert.rejects(openDataset("nowhere.csv", audio), { message: /does not exist/ });
});

Deno.test("files outside the manifest's folder are refused with row and name", async () => {
  const cases: [string, RegExp][] = [
    [
      "../a.wav",
      /row 2 names a file outside its folder: "\.\.\/a\.wav" has "\.\." in it; .*--allow-outside$/,
    ],
    ["x/../../a.wav", /has "\.\." in it/],
    ["/etc/passwd", /"\/etc\/passwd" is absolute/],
    ["C:/a.wav", /names a drive/],
    ["c:a.wav", /names a drive/],
    ["x\\a.wav", /has a backslash in it/],
    ["\\\\host\\a.wav", /is absolute/],
  ];
  for (const [name, message] of cases) {
    const manifest = `file_name\nb.wav\n${name}\n`;
    await assert.rejects(open(manifest, audio), { name: "InputError", message });
    const { items } = await open(manifest, { ...audio, allowOutside: true });
    assert.equal(items.length, 2);
  }
  const { items } = await open("file_name\n/a.wav\n", { ...audio, allowOutside: true });
  assert.equal(items[0]!.file, "/a.wav");
});

Deno.test("symbolic links may lead anywhere inside the folder, but not out of it", async () => {
  await using other = await makeFolder({ "a.wav": "", "b/c.wav": "" });
  const files = {
    "in/a.wav": "",
    "link.wav": { linkTo: "in/a.wav" },
    "broken.wav": { linkTo: "nothing" },
    "loop.wav": { linkTo: "loop.wav" },
    "linked": { linkTo: "in" },
    "out.wav": { linkTo: `${other.path}/a.wav` },
    "out": { linkTo: `${other.path}/b` },
  };
  const inside = "file_name\nlink.wav\nbroken.wav\nloop.wav\nlinked/a.wav\nmissing/a.wav\n";
  assert.equal((await open(inside, audio, files)).items.length, 5);
  for (const name of ["out.wav", "out/c.wav"]) {
    const manifest = `file_name\n${name}\n`;
    const message =
      /row 1 names a file outside its folder: "out.*" is a symbolic link to ".*c?\.wav"/;
    await assert.rejects(open(manifest, audio, files), { name: "InputError", message });
    assert.equal((await open(manifest, { ...audio, allowOutside: true }, files)).items.length, 1);
  }
});

Deno.test("a folder that is itself a symbolic link is like any other folder", async () => {
  await using real = await makeFolder({ "metadata.csv": "file_name\na.wav\n", "a.wav": "" });
  await using link = await makeFolder({ set: { linkTo: real.path } });
  const { items } = await openDataset(`${link.path}/set`, audio);
  assert.equal(items[0]!.file, `${link.path}/set/a.wav`);
});
