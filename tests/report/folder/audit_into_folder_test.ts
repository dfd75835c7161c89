// An audit that runs in a folder, called as a library.
import assert from "node:assert/strict";
import { join } from "node:path";
import { auditIntoFolder } from "../../../src/report/folder/audit_into_folder.ts";
import { previewAudit } from "../../../src/audit/folder/preview.ts";
import type { AuditFolderOptions } from "../../../src/audit/folder/options.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../../audit/planted.ts";
import { soundingConfiguration, withSounds } from "../../audit/sounding.ts";
import { filesIn } from "../../../src/basics/output/own_names.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean"],
  seeds: [0, 1],
  optimizer: { steps: 5 },
};
/** On one class fold, a single training. */
const ONE = { ...SMALL, conditions: ["dirty"], seeds: [0] };
const OPTIONS = { device: "cpu", command: "a command" } as const satisfies AuditFolderOptions;

async function configure(folder: string, configuration: PlainConfiguration): Promise<string> {
  const path = join(folder, "audit.json");
  await Deno.writeTextFile(path, JSON.stringify(configuration));
  return path;
}

/** Options under which an audit is aborted at its first report of a stage in which so much is done. */
function aborting(stage: string, least: number, reason: unknown): AuditFolderOptions {
  const ending = new AbortController();
  return {
    ...OPTIONS,
    signal: ending.signal,
    onProgress: (report) => {
      if (report.stage === stage && report.done >= least) ending.abort(reason);
    },
  };
}

/** What tells whether a file was written again. */
function stamps(folder: string, names: readonly string[]): string[] {
  return names.map((name) => {
    const { ino, mtime } = Deno.statSync(join(folder, name));
    return `${name} ${ino} ${mtime?.getTime()}`;
  });
}

function assertSame(one: string, two: string): void {
  assert.deepEqual(filesIn(two), filesIn(one));
  for (const name of filesIn(one)) {
    assert.deepEqual(Deno.readFileSync(join(two, name)), Deno.readFileSync(join(one, name)), name);
  }
}

/** Asserts that `docs/results.md` names each file of the folder, and each key of `cells.jsonl`. */
function assertDocumented(folder: string): void {
  const page = Deno.readTextFileSync(new URL("../../../docs/results.md", import.meta.url));
  const rows = Deno.readTextFileSync(join(folder, "cells.jsonl")).trim().split("\n");
  const keys = new Set(rows.flatMap((row) => Object.keys(JSON.parse(row))));
  const files = [...Deno.readDirSync(folder)].map(({ name, isFile }) => isFile ? name : `${name}/`);
  const missing = [...keys, ...files].filter((name) => !page.includes(`\`${name}`));
  assert.deepEqual(missing, []);
}

Deno.test("an audit that is aborted among its trainings and resumed ends in the same bytes", () =>
  withPlanted(async (folder) => {
    const [whole, parts] = [join(folder, "whole"), join(folder, "parts")];
    const path = await configure(folder, plantedConfiguration(SMALL));
    await auditIntoFolder(path, whole, OPTIONS);
    assertDocumented(whole);

    const reason = new Error("enough for today");
    const options = aborting("training", 3, reason);
    await assert.rejects(auditIntoFolder(path, parts, options), (thrown) => thrown === reason);
    const finished = filesIn(parts).filter((name) => name.startsWith("cells/"));
    assert.ok(finished.length >= 3 && finished.length < 16, `${finished.length} are finished`);
    assert.deepEqual(
      filesIn(parts).filter((name) => !finished.includes(name)),
      ["run.json", "variants.json"],
    );
    const kept = stamps(parts, finished);
    const plan = await previewAudit(path, parts, { device: "cpu", resume: true });
    // 2 backbones and 2 seeds, each with one dirty training and a clean one for each of 2 class folds.
    assert.equal(plan.trainings, 2 * 2 * (1 + 2));
    assert.ok(plan.finished >= 3 && plan.finished < finished.length);

    await assert.rejects(
      auditIntoFolder(path, parts, OPTIONS),
      /holds an audit that is not finished; use --resume to continue it, or --force to start over/,
    );
    const { results } = await auditIntoFolder(path, parts, { ...OPTIONS, resume: true });
    assert.deepEqual(stamps(parts, finished), kept);
    assertSame(whole, parts);
    assert.deepEqual(JSON.parse(Deno.readTextFileSync(join(parts, "results.json"))), results);
  }));

Deno.test("an audit that is aborted while it embeds keeps the sets that are whole, and can be resumed", () =>
  withSounds(async (folder) => {
    const [whole, parts] = [join(folder, "whole"), join(folder, "parts")];
    // The baseline is embedded after the backbone.
    const audio = [{
      name: "first",
      backbone: "log-mel-statistics",
      baseline: { name: "second", backbone: "log-mel-statistics" },
    }];
    const path = await configure(
      folder,
      soundingConfiguration({ audio, ...ONE, leakDose: [], diversity: [], bootstrap: 100 }),
    );
    await auditIntoFolder(path, whole, OPTIONS);
    const options = aborting("embedding with second", 1, undefined);
    await assert.rejects(auditIntoFolder(path, parts, options), { name: "AbortError" });
    const sets = filesIn(parts).filter((name) => name.startsWith("embeddings/first-"));
    assert.ok(sets.length > 0, filesIn(parts).join());
    const kept = stamps(parts, sets);
    await auditIntoFolder(path, parts, { ...OPTIONS, resume: true });
    assert.deepEqual(stamps(parts, sets), kept);
    assertSame(whole, parts);
  }));

Deno.test("an audit that is aborted before anything is finished leaves nothing", () =>
  withPlanted(async (folder) => {
    const path = await configure(folder, plantedConfiguration(SMALL));
    const out = join(folder, "out");
    const before = filesIn(folder);
    for (const options of [{ signal: AbortSignal.abort() }, aborting("training", 0, undefined)]) {
      await assert.rejects(auditIntoFolder(path, out, { ...OPTIONS, ...options }), {
        name: "AbortError",
      });
      assert.deepEqual(filesIn(folder), before);
      assert.throws(() => Deno.statSync(out), Deno.errors.NotFound);
    }
  }));

Deno.test("a configuration that is no file has paths relative to the source", () =>
  withPlanted(async (folder) => {
    const evaluation = { items: "evaluation.csv" };
    const path = await configure(folder, plantedConfiguration({ ...ONE, evaluation }));
    const [read, given] = [join(folder, "read"), join(folder, "given")];
    const { plan: { configuration } } = await auditIntoFolder(path, read, { ...OPTIONS, seed: 7 });
    assert.deepEqual(configuration.seeds, [7]);
    await auditIntoFolder(configuration, given, { ...OPTIONS, source: folder });
    assertSame(read, given);
  }));
