import assert from "node:assert/strict";
import { writeNpy } from "../../src/formats/npy.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";
import { type MadeItem, makeSet } from "./made_set.ts";

const ONE = { backbone: { name: "a", modality: "audio" } };

/** Ten classes on the axes, four sounds each of two recordings; every fifth sound lies on the next axis. */
function sounds(): MadeItem[] {
  return Array.from({ length: 40 }, (_, i) => {
    const label = i % 10;
    const axis = i % 5 === 0 && i < 20 ? (label + 1) % 10 : label;
    return {
      id: `${i}.wav`,
      row: Array.from({ length: 10 }, (_, c) => c === axis ? 2 : 0.01 * ((i + c) % 7)),
      columns: { label: `class_${label}`, source_id: `${label}-${Math.floor(i / 20)}` },
    };
  });
}

function prompts(): MadeItem[] {
  return Array.from({ length: 20 }, (_, i) => ({
    id: `prompt ${i}`,
    row: Array.from({ length: 10 }, (_, c) => c === i % 10 ? 1 : 0),
    columns: { label: `class ${i % 10}`, text: `a sound of class ${i % 10}` },
  }));
}

Deno.test("evaluate measures a zero-shot classification with its intervals and prompts", async () => {
  await inFolder(async (folder) => {
    const audio = await makeSet(folder, "audio", sounds(), ONE);
    const text = await makeSet(folder, "text", prompts());
    const args = ["evaluate", "--audio", audio, "--text", text, "--device", "cpu", "--quiet"];
    const ended = await earnest([...args, "--json"]);
    assert.equal(ended.code, 0, ended.stderr);
    const found = JSON.parse(ended.stdout);
    assert.equal(found.task, "zero-shot");
    assert.equal(found.label_of_text, "label");
    assert.equal(found.chance, 0.1);
    assert.equal(found.balanced_top1.value, 0.9);
    assert(found.balanced_top1.low < 0.9 && found.balanced_top1.high > 0.9);
    assert.equal(found.per_class["class 5"].accuracy.value, 0.5);
    assert.deepEqual(found.confusion[5], [0, 0, 0, 0, 0, 2, 2, 0, 0, 0]);
    assert.deepEqual(found.single_prompts.balanced_top1, [0.9, 0.9]);
    assert.match(found.intervals.low, /classes like these/);
    assert(found.associations.silhouette.spearman > 0.5);
    assert.equal(found.associations.nearest_text.spearman, undefined);
    assert(found.per_class["class 1"].silhouette > 0.9);
    assert.match(found.notes.join(), /Below 30 classes nothing is claimed/);
    const table = (await earnest(args)).stdout;
    assert.match(table, /balanced top-1 +0\.90 +\[/);
    assert.match(table, /class 5 +4 +0\.50 .* class 6 2\n/);
    assert(table.split("\n").every((line) => line.length <= 80), table);
    assert.equal((await earnest([...args, "--json"])).stdout, ended.stdout);
  });
});

Deno.test("evaluate leaves out sounds whose label is missing, and says which", async () => {
  await inFolder(async (folder) => {
    const text = await makeSet(folder, "text", prompts());
    const measured = async (name: string, items: MadeItem[]) => {
      const audio = await makeSet(folder, name, items, ONE);
      const args = ["--audio", audio, "--text", text, "--device", "cpu", "--quiet", "--json"];
      const { stdout, stderr } = await earnest(["evaluate", ...args]);
      const { notes, audio: _, ...numbers } = JSON.parse(stdout || stderr);
      return { notes: notes.join(), numbers };
    };
    const unlabeled = {
      id: "x.wav",
      row: Array(10).fill(1),
      columns: { label: "nan", source_id: "x" },
    };
    const whole = await measured("whole", sounds());
    const found = await measured("some", [unlabeled, ...sounds()]);
    assert.deepEqual(found.numbers, whole.numbers);
    assert.match(found.notes, /1 of 41 items of ".*some" has no label \(item 1: "nan"\)/);
  });
});

Deno.test("evaluate takes texts or ids as classes, and labels without sounds as rivals", async () => {
  await inFolder(async (folder) => {
    const few = sounds().filter(({ columns }) => Number(columns!["label"]!.slice(6)) < 4);
    const audio = await makeSet(folder, "audio", few, ONE);
    const single = prompts().slice(0, 10).map(({ row }, i) => ({ id: `class_${i}`, row }));
    const text = await makeSet(folder, "text", single);
    const args = ["evaluate", "--audio", audio, "--text", text, "--device", "cpu", "--quiet"];
    const { stdout, stderr } = await earnest([...args, "--json"]);
    const found = JSON.parse(stdout || stderr);
    assert.equal(found.label_of_text, "id");
    assert.equal(found.chance, 0.1);
    assert.equal(found.per_class["class 9"].items, 0);
    assert.equal(found.single_prompts, undefined);
    assert.match(found.notes.join(), /6 labels without sounds can be named, too\./);
    assert.match(found.notes.join(), /Only 4 classes/);
  });
});

Deno.test("evaluate measures retrieval where the texts are captions of the sounds", async () => {
  await inFolder(async (folder) => {
    const row = (axis: number) => Array.from({ length: 12 }, (_, c) => c === axis ? 1 : 0);
    const clips = Array.from({ length: 12 }, (_, i) => ({ id: `${i}.wav`, row: row(i) }));
    const captions = clips.flatMap(({ id }, i) =>
      [1, 2].map((number) => ({
        id: `${id}#${number}`,
        row: row(number === 1 ? i : (i + 1) % 12),
        // The second caption is the next sound's first.
        columns: { caption_of: id, text: `caption ${number === 1 ? i : (i + 1) % 12}` },
      }))
    );
    const audio = await makeSet(folder, "audio", clips, ONE);
    const text = await makeSet(folder, "text", captions);
    const args = ["evaluate", "--audio", audio, "--text", text, "--device", "cpu", "--quiet"];
    const found = JSON.parse((await earnest([...args, "--json"])).stdout);
    assert.equal(found.task, "retrieval");
    assert.equal(found.text_to_audio.recall.k1.value, 0.5);
    assert.equal(found.text_to_audio.queries, 24);
    // A sound's own caption is tied with one that is not.
    assert.equal(found.audio_to_text.median_rank.value, 2);
    assert.match(
      found.notes.join(" "),
      /24 of 24 captions are another sound's, too, word for word/,
    );
    const table = (await earnest(args)).stdout;
    assert.match(
      table,
      /captions find sounds +value +sounds like these +chance\n +recall@1 +0\.50/,
    );
    assert(table.split("\n").every((line) => line.length <= 80), table);
  });
});

Deno.test("prompts that a manifest has as captions are prompts, though their rows' numbers are ids", async () => {
  await inFolder(async (folder) => {
    const numbered = sounds().map((sound, i) => ({ ...sound, id: String(i + 1) }));
    const audio = await makeSet(folder, "audio", numbered, ONE);
    const captions = prompts().map(({ row, columns }, i) => ({
      id: `${i % 10 + 1}#${Math.floor(i / 10) + 1}`,
      row,
      columns: { ...columns, caption_of: String(i % 10 + 1) },
    }));
    const text = await makeSet(folder, "text", captions);
    const args = ["evaluate", "--audio", audio, "--text", text, "--device", "cpu", "--quiet"];
    const found = JSON.parse((await earnest([...args, "--json"])).stdout);
    assert.deepEqual([found.task, found.balanced_top1.value], ["zero-shot", 0.9]);
    const forced = await earnest([...args, "--task", "retrieval"]);
    assert.match(forced.stderr, /audio" has the item "11", for which ".*text" has no caption/);
  });
});

Deno.test("evaluate refuses what does not fit in one line", async () => {
  await inFolder(async (folder) => {
    const audio = await makeSet(folder, "audio", sounds(), ONE);
    const text = await makeSet(folder, "text", prompts());
    const lacking = await makeSet(folder, "lacking", prompts().filter((_, i) => i % 10 !== 7));
    const lists = await makeSet(
      folder,
      "lists",
      sounds().map(({ id, row }) => ({ id, row, columns: { label: "class 0;class 1" } })),
    );
    const wide = await makeSet(folder, "wide", [{ id: "a", row: [1, 2] }]);
    const stray = await makeSet(folder, "stray", [
      { id: "1", row: sounds()[0]!.row, columns: { caption_of: "0.wav" } },
      { id: "2", row: sounds()[0]!.row, columns: { caption_of: "99.wav" } },
    ]);
    const bare = await makeSet(folder, "bare", [
      { id: "1", row: sounds()[0]!.row, columns: { caption_of: "0.wav" } },
    ]);
    const shared = (sha256: string, side = "audio") => ({ projector: { sha256, side } });
    const one = await makeSet(folder, "one", sounds(), shared("a".repeat(64)));
    const other = await makeSet(folder, "other", prompts(), shared("b".repeat(64), "text"));
    const refused: [string, string, string, RegExp][] = [
      [
        audio,
        wide,
        "zero-shot",
        /audio" has rows of 10 numbers, ".*wide" of 2; expected one space/,
      ],
      [
        audio,
        lacking,
        "zero-shot",
        /no prompt for the label "class 7" of ".*audio"; by label it has "class 0"/,
      ],
      [
        lists,
        text,
        "zero-shot",
        /label "class 0;class 1" .*; where it is a list of labels, --label-separator ";" takes it apart/,
      ],
      [text, audio, "zero-shot", /audio" holds embeddings of sounds; --text expects texts/],
      [audio, stray, "retrieval", /has a caption of "99\.wav", which is not an item of ".*audio"/],
      [audio, bare, "retrieval", /audio" has the item "1\.wav", for which ".*bare" has no caption/],
      [
        one,
        other,
        "zero-shot",
        /is of projector a+, ".*other" of projector b+; expected one shared space/,
      ],
      [one, one, "zero-shot", /one" holds embeddings of sounds; --text expects texts/],
      [one, text, "zero-shot", /is of projector a+, ".*text" of no projector/],
    ];
    const unlabeled = await makeSet(
      folder,
      "unlabeled",
      sounds().map(({ id, row }) => ({ id, row, columns: { clip: "a.wav" } })),
    );
    const numbered = await makeSet(folder, "numbered", [{ id: "1", row: sounds()[0]!.row }]);
    const neither = await earnest([
      ...["evaluate", "--audio", unlabeled, "--text", numbered],
      ...["--device", "cpu", "--quiet"],
    ]);
    assert.equal(neither.code, 2, neither.stderr);
    assert.match(
      neither.stderr,
      /no column "label"; .*--label-column names another; where ".*numbered" holds captions .* by id:/,
    );
    for (const [sound, words, task, message] of refused) {
      const sets = ["--audio", sound, "--text", words, "--task", task];
      const ended = await earnest(["evaluate", ...sets, "--device", "cpu", "--quiet"]);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
    }
  });
});

Deno.test("perfect embeddings of a row for each caption find every sound and caption", async () => {
  await inFolder(async (folder) => {
    const axis = (i: number) => Array.from({ length: 6 }, (_, c) => c === i ? "1" : "0");
    const rows = Array.from({ length: 18 }, (_, i) => ({ sound: i % 6, caption: `caption ${i}` }));
    const tables = {
      files: ["file_name,caption", ...rows.map((row) => `${row.sound}.wav,${row.caption}`)],
      own: [
        "id,file_name,caption",
        ...rows.map((row, i) => `c${i},${row.sound}.wav,${row.caption}`),
      ],
      ...Object.fromEntries(
        ["filename", "path", "audio_filepath", "audio"].map((column) => [
          column,
          [`${column},caption`, ...rows.map((row) => `${row.sound}.wav,${row.caption}`)],
        ]),
      ),
      audiocaps: [
        "audiocap_id,youtube_id,start_time,caption",
        ...rows.map((row, i) => `${i},rtNFhnQSQfA,${10 * row.sound},${row.caption}`),
      ],
    };
    const values = Float32Array.from(rows.flatMap(({ sound }) => axis(sound).map(Number)));
    await Deno.writeFile(`${folder}/rows.npy`, writeNpy([18, 6], values));
    await Deno.writeFile(`${folder}/sounds.npy`, writeNpy([6, 6], values.slice(0, 36)));
    for (const [name, lines] of Object.entries(tables)) {
      const items = `${folder}/${name}.csv`;
      await Deno.writeTextFile(items, lines.join("\n") + "\n");
      for (
        const audio of ["files", "own"].includes(name) ? ["rows.npy", "sounds.npy"] : ["rows.npy"]
      ) {
        const args = ["--audio", `${folder}/${audio}`, "--audio-items", items];
        const texts = ["--text", `${folder}/rows.npy`, "--text-items", items];
        const ended = await earnest(["evaluate", ...args, ...texts, "--json", "--device", "cpu"]);
        assert.equal(ended.code, 0, ended.stderr);
        const found = JSON.parse(ended.stdout);
        assert.deepEqual([found.task, found.sounds, found.captions], ["retrieval", 6, 18]);
        assert.equal(found.text_to_audio.recall.k1.value, 1);
        assert.equal(found.audio_to_text.recall.k1.value, 1);
        if (name === "own" && audio === "rows.npy") {
          assert.match(found.notes.join(), /18 rows of 6 sounds: a row for each caption/);
        }
      }
    }
  });
});
