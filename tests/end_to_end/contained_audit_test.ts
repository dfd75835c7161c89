// Whole audits of sounds as they are downloaded: Parquet tables, archives, and folders with a table.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { makeParquet } from "../formats/made_parquet.ts";
import { type MadeMember, makeTar } from "../formats/made_tar.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

const CLASSES = ["bird", "cow", "dog", "frog", "rain", "wind"];
/** What training sounds are of, a third of them of the classes above. */
const TRAINED = ["bird", "cow", "engine", "siren", "clock", "piano"];
const EACH = 4;

interface MadeSound {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Sounds of some classes: tones of the class's height, one second each. */
function soundsOf(classes: readonly string[]): MadeSound[] {
  const side = classes === TRAINED ? 0 : 1;
  return classes.flatMap((label, c) =>
    Array.from({ length: EACH }, (_, i) => {
      const step = 0.05 * (c + 1) + 0.003 * (i + EACH * side);
      const samples = Int16Array.from({ length: 8000 }, (_, at) => 9000 * Math.sin(at * step));
      const name = `${1000 * (side + 1) + 10 * c + i}.wav`;
      return { name, label, text: `a ${label} again`, bytes: wav(PLAIN, samples.buffer) };
    })
  );
}

type Files = Record<string, string | Uint8Array>;

/** The forms: what each side's files are, below the side's folder, and what a configuration names. */
const FORMS: Record<string, (sounds: readonly MadeSound[]) => Files> = {
  "files": (sounds) => ({
    ...Object.fromEntries(sounds.map(({ name, bytes }) => [name, bytes])),
    "metadata.csv": `file_name,label,text\n${
      sounds.map(({ name, label, text }) => `${name},${label},${text}\n`).join("")
    }`,
  }),
  "parquet": (sounds) => ({
    "data/train-00000-of-00001.parquet": makeParquet([
      { name: "audio", sounds: sounds.map(({ name, bytes }) => ({ path: name, bytes })) },
      { name: "label", texts: sounds.map(({ label }) => label) },
      { name: "text", texts: sounds.map(({ text }) => text) },
    ]),
  }),
  "tar": (sounds) => ({
    "0.tar": makeTar(sounds.flatMap(({ name, label, text, bytes }): MadeMember[] => [
      { name, bytes },
      { name: name.replace("wav", "json"), bytes: JSON.stringify({ label, text }) },
    ])),
  }),
};

async function writeSide(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  }
}

const SMALL = {
  text: [{ name: "characters", backbone: "character-ngrams" }],
  audio: [{ name: "log-mel", backbone: "log-mel-statistics" }],
  projector: { dim: 8, dropout: 0 },
  optimizer: { steps: 5, batch: 12, warmupSteps: 1 },
  seeds: [0],
  attribution: false,
  conditions: ["dirty", "clean"],
  leakDose: [],
  diversity: [],
  bootstrap: 100,
};

/** Runs an audit of both sides' folders and gives its results. */
async function audited(cwd: string, name: string, more: Record<string, unknown>) {
  const configuration = {
    ...SMALL,
    evaluation: { items: `${name}/evaluation` },
    training: { items: `${name}/training` },
    ...more,
  };
  await Deno.writeTextFile(join(cwd, `${name}.json`), JSON.stringify(configuration));
  const args = ["audit", `${name}.json`, "--out", `${name}-out`, "--device", "cpu", "--quiet"];
  const ended = await earnest(args, { cwd });
  assert.equal(ended.code, 0, ended.stderr);
  return JSON.parse(await Deno.readTextFile(join(cwd, `${name}-out/results.json`)));
}

Deno.test("audits of a folder, of Parquet tables and of archives have the same results", () =>
  inFolder(async (cwd) => {
    const results = [];
    for (const [name, form] of Object.entries(FORMS)) {
      await writeSide(join(cwd, name, "training"), form(soundsOf(TRAINED)));
      await writeSide(join(cwd, name, "evaluation"), form(soundsOf(CLASSES)));
      results.push(await audited(cwd, name, { leakage: { rules: ["TEXT-EXACT"] } }));
    }
    const [files, ...others] = results;
    assert.equal(files.evaluation_items, CLASSES.length * EACH);
    for (const other of others) {
      for (const part of ["classes", "conditions", "separability"]) {
        assert.deepEqual(other[part], files[part], part);
      }
      // Ids of sounds in archives have no ending.
      assert.deepEqual(other.leakage.by_rule, files.leakage.by_rule);
    }
  }));

Deno.test("an audit of UrbanSound8K as Kaggle has it has its labels, and chooses its folds", () =>
  inFolder(async (cwd) => {
    const sounds = soundsOf(CLASSES);
    const rows = sounds.map(({ name, label }, i) =>
      `${name},${name.slice(0, -4)},0,1,1,${1 + i % 2},${CLASSES.indexOf(label)},${label}\n`
    );
    const header = "slice_file_name,fsID,start,end,salience,fold,classID,class\n";
    await writeSide(join(cwd, "kaggle/training"), FORMS["files"]!(soundsOf(TRAINED)));
    await writeSide(join(cwd, "kaggle/evaluation"), {
      "UrbanSound8K.csv": header + rows.join(""),
      ...Object.fromEntries(
        sounds.map(({ name, bytes }, i) => [`fold${1 + i % 2}/${name}`, bytes]),
      ),
    });
    const evaluation = { items: "kaggle/evaluation", where: { fold: [1] } };
    const results = await audited(cwd, "kaggle", { evaluation });
    assert.deepEqual(results.classes, CLASSES);
    assert.equal(results.evaluation_items, CLASSES.length * EACH / 2);
  }));

Deno.test("an audit leaves the recordings of an exclusion list out of the clean pool", () =>
  inFolder(async (cwd) => {
    await writeSide(join(cwd, "listed/training"), FORMS["tar"]!(soundsOf(TRAINED)));
    await writeSide(join(cwd, "listed/evaluation"), FORMS["files"]!(soundsOf(CLASSES)));
    const [first, second] = soundsOf(TRAINED);
    await Deno.writeTextFile(join(cwd, "list.txt"), `${first!.name}\n${second!.name}\n`);
    const leakage = { rules: ["AUDIO-LISTED"], exclude: ["list.txt"] };
    const results = await audited(cwd, "listed", { leakage });
    const found = { findings: 2, flagged_pairs: 2 };
    assert.deepEqual(results.leakage.by_rule, { "AUDIO-LISTED": found });
    const evidence = results.leakage.examples.map((one: { evidence: string }) => one.evidence);
    assert.deepEqual(evidence, ["1000.wav is on the list", "1001.wav is on the list"]);
    const pairs = results.conditions.map(({ condition, pairs }: Record<string, unknown>) => [
      condition,
      pairs,
    ]);
    assert.deepEqual(pairs, [["dirty", 24], ["clean", 22]]);
  }));
