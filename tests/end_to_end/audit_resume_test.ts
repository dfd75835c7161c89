// `earnest audit` in folders that exist, and where it cannot write.
import assert from "node:assert/strict";
import { writeNpy } from "../../src/formats/npy.ts";
import { join } from "node:path";
import { withPlanted } from "../audit/planted.ts";
import { sharedPath } from "../shared.ts";
import { EARNEST, namesIn } from "./cli.ts";
import { COMMAND, configure, said } from "./small_audit.ts";

function inAudit(work: (cwd: string) => Promise<void>): Promise<void> {
  return withPlanted(async (cwd) => {
    await configure(cwd);
    await work(cwd);
  });
}

Deno.test("--dry-run tells the plan, trains nothing and writes nothing", () =>
  inAudit(async (cwd) => {
    const before = namesIn(cwd);
    const { code, stdout, stderr } = await said(cwd, "--dry-run", "--quiet");
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout.replaceAll("\n", " "),
      /^Plan: 4 arms on 2 class folds, 6 trainings\. 6 trainings .*about \d+ s, an/,
    );
    assert.ok(stdout.split("\n").every((line) => line.length <= 80), stdout);
    assert.deepEqual(namesIn(cwd), before);
  }));

Deno.test("--dry-run names the embeddings that are to be made, and times a few items of each backbone", () =>
  inAudit(async (cwd) => {
    const items = sharedPath("data/esc10/metadata.csv");
    await configure(cwd, {
      evaluation: { items, where: { fold: ["1"] }, classFolds: 2 },
      training: { items, where: { fold: ["2"] } },
      audio: [{ name: "mel", backbone: "log-mel-statistics" }],
    });
    const { code, stdout, stderr } = await said(cwd, "--dry-run", "--json");
    assert.equal(code, 0, stderr);
    const plan = JSON.parse(stdout);
    assert.deepEqual([plan.trainings, plan.finished], [3, 0]);
    assert.ok(plan.seconds > 0, "rows of the same width stand for embeddings");
    assert.ok(plan.embeddingSeconds > 0, stdout);
    assert.deepEqual(plan.embeddings.slice(0, 2), ["mel, evaluation", "mel, training"]);
    assert.doesNotMatch(plan.notes.join(), /not there|baseline/);
    assert.ok(!namesIn(cwd).includes("one"));
  }));

Deno.test("--dry-run says when sounds are missing, and what has no baseline for it", () =>
  inAudit(async (cwd) => {
    const rows = ["cat", "dog", "hen", "pig"].flatMap((label) =>
      [0, 1, 2, 3].map((i) => `${label}${i}.wav,${label}`)
    );
    await Deno.writeTextFile(`${cwd}/items.csv`, ["file_name,label", ...rows, ""].join("\n"));
    const values = Float32Array.from({ length: 16 * 3 }, (_, i) => Math.sin(i * i));
    await Deno.writeFile(`${cwd}/items.npy`, writeNpy([16, 3], values));
    await configure(cwd, {
      evaluation: { items: "items.csv", classFolds: 2 },
      training: undefined,
      audio: [
        { name: "mel", backbone: "log-mel-statistics" },
        { name: "ready", evaluation: "items.npy" },
      ],
    });
    const { code, stdout, stderr } = await said(cwd, "--dry-run", "--quiet");
    assert.equal(code, 0, stderr);
    const text = stdout.replaceAll(/\s+/g, " ");
    assert.match(
      text,
      /16 of 16 sounds of "items\.csv" are not there: "cat0\.wav", .* and 13 more\./,
    );
    assert.match(
      text,
      /There is no baseline for ready, since none of the 16 sounds of "items\.csv" is there, the/,
    );
    assert.match(
      text,
      /How long "log-mel-statistics" takes is not known: none of 16 of its items can be embedded\./,
    );
    assert.match(text, /embeddings are made: mel, evaluation/);
  }));

Deno.test("what no audit wrote is not touched, and an error of the input leaves nothing", () =>
  inAudit(async (cwd) => {
    await Deno.mkdir(join(cwd, "one"));
    await Deno.writeTextFile(join(cwd, "one/mine"), "");
    for (const more of [[], ["--resume"], ["--force"], ["--force", "--resume"], ["--dry-run"]]) {
      const { code, stderr } = await said(cwd, ...more);
      assert.equal(code, 2);
      assert.match(stderr, /^earnest: "one" (exists; choose another --out|is not an output of)/);
      assert.deepEqual(namesIn(join(cwd, "one")), ["mine"]);
    }
    await Deno.remove(join(cwd, "one/mine"));
    await Deno.remove(join(cwd, "noise.training.npy"));
    assert.equal((await said(cwd)).code, 2);
    assert.deepEqual(namesIn(join(cwd, "one")), [], "an empty folder stays one");
    await Deno.remove(join(cwd, "one"));
    assert.equal((await said(cwd)).code, 2);
    assert.ok(!namesIn(cwd).includes("one"));
  }));

Deno.test("one audit at a time works in a folder", () =>
  inAudit(async (cwd) => {
    await configure(cwd, { optimizer: { steps: 100_000 } });
    const child = new Deno.Command(Deno.execPath(), {
      args: [...EARNEST, ...COMMAND],
      cwd,
      stdout: "null",
      stderr: "null",
    }).spawn();
    while (!namesIn(cwd).includes("one") || !namesIn(join(cwd, "one")).includes("cells")) {
      await new Promise((wake) => setTimeout(wake, 20));
    }
    const before = namesIn(join(cwd, "one"));
    const { code, stderr } = await said(cwd, "--resume");
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'earnest: Another audit works in "one"; wait for it, or choose another --out\n',
    );
    assert.deepEqual(namesIn(join(cwd, "one")), before);
    child.kill("SIGKILL");
    await child.status;
    await configure(cwd);
    const over = await said(cwd, "--force");
    assert.equal(over.code, 0, over.stderr);
  }));

Deno.test("on a full disk an audit ends with 4, leaves nothing half-written, and can be resumed", () =>
  inAudit(async (cwd) => {
    // A training has some KB, the report more than 50.
    const within = async (kilobytes: number) => {
      const script = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`;
      const args = [Deno.execPath(), ...EARNEST, ...COMMAND, "--resume"];
      const { code, stderr } = await new Deno.Command("bash", {
        args: ["-c", script, "bash", ...args],
        cwd,
        env: { NO_COLOR: "1" },
      }).output();
      return { code, stderr: new TextDecoder().decode(stderr) };
    };
    const { code, stderr } = await within(32);
    assert.equal(code, 4, stderr);
    assert.match(
      stderr,
      /\nearnest: Cannot write "one\/[\w.]+": File too large .*; what is finished is kept, use the same/,
    );
    const names = namesIn(join(cwd, "one"));
    assert.ok(
      names.every((name) => !name.endsWith(".partial") && name !== "results.json"),
      `${names}`,
    );
    const last = await said(cwd, "--resume");
    assert.equal(last.code, 0, last.stderr);
    assert.match(last.stderr, /6 trainings are finished already/);
  }));
