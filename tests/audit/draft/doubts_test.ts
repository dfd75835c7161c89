// What the files do not tell for certain is not chosen without doubt.
import assert from "node:assert/strict";
import { join, relative } from "node:path";
import {
  type ConfigurationDraft,
  draftConfiguration,
} from "../../../src/audit/draft/draft_configuration.ts";
import { inFolder } from "../../temporary_folder.ts";
import { choiceOf, drafted } from "./drafted.ts";
import { CAPTIONS, LABELED, writeCaptions, writeLabeled, writeRows } from "./made_sides.ts";

Deno.test("arrays of several models are joined by their names first, and doubted without", () =>
  inFolder(async (folder) => {
    await writeLabeled(folder);
    await writeCaptions(folder);
    for (const name of ["a-train", "b-train", "clap-train", "training"]) {
      await writeRows(join(folder, `${name}.npy`), CAPTIONS);
    }
    for (const name of ["c-eval", "a-eval", "panns-eval", "evaluation"]) {
      await writeRows(join(folder, `${name}.npy`), LABELED);
    }
    const sides = { evaluation: "labeled.csv", training: "captions.csv" };
    const joined = async (audio: string) => {
      const draft = await drafted(folder, { ...sides, audio });
      return (draft.configuration["audio"] as Record<string, string>[]).map((one, i) =>
        [one["training"], one["evaluation"], choiceOf(draft, `audio[${i}]`).isUnsure].join()
      );
    };
    assert.deepEqual(await joined("a-train.npy b-train.npy c-eval.npy a-eval.npy"), [
      "a-train.npy,a-eval.npy,false",
      "b-train.npy,c-eval.npy,true",
    ]);
    assert.deepEqual(await joined("clap-train.npy panns-eval.npy"), [
      "clap-train.npy,panns-eval.npy,true",
    ]);
    assert.deepEqual(await joined("training.npy evaluation.npy"), [
      "training.npy,evaluation.npy,false",
    ]);
  }));

/** Drafts for tables with twelve classes; each function gives a row's cells after its id. */
async function ofTables(
  folder: string,
  [head, own]: readonly [string, (i: number, name: string) => string],
  [others, trained]: readonly [string, (i: number, name: string) => string],
): Promise<ConfigurationDraft> {
  const names = "dog cat rain wind bell car train horse piano flute siren hammer".split(" ");
  const write = async (file: string, head: string, row: typeof own, mark: string) => {
    const rows = Array.from({ length: 48 }, (_, i) => `${mark}${i},${row(i, names[i % 12]!)}`);
    await Deno.writeTextFile(join(folder, file), [`id,${head}`, ...rows, ""].join("\n"));
  };
  await write("own.csv", head, own, "e");
  await write("others.csv", others, trained, "t");
  for (const name of ["x-train.npy", "x-eval.npy"]) await writeRows(join(folder, name), 48);
  const audio = "x-train.npy x-eval.npy";
  return await drafted(folder, { evaluation: "own.csv", training: "others.csv", audio });
}

type Table = Parameters<typeof ofTables>[1];
const CAPTIONED: Table = ["caption", (i, name) => `the sound of a ${name} ${i}`];
const LABELS: Table = ["label", (_, name) => name];

Deno.test("labels are looked for in full columns, and a rival is said", () =>
  inFolder(async (folder) => {
    const key = "evaluation.labelColumn";
    const empty: Table = ["label,kind", (i, name) => `${i < 4 ? i % 2 : ""},${name}`];
    const draft = await ofTables(folder, empty, CAPTIONED);
    assert.deepEqual([choiceOf(draft, key).value, choiceOf(draft, key).isUnsure], ["kind", true]);
    const rival: Table = ["species,name", (i, name) => `${i % 2 ? "a" : "b"},${name}`];
    const rivaled = choiceOf(
      await ofTables(folder, rival, CAPTIONED),
      key,
    );
    assert.deepEqual([rivaled.value, rivaled.isUnsure], ["species", true]);
    assert.match(rivaled.why, /but column "name" has 12 values in 48 rows, which may be/);
    const sparse: Table = ["label", (i, name) => i < 30 ? name : ""];
    const filled = choiceOf(await ofTables(folder, sparse, CAPTIONED), key);
    assert.match(filled.why, /has 12 values in 30 of 48 rows; the others are empty/);
    assert.equal(filled.isUnsure, true);
    assert.equal(choiceOf(await ofTables(folder, LABELS, CAPTIONED), key).isUnsure, false);
  }));

Deno.test("columns that cannot tell recordings are not used, and sparse ones are doubted", () =>
  inFolder(async (folder) => {
    const of = async (column: string, own: (i: number) => unknown, trained = own) => {
      const [head, others] = [`label,${column}`, `caption,${column}`];
      const draft = await ofTables(
        folder,
        [head, (i, name) => `${name},${own(i)}`],
        [others, (i, name) => `the sound of a ${name} ${i},${trained(i)}`],
      );
      const { isUnsure, why } = choiceOf(draft, "leakage.sourceColumn");
      return { isUnsure, why, leakage: draft.configuration["leakage"] };
    };
    const constant = await of("source", () => "freesound");
    assert.match(constant.why, /"source" has one value in all rows/);
    const numbered = await of("sound_id", (i) => i);
    assert.match(numbered.why, /"sound_id" numbers the rows/);
    const shared = await of("recording", (i) => `r${i % 3}`);
    assert.match(shared.why, /by "recording" all 48 training items are of the evaluation's/);
    for (const { isUnsure, leakage } of [constant, numbered, shared]) {
      assert.deepEqual([isUnsure, leakage], [true, undefined]);
    }
    const byDefault = await of("source_id", () => "freesound");
    assert.deepEqual(byDefault.leakage, { report: ["AUDIO-SOURCE"] });
    const few = await of("sound_id", (i) => 3 * i, (i) => 3 * i + 1);
    assert.match(few.why, /"sound_id" has another small number in each row/);
    assert.equal(few.isUnsure, true);
    const sparse = await of("recording", (i) => i < 5 ? `r${i}` : "", (i) => i < 5 ? `s${i}` : "");
    assert.match(sparse.why, /"recording" is filled in 10 % of the rows only/);
    assert.equal(sparse.isUnsure, true);
  }));

Deno.test("only English sentences get an English prompt", () =>
  inFolder(async (folder) => {
    const promptsOf = async (text: (name: string, i: number) => string) => {
      const draft = await ofTables(folder, LABELS, ["caption", (i, name) => text(name, i)]);
      return [
        choiceOf(draft, "evaluation.prompts").value,
        choiceOf(draft, "training.text").isUnsure,
      ];
    };
    const plain = "{label}";
    assert.deepEqual(await promptsOf((name) => `a ${name} is heard`), [
      `${plain}, the sound of {label}`,
      false,
    ]);
    assert.deepEqual(await promptsOf((name) => name), [plain, false]);
    assert.deepEqual(await promptsOf((_, i) => `这是声音${i}`), [plain, false]);
    assert.deepEqual(await promptsOf((name) => `x y z ${name}`), [plain, false]);
    assert.deepEqual(await promptsOf((_, i) => String(i)), [plain, true]);
    assert.deepEqual(await promptsOf((name, i) => i < 30 ? `a ${name} is heard` : ""), [
      `${plain}, the sound of {label}`,
      true,
    ]);
  }));

Deno.test("paths through a link hold from both of its ends", () =>
  inFolder(async (folder) => {
    await writeLabeled(folder);
    await Deno.mkdir(join(folder, "deep/er"), { recursive: true });
    await Deno.symlink("deep/er", join(folder, "link"));
    const asked = { audio: ["log-mel-statistics"], text: ["character-ngrams"] };
    const here = relative(Deno.cwd(), join(folder, "labeled.csv"));
    const out = join(folder, "link/audit.json");
    const linked = await draftConfiguration({ ...asked, evaluation: here, out });
    const { items } = linked.configuration["evaluation"] as Record<string, string>;
    assert.equal(items, join(folder, "labeled.csv"));
    const plain = join(folder, "deep/er/audit.json");
    const direct = await draftConfiguration({ ...asked, evaluation: here, out: plain });
    const { items: near } = direct.configuration["evaluation"] as Record<string, string>;
    assert.equal(near, "../../labeled.csv");
  }));
