// The walkthroughs of docs/walkthroughs.md, as they are written there, on small made data.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseResults } from "../../src/audit/claims/read_results.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { readCsv, writeCsv } from "../../src/formats/csv.ts";
import { makeFolder } from "../datasets/made_folder.ts";
import { blocksOf, commandsOf, taskOf } from "../documents/commands.ts";
import { readPages } from "../documents/pages.ts";
import { pathSum } from "../audit/path_sum.ts";
import { sharedPath } from "../shared.ts";
import { earnest } from "./cli.ts";
import { writeFsd50k } from "./made_fsd50k.ts";
import { SOUNDS, writePaperData } from "./paper_corpora.ts";

/** Fewer and smaller trainings; all else is the walkthrough's. */
const QUICK = { seeds: [0], shuffles: 2, bootstrap: 100, leakDose: [], diversity: [] };

/** The configuration of a walkthrough, and the arguments of its commands. */
function readWalkthrough(
  title: string,
): { configuration: Record<string, unknown>; commands: string[][] } {
  const { path, text } = readPages().find((page) => page.path === "docs/walkthroughs.md")!;
  const section = text.split(/^## /m).find((one) => one.startsWith(`${title}\n`))!;
  const page = { path, text: section };
  return {
    configuration: JSON.parse(blocksOf(page).find(({ language }) => language === "json")!.text),
    commands: commandsOf(page).map(({ words }) => taskOf(words)!.args),
  };
}

/**
 * Runs a walkthrough with quick trainings in a folder that has its data.
 *
 * @param smaller what the evaluation is made smaller by
 *
 * @returns what each command said, in one line each, and the audit's results
 */
async function run(
  title: string,
  folder: string,
  smaller: { classFolds?: number } = {},
): Promise<{ said: string[]; results: AuditResults }> {
  const { configuration, commands } = readWalkthrough(title);
  const optimizer = {
    ...configuration["optimizer"] as object,
    steps: 5,
    batch: 8,
    validateEvery: 5,
  };
  const evaluation = { ...configuration["evaluation"] as object, ...smaller };
  const quick = { ...configuration, ...QUICK, evaluation, optimizer, projector: { dim: 8 } };
  await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(quick));
  const said = [];
  for (const args of commands) {
    const device = args[0] === "audit" ? ["--device", "cpu"] : [];
    const ended = await earnest([...args, ...device], { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    said.push((ended.stdout + ended.stderr).replaceAll(/\s+/g, " "));
  }
  const written = await Deno.readTextFile(join(folder, "found/results.json"));
  return { said, results: parseResults(written, "results.json") };
}

Deno.test("Clotho to ESC-50 runs as it is written", async () => {
  await using folder = await makeFolder({});
  await writePaperData(folder.path);
  for (const name of ["clotho", "ESC-50"]) {
    await Deno.rename(join(folder.path, "data", name), join(folder.path, name));
  }
  const { said, results } = await run("Clotho to ESC-50", folder.path);
  assert.equal(said.length, 2);
  assert.match(said[0]!, /The clean pool has \d+ topics and \d+ pairs of \d+ sounds, below /);
  assert.equal(results.training_items, 5 * SOUNDS);
  assert.deepEqual(results.classes, ["dog", "rain", "rooster", "siren"]);
  assert.deepEqual(results.claims.map(({ kind }) => kind).slice(0, 1), ["few-classes"]);
  assert.equal(results.conditions[0]!.prompts!.single.length, 2);
});

/** Captions for sounds of ESC-10, by their class; the first names labels of FSD50K, the second none. */
const OWN_CAPTIONS: Readonly<Record<string, readonly [string, string]>> = {
  dog: ["a dog barks behind a fence", "an angry guard in a yard"],
  rooster: ["a rooster at dawn", "somebody wakes the village"],
  rain: ["rain on a tent", "a gray afternoon"],
  helicopter: ["a helicopter overhead", "rotors above the trees"],
  sneezing: ["a man sneezes", "hay fever in spring"],
  chainsaw: ["a chainsaw in the woods", "trees are felled"],
};

Deno.test("Your own captions to FSD50K runs as it is written", async () => {
  const esc10 = sharedPath("data/esc10");
  if (esc10 === undefined) return;
  await using folder = await makeFolder({});
  await writeFsd50k(folder.path, esc10);
  await writeOwnCaptions(folder.path, esc10);
  const { said, results } = await run("Your own captions to FSD50K", folder.path, {
    classFolds: 3,
  });
  assert.equal(said.length, 3);
  assert.match(said[0]!, /leaky: 12 of 24 pairs/);
  assert.doesNotMatch(said[0]!, /not among/);
  assert.match(said[1]!, /3 of 3 class folds have too small a clean pool/);
  assert.match(said[2]!, /labels like these 12, each of which ranks all sounds, in 3 class folds/);
  assert.deepEqual([results.measure, results.training_items], ["macro_map", 24]);
  const [{ path, dirty }] = results.attribution as [typeof results.attribution[0]];
  assert(Math.abs(pathSum(path) - dirty) < 1e-9);
});

/** Writes `captions.csv`: two sounds of each class, with two captions each. */
async function writeOwnCaptions(folder: string, esc10: string): Promise<void> {
  const { rows } = readCsv(await Deno.readFile(join(esc10, "metadata.csv")), "metadata.csv");
  await Deno.mkdir(join(folder, "sounds"));
  const lines = [];
  for (const [label, captions] of Object.entries(OWN_CAPTIONS)) {
    // FSD50K has the first six sounds of a class.
    const own = rows.filter(({ values }) => values["label"] === label).slice(6, 8);
    for (const [i, { values }] of own.entries()) {
      const file_name = `sounds/${label}_${i}.ogg`;
      await Deno.copyFile(join(esc10, values["file_name"]!), join(folder, file_name));
      lines.push(...captions.map((caption) => ({ file_name, caption, source_id: "" })));
    }
  }
  const columns = ["file_name", "caption", "source_id"];
  await Deno.writeTextFile(join(folder, "captions.csv"), writeCsv(columns, lines));
}
