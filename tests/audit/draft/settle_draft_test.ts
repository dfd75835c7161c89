import assert from "node:assert/strict";
import { join } from "node:path";
import { commentText } from "../../../src/audit/draft/comment_text.ts";
import { draftConfiguration } from "../../../src/audit/draft/draft_configuration.ts";
import { settleDraft } from "../../../src/audit/draft/settle_draft.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { inFolder } from "../../temporary_folder.ts";
import { writeLabeled, writeRows } from "./made_sides.ts";

/** Words that the text backbone knows, and that no WordNet sense joins. */
const WORDS =
  "dog rain violin engine clock baby helicopter fire river piano drum bell wind saw crowd train " +
  "thunder frog keyboard siren laughter footsteps airplane insect guitar";

Deno.test("class folds are the fewest with which each clean pool is large enough", () =>
  inFolder(async (folder) => {
    const rows = WORDS.split(" ").flatMap((label) =>
      Array.from({ length: 22 }, (_, i) => `${label}${i},${label},${label} ${i}`)
    );
    const table = ["id,label,source_id", ...rows, ""].join("\n");
    await Deno.writeTextFile(join(folder, "items.csv"), table);
    await writeRows(join(folder, "mine.npy"), rows.length);
    const out = join(folder, "audit.json");
    const draft = await draftConfiguration({
      evaluation: join(folder, "items.csv"),
      audio: [join(folder, "mine.npy")],
      text: ["glove-100d"],
      out,
    });
    const settled = await settleDraft(draft, out);
    const { evaluation } = parseConfiguration(settled.text, "audit.json");
    // Of 25 classes, five folds leave 20 topics to learn from, four only 18.
    assert.equal(evaluation.classFolds, 5);
    const choice = settled.choices.find(({ key }) => key === "evaluation.classFolds")!;
    assert.deepEqual([choice.value, choice.isUnsure], ["5", false]);
    const pool = settled.prospects.find(({ about }) => about === "clean pool")!;
    assert.equal(pool.isEnough, true, pool.sentence);
    assert.ok(settled.trainings > 5);
  }));

Deno.test("what the files say cannot break the comment", () =>
  inFolder(async (folder) => {
    const hostile = "```<img src=x onerror=alert(1)>` [x](javascript:a) https://evil.example";
    const rows = ["dog", "cat", "hen", "cow", hostile].flatMap((kind) =>
      [1, 2, 3, 4].map((i) => `${kind}${i},${kind}`)
    );
    const column = "<b>`a|b`*";
    await Deno.writeTextFile(join(folder, "items.csv"), [`id,${column}`, ...rows, ""].join("\n"));
    await writeRows(join(folder, "mine.npy"), rows.length);
    const out = join(folder, "audit.json");
    const draft = await draftConfiguration({
      evaluation: join(folder, "items.csv"),
      audio: [join(folder, "mine.npy")],
      text: ["character-ngrams"],
      out,
    });
    const comment = commentText(await settleDraft(draft, out), "audit.json");
    const row = comment.split("\n").find((line) => line.startsWith("| `evaluation.labelColumn`"))!;
    assert.match(row, /\| \*\*\?\*\* &#60;b&#62;\\`a\\\|b\\`\\\* \|/);
    assert.ok(comment.includes("\\`\\`\\`&#60;img src"), comment);
    assert.ok(!/[<>]|https:\/\/|(?<!\\)\[x/.test(comment), comment);
    assert.equal(row.match(/(?<!\\)\|/g)!.length, 5);
    assert.match(comment, /guess(es)?, marked with \*\*\?\*\*/);
  }));

Deno.test("sounds that are not there are counted, and a class without any is refused", () =>
  inFolder(async (folder) => {
    await writeLabeled(folder);
    const out = join(folder, "audit.json");
    const settled = async () => {
      const asked = { audio: ["log-mel-statistics"], text: ["character-ngrams"], out };
      const evaluation = join(folder, "labeled.csv");
      return await settleDraft(await draftConfiguration({ ...asked, evaluation }), out);
    };
    await Deno.remove(join(folder, "labeled/cow0.wav"));
    const { missing, inputs } = (await settled()).previewed;
    assert.match(missing.join(), /^1 of 24 sounds of "labeled.csv" is not there: "[^"]*cow0.wav"/);
    assert.equal(inputs.pairs.length + inputs.evaluation.items.length, 23);
    for (const i of [1, 2, 3]) await Deno.remove(join(folder, `labeled/cow${i}.wav`));
    await assert.rejects(settled(), /class "cow" can be read; .* is not there; add sounds of it/);
  }));

Deno.test("where nothing is left to train on, it is said what to give", () =>
  inFolder(async (folder) => {
    const rows = WORDS.split(" ").slice(0, 6).flatMap((label) =>
      [1, 2, 3, 4].map((i) => `${label}${i},${label}`)
    );
    const table = (mark: string) => ["id,label", ...rows.map((row) => mark + row), ""].join("\n");
    for (const side of ["eval", "train"]) {
      await Deno.writeTextFile(join(folder, `${side}.csv`), table(side));
      await writeRows(join(folder, `x-${side}.npy`), rows.length);
    }
    const out = join(folder, "audit.json");
    const draft = await draftConfiguration({
      evaluation: join(folder, "eval.csv"),
      training: join(folder, "train.csv"),
      audio: [join(folder, "x-train.npy"), join(folder, "x-eval.npy")],
      text: ["character-ngrams"],
      out,
    });
    await assert.rejects(
      settleDraft(draft, out),
      /flagged by TEXT-EXACT 24; give training items of other classes .*leave --training out/,
    );
  }));
