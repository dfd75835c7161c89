// Audits of arrays in memory give what the command gives for the same arrays in files.
import assert from "node:assert/strict";
import { join } from "node:path";
import { audit } from "../../../src/audit/in_memory/audit.ts";
import type { AuditArrays } from "../../../src/audit/in_memory/arrays.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Matrix } from "../../../src/basics/matrix.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import { auditIntoFolder } from "../../../src/report/folder/audit_into_folder.ts";
import { writeAuditFolder } from "../../../src/report/folder/write_audit_folder.ts";
import { rewriteReport } from "../../../src/report/folder/write_folder.ts";
import { assertAborts } from "../../aborting.ts";
import { inFolder } from "../../temporary_folder.ts";

const random = new RandomStream(3, "audited arrays");

function matrix(rows: number, columns: number): Matrix {
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  return { rows, columns, values };
}

const LABELS = ["cat", "dog", "hen", "pig"].flatMap((label) => [label, label, label]);
const CAPTIONS = ["a dog barks", "rain on a roof", "a door slams", "people talk", "a cat"];
const TEXTS = Array.from(
  { length: 15 },
  (_, i) => i % 5 === 1 ? [CAPTIONS[1]!, "it rains"] : CAPTIONS[i % 5]!,
);
const WORDS = [...new Set([...CAPTIONS, "it rains", ...LABELS])];

const SETTINGS = {
  projector: { dim: 8 },
  optimizer: { steps: 8, batch: 8 },
  conditions: ["dirty", "clean", "control", "shuffled", "untrained"],
  seeds: [0, 1],
  shuffles: 2,
  leakDose: [0, 1],
  bootstrap: 200,
} as const;

const ASKED: AuditArrays = {
  ...SETTINGS,
  evaluation: { labels: LABELS, sources: LABELS.map((label, i) => `${label}${i % 2}`) },
  training: { texts: TEXTS, sources: TEXTS.map((_, i) => `t${i % 7}`) },
  audio: [{
    name: "mine",
    training: matrix(15, 6),
    evaluation: matrix(12, 6),
    baseline: { name: "plain", training: matrix(15, 3), evaluation: matrix(12, 3) },
  }],
  text: [{ name: "words", texts: WORDS, embeddings: matrix(WORDS.length, 5) }],
  published: [{
    name: "model",
    audio: matrix(12, 4),
    texts: ["cat", "dog", "hen", "pig"],
    embeddings: matrix(4, 4),
  }],
};

/** Writes the arrays as files, and the configuration that names them. */
async function writeAsFiles(folder: string): Promise<string> {
  const { evaluation, training, audio: [mine], text: [words], published: [model] = [] } = ASKED;
  const rows = (columns: Record<string, unknown>[]) =>
    columns.map((row) => JSON.stringify(row)).join("\n") + "\n";
  const table = (name: string, columns: Record<string, unknown>[]) =>
    Deno.writeTextFile(join(folder, `${name}.jsonl`), rows(columns));
  const array = async (name: string, { rows, columns, values }: Matrix) => {
    await Deno.writeFile(join(folder, `${name}.npy`), writeNpy([rows, columns], values));
    return `${name}.npy`;
  };
  await table(
    "evaluation",
    LABELS.map((label, i) => ({ label, source_id: evaluation.sources![i] })),
  );
  await table("training", TEXTS.map((text, i) => ({ text, source_id: training!.sources![i] })));
  await table("words", WORDS.map((text) => ({ text })));
  await table("labels", model!.texts.map((text) => ({ text })));
  const { name, baseline } = mine!;
  const configuration = {
    ...SETTINGS,
    evaluation: { items: "evaluation.jsonl" },
    training: { items: "training.jsonl", textColumn: "text" },
    audio: [{
      name,
      training: await array("a", mine!.training!),
      evaluation: await array("b", mine!.evaluation),
      baseline: {
        name: baseline!.name,
        training: await array("c", baseline!.training!),
        evaluation: await array("d", baseline!.evaluation),
      },
    }],
    text: [{
      name: "words",
      embeddings: await array("e", words!.embeddings!),
      items: "words.jsonl",
    }],
    published: [{
      name: "model",
      audio: await array("f", model!.audio),
      text: await array("g", model!.embeddings),
      textItems: "labels.jsonl",
    }],
  };
  const path = join(folder, "audit.json");
  await Deno.writeTextFile(path, JSON.stringify(configuration));
  return path;
}

/** Results without the fingerprint, and with the names of files as keys name the arrays. */
function numbersOf(results: object): unknown {
  const { fingerprint: _, ...numbers } = JSON.parse(JSON.stringify(results));
  return JSON.parse(JSON.stringify(numbers).replaceAll(".jsonl", ""));
}

Deno.test("arrays in memory and in files give equal results, and their folders equal cells", () =>
  inFolder(async (folder) => {
    const path = await writeAsFiles(folder);
    const { results } = await auditIntoFolder(path, join(folder, "files"), { device: "cpu" });
    using compute = openCpu();
    const here = await audit(ASKED, { compute });
    assert.deepEqual(numbersOf(here.results), numbersOf(results));
    const inWorkers = await audit(ASKED, { device: "cpu" });
    assert.deepEqual(inWorkers.results, here.results);

    const out = join(folder, "memory");
    await writeAuditFolder(out, here);
    for (const name of ["cells.jsonl", "maps.json"]) {
      const [one, other] = ["files", "memory"].map((side) =>
        Deno.readTextFileSync(join(folder, side, name))
      );
      assert.equal(other, one, name);
    }
    const report = Deno.readTextFileSync(join(out, "report.html"));
    await rewriteReport(out);
    assert.equal(Deno.readTextFileSync(join(out, "report.html")), report);
    await assert.rejects(writeAuditFolder(out, here), /--force/);
    await writeAuditFolder(out, here, { force: true });
  }));

Deno.test("a folder with a file of a user's is not written", () =>
  inFolder(async (folder) => {
    using compute = openCpu();
    const [audio] = ASKED.audio;
    const small = { ...ASKED, audio: [{ ...audio!, baseline: undefined }], published: [] };
    const audited = await audit(
      { ...small, conditions: ["dirty"], attribution: false, seeds: [0] },
      {
        compute,
      },
    );
    await Deno.writeTextFile(join(folder, "report.html"), "mine");
    await assert.rejects(writeAuditFolder(folder, audited), { name: "InputError" });
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["report.html"]);
    assert.equal(await Deno.readTextFile(join(folder, "report.html")), "mine");
  }));

Deno.test("halves of the evaluation, and items with several labels", async () => {
  using compute = openCpu();
  const quick = { ...SETTINGS, conditions: ["dirty"], attribution: false, seeds: [0] } as const;
  const text = [{ name: "glove-100d", backbone: "glove-100d" }];
  const evaluation = { labels: LABELS, classFolds: 2 };
  const audio = [{ name: "mine", evaluation: matrix(12, 4) }];
  const halves = await audit({ ...quick, evaluation, audio, text }, { compute });
  assert.equal(halves.results.class_folds?.length, 2);
  const several = await audit({
    ...quick,
    evaluation: { labels: LABELS.map((label, i) => i % 3 === 0 ? [label, "rain"] : [label]) },
    training: { texts: TEXTS },
    audio: [{ name: "mine", training: matrix(15, 4), evaluation: matrix(12, 4) }],
    text,
  }, { compute });
  assert.equal(several.results.measure, "macro_map");
  assert.ok(several.results.classes.includes("rain"));
});

Deno.test("an audit of arrays ends with the signal's reason", async () => {
  using compute = openCpu();
  await assertAborts(
    (options) => audit(ASKED, { compute, ...options }),
    ({ stage, done }) => stage === "training" && done > 0,
  );
});

Deno.test("arrays that do not fit are refused by the names of their keys", async () => {
  const [mine] = ASKED.audio;
  const of = (rows: number) => ({ ...ASKED, audio: [{ ...mine!, evaluation: matrix(rows, 6) }] });
  const nan = { rows: 12, columns: 1, values: new Float32Array(12).fill(NaN, 3, 4) };
  const labels = LABELS.slice(1);
  const refused: [AuditArrays, RegExp][] = [
    [of(11), /"audio\[0\]\.evaluation" has 11 rows; expected one for each of 12/],
    [
      { ...ASKED, audio: [{ ...mine!, evaluation: nan }] },
      /"audio\[0\]\.evaluation" row 4 holds NaN/,
    ],
    [{ ...ASKED, audio: [{ name: "mine", evaluation: matrix(12, 6) }] }, /training" is missing/],
    [{ ...ASKED, training: undefined }, /"audio\[0\]\.training" has rows, but there is no/],
    [
      { ...ASKED, evaluation: { ...ASKED.evaluation, labels } },
      /"evaluation" has 11 items, and 12/,
    ],
    [{ ...ASKED, text: [{ name: "words", texts: WORDS }] }, /"text\[0\]\.embeddings" is missing/],
    [{ ...ASKED, seeds: [0, 0] }, /seeds/],
    [
      { ...ASKED, text: [{ name: "w", texts: ["cat"], embeddings: matrix(1, 2) }] },
      /has no row for/,
    ],
  ];
  for (const [asked, message] of refused) {
    await assert.rejects(audit(asked, { device: "cpu" }), { name: "InputError", message });
  }
});
