import assert from "node:assert/strict";
import { join } from "node:path";
import { RandomStream } from "../../../src/basics/random.ts";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import type { CorpusScanOptions } from "../../../src/leakage/corpus/options.ts";
import { Examples, WorstFindings } from "../../../src/leakage/output/worst.ts";
import { inFolder } from "../../temporary_folder.ts";

/** Several blocks of the reader. */
const ROWS = 18_000;

const TEXTS = [
  "A dog barks, and a car passes",
  'a "puppy" whines',
  "rain\nfalls on a roof",
  "ein Hund bellt im Garten",
  "no rain at all",
  "people talk – naïvely – in a café",
  "hot dog stand",
  "wind blows through the trees of a garden",
  "",
];

/** Rows that the rules about texts, sources and captions find something in. */
function madeRows(): { id: string; text: string; source_id: string }[] {
  const random = new RandomStream(0, "rows");
  return Array.from({ length: ROWS }, (_, i) => ({
    id: `clip-${i}.wav`,
    text: i === 0 ? "a first row" : TEXTS[Math.floor(random.uniform() * TEXTS.length)]! +
      (i % 7 === 0 ? ` ${"on and on ".repeat(i % 50)}` : "") +
      // What is found is within a text that is shown in part.
      (i % 1000 === 5 ? `${" so on".repeat(60 + i % 17)} a cow ${"so on ".repeat(60)}` : ""),
    source_id: i % 11 === 0 ? String(i % 30) : "nan",
  }));
}

const csvOf = (rows: readonly Record<string, string>[]) => {
  const columns = Object.keys(rows[0]!);
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return [columns, ...rows.map((row) => columns.map((column) => cell(row[column]!)))]
    .map((cells) => `${cells.join(",")}\n`).join("");
};

const FILES = {
  "labels.txt": "dog\nrain\ncow\n",
  "items.csv": "id,label,source_id\ne1,dog,11\ne2,rain,22\n",
  "captions.txt": "Wind blows through the trees of the garden\n",
  "accepted.json": JSON.stringify({
    schema: "earnest/suppressions/1",
    suppressions: [{ rule: "TEXT-EXACT", label: "rain", reason: "wet" }, {
      item: "none",
      reason: "unused",
    }],
  }),
};

async function scanned(path: string, options: CorpusScanOptions, workers: number) {
  const scan = await openScan(path, options, false);
  const collected = { examples: new Examples(), worst: new WorstFindings(100) };
  const decoder = new TextDecoder();
  let lines = "";
  for await (const some of scan.lines(collected, workers)) lines += decoder.decode(some);
  return {
    lines,
    summary: scan.summary(),
    hashes: scan.hashes(),
    examples: collected.examples.spread(20),
    worst: collected.worst.sorted(),
    given: collected.worst.given,
  };
}

Deno.test("workers find and count what one thread does, to the byte", () =>
  inFolder(async (folder) => {
    for (const [name, text] of Object.entries(FILES)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    const rows = madeRows();
    const path = (name: string) => join(folder, name);
    await Deno.writeTextFile(path("a.csv"), csvOf(rows));
    await Deno.writeTextFile(path("a.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    // Without ids and sources, so that row numbers take their place.
    await Deno.writeTextFile(path("b.csv"), csvOf(rows.map(({ text }) => ({ text: `${text}.` }))));
    const options = {
      labels: path("labels.txt"),
      items: path("items.csv"),
      evaluationCaptions: path("captions.txt"),
      suppressions: path("accepted.json"),
      backbones: ["log-mel-statistics"],
    };
    // The first row fills the first blocks, which then hold the header alone.
    const long = { id: "long.wav", text: `a dog ${"and on\n".repeat(400_000)}`, source_id: "" };
    await Deno.writeTextFile(path("long.csv"), csvOf([long, ...rows]));
    // Rows that repeat ids of their own block and of an earlier one.
    const again = rows.with(9, { ...rows[9]!, id: rows[3]!.id })
      .with(ROWS - 5, { ...rows[ROWS - 5]!, id: rows[3]!.id });
    await Deno.writeTextFile(path("again.csv"), csvOf(again));
    // Rows that are left out count, too.
    const kept = { ...options, columns: { where: { source_id: ["nan"] } } };
    const cases = [
      ...["a.csv", "a.jsonl", "b.csv", "long.csv", "again.csv"].map((name) =>
        [name, options] as const
      ),
      ["again.csv", kept] as const,
    ];
    for (const [name, how] of cases) {
      const expected = await scanned(path(name), how, 0);
      const found = await scanned(path(name), how, 2);
      assert.ok(expected.lines.split("\n").length > ROWS / 3);
      assert.ok(found.lines === expected.lines, name);
      assert.deepEqual({ ...found, lines: "" }, { ...expected, lines: "" });
      assert.ok(found.summary.notEnglish > 0);
    }
  }));

Deno.test("what is wrong with a file is said as one thread says it", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "labels.txt"), FILES["labels.txt"]);
    const rows = madeRows();
    const made: Record<string, string> = {
      "twice.csv": csvOf(
        rows.with(ROWS - 5, rows[3]!).map((row, i) => ({ ...row, file_name: `${i}.wav` })),
      ),
      "width.csv": csvOf(rows) + "x,y\n",
      "ragged.jsonl": `${rows.map((row) => JSON.stringify(row)).join("\n")}\n{"id": 1`,
      "texts.csv": csvOf(rows.map((row) => ({ ...row, text: "" }))),
      "column.csv": "id,words\n1,a\n",
    };
    for (const [name, text] of Object.entries(made)) {
      await Deno.writeTextFile(join(folder, name), text);
      const options = { labels: join(folder, "labels.txt"), rules: ["TEXT-EXACT"] as const };
      const failed = async (workers: number) => {
        const thrown = await scanned(join(folder, name), options, workers).catch((error) => error);
        return [thrown.name, thrown.message];
      };
      const expected = await failed(0);
      assert.equal(expected[0], "InputError", name);
      assert.deepEqual(await failed(2), expected);
    }
  }));
