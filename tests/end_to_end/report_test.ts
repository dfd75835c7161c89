import assert from "node:assert/strict";
import { join } from "node:path";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { earnest, namesIn } from "./cli.ts";

/** Runs a small audit into `found`, and then the work beside it. */
async function withAudit(work: (cwd: string) => Promise<void>): Promise<void> {
  await withPlanted(async (cwd) => {
    const configuration = plantedConfiguration({ leakDose: [], diversity: [] });
    await Deno.writeTextFile(join(cwd, "audit.json"), JSON.stringify(configuration));
    const args = ["audit", "audit.json", "--out", "found", "--device", "cpu", "--quiet"];
    const { code, stderr } = await earnest(args, { cwd });
    assert.equal(code, 0, stderr);
    await work(cwd);
  });
}

/** The bytes of a folder's report and charts, by name. */
async function reportOf(folder: string): Promise<Record<string, string>> {
  const charts = namesIn(join(folder, "charts")).map((name) => join("charts", name));
  const files = ["report.html", ...charts];
  const texts = await Promise.all(files.map((name) => Deno.readTextFile(join(folder, name))));
  return Object.fromEntries(files.map((name, at) => [name, texts[at]!]));
}

Deno.test("report writes the bytes that the audit wrote, and tells what it found", async () => {
  await withAudit(async (cwd) => {
    const folder = join(cwd, "found");
    const written = await reportOf(folder);
    assert.ok(Object.keys(written).length > 5);
    await Deno.remove(join(folder, "report.html"));
    await Deno.remove(join(folder, "charts"), { recursive: true });
    const { code, stdout, stderr } = await earnest(["report", "found"], { cwd });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout,
      /planted with glove-100d[^]*\n- The dirty score[^]*\nReport: found\/report.html\n$/,
    );
    assert.ok(stdout.split("\n").every((line) => [...line].length <= 80), stdout);
    assert.deepEqual(await reportOf(folder), written);

    const json = await earnest(["report", "found", "--json"], { cwd });
    const results = JSON.parse(await Deno.readTextFile(join(folder, "results.json")));
    assert.deepEqual(JSON.parse(json.stdout), results);

    await Deno.remove(join(folder, "results.json"));
    const unfinished = await earnest(["report", "found"], { cwd });
    assert.deepEqual([unfinished.code, unfinished.stdout], [2, ""]);
    assert.match(unfinished.stderr, /^earnest: The audit in "found" is not finished: [^\n]*\n$/);
    const nowhere = await earnest(["report", "nowhere"], { cwd });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /^earnest: "nowhere" is not an audit's folder; [^\n]*\n$/);
  });
});
