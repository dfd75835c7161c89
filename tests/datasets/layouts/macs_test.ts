import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../../src/basics/errors.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { makeFolder } from "../made_folder.ts";

const audio = { modality: "audio" } as const;

const YAML = `files:
- filename: public_square-helsinki-111-3230-a.wav
  annotations:
  - annotator_id: 197
    sentence: "no, people: talking"
    tags:
    - adults_talking
    - footsteps
  - annotator_id: 262
    sentence: yes
    tags: []
- filename: airport-stockholm-12-488-a.wav
  annotations:
  - annotator_id: 354
    sentence: ball game
    tags: [music]
`;

Deno.test("MACS: captions, tags, scenes and locations", async () => {
  await using folder = await makeFolder({ "MACS.yaml": YAML });
  const { name, manifest, items } = await openDataset(folder.path, { modality: "text" });
  assert.deepEqual([name, manifest], ["MACS", `${folder.path}/MACS.yaml`]);
  assert.deepEqual(items.map(({ id, text, label, source }) => [id, text, label, source]), [
    [
      "public_square-helsinki-111-3230-a.wav#1",
      "no, people: talking",
      "public_square",
      "helsinki-111",
    ],
    ["public_square-helsinki-111-3230-a.wav#2", "yes", "public_square", "helsinki-111"],
    ["airport-stockholm-12-488-a.wav#1", "ball game", "airport", "stockholm-12"],
  ]);
  assert.equal(items[0]!.columns["tags_1"], '["adults_talking","footsteps"]');
  assert.equal(items[0]!.columns["annotator_id_2"], "262");
});

Deno.test("MACS: the sounds lie in audio, or where TAU's archives unpack", async () => {
  const wav = "airport-stockholm-12-488-a.wav";
  const tau = `TAU-urban-acoustic-scenes-2019-development/audio/${wav}`;
  for (const [name, made] of [["audio", `audio/${wav}`], [tau, tau]] as const) {
    await using folder = await makeFolder({ "MACS.yaml": YAML, [made]: "" });
    const { items } = await openDataset(folder.path, audio);
    assert.equal(items[1]!.file, `${folder.path}/${made}`, name);
  }
});

Deno.test("MACS: each way the file can be bad has its message", async () => {
  const cases: [string, RegExp][] = [
    ["", /MACS\.yaml": it: /],
    ["files: [", /it is not YAML: /],
    ["files:\n- filename: a.wav\n", /files\.0\.annotations: /],
    ["files:\n- &a {filename: a, annotations: []}\n- *a\n", /it is not YAML: .*alias/i],
    ["files: []\n", /has no items/],
    ["[".repeat(100_000), /it is not YAML/],
  ];
  for (const [text, message] of cases) {
    await using folder = await makeFolder({ "MACS.yaml": text });
    await assert.rejects(openDataset(folder.path, audio), { name: "InputError", message });
  }
});

Deno.test("MACS: changed bytes give items or an InputError", async () => {
  await using folder = await makeFolder({});
  const original = new TextEncoder().encode(YAML);
  const changes = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(changes, async (changed) => {
      const bytes = original.slice();
      for (const [at, value] of changed) bytes[at] = value;
      await Deno.writeFile(`${folder.path}/MACS.yaml`, bytes);
      try {
        await openDataset(folder.path, { modality: "text" });
      } catch (thrown) {
        assert.ok(thrown instanceof InputError, String(thrown));
      }
    }),
    { seed: 1, numRuns: 300 },
  );
});
