// The paper's experiment, `examples/paper`, with its own files and its page's commands: made corpora in the public
// layouts, and stand-ins for the models that a reader brings.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { pathSum } from "../audit/path_sum.ts";
import { makeFolder } from "../datasets/made_folder.ts";
import { commandsOf, taskOf } from "../documents/commands.ts";
import { readPages } from "../documents/pages.ts";
import { earnest } from "./cli.ts";
import { SOUNDS, writePaperData, writeStandIns } from "./paper_corpora.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/paper/", import.meta.url));

/** Fewer and smaller trainings; all else is the example's. */
const QUICK = { seeds: [0], shuffles: 2, bootstrap: 100, leakDose: [0, 1], diversity: [] };

Deno.test("the paper's experiment runs from its own files, on stand-ins", async () => {
  await using made = await makeFolder({});
  const folder = join(made.path, "examples/paper");
  await Deno.mkdir(folder, { recursive: true });
  for (const name of ["audit.json", "cnn14.json", "cnn14-twin.json", "bert.json"]) {
    await Deno.copyFile(join(EXAMPLE, name), join(folder, name));
  }
  await writePaperData(folder);
  await writeStandIns(folder);
  const path = join(folder, "audit.json");
  const example = JSON.parse(await Deno.readTextFile(path));
  const optimizer = { ...example.optimizer, steps: 6, batch: 16, validateEvery: 3 };
  const projector = { ...example.projector, dim: 8 };
  await Deno.writeTextFile(path, JSON.stringify({ ...example, ...QUICK, optimizer, projector }));
  const commands = commandsOf(
    readPages().find((page) => page.path === "examples/paper/README.md")!,
  );
  assert.equal(commands.length, 2);
  for (const { words } of commands) {
    const { args } = taskOf(words)!;
    const ended = await earnest([...args, "--device", "cpu"], { cwd: made.path });
    assert.equal(ended.code, 0, ended.stderr);
  }
  const out = join(made.path, "paper");
  const results: AuditResults = JSON.parse(
    await Deno.readTextFile(join(out, "results.json")),
  );
  // Five captions, one, two and one of each corpus's sounds.
  assert.equal(results.training_items, SOUNDS * (5 + 1 + 2 + 1));
  assert.deepEqual(results.classes, ["dog", "rain", "rooster", "siren"]);
  const [attribution] = results.attribution;
  assert.ok(attribution!.twin !== undefined);
  assert.ok(Math.abs(pathSum(attribution!.path) - attribution!.dirty) < 1e-12);
  assert.equal(results.claims[0]!.kind, "few-classes");
  assert.match(results.claims[0]!.sentence, /sounds, below 20 topics and 200 sounds/);
  const rows = JSON.parse(
    await Deno.readTextFile(join(out, "embeddings/cnn14-training-1/set.json")),
  ).rows;
  assert.equal(rows, SOUNDS);
});
