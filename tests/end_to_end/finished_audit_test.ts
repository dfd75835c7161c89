// `earnest audit` and `earnest report` in the folder of a finished audit: one audit, and a copy of it for each test.
import assert from "node:assert/strict";
import { join } from "node:path";
import { codeHashes } from "../../src/basics/code_hashes.ts";
import { writePlanted } from "../audit/planted.ts";
import { copiesOf } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";
import { edit } from "./edit.ts";
import { configure, said } from "./small_audit.ts";

/** A folder with a small audit that is finished. */
const inFinished = copiesOf(async (cwd) => {
  await writePlanted(cwd);
  await configure(cwd);
  // An empty folder is as good as none.
  await Deno.mkdir(join(cwd, "one"));
  const first = await said(cwd, "--resume");
  assert.equal(first.code, 0, first.stderr);
});

const contentOf = (cwd: string, name: string) => Deno.readTextFileSync(join(cwd, "one", name));

Deno.test("a finished audit is written again; another one needs --force and keeps what is the same", () =>
  inFinished(async (cwd) => {
    const results = contentOf(cwd, "results.json");
    const refused = await said(cwd);
    assert.match(
      refused.stderr,
      /^earnest: "one" holds an audit that is finished; use --resume to continue it, or/,
    );
    await Deno.remove(join(cwd, "one/report.html"));
    const again = await said(cwd, "--resume");
    assert.match(again.stderr, /6 trainings are finished already\. Every training is finished\.\n/);
    assert.equal(contentOf(cwd, "results.json"), results);
    assert.doesNotMatch(contentOf(cwd, "report.html"), /--resume/);

    await configure(cwd, { seeds: [0, 1] });
    const plan = JSON.parse((await said(cwd, "--dry-run", "--json")).stdout);
    assert.deepEqual([plan.trainings, plan.untrained, plan.finished, plan.workers], [12, 0, 6, 2]);
    assert.ok(plan.seconds > 0 && plan.seconds < 60, `${plan.seconds} s`);
    const other = await said(cwd, "--resume");
    assert.equal(other.code, 2);
    assert.match(
      other.stderr,
      /^earnest: "one" holds an audit that was begun without seeds\.1; this run has 1; /,
    );
    assert.equal(contentOf(cwd, "results.json"), results);
    const replaced = await said(cwd, "--resume", "--force");
    assert.match(replaced.stderr, /; 6 trainings are finished already\. 6 trainings in /);
    assert.deepEqual(JSON.parse(contentOf(cwd, "results.json")).seeds, [0, 1]);
    assert.equal(namesIn(join(cwd, "one/cells")).length, 16);
    const over = await said(cwd, "--force");
    assert.match(over.stderr, / 12 trainings\. 12 trainings in /);
  }));

Deno.test("results of files that have changed are refused", () =>
  inFinished(async (cwd) => {
    const file = join(cwd, "training.csv");
    await Deno.writeTextFile(file, (await Deno.readTextFile(file)).replaceAll("\n", "\r\n"));
    const refused = await said(cwd, "--resume");
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /^earnest: "one" holds an audit that was begun with another content of file training\.csv: SHA/,
    );
    assert.deepEqual(namesIn(join(cwd, "one")).length, 8);
  }));

Deno.test("an input error with --force leaves the earlier audit as it was", () =>
  inFinished(async (cwd) => {
    const before = ["results.json", "run.json"].map((name) => contentOf(cwd, name));
    await Deno.remove(join(cwd, "noise.training.npy"));
    await configure(cwd, { seeds: [3] });
    assert.equal((await said(cwd, "--force")).code, 2);
    assert.deepEqual(["results.json", "run.json"].map((name) => contentOf(cwd, name)), before);
    assert.equal(namesIn(join(cwd, "one/cells")).length, 8);
  }));

/** Makes the finished cells and the results of an audit those of other code. */
async function makeOther(folder: string): Promise<void> {
  const { trainings } = await codeHashes();
  const cells = join(folder, "cells");
  for (const name of namesIn(cells)) {
    const other = name.replace(/\.[0-9a-f]+\.json$/, ".0123456789abcdef.json");
    await Deno.rename(join(cells, name), join(cells, other));
  }
  await edit(join(folder, "results.json"), trainings, "0".repeat(64));
}

Deno.test("--dry-run says what is trained again; results of other code and other data are refused", () =>
  inFinished(async (cwd) => {
    await makeOther(join(cwd, "one"));
    const before = contentOf(cwd, "results.json");
    const plan = await said(cwd, "--dry-run", "--json");
    assert.equal(plan.code, 0);
    assert.match(
      plan.stderr,
      /^earnest: 6 of 6 trainings are finished, but by other code \(hash 01234567…, now/,
    );
    const { finished, finishedByOtherCode } = JSON.parse(plan.stdout);
    assert.deepEqual([finished, finishedByOtherCode], [0, 6]);
    await edit(join(cwd, "training.csv"), "\n", "\r\n");
    const refused = await said(cwd, "--resume");
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /^earnest: "one" holds an audit that was begun with another content of file training\.csv: /,
    );
    assert.equal(contentOf(cwd, "results.json"), before);
  }));

Deno.test("strangers in an audit's folder are refused by name, and a report leaves no old chart", () =>
  inFinished(async (cwd) => {
    const charts = namesIn(join(cwd, "one/charts"));
    const old = join(cwd, "one/charts/9-old-with-words-path.svg");
    await Deno.copyFile(join(cwd, "one/charts", charts[0]!), old);
    for (const name of ["charts/2024-mine.svg", "cells/mine.json"]) {
      await Deno.writeTextFile(join(cwd, "one", name), "mine");
    }
    const forced = await said(cwd, "--force", "--quiet");
    assert.equal(forced.code, 2);
    assert.match(
      forced.stderr,
      /"one" holds "cells\/mine\.json" and "charts\/2024-mine\.svg", which audit did not write, so --force/,
    );
    const report = await earnest(["report", "one", "--quiet"], { cwd });
    assert.equal(report.code, 0, report.stderr);
    assert.deepEqual(namesIn(join(cwd, "one/charts")), [...charts, "2024-mine.svg"].sort());
    assert.ok(namesIn(join(cwd, "one/cells")).includes("mine.json"));
    assert.ok(!namesIn(join(cwd, "one")).includes(".lock"));
  }));
