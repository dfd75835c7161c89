import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { contentOf, hashesIn, namesIn, planted, withFolder, writeSet } from "./planted.ts";
import { slow } from "./slow_writer.ts";

const script = fileURLToPath(new URL("slow_writer.ts", import.meta.url));

/** Writes the slow set under a limit of some kilobytes a file, as on a full disk. */
async function writeWithin(kilobytes: number, folder: string): Promise<string> {
  const command = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`;
  const { success, stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      command,
      "bash",
      Deno.execPath(),
      "run",
      "-A",
      "--no-lock",
      script,
      folder,
      "resume",
    ],
    env: { NO_COLOR: "1" },
  }).output();
  assert.ok(!success);
  return new TextDecoder().decode(stderr);
}

Deno.test("a failed write is an error of the surroundings, and leaves no partial file", () =>
  withFolder(async (folder) => {
    // A part of 40 rows of 500 numbers has 80 KB, the whole set has 7 MB.
    const cannot = (name: string) =>
      new RegExp(`SurroundingsError: Cannot write "${join(folder, name)}": File too large`);
    assert.match(await writeWithin(40, folder), cannot("shard-000000.npy"));
    assert.deepEqual(namesIn(folder), [".lock", "set.json", "shard-000000.jsonl"]);
    assert.match(await writeWithin(1000, folder), cannot("embeddings.npy"));
    const names = namesIn(folder);
    assert.equal(names.length, 2 + 2 * 90);
    assert.ok(names.every((name) => /^(\.lock|set\.json|shard-\d{6}\.(npy|jsonl))$/.test(name)));
    const writer = await openSetWriter(folder, { ...slow, mode: "resume" });
    assert.deepEqual(await writer.pending(), []);
    assert.ok((await writer.finish()).complete);
    assert.deepEqual(namesIn(folder), ["embeddings.npy", "items.jsonl", "set.json"]);
  }));

Deno.test("a place that cannot be written is an error of the surroundings", () =>
  withFolder(async (folder) => {
    const nowhere = join(folder, "set");
    await assert.rejects(writeSet(nowhere), {
      name: "SurroundingsError",
      message: `Cannot write "${nowhere}": the folder that it should be in does not exist`,
    });
    await assert.rejects(writeSet("/proc/set"), {
      name: "SurroundingsError",
      message: /^Cannot write "\/proc\/set": /,
    });
    assert.deepEqual(namesIn(dirname(folder)), []);
  }));

Deno.test("a folder that disappears while its set is written is an error of the surroundings", () =>
  withFolder(async (folder) => {
    const writer = await openSetWriter(folder, planted);
    await Deno.remove(folder, { recursive: true });
    await assert.rejects(writer.writePart(0, contentOf(planted, 0)), {
      name: "SurroundingsError",
      message: `Cannot write "${folder}/shard-000000.jsonl": its folder does not exist`,
    });
    for (const step of [() => writer.finish(), () => writer.pending()]) {
      await assert.rejects(step(), {
        name: "SurroundingsError",
        message: new RegExp(`^Cannot look into "${folder}": `),
      });
    }
  }));

Deno.test("a set whose set.json disappears while it is written is an error that names the output", () =>
  withFolder(async (folder) => {
    const writer = await openSetWriter(folder, planted);
    await Deno.remove(join(folder, "set.json"));
    const message = `The output "${folder}" was removed while it was written (its set.json is ` +
      "gone); run the command again";
    for (const step of [() => writer.finish(), () => writer.pending()]) {
      await assert.rejects(step(), { name: "SurroundingsError", message });
    }
  }));

Deno.test("a finished set in a read-only folder is accepted at once", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const before = hashesIn(folder);
    const code = `
      import { writeSet } from ${JSON.stringify(new URL("planted.ts", import.meta.url))};
      console.log((await writeSet(${JSON.stringify(folder)}, { mode: "resume" })).complete);`;
    const file = `${folder}.ts`;
    await Deno.writeTextFile(file, code);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-lock", "--no-prompt", "--allow-read", "--allow-env", file],
    }).output();
    assert.equal(new TextDecoder().decode(stdout), "true\n");
    assert.deepEqual(hashesIn(folder), before);
  }));
