import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RandomStream } from "../../src/basics/random.ts";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { contentOf, hashesIn, withFolder } from "./planted.ts";
import { slow } from "./slow_writer.ts";

const script = fileURLToPath(new URL("slow_writer.ts", import.meta.url));

/** Bytes of the set from an undisturbed run. */
async function undisturbed(folder: string): Promise<Record<string, string>> {
  const writer = await openSetWriter(folder, slow);
  for (const part of await writer.pending()) {
    await writer.writePart(part, contentOf(slow, part, 500));
  }
  assert.ok((await writer.finish()).complete);
  return hashesIn(folder);
}

/** Starts a process and returns it when it begins with its parts. */
async function start(...args: string[]): Promise<Deno.ChildProcess> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", script, ...args],
    stdout: "piped",
  }).spawn();
  // "ready" arrives in one piece, or the process ends before it.
  const reader = process.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  return process;
}

async function end(process: Deno.ChildProcess): Promise<Deno.CommandStatus> {
  await process.stdout.cancel();
  return await process.status;
}

/** Kills a process, and returns whether it was still running. */
async function kill(process: Deno.ChildProcess, milliseconds: number): Promise<boolean> {
  await new Promise((wake) => setTimeout(wake, milliseconds));
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended already.
  }
  return (await end(process)).signal === "SIGKILL";
}

/** Lists the folder's contents except empty partial files: both killed and running processes may leave one. */
function setIn(folder: string): Record<string, string> {
  const found = Object.entries(hashesIn(folder));
  return Object.fromEntries(
    found.filter(([name]) =>
      !(name.endsWith(".partial") && Deno.statSync(join(folder, name)).size === 0)
    ),
  );
}

Deno.test("killed at 20 random moments, a set has the bytes of an undisturbed run", () =>
  withFolder(async (folder) => {
    const expected = await undisturbed(`${folder}-undisturbed`);
    const random = new RandomStream(5, "kills");
    let kills = 0;
    for (let sets = 0; kills < 20; sets++) {
      const one = `${folder}-${sets}`;
      while (kills < 20) {
        if (!await kill(await start(one, "resume"), random.below(300))) break;
        kills++;
      }
      assert.ok((await end(await start(one, "resume"))).success);
      assert.deepEqual(setIn(one), expected);
    }
  }));

Deno.test("three processes at once, some of them killed, write the bytes of one process", () =>
  withFolder(async (folder) => {
    const expected = await undisturbed(`${folder}-undisturbed`);
    const shards = ["1/3", "2/3", "3/3"];
    const random = new RandomStream(6, "kills");
    for (let round = 0; round < 3; round++) {
      await Promise.all(shards.map(async (shard, i) => {
        const process = await start(folder, "create", shard);
        if (i !== round) await kill(process, random.below(200));
        else assert.ok((await end(process)).success);
      }));
    }
    const last = shards.map((shard) => start(folder, "create", shard).then(end));
    for (const { success } of await Promise.all(last)) assert.ok(success);
    assert.deepEqual(setIn(folder), expected);
  }));

Deno.test("two processes that continue the same parts at once do no harm", () =>
  withFolder(async (folder) => {
    const expected = await undisturbed(`${folder}-undisturbed`);
    const both = [1, 2].map(() => start(folder, "resume").then(end));
    for (const { success } of await Promise.all(both)) assert.ok(success);
    assert.deepEqual(setIn(folder), expected);
  }));
