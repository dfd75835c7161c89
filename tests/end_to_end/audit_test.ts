import assert from "node:assert/strict";
import { join } from "node:path";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { EARNEST, earnest, namesIn } from "./cli.ts";

const DEVICE = ["--device", "cpu"];

async function withConfiguration(
  changes: Record<string, unknown>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  await withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration(changes));
    await Deno.writeTextFile(join(folder, "audit.json"), text);
    await work(folder);
  });
}

Deno.test("an audit writes its folder, and the same bytes again", async () => {
  await withConfiguration({ notes: ["The data are\u001b[2J made."] }, async (cwd) => {
    const first = await earnest(["audit", "audit.json", "--out", "one", ...DEVICE], { cwd });
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /planted with glove-100d/);
    assert.match(first.stdout, /\n- The data are\ufffd\[2J made\. /);
    assert.ok(first.stdout.split("\n").every((line) => [...line].length <= 80), first.stdout);
    assert.match(first.stderr, /training: 80 of 80 \(100 %\)/);
    const files = ["cells.jsonl", "charts", "report.html", "results.json", "variants.json"];
    assert.deepEqual(namesIn(join(cwd, "one")), files);

    const again = await earnest(
      ["audit", "audit.json", "--out", "one", "--force", "--quiet", "--json", ...DEVICE],
      { cwd },
    );
    assert.deepEqual([again.code, again.stderr], [0, ""]);
    const other = await earnest(
      ["audit", "audit.json", "--out", "two", "--seed", "9", "--quiet", ...DEVICE],
      { cwd },
    );
    assert.equal(other.code, 0, other.stderr);
    const results = await Deno.readTextFile(join(cwd, "one/results.json"));
    assert.deepEqual(JSON.parse(again.stdout), JSON.parse(results));
    assert.equal(JSON.parse(results).schema, "earnest/audit/1");
    assert.notEqual(await Deno.readTextFile(join(cwd, "two/results.json")), results);
  });
});

Deno.test("an audit with the kernels of an earlier one has its bytes", async () => {
  await withConfiguration({ conditions: ["clean", "dirty"], attribution: false }, async (cwd) => {
    const tuned = await earnest(["audit", "audit.json", "--out", "one", "--tune"], { cwd });
    assert.equal(tuned.code, 0, tuned.stderr);
    const kept = JSON.parse(await Deno.readTextFile(join(cwd, "one/variants.json")));
    assert.equal(kept.schema, "earnest/variants/1");
    if (kept.device.class === "cpu") assert.match(tuned.stderr, /nothing to tune on the CPU\n/);
    else {
      assert.equal(kept.origin, "tuned");
      assert.match(tuned.stderr, /\ntuning: \d+ of \d+ .*\nearnest: kernels by tuning: vector /);
    }
    const args = ["audit", "audit.json", "--out", "two", "--variants", "one/variants.json"];
    const again = await earnest(args, { cwd });
    assert.equal(again.code, 0, again.stderr);
    for (const name of ["results.json", "cells.jsonl", "variants.json"]) {
      const [one, two] = ["one", "two"].map((out) => Deno.readTextFileSync(join(cwd, out, name)));
      assert.equal(two, one, name);
    }
  });
});

Deno.test("--force never takes the configuration's own folder away", async () => {
  await withConfiguration({}, async (cwd) => {
    await Deno.writeTextFile(join(cwd, "results.json"), '{"schema":"earnest/audit/1"}');
    const ended = await earnest(
      ["audit", "audit.json", "--out", ".", "--force", ...DEVICE],
      { cwd },
    );
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /holds the input/);
    assert.ok(namesIn(cwd).includes("training.csv"));
  });
});

Deno.test("--force never takes a file away that the configuration names", async () => {
  await withConfiguration({ training: { items: "one/training.csv" } }, async (cwd) => {
    await Deno.mkdir(join(cwd, "one"));
    await Deno.rename(join(cwd, "training.csv"), join(cwd, "one/training.csv"));
    await Deno.writeTextFile(join(cwd, "one/results.json"), '{"schema":"earnest/audit/1"}');
    const ended = await earnest(["audit", "audit.json", "--out", "one", "--force", ...DEVICE], {
      cwd,
    });
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /holds the input ".*training\.csv"/);
    assert.deepEqual(namesIn(join(cwd, "one")), ["results.json", "training.csv"]);
  });
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`${signal} ends an audit with ${code} and leaves nothing behind`, async () => {
    await withConfiguration({ optimizer: { steps: 100_000 } }, async (cwd) => {
      const before = namesIn(cwd);
      const child = new Deno.Command(Deno.execPath(), {
        args: [...EARNEST, "audit", "audit.json", "--out", "one", ...DEVICE],
        cwd,
        stdout: "null",
        stderr: "piped",
      }).spawn();
      const reader = child.stderr.getReader();
      const first = new TextDecoder().decode((await reader.read()).value);
      assert.match(first, /training: 0 of/);
      child.kill(signal);
      let rest = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        rest += new TextDecoder().decode(part.value);
      }
      assert.equal((await child.status).code, code);
      assert.match(rest, /Interrupted|Terminated/);
      assert.deepEqual(namesIn(cwd), before);
    });
  });
}
