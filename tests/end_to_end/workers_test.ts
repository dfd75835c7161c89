// `--workers`: the processes that do the shards, and what becomes of them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { plantedConfiguration, writePlanted } from "../audit/planted.ts";
import { inFolder } from "../temporary_folder.ts";
import { EARNEST, earnest, namesIn, started } from "./cli.ts";

/** Software adapters stand in for graphics cards. */
const DEVICE = await navigator.gpu.requestAdapter({ forceFallbackAdapter: true })
  ? "software"
  : "cpu";
const AUDIT = ["audit", "audit.json", "--device", DEVICE, "--out"];

function inAudit(work: (folder: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    await writePlanted(folder);
    const short = { attribution: false, conditions: ["dirty"], seeds: [0, 1], bootstrap: 100 };
    const configuration = plantedConfiguration({ ...short, optimizer: { steps: 20 } });
    await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(configuration));
    await work(folder);
  });
}

/** Numbers of the processes that a process started, which live. */
function childrenOf(pid: number): number[] {
  return namesIn("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((one) => {
    try {
      const [state, parent] = Deno.readTextFileSync(`/proc/${one}/stat`).split(") ").at(-1)!
        .split(" ");
      return parent === String(pid) && state !== "Z";
    } catch {
      return false;
    }
  });
}

/** Waits until a function finds a value, and returns it. */
async function until<Value>(found: () => Value | undefined): Promise<Value> {
  for (const end = performance.now() + 120_000; performance.now() < end;) {
    const value = found();
    if (value !== undefined) return value;
    await new Promise((wake) => setTimeout(wake, 5));
  }
  assert.fail("nothing was found in two minutes");
}

Deno.test("two workers of an audit, one of them killed, end in the bytes of one process", () =>
  inAudit(async (folder) => {
    const whole = await earnest([...AUDIT, "whole"], { cwd: folder });
    assert.equal(whole.code, 0, whole.stderr);
    const process = started([...AUDIT, "parts", "--workers", "2"], folder);
    const said = new Response(process.stderr).text();
    const workers = await until(() => {
      const children = childrenOf(process.pid);
      return children.length === 2 ? children : undefined;
    });
    // One is at work by then, the other may still be starting.
    await until(() => {
      try {
        return namesIn(join(folder, "parts/shards")).find((name) => name.includes("running"));
      } catch {
        return undefined;
      }
    });
    Deno.kill(workers[0]!, "SIGKILL");
    assert.equal((await process.status).code, 0, await said);
    assert.match(await said, /task \d is started once more: its process was killed/);
    assert.match(await said, /^training: 4 of 4 \(100 %\)/m);
    for (const name of ["results.json", "cells.jsonl", "maps.json"]) {
      const [one, two] = ["whole", "parts"].map((out) =>
        Deno.readTextFileSync(join(folder, out, name))
      );
      assert.equal(two, one, name);
    }
    const status = await earnest(["status", "parts"], { cwd: folder });
    assert.deepEqual(
      [status.code, status.stdout],
      [0, 'All shards are done and put together: "parts"\n'],
    );
    const again = await earnest([...AUDIT, "parts", "--workers", "2"], { cwd: folder });
    assert.equal(again.code, 2);
    assert.match(again.stderr, /"parts" holds an audit that is finished; use --resume/);
  }));

Deno.test("a signal ends the workers, too, and so does the end of the process that started them", () =>
  inFolder(async (folder) => {
    const texts = Array.from({ length: 40_000 }, (_, i) => `${i},rain and wind ${i}`);
    await Deno.writeTextFile(join(folder, "texts.csv"), ["id,text", ...texts, ""].join("\n"));
    for (const [signal, code] of [["SIGTERM", 143], ["SIGKILL", 137]] as const) {
      const args = ["embed", "texts.csv", "--backbone", "glove-100d", "--workers", "2"];
      const process = started([...args, "--out", signal], folder);
      const workers = await until(() => {
        const children = childrenOf(process.pid);
        return children.length === 2 ? children : undefined;
      });
      process.kill(signal);
      assert.equal((await process.status).code, code);
      await process.stderr.cancel();
      await until(() => workers.every((pid) => !isAlive(pid)) || undefined);
    }
  }));

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

Deno.test("workers of an embedding set end in its bytes, and what one refuses ends them all", () =>
  inFolder(async (folder) => {
    const texts = Array.from({ length: 200 }, (_, i) => `${i},rain and wind ${i}`);
    await Deno.writeTextFile(join(folder, "texts.csv"), ["id,text", ...texts, ""].join("\n"));
    const args = ["embed", "texts.csv", "--backbone", "glove-100d", "--out"];
    const outs = [["whole"], ["parts", "--workers", "3"]];
    for (const out of outs) {
      const ended = await earnest([...args, ...out], { cwd: folder });
      assert.equal(ended.code, 0, ended.stderr);
      assert.match(ended.stdout, /^200 embeddings of 100 numbers/);
    }
    for (const name of ["set.json", "items.jsonl", "embeddings.npy"]) {
      const [one, two] = ["whole", "parts"].map((out) =>
        Deno.readFileSync(join(folder, out, name))
      );
      assert.deepEqual(two, one, name);
    }
    assert.ok(!namesIn(join(folder, "parts")).includes("shards"));
    const refused = await earnest(
      ["embed", "nowhere.csv", "--backbone", "glove-100d", "--out", "none", "--workers", "2"],
      { cwd: folder },
    );
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /^earnest: .*"nowhere\.csv" does not exist/m);
  }));

Deno.test("without the permission to start processes, --workers says which is needed", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "texts.csv"), "id,text\n1,rain\n");
    const args = ["embed", "texts.csv", "--backbone", "glove-100d", "--workers", "2", "--out", "o"];
    const allowed = (...flags: string[]) =>
      earnest(args, { cwd: folder }, [
        "run",
        "--quiet",
        "--no-prompt",
        ...flags,
        EARNEST.at(-1)!,
      ]);
    for (
      const [flags, message] of [
        [["--allow-read", "--allow-write"], /allow it with --allow-run=deno or -A/],
        [
          [`--allow-read=/`, "--allow-write=/"],
          /give --allow-read and --allow-write without a list/,
        ],
      ] as const
    ) {
      const ended = await allowed(...flags);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.ok(!namesIn(folder).includes("o"));
    }
    const narrow = ["--allow-read", "--allow-write", `--allow-run=${Deno.execPath()}`];
    const ended = await allowed(...narrow);
    assert.equal(ended.code, 0, ended.stderr);
  }));
