import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { slugOf } from "../../../src/audit/inputs/slug.ts";
import { fingerprintOf } from "../../../src/embeddings/identity.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import type { PlainConfiguration } from "../planted.ts";
import { soundingConfiguration, withSounds } from "../sounding.ts";

function read(
  folder: string,
  changes: PlainConfiguration = {},
  stages: string[] = [],
  notes: string[] = [],
) {
  const text = JSON.stringify(soundingConfiguration(changes));
  return readInputs(parseConfiguration(text, "audit.json"), folder, {
    work: join(folder, "work"),
    onProgress: ({ stage, done, total }) => stages.push(`${stage} ${done}/${total}`),
    onNote: (note) => notes.push(note),
  });
}

const namesIn = (folder: string) => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();

Deno.test("a backbone and its baseline are run on both sides, and never twice", async () => {
  await withSounds(async (folder) => {
    const stages: string[] = [];
    const first = await read(folder, {}, stages);
    assert.deepEqual(first.backbones.audio.map(({ name, baseline }) => [name, baseline]), [
      ["log-mel", "log-mel-statistics"],
      ["log-mel-statistics", undefined],
    ]);
    const [{ training, evaluation }] = first.backbones.audio as [typeof first.backbones.audio[0]];
    assert.deepEqual([training.rows, evaluation.rows, training.columns], [16, 16, 128]);
    assert.equal(stages.filter((stage) => stage === "embedding with log-mel 16/16").length, 2);
    assert.deepEqual(namesIn(join(folder, "work/embeddings")), [
      "log-mel-evaluation",
      "log-mel-statistics-evaluation",
      "log-mel-statistics-training",
      "log-mel-training",
    ]);
    assert.deepEqual(
      first.backbones.known.map(({ name, role, embeddings, ledger }) => {
        return [name, role, embeddings, ledger?.trainingLabels];
      }),
      [
        ["log-mel", "chosen", "run", "none"],
        ["log-mel-statistics", "baseline", "run", "none"],
        ["glove-100d", "chosen", "run", "none"],
        ["character-ngrams", "baseline", "run", "none"],
      ],
    );
    assert.deepEqual(first.notes, []);
    assert.equal(first.leaks.verdict, "leaky");

    stages.length = 0;
    const again = await read(folder, {}, stages);
    assert.deepEqual(again, first);
    assert.deepEqual(stages.filter((stage) => stage.startsWith("embedding")), []);
  });
});

Deno.test("sets of other items are replaced; `where` limits the items that are embedded", async () => {
  await withSounds(async (folder) => {
    await read(folder);
    const changes = {
      training: { items: "training.csv", where: { label: ["dog", "hen", "cow"] } },
    };
    const some = await read(folder, changes);
    assert.deepEqual([some.pairs.length, some.backbones.audio[0]!.training.rows], [12, 12]);
    const set = JSON.parse(
      await Deno.readTextFile(join(folder, "work/embeddings/log-mel-training/set.json")),
    );
    assert.equal(set.rows, 12);
  });
});

Deno.test("sets of other code are embedded again, and --dry-run says so", async () => {
  await withSounds(async (folder) => {
    const first = await read(folder);
    const place = join(folder, "work/embeddings/log-mel-training/set.json");
    const set = JSON.parse(await Deno.readTextFile(place));
    set.identity.code.embeddings = "0".repeat(64);
    set.fingerprint = fingerprintOf(set.identity);
    await Deno.writeTextFile(place, JSON.stringify(set));
    const missing: string[] = [];
    const text = JSON.stringify(soundingConfiguration());
    await readInputs(parseConfiguration(text, "audit.json"), folder, {
      work: join(folder, "work"),
      onMissing: (embeddings) => missing.push(embeddings),
    });
    assert.deepEqual(missing, ["log-mel, training"]);
    const stages: string[] = [];
    const notes: string[] = [];
    const again = await read(folder, {}, stages, notes);
    assert.ok(stages.includes("embedding with log-mel 16/16"));
    assert.match(
      notes.join(),
      /^earnest: "log-mel, training" was embedded by other code \(hash 00000000…, now [0-9a-f]{8}…\); it is/,
    );
    assert.deepEqual(again, first, "results have the code once, not with every set");
  });
});

Deno.test("a set that the audit's folder links to is neither replaced nor removed", async () => {
  await withSounds(async (folder) => {
    await read(folder);
    const [place, mine] = [join(folder, "work/embeddings/log-mel-training"), join(folder, "mine")];
    await Deno.rename(place, mine);
    await Deno.symlink(mine, place);
    const before = await Deno.readTextFile(join(mine, "set.json"));
    const where = { label: ["dog", "hen", "cow"] };
    await assert.rejects(read(folder, { training: { items: "training.csv", where } }), {
      name: "InputError",
      message: /log-mel-training" is a symbolic link; expected a folder/,
    });
    assert.equal(await Deno.readTextFile(join(mine, "set.json")), before);
  });
});

Deno.test("a sound that is replaced by one of the same size is embedded again", async () => {
  await withSounds(async (folder) => {
    const before = await read(folder);
    const place = join(folder, "evaluation/dog0.wav");
    const { size } = await Deno.stat(place);
    await Deno.copyFile(join(folder, "evaluation/cow0.wav"), place);
    assert.equal((await Deno.stat(place)).size, size);
    const after = await read(folder);
    assert.notDeepEqual(
      after.backbones.audio[0]!.evaluation,
      before.backbones.audio[0]!.evaluation,
    );
    assert.deepEqual(after.backbones.audio[0]!.training, before.backbones.audio[0]!.training);
    const set = "run log-mel, evaluation";
    assert.notEqual(after.hashes[set], before.hashes[set]);
  });
});

Deno.test("one side can be an array and the other be run, also for the baseline", async () => {
  await withSounds(async (folder) => {
    const values = Float32Array.from({ length: 16 * 128 }, (_, i) => Math.sin(i));
    await Deno.writeFile(join(folder, "training.npy"), writeNpy([16, 128], values));
    const { audio, known } = (await read(folder, {
      audio: [{
        name: "half",
        backbone: "log-mel-statistics",
        training: "training.npy",
        baseline: { training: "training.npy" },
      }],
    })).backbones;
    assert.deepEqual(audio[0]!.training.values, values);
    assert.deepEqual(audio[1]!.training.values, values);
    assert.deepEqual(audio[1]!.evaluation, audio[0]!.evaluation);
    assert.deepEqual(known.map(({ embeddings }) => embeddings), [
      "run and ready-made",
      "run and ready-made",
      "run",
      "run",
    ]);
    assert.deepEqual(namesIn(join(folder, "work/embeddings")), [
      "half-evaluation",
      "log-mel-statistics-evaluation",
    ]);
  });
});

Deno.test("arrays whose manifests name sounds elsewhere have no default baseline", async () => {
  await withSounds(async (folder) => {
    await Deno.mkdir(join(folder, "lists"));
    for (const side of ["training", "evaluation"]) {
      const rows = await Deno.readTextFile(join(folder, `${side}.csv`));
      await Deno.writeTextFile(
        join(folder, `lists/${side}.csv`),
        rows.replaceAll(`${side}/`, `../${side}/`),
      );
      const values = Float32Array.from({ length: 16 * 4 }, (_, i) => Math.sin(i));
      await Deno.writeFile(join(folder, `${side}.npy`), writeNpy([16, 4], values));
    }
    const { backbones: { audio }, notes } = await read(folder, {
      evaluation: { items: "lists/evaluation.csv" },
      training: { items: "lists/training.csv" },
      audio: [{ name: "made", training: "training.npy", evaluation: "evaluation.npy" }],
    });
    assert.deepEqual(audio.map(({ name }) => name), ["made"]);
    assert.match(
      notes[0]!,
      /^There is no baseline for made, since "lists\/training\.csv" names sounds outside its folder: /,
    );
  });
});

Deno.test("arrays with a card are not run, and need no folder", async () => {
  await withSounds(async (folder) => {
    await read(folder);
    const sets = { training: "work/embeddings/log-mel-training", evaluation: "evaluation.set" };
    await Deno.rename(
      join(folder, "work/embeddings/log-mel-evaluation"),
      join(folder, sets.evaluation),
    );
    const entry = { name: "made", backbone: "log-mel-statistics", ...sets };
    const text = JSON.stringify(soundingConfiguration({ audio: [{ ...entry, baseline: sets }] }));
    const made = await readInputs(parseConfiguration(text, "audit.json"), folder);
    assert.equal(made.backbones.known[0]!.embeddings, "ready-made");
    assert.equal(made.backbones.known[0]!.ledger!.name, "made");
    assert.equal(made.backbones.known[1]!.ledger, undefined);
    const note =
      'Backbone "log-mel-statistics" does not declare all that it was trained on: no ledger says its "trainingData" and "trainingLabels".';
    assert.deepEqual(made.notes, [note]);
  });
});

Deno.test("sounds that cannot be read are left out with a note, but not a whole class", async () => {
  await withSounds(async (folder) => {
    await Deno.writeTextFile(join(folder, "evaluation/dog1.wav"), "no sound");
    await Deno.remove(join(folder, "training/hen3.wav"));
    const { evaluation: { items }, backbones: { audio }, pairs, notes } = await read(folder);
    assert.deepEqual([items.length, pairs.length], [15, 15]);
    assert.deepEqual(audio.map(({ training, evaluation }) => [training.rows, evaluation.rows]), [
      [15, 15],
      [15, 15],
    ]);
    assert.match(notes[0]!, /^1 of 16 evaluation items could not .*: "evaluation\/dog1\.wav"; the/);
    assert.match(
      notes[1]!,
      /^1 of 16 training items could not be read and are left out: "training/,
    );
    for (let i = 0; i < 4; i++) {
      await Deno.writeTextFile(join(folder, `evaluation/cow${i}.wav`), "no sound");
    }
    await assert.rejects(read(folder), {
      name: "InputError",
      message: /^None of the evaluation items of the class "cow" can be read; the first: /,
    });
  });
});

Deno.test("backbones that cannot be run are refused with their keys", async () => {
  await withSounds(async (folder) => {
    const refuses = (changes: PlainConfiguration, message: RegExp) =>
      assert.rejects(read(folder, changes), { name: "InputError", message });
    await refuses(
      { audio: [{ name: "a", backbone: "log-mel-statistic" }] },
      /no backbone "log-mel-statistic"; did you mean "log-mel-statistics"\?/,
    );
    await refuses(
      { audio: [{ name: "a", backbone: "glove-100d" }] },
      /^"audio\[0\]\.backbone" is "glove-100d", which embeds text; expected a backbone for audio$/,
    );
    await refuses(
      { text: [{ name: "a", backbone: "log-mel-statistics" }] },
      /^"text\[0\]\.backbone" is "log-mel-statistics", which embeds audio; expected a backbone for/,
    );
    await Deno.writeTextFile(join(folder, "training.csv"), "id,label\n1,dog\n2,cow\n");
    await refuses(
      {},
      /^"training\.csv" row 1 has no column "file_name".*; "audio\[0\]\.backbone" \("log-mel-statistics"\) needs sound files$/,
    );
  });
});

Deno.test("a backbone's name becomes a unique file name", () => {
  assert.equal(slugOf("mn04"), "mn04");
  const names = ["../a", "a/b", "a b", "A b", "", ".", "..", "a".repeat(300)];
  const slugs = names.map(slugOf);
  assert.equal(new Set(slugs).size, names.length);
  for (const slug of slugs) assert.match(slug, /^[a-z0-9][a-z0-9._-]{0,60}$|^-[0-9a-f]{12}$/);
});
