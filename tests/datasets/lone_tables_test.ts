import assert from "node:assert/strict";
import { labelsIn } from "../../src/datasets/label_lists.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { readManifestRows } from "../../src/datasets/manifest_rows.ts";
import { isStreamed, streamPairs } from "../../src/datasets/stream_pairs.ts";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { makeFolder } from "./made_folder.ts";

const AUDIO_SET = "# Segments csv created Sun Mar  5 10:54:25 2017\n" +
  "# num_ytids=2, num_segs=2, num_unique_labels=2, num_positive_labels=3\n" +
  "# YTID, start_seconds, end_seconds, positive_labels\n" +
  '--4gqARaEJE, 0.000, 10.000, "/m/09x0r,/t/dd00125"\n' +
  '-0BIyqJj9ZU, 30.500, 40.500, "/m/09x0r"\n';
const VGG_SOUND =
  '---g-f_I2yQ,1,people marching,test\n-0EDoD6ubHc,30,"playing marimba, xylophone",train\n';
const FILES = {
  "eval_segments.csv": AUDIO_SET,
  "mine.csv": AUDIO_SET,
  "class_labels_indices.csv":
    'index,mid,display_name\n0,/m/09x0r,Speech\n1,/t/dd00125,"Inside, small room"\n',
  "vggsound.csv": VGG_SOUND,
  "wav/Y--4gqARaEJE_0_10.flac": "",
  "wav/-0BIyqJj9ZU.wav": "",
  "---g-f_I2yQ_000001.wav": "",
  "-0EDoD6ubHc_30.wav": "",
};

Deno.test("tables of segments are read alone as in their folder", async () => {
  await using folder = await makeFolder(FILES);
  const at = (name: string) => `${folder.path}/${name}`;
  const read = async (name: string) => {
    const { items, ...set } = await openDataset(at(name), { modality: "audio" });
    assert.equal(set.manifest, at(name));
    return [
      set.name,
      ...items.map(({ id, file, label, columns }) => [
        id,
        file!.slice(folder.path.length + 1),
        labelsIn(label!),
        columns["split"],
      ]),
    ];
  };
  const names = ["Speech", "Inside, small room"];
  const segments = (split?: string) => [
    "AudioSet",
    ["--4gqARaEJE_0", "wav/Y--4gqARaEJE_0_10.flac", names, split],
    ["-0BIyqJj9ZU_30.5", "wav/-0BIyqJj9ZU.wav", ["Speech"], split],
  ];
  assert.deepEqual(await read("eval_segments.csv"), segments("eval"));
  assert.deepEqual(await read("mine.csv"), segments());
  assert.deepEqual(await read("vggsound.csv"), [
    "VGGSound",
    ["---g-f_I2yQ_000001", "---g-f_I2yQ_000001.wav", ["people marching"], "test"],
    ["-0EDoD6ubHc_000030", "-0EDoD6ubHc_30.wav", ["playing marimba, xylophone"], "train"],
  ]);
});

Deno.test("labels and pairs of lone tables of segments are read", async () => {
  await using folder = await makeFolder(FILES);
  const at = (name: string) => `${folder.path}/${name}`;
  const { name, labels } = await readLabels(at("eval_segments.csv"));
  assert.equal(name, "AudioSet");
  assert.deepEqual(labels.map(({ label }) => label), ["Inside, small room", "Speech"]);
  const vgg = await readLabels(at("vggsound.csv"));
  assert.deepEqual(vgg.labels.map(({ label }) => label), [
    "people marching",
    "playing marimba, xylophone",
  ]);
  const options = { modality: "text", textColumn: "label" } as const;
  const pairs = streamPairs(at("vggsound.csv"), options, { sha256: "", badLines: 0 });
  assert.deepEqual((await Array.fromAsync(pairs)).flat().map(({ id, text }) => [id, text]), [
    ["---g-f_I2yQ_000001", "people marching"],
    ["-0EDoD6ubHc_000030", "playing marimba, xylophone"],
  ]);
  assert.equal(await isStreamed(at("vggsound.csv")), false);
  assert.equal(await isStreamed(at("class_labels_indices.csv")), true);
});

Deno.test("a table of segments where no folder is read is refused with the way out", async () => {
  const bytes = new TextEncoder().encode(AUDIO_SET);
  await assert.rejects(readManifestRows(bytes, "metadata.csv"), {
    name: "InputError",
    message:
      'Cannot read items from "metadata.csv": it is a table of segments of AudioSet, which ' +
      "has no header; name its folder",
  });
});
