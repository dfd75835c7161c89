import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fingerprintOf } from "../../src/embeddings/identity.ts";
import { readEmbeddingSet, readSetItems } from "../../src/embeddings/reading.ts";
import { readSetFile } from "../../src/embeddings/set_file.ts";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { planted, withFolder, writeSet } from "./planted.ts";

type SetJson = Record<string, unknown>;

/** Changes `set.json`. */
async function edit(folder: string, change: (set: SetJson) => SetJson): Promise<void> {
  const path = join(folder, "set.json");
  const set = change(JSON.parse(await Deno.readTextFile(path)));
  await Deno.writeTextFile(path, JSON.stringify(set));
}

/** Replaces a file, and its hash in `set.json` with it. */
async function forge(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await Deno.writeFile(join(folder, name), bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  await edit(folder, (set) => ({ ...set, sha256: { ...set["sha256"] as SetJson, [name]: hash } }));
}

async function forgeLines(folder: string, change: (lines: string[]) => string[]): Promise<void> {
  const text = await Deno.readTextFile(join(folder, "items.jsonl"));
  const changed = change(text.split("\n").slice(0, -1)).map((line) => line + "\n").join("");
  await forge(folder, "items.jsonl", new TextEncoder().encode(changed));
}

Deno.test("the items of a set are read without its values", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const { values: _, ...description } = await readEmbeddingSet(folder);
    await Deno.remove(join(folder, "embeddings.npy"));
    assert.deepEqual(await readSetItems(folder), description);
  }));

Deno.test("a path without a set, or with an unfinished one, is refused", () =>
  withFolder(async (folder) => {
    const parent = dirname(folder);
    const cases: [string, string][] = [
      [folder, `"${folder}" does not exist`],
      [parent, `"${parent}" is not an embedding set: it is not a folder with a set.json`],
      [
        import.meta.filename!,
        `"${import.meta.filename!}" is not an embedding set: it is not a folder with a set.json`,
      ],
    ];
    for (const [path, message] of cases) {
      await assert.rejects(readEmbeddingSet(path), { name: "InputError", message });
    }
    await openSetWriter(folder, planted);
    await assert.rejects(readEmbeddingSet(folder), {
      name: "InputError",
      message: `"${folder}" is an unfinished embedding set; ` +
        "run the command that began it again, with --resume",
    });
  }));

/** A case: a change to a set, and the expected message after "Cannot read "FILE": ". */
type Case = readonly [(folder: string) => Promise<unknown>, string, string | RegExp];

async function refuse(cases: readonly Case[]): Promise<void> {
  for (const [damage, name, reason] of cases) {
    await withFolder(async (folder) => {
      await writeSet(folder);
      await damage(folder);
      const start = `Cannot read "${join(folder, name)}": `;
      await assert.rejects(readEmbeddingSet(folder), (thrown: Error) => {
        assert.equal(thrown.name, "InputError", thrown.stack);
        assert.equal(thrown.message.slice(0, start.length), start);
        const rest = thrown.message.slice(start.length);
        if (typeof reason === "string") assert.equal(rest, reason);
        else assert.match(rest, reason);
        return true;
      });
    });
  }
}

Deno.test("each way a set.json can be bad has its message", async () => {
  const text = (content: string) => (folder: string) =>
    Deno.writeTextFile(join(folder, "set.json"), content);
  const change = (fields: SetJson) => (folder: string) =>
    edit(folder, (set) => ({ ...set, ...fields }));
  const identify = (identity: SetJson) =>
    change({ identity, fingerprint: fingerprintOf(identity as never) });
  const nested = (depth: number) => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  const known = 'this version of Earnest knows "earnest/embeddings/1"';
  const identity = { ...planted.identity, items: 21, partItems: 4 };
  const file = "set.json";
  await refuse([
    [text(""), file, /^it is not JSON \(/],
    [text("\uffff{"), file, /^it is not JSON \(/],
    [text("null"), file, 'its schema is missing; expected "earnest/embeddings/1"'],
    [
      change({ schema: "earnest/embeddings/2" }),
      file,
      `its schema is "earnest/embeddings/2"; ${known}`,
    ],
    [change({ schema: "\u001b[2J" }), file, /^its schema is "\\u001b\[2J"; expected/],
    [change({ schema: [1] }), file, 'its schema is a list; expected "earnest/embeddings/1"'],
    [change({ rows: -1 }), file, /^"rows" is -1; expected number to be >=0$/],
    [change({ rows: 1e300 }), file, /^"rows" is 1e\+300; /],
    [change({ dim: "3" }), file, /^"dim" is "3"; expected (int|number)$/],
    [change({ unreadable: nested(50) }), file, /^"unreadable.0" is a list; expected /],
    [change({ unreadable: nested(50_000) }), file, /^line 1 is nested more than 100 deep$/],
    [change({ note: 1 }), file, /unknown key "note"/],
    [change({ complete: "yes" }), file, /^"complete" is "yes"; expected /],
    [change({ identity: { items: 21 } }), file, /^"identity.partItems" is missing; expected /],
    [
      change({ identity: { ...identity, batch: 3 } }),
      file,
      /^its fingerprint is [0-9a-f]{64}; that of its identity is [0-9a-f]{64}$/,
    ],
    [
      change({ identity: { ...identity, nested: nested(50) } }),
      file,
      "its identity is malformed: JSON is nested more than 32 deep",
    ],
    [
      identify({ ...identity, items: 20 }),
      file,
      "14 rows and 7 unreadable items; expected 20 in all",
    ],
    [change({ dim: 0 }), file, "14 rows of no numbers"],
    // No memory is asked for before the length of the file is known.
    [
      change({ dim: 2 ** 40 }),
      "embeddings.npy",
      "it holds 296 bytes; set.json says 61572651155584",
    ],
    [
      (folder) => Deno.truncate(join(folder, file), 2 ** 28 + 1),
      file,
      "it holds 268435457 bytes; expected at most 268435456",
    ],
  ]);
});

Deno.test("each way the other files can be bad has its message", async () => {
  const lines = (change: (lines: string[]) => string[]) => (folder: string) =>
    forgeLines(folder, change);
  const values = (shape: number[]) => (folder: string) => {
    const count = shape.reduce((product, length) => product * length);
    return forge(folder, "embeddings.npy", writeNpy(shape, new Float32Array(count)));
  };
  const bytes = (name: string, content: Uint8Array) => (folder: string) =>
    forge(folder, name, content);
  const append = (name: string) => (folder: string) =>
    Deno.writeTextFile(join(folder, name), "\n", { append: true });
  const [npy, jsonl] = ["embeddings.npy", "items.jsonl"];
  const latin1 = Uint8Array.of(0x7b, 0xff, 0x0a);
  const hash = /^its SHA-256 is [0-9a-f]{64}; set.json says [0-9a-f]{64}$/;
  await refuse([
    [
      (folder) => Deno.truncate(join(folder, npy), 200),
      npy,
      "it holds 200 bytes; set.json says 296",
    ],
    [append(npy), npy, "it holds 297 bytes; set.json says 296"],
    [values([15, 3]), npy, "it holds 308 bytes; set.json says 296"],
    [values([3, 14]), npy, "its header does not match set.json"],
    [
      async (folder) => {
        const file = await Deno.readFile(join(folder, npy));
        await Deno.writeFile(join(folder, npy), file.with(295, 1));
      },
      npy,
      hash,
    ],
    [append(jsonl), jsonl, /^line 15 is not JSON: /],
    [
      async (folder) => {
        const text = await Deno.readTextFile(join(folder, jsonl));
        await Deno.writeTextFile(join(folder, jsonl), text.replace("rain", "ruin"));
      },
      jsonl,
      hash,
    ],
    [lines((all) => all.slice(1)), jsonl, "it has 13 lines; set.json says 14 rows"],
    [
      lines((all) => [...all, '{"id":"more"}']),
      jsonl,
      "it has 15 lines; set.json says 14 rows",
    ],
    [lines((all) => ["[]", ...all.slice(1)]), jsonl, "line 1 is not a JSON object"],
    [lines((all) => ['{"label":"x"}', ...all.slice(1)]), jsonl, "line 1 has no id"],
    [lines((all) => ['{"id":""}', ...all.slice(1)]), jsonl, "line 1 has no id"],
    [
      lines((all) => ['{"id":"a","fold":1}', ...all.slice(1)]),
      jsonl,
      'line 1 has column "fold" that is not text',
    ],
    [bytes(jsonl, new TextEncoder().encode('{"id":"a"}')), jsonl, "it ends inside a line"],
    [bytes(jsonl, latin1), jsonl, "it is not UTF-8 text"],
    [
      bytes(jsonl, new Uint8Array(2 ** 24 + 2 ** 20).fill(0x20)),
      jsonl,
      "a line of more than 16777216 characters",
    ],
  ]);
});

Deno.test("files that are missing, pipes or folders, and invalid rows and ids, are refused", async () => {
  const swap =
    (name: string, put: (path: string) => Promise<unknown>) => async (folder: string) => {
      await Deno.remove(join(folder, name));
      await put(join(folder, name));
    };
  const pipe = (path: string) => new Deno.Command("mkfifo", { args: [path] }).output();
  const nothing = () => Promise.resolve();
  const cases: [(folder: string) => Promise<unknown>, string][] = [];
  for (const name of ["embeddings.npy", "items.jsonl"]) {
    cases.push([swap(name, nothing), `/${name}" does not exist`]);
  }
  for (const name of ["embeddings.npy", "items.jsonl", "set.json"]) {
    cases.push([swap(name, pipe), `/${name}" is a pipe; expected a file`]);
    cases.push([swap(name, (path) => Deno.mkdir(path)), `/${name}" is a folder; expected a file`]);
  }
  cases.push([
    (folder) => forgeLines(folder, (lines) => [lines[1]!, ...lines.slice(1)]),
    '/items.jsonl" rows 1 and 2 have the same id "item 1"',
  ], [
    (folder) =>
      forge(folder, "embeddings.npy", writeNpy([14, 3], new Float32Array(42).fill(Infinity, 4))),
    '/embeddings.npy" row 2 holds Infinity in column 2; expected finite numbers',
  ]);
  for (const [damage, message] of cases) {
    await withFolder(async (folder) => {
      await writeSet(folder);
      await damage(folder);
      await assert.rejects(readEmbeddingSet(folder), {
        name: "InputError",
        message: `"${folder}${message}`,
      });
    });
  }
});

Deno.test("files of a finished set may be links, as caches keep them", () =>
  withFolder(async (folder) => {
    await writeSet(folder);
    const set = await readEmbeddingSet(folder);
    for (const name of ["embeddings.npy", "items.jsonl", "set.json"]) {
      await Deno.rename(join(folder, name), `${folder}-${name}`);
      await Deno.symlink(`${folder}-${name}`, join(folder, name));
    }
    assert.deepEqual(await readEmbeddingSet(folder), set);
    assert.equal((await readSetFile(folder)).complete, true);
  }));
