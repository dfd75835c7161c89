// What init writes is run: by the audit's --dry-run, and as a whole, with fewer trainings.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { PlanSummary } from "../../src/audit/folder/plan_summary.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import {
  CAPTIONS,
  LABELED,
  writeCaptions,
  writeLabeled,
  writeRows,
  writeTagged,
} from "../audit/draft/made_sides.ts";
import { sharedPath } from "../shared.ts";
import { copiesOf } from "../temporary_folder.ts";
import { EARNEST, earnest } from "./cli.ts";

const CPU = ["--device", "cpu", "--quiet"];
/** What makes a whole audit quick; all else is as init writes it. */
const QUICK = {
  seeds: [0],
  conditions: ["dirty", "clean"],
  attribution: false,
  leakDose: [],
  diversity: [],
  shuffles: 1,
  bootstrap: 100,
};

const withMade = copiesOf(async (folder) => {
  await writeLabeled(folder);
  await writeCaptions(folder);
  await writeTagged(folder);
  await writeRows(join(folder, "mine-train.npy"), CAPTIONS);
  await writeRows(join(folder, "mine-eval.npy"), LABELED);
  await writeRows(join(folder, "tagged.npy"), 36);
});

async function done(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await earnest([...args, ...CPU], { cwd });
  assert.equal(code, 0, `${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Runs init, and the audit's dry run of what it wrote with fewer trainings. */
async function planned(cwd: string, ...args: string[]): Promise<PlanSummary> {
  const said = await done(cwd, "init", ...args);
  // Commands are whole, however long the path of the program is.
  const lines = said.split("\n").filter((line) => !line.startsWith("  deno "));
  assert.ok(lines.every((line) => line.length <= 80), said);
  assert.match(said, /deno run -A \S+main\.ts audit audit\.json --out found --dry-run\n/);
  assert.match(await Deno.readTextFile(join(cwd, "audit.md")), /^# Why audit.json is as it is\n/);
  const path = join(cwd, "audit.json");
  const written = JSON.parse(await Deno.readTextFile(path));
  const quick = { ...written, ...QUICK, optimizer: { ...written.optimizer, steps: 10 } };
  await Deno.writeTextFile(path, JSON.stringify(quick));
  const plan: PlanSummary = JSON.parse(
    await done(cwd, "audit", "audit.json", "--out", "found", "--dry-run", "--json"),
  );
  assert.ok(plan.trainings > 1 && plan.memoryBytes > 1e8);
  return plan;
}

/** Runs the whole audit. */
async function audited(cwd: string): Promise<AuditResults> {
  await done(cwd, "audit", "audit.json", "--out", "found");
  return JSON.parse(await Deno.readTextFile(join(cwd, "found/results.json")));
}

Deno.test("labeled sounds and captions", () =>
  withMade(async (cwd) => {
    const sides = ["--evaluation", "labeled.csv", "--training", "captions.csv"];
    const models = ["--audio", "log-mel-statistics", "--text", "glove-100d"];
    await planned(cwd, ...sides, ...models);
    const { classes, training_items, leakage } = await audited(cwd);
    assert.deepEqual([classes.length, training_items], [6, CAPTIONS]);
    assert.equal(leakage.by_rule["TEXT-EXACT"]?.flagged_pairs, 12);
  }));

Deno.test("arrays of both sides, and several labels", () =>
  withMade(async (cwd) => {
    const sides = ["--evaluation", "tagged.csv", "--training", "captions.csv"];
    const models = ["--audio", "mine-train.npy", "tagged.npy", "--text", "glove-100d"];
    assert.equal((await planned(cwd, ...sides, ...models)).classFolds, 1);
    const { measure, classes, evaluation_items } = await audited(cwd);
    assert.deepEqual([measure, classes.length, evaluation_items], ["macro_map", 6, 24]);
  }));

Deno.test("no training items: class folds of one array", () =>
  withMade(async (cwd) => {
    const models = ["--audio", "mine-eval.npy", "--text", "glove-100d"];
    const plan = await planned(cwd, "--evaluation", "labeled.csv", ...models);
    assert.equal(plan.classFolds, 2);
  }));

Deno.test("a folder of ESC-10 with a backbone that ships", () =>
  withMade(async (cwd) => {
    const esc10 = sharedPath("data/esc10");
    if (esc10 === undefined) return;
    for (const { name, isDirectory } of Deno.readDirSync(esc10)) {
      if (!isDirectory) continue;
      await Deno.mkdir(join(cwd, "ESC-10", name), { recursive: true });
      const sounds = Array.from(Deno.readDirSync(join(esc10, name)), ({ name }) => name).sort();
      for (const sound of [sounds[0]!, sounds[10]!]) {
        await Deno.copyFile(join(esc10, name, sound), join(cwd, "ESC-10", name, sound));
      }
    }
    const models = ["--audio", "openwakeword", "--text", "glove-100d"];
    const plan = await planned(cwd, "--evaluation", "ESC-10", ...models);
    assert.deepEqual(plan.embeddings, [
      "openwakeword, evaluation",
      "log-mel-statistics, evaluation",
    ]);
    assert.equal((await audited(cwd)).classes.length, 10);
    const { leakage } = JSON.parse(await Deno.readTextFile(join(cwd, "audit.json")));
    assert.deepEqual(leakage, { evaluationSets: ["ESC-10"] });
  }));

Deno.test("nothing is written by --dry-run, and nothing of a user's is replaced", () =>
  withMade(async (cwd) => {
    const args = ["init", "--evaluation", "labeled.csv", "--audio", "mine-eval.npy"];
    const all = [...args, "--text", "glove-100d"];
    const said = await done(cwd, ...all, "--dry-run");
    assert.match(
      said,
      /Plan: \d+ arms on 2 class folds, \d+ trainings.* about \d+ [kMG]B\s+of\s+memory/s,
    );
    assert.match(said, /the\s+permutation\s+test\s+cannot\s+be\s+passed/);
    assert.match(said, /Nothing was written/);
    const note = /\n\nThere are no training items of their own: 12 of the 24 items/;
    assert.match(said, note);
    const names = () => Array.from(Deno.readDirSync(cwd), ({ name }) => name);
    assert.ok(!names().some((name) => /^(audit|found)/.test(name)), names().join());
    await Deno.writeTextFile(join(cwd, "audit.md"), "my notes");
    const refused = await earnest([...all, "--force"], { cwd });
    assert.deepEqual([refused.code, names().includes("audit.json")], [2, false]);
    assert.match(
      refused.stderr,
      /"audit.md" is not just as init wrote it, .*; choose another --out, or delete it yourself/,
    );
    await Deno.remove(join(cwd, "audit.md"));
    assert.match(await done(cwd, ...all), note);
    assert.match((await earnest(all, { cwd })).stderr, /"audit.json" exists/);
    const again = JSON.parse(await done(cwd, ...all, "--force", "--json"));
    assert.deepEqual([again.out, again.beside], ["audit.json", "audit.md"]);
    const kept = await Deno.readTextFile(join(cwd, "audit.json"));
    const edits = [
      ["audit.json", kept.replace("glove-100d", "mine")],
      ["audit.json", '{"$schema": "docs/audit.schema.json"}'],
      ["audit.md", "# Why audit.json is as it is\n\nMy notes.\n"],
    ] as const;
    for (const [name, edited] of edits) {
      await Deno.writeTextFile(join(cwd, "audit.json"), kept);
      await Deno.writeTextFile(join(cwd, name), edited);
      const { code, stderr } = await earnest([...all, "--force"], { cwd });
      assert.match(stderr, /^earnest: "audit.json" is not just as init wrote it .*delete it/);
      assert.deepEqual([code, await Deno.readTextFile(join(cwd, name))], [2, edited]);
    }
  }));

Deno.test("what is missing is asked for on a terminal, and named elsewhere", () =>
  withMade(async (cwd) => {
    const { code, stderr } = await earnest(["init", "--evaluation", "labeled.csv"], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /^earnest: --audio is missing, .* such as --audio openwakeword\n$/);
    // util-linux's script gives the command a terminal; its answers are echoed there.
    const command = [Deno.execPath(), ...EARNEST, "init", "--json", ...CPU].join(" ");
    const child = new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      cwd,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    const sides = ["labelled.csv", "labeled.csv", "captions.csv"];
    const answers = [...sides, ",", "mine-train.npy, mine-eval.npy", "", ""];
    await writer.write(new TextEncoder().encode(answers.join("\n")));
    const { stdout } = await child.output();
    const said = new TextDecoder().decode(stdout);
    assert.match(said, /Items to be named \(manifest or folder\): /);
    assert.match(said, /labelled.csv" does not exist[^]*Items to be named/);
    assert.match(said, /"," names no backbone[^]*Audio backbones, separated by commas/);
    assert.match(said, /Text backbones, separated by commas \[glove-100d\]: /);
    const { audio, text } = JSON.parse(await Deno.readTextFile(join(cwd, "audit.json")));
    assert.equal(audio[0].name, "mine");
    assert.equal(text[0].backbone, "glove-100d");
    await writer.close().catch(() => {});
  }));
