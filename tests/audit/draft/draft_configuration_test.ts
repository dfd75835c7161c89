import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type ConfigurationDraft,
  draftConfiguration,
} from "../../../src/audit/draft/draft_configuration.ts";
import { type Asked, choiceOf, drafted } from "./drafted.ts";
import { sharedPath } from "../../shared.ts";
import { inFolder } from "../../temporary_folder.ts";
import {
  CAPTIONS,
  LABELED,
  writeCaptions,
  writeLabeled,
  writeRows,
  writeTagged,
} from "./made_sides.ts";

const without = ({ configuration: { $schema: _, ...keys } }: ConfigurationDraft) => keys;
const GLOVE = [{ name: "glove-100d", backbone: "glove-100d" }];

Deno.test("columns of strange names are told by what they hold, and guesses are marked", () =>
  inFolder(async (folder) => {
    await writeLabeled(folder);
    await writeCaptions(folder);
    const draft = await drafted(folder, { evaluation: "labeled.csv", training: "captions.csv" });
    assert.deepEqual(without(draft), {
      evaluation: {
        items: "labeled.csv",
        labelColumn: "kind",
        prompts: ["{label}", "the sound of {label}"],
      },
      training: { items: "captions.csv" },
      audio: [{ name: "log-mel-statistics", backbone: "log-mel-statistics" }],
      text: GLOVE,
      leakage: { sourceColumn: { training: "recording", evaluation: "recording" } },
    });
    const label = choiceOf(draft, "evaluation.labelColumn");
    assert.match(label.why, /column "kind" has 6 values in 24 rows/);
    assert.equal(label.isUnsure, true);
    const schema = join(folder, String(draft.configuration["$schema"]));
    assert.equal(JSON.parse(await Deno.readTextFile(schema)).title, "Earnest audit");
  }));

Deno.test("arrays belong to the side that has as many rows", () =>
  inFolder(async (folder) => {
    await writeLabeled(folder);
    await writeCaptions(folder);
    await writeRows(join(folder, "mine-train.npy"), CAPTIONS);
    await writeRows(join(folder, "mine_eval.npy"), LABELED);
    const sides = { evaluation: "labeled.csv", training: "captions.csv" };
    const both = await drafted(folder, { ...sides, audio: "mine_eval.npy mine-train.npy" });
    assert.deepEqual(both.configuration["audio"], [
      { name: "mine", training: "mine-train.npy", evaluation: "mine_eval.npy" },
    ]);
    assert.equal(choiceOf(both, "audio[0]").isUnsure, false);
    const alone = await drafted(folder, { evaluation: "labeled.csv", audio: "mine_eval.npy" });
    assert.deepEqual(alone.configuration["audio"], [{ name: "mine", evaluation: "mine_eval.npy" }]);
    assert.deepEqual(alone.configuration["evaluation"], {
      items: "labeled.csv",
      labelColumn: "kind",
      classFolds: 2,
    });
    await assert.rejects(
      drafted(folder, { ...sides, audio: "mine_eval.npy" }),
      /beside ".*mine_eval.npy" \(evaluation\) expected one of the same model for training/,
    );
    await writeRows(join(folder, "odd.npy"), 7);
    await assert.rejects(
      drafted(folder, { ...sides, audio: "odd.npy mine_eval.npy" }),
      /odd.npy" has 7 rows; expected 24, as ".*labeled.csv" has, or 32, as ".*captions.csv" has/,
    );
  }));

Deno.test("arrays with as many rows as both sides are told by name, else taken in order", () =>
  inFolder(async (folder) => {
    const rows = ["dog", "cat", "hen", "cow"].flatMap((label) =>
      [1, 2].map((i) => `${label}${i},${label}`)
    );
    const table = (mark: string) => ["id,label", ...rows.map((row) => mark + row), ""].join("\n");
    await Deno.writeTextFile(join(folder, "one.csv"), table("a"));
    await Deno.writeTextFile(join(folder, "two.csv"), table("b"));
    const sides = { evaluation: "one.csv", training: "two.csv" };
    for (const name of ["x.npy", "y.npy", "x-test.npy", "x-train.npy"]) {
      await writeRows(join(folder, name), 8);
    }
    const named = await drafted(folder, { ...sides, audio: "x-test.npy x-train.npy" });
    assert.deepEqual(named.configuration["audio"], [
      { name: "x", training: "x-train.npy", evaluation: "x-test.npy" },
    ]);
    const ordered = await drafted(folder, { ...sides, audio: "x.npy y.npy" });
    assert.deepEqual(ordered.configuration["audio"], [
      { name: "y", training: "x.npy", evaluation: "y.npy" },
    ]);
    const { isUnsure, why } = choiceOf(ordered, "audio[0]");
    assert.ok(isUnsure && /as both sides have; taken for training by the order/.test(why), why);
  }));

Deno.test("prompts are those that ready-made texts have", () =>
  inFolder(async (folder) => {
    await writeLabeled(folder);
    await writeCaptions(folder);
    const sides = { evaluation: "labeled.csv", training: "captions.csv", text: "texts.npy" };
    const labels = ["bird", "cow", "dog", "hen", "bell", "engine"];
    const write = async (texts: readonly string[]) => {
      const rows = texts.map((text, i) => `${i},${text}`);
      await Deno.writeTextFile(join(folder, "texts.csv"), ["id,text", ...rows, ""].join("\n"));
      await writeRows(join(folder, "texts.npy"), rows.length);
    };
    await write([...labels, "rain"]);
    const draft = await drafted(folder, sides);
    assert.deepEqual(draft.configuration["text"], [
      { name: "texts", embeddings: "texts.npy", items: "texts.csv" },
    ]);
    assert.equal(choiceOf(draft, "evaluation.prompts").value, "{label}");
    await write(labels.map((label) => `the sound of ${label}`));
    const sentences = await drafted(folder, sides);
    assert.equal(choiceOf(sentences, "evaluation.prompts").value, "the sound of {label}");
    await write(["bird", "rain"]);
    await assert.rejects(drafted(folder, sides), /no row for "bell", a label of the evaluation/);
    await Deno.remove(join(folder, "texts.csv"));
    await assert.rejects(drafted(folder, sides), /manifest of these beside it, ".*texts.csv"/);
  }));

Deno.test("tests are evaluated on, and several labels are taken apart", () =>
  inFolder(async (folder) => {
    await writeTagged(folder);
    await writeCaptions(folder);
    await writeRows(join(folder, "tag.npy"), 36);
    await writeRows(join(folder, "mine.npy"), CAPTIONS);
    const audio = "tag.npy mine.npy";
    const sides = { evaluation: "tagged.csv", training: "captions.csv" };
    const draft = await drafted(folder, { ...sides, audio });
    assert.deepEqual(draft.configuration["evaluation"], {
      items: "tagged.csv",
      labelColumn: "tags",
      labelSeparator: ";",
      where: { split: ["test"] },
      prompts: ["{label}", "the sound of {label}"],
    });
    assert.match(choiceOf(draft, "evaluation.where").why, /test \(24 rows\), train \(12 rows\)/);
    assert.equal(choiceOf(draft, "evaluation.labelSeparator").isUnsure, true);
    await assert.rejects(
      drafted(folder, { evaluation: "tagged.csv", audio: "tag.npy" }),
      /tagged.csv" have several labels, so .* give other items to train on with --training/,
    );
  }));

Deno.test("one data set for both sides is told apart by its splits", () =>
  inFolder(async (folder) => {
    const rows = ["dog", "cat", "hen", "cow", "owl"].flatMap((label) =>
      ["train", "valid", "test"].map((split) => `${label} ${split},${label},${split}`)
    );
    const table = ["id,label,split", ...rows, ""].join("\n");
    await Deno.writeTextFile(join(folder, "all.csv"), table);
    await writeRows(join(folder, "x.npy"), rows.length);
    const sides = { evaluation: "all.csv", training: "all.csv" };
    const draft = await drafted(folder, { ...sides, audio: "x.npy" });
    const { evaluation, training, audio } = draft.configuration;
    assert.deepEqual(evaluation, { items: "all.csv", where: { split: ["test"] } });
    assert.deepEqual(training, { items: "all.csv", where: { split: ["train", "valid"] } });
    assert.deepEqual(audio, [{ name: "x", training: "x.npy", evaluation: "x.npy" }]);
  }));

Deno.test("folds whose recordings are trained on are left out", async () => {
  const [esc10, fold4] = ["data/esc10", "data/esc50-fold4"].map(sharedPath);
  const ofEsc10 = sharedPath("models/mn04/golden/mn04_384_esc10.npy");
  if (esc10 === undefined || fold4 === undefined || ofEsc10 === undefined) return;
  const draft = await draftConfiguration({
    evaluation: esc10,
    training: join(fold4, "esc50-fold4.csv"),
    audio: [join(fold4, "mn04_384_fold4.npy"), ofEsc10],
    text: ["glove-100d"],
    out: "audit.json",
  });
  const { evaluation, training, leakage } = draft.configuration as Record<string, object>;
  assert.deepEqual(evaluation, { items: esc10, where: { fold: ["1", "2", "3", "5"] } });
  assert.deepEqual({ ...training, items: "" }, { items: "", labelColumn: "category" });
  assert.deepEqual(leakage, {
    sourceColumn: { training: "src_file", evaluation: "source_id" },
  });
  assert.match(choiceOf(draft, "evaluation.where").why, /^83 of 400 items are of recordings/);
});

Deno.test("what cannot be told is refused in one line, with what to give", () =>
  inFolder(async (folder) => {
    const lines = (head: string, row: (i: number) => string, rows = 30) =>
      [head, ...Array.from({ length: rows }, (_, i) => row(i)), ""].join("\n");
    const files: Record<string, string> = {
      "none.csv": "file_name,label\n",
      "captions.csv": lines("id,label", (i) => `${i},a dog barks loudly ${i} times`),
      "one.csv": lines("id,label", (i) => `${i},dog`),
      "headless.csv": lines("a.wav,dog", (i) => `${i}.wav,cat`),
      "two.csv": lines("id,kind,color", (i) => `${i},${"abcd"[i % 4]}x,${"rgb"[i % 3]}y`),
      "three.csv": lines("id,label", (i) => `${i},${["dog", "cat", "hen"][i % 3]}`),
      "plain.csv": lines("id,rank", (i) => `${i},${i}`),
      "silent.csv": lines("id,label", (i) => `${i},${["dog", "cat", "hen", "cow"][i % 4]}`),
      "absent.csv": lines("file_name,label", (i) => `${i}.wav,${["a", "b", "c", "d"][i % 4]}`),
      "clips.csv": lines("clip,label", (i) => `${i}.wav,${["a", "b", "c", "d"][i % 4]}`),
      "sound.wav": "RIFF",
    };
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    await Deno.mkdir(join(folder, "empty"));
    await Deno.writeFile(
      join(folder, "binary.csv"),
      Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 255),
    );
    const refused: readonly (readonly [Asked, RegExp])[] = [
      [{ evaluation: "nowhere.csv" }, /"[^"]*nowhere.csv" does not exist/],
      [{ evaluation: "empty" }, /empty" holds no known data set/],
      [{ evaluation: "none.csv" }, /none.csv" has no items/],
      [{ evaluation: "binary.csv" }, /binary.csv" is no table: it has signs that no text has/],
      [{ evaluation: "sound.wav" }, /expected a name that ends in \.csv/],
      [{ evaluation: "captions.csv" }, /30 different values in 30 rows, so they are captions/],
      [{ evaluation: "one.csv" }, /has one class, "dog", in 30 rows/],
      [{ evaluation: "headless.csv" }, /no header: its first line has "a\.wav"/],
      [{ evaluation: "two.csv" }, /"kind", "color"; name one with --label-column/],
      [{ evaluation: "two.csv", labelColumn: "kin" }, /no column "kin".*did you mean "kind"/],
      [{ evaluation: "three.csv" }, /has 3 classes; without --training/],
      [{ evaluation: "plain.csv" }, /has no column of labels/],
      [{ evaluation: "silent.csv" }, /names a sound in "file_name", so "log-mel-statistics"/],
      [
        { evaluation: "clips.csv" },
        /column "clip" holds names of sounds: rename it to "file_name"/,
      ],
      [{ evaluation: "absent.csv" }, /none of the 30 sounds of .* is there, the first "0.wav"/],
      [{ evaluation: "silent.csv", training: "silent.csv" }, /are both .*leave --training out/],
      [{ evaluation: "silent.csv", training: "plain.csv" }, /name it with --text-column/],
      [
        { evaluation: "silent.csv", audio: "log-mel-statistic" },
        /did you mean "log-mel-statistics"/,
      ],
      [{ evaluation: "silent.csv", audio: "glove-100d" }, /a backbone for texts/],
      [{ evaluation: "silent.csv", audio: "org/model" }, /without a card; say .* with --ledger/],
    ];
    for (const [asked, message] of refused) {
      await assert.rejects(drafted(folder, asked), (thrown: Error) => {
        assert.equal(thrown.name, "InputError", thrown.stack);
        assert.match(thrown.message, message);
        assert.ok(!thrown.message.includes("\n"));
        return true;
      });
    }
  }));
