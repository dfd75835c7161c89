// The walkthroughs of docs/walkthroughs.md, as they are written there, on small made data.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { makeFolder } from "../datasets/made_folder.ts";
import { earnest } from "./cli.ts";
import { SOUNDS, writePaperData } from "./paper_corpora.ts";

const DOCUMENT = new URL("../../docs/walkthroughs.md", import.meta.url);

/** Fewer and smaller trainings; all else is the walkthrough's. */
const QUICK = { seeds: [0], shuffles: 2, bootstrap: 100, leakDose: [], diversity: [] };

/** The configuration and the commands of a walkthrough. */
function readWalkthrough(
  title: string,
): { configuration: Record<string, unknown>; commands: string[] } {
  const document = Deno.readTextFileSync(DOCUMENT);
  const section = document.split(/^## /m).find((one) => one.startsWith(`${title}\n`))!;
  const blocks = [...section.matchAll(/^```(\w+)\n([^]*?)^```$/gm)];
  const of = (language: string) =>
    blocks.filter(([, name]) => name === language).map(([, , x]) => x!);
  return {
    configuration: JSON.parse(of("json")[0]!),
    commands: of("sh").flatMap((block) => block.trim().split("\n")),
  };
}

Deno.test("Clotho to ESC-50 runs as it is written", async () => {
  const { configuration, commands } = readWalkthrough("Clotho to ESC-50");
  await using folder = await makeFolder({});
  await writePaperData(folder.path);
  for (const name of ["clotho", "ESC-50"]) {
    await Deno.rename(join(folder.path, "data", name), join(folder.path, name));
  }
  const optimizer = {
    ...configuration["optimizer"] as object,
    steps: 5,
    batch: 8,
    validateEvery: 5,
  };
  const quick = { ...configuration, ...QUICK, optimizer, projector: { dim: 8 } };
  await Deno.writeTextFile(join(folder.path, "audit.json"), JSON.stringify(quick));
  assert.equal(commands.length, 2);
  const said = [];
  for (const command of commands) {
    const args = command.replace("deno task earnest ", "").split(" ");
    const ended = await earnest([...args, "--device", "cpu"], { cwd: folder.path });
    assert.equal(ended.code, 0, ended.stderr);
    said.push((ended.stdout + ended.stderr).replaceAll(/\s+/g, " "));
  }
  assert.match(said[0]!, /The clean pool has \d+ topics and \d+ pairs of \d+ sounds, below /);
  const results: AuditResults = JSON.parse(
    await Deno.readTextFile(join(folder.path, "found/results.json")),
  );
  assert.equal(results.training_items, 5 * SOUNDS);
  assert.deepEqual(results.classes, ["dog", "rain", "rooster", "siren"]);
  assert.deepEqual(results.claims.map(({ kind }) => kind).slice(0, 1), ["few-classes"]);
  assert.equal(results.conditions[0]!.prompts!.single.length, 2);
});
