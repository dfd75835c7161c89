// Input that lies, as a user meets it: one line, exit code 2, and nothing is written.
import assert from "node:assert/strict";
import { join } from "node:path";
import { npyHeader, writeNpy } from "../../src/formats/npy.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";
import { makeSet } from "./made_set.ts";

const ROWS = "id,text\na,a dog\nb,rain\n";

/** Runs commands that must end with exit code 2 and this one line. */
async function refused(
  files: Readonly<Record<string, string | Uint8Array>>,
  commands: readonly (readonly [args: readonly string[], message: RegExp])[],
): Promise<void> {
  await inFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      if (typeof content === "string") await Deno.writeTextFile(join(folder, name), content);
      else await Deno.writeFile(join(folder, name), content);
    }
    await new Deno.Command("mkfifo", { args: [join(folder, "pipe.json")] }).output();
    const before = namesIn(folder);
    await Promise.all(commands.map(async ([args, message], i) => {
      // Commands that run side by side write at places of their own.
      const own = args.map((arg) => arg === "out" ? `out-${i}` : arg);
      const { code, stdout, stderr } = await earnest([...own, "--quiet"], { cwd: folder });
      assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
      assert.match(stderr, message);
      assert.equal(stdout, "");
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    }));
    assert.deepEqual(namesIn(folder), before);
  });
}

Deno.test("keys that appear twice and deep nesting are refused with their lines", () =>
  refused(
    {
      "audit.json": '{\n "seeds": [0],\n "seeds": [1]\n}\n',
      "labels.json": '{"dog": 0,\n"dog": 1}',
      "pairs.jsonl": '{"id":"a","text":"a dog"}\n{"id":"b","text":"rain","text":"dog"}\n',
      "deep.jsonl": `{"id":"a","text":"a"}\n{"id":"b","x":${"[".repeat(5000)}${
        "]".repeat(5000)
      }}\n`,
      "rows.csv": ROWS,
    },
    [
      [
        ["audit", "audit.json", "--out", "audit"],
        /^earnest: Cannot read "audit\.json": the key "seeds" appears twice, in lines 2 and 3$/m,
      ],
      [
        ["scan", "rows.csv", "--labels", "labels.json", "--out", "labels"],
        /^earnest: Cannot read "labels\.json": the key "dog" appears twice, in lines 1 and 2$/m,
      ],
      [
        ["scan", "pairs.jsonl", "--labels", "esc50", "--rules", "TEXT-EXACT", "--out", "pairs"],
        /^earnest: Cannot read "pairs\.jsonl": the key "text" appears twice in line 2$/m,
      ],
      [
        ["embed", "deep.jsonl", "--backbone", "glove-100d", "--out", "deep"],
        /^earnest: Cannot read "deep\.jsonl": line 2 is nested more than 100 deep$/m,
      ],
    ],
  ));

Deno.test("pipes and devices are refused wherever a file is named", () => {
  const pipe = /^earnest: ".*pipe\.json" is a pipe; expected a file$/m;
  const device = /^earnest: "\/dev\/zero" is a device; expected a file$/m;
  return refused({ "rows.csv": ROWS }, [
    [["audit", "pipe.json", "--out", "out"], pipe],
    [["embed", "rows.csv", "--backbone", "pipe.json", "--out", "out"], pipe],
    [["scan", "rows.csv", "--labels", "/dev/zero", "--out", "out"], device],
    [["tsne", "/dev/zero", "--out", "map.csv"], device],
  ]);
});

Deno.test("arrays that claim too much, and rows that no device can measure, are refused", () =>
  refused(
    {
      "rows.csv": ROWS,
      "long.npy": writeNpy([2, 2], Float32Array.of(1, 2, 3e38, -3e38)),
      "one.npy": writeNpy([2, 2], Float32Array.of(1, 2, 3, 4)),
      "claims.npy": npyHeader([2, 10 ** 12]),
    },
    [
      ...["cpu", "software"].map((device) =>
        [
          [
            ...["search", "long.npy", "--items", "rows.csv", "--query", "one.npy"],
            ...["--query-items", "rows.csv", "--device", device],
          ],
          /^earnest: "long\.npy" row 2 has length 4\.24e\+38; expected at most 1e15: scale the/m,
        ] as const
      ),
      [["separability", "claims.npy", "--items", "rows.csv"], /header says 2 rows, file holds 0$/m],
    ],
  ));

Deno.test("rows of zeros are noted, and what is the same in all rows is, too", () =>
  inFolder(async (folder) => {
    const items = ["a", "b", "c", "d"].map((id, i) => ({
      id,
      row: [i % 2, 7 * (i % 3)],
      columns: { label: "xy"[i % 2]! },
    }));
    const zero = await makeSet(folder, "zero", items);
    const same = await makeSet(folder, "same", items.map((item) => ({ ...item, row: [1, 2] })));
    const ended = await earnest(
      ["search", zero, "--query", same, "-k", "1", "--device", "cpu", "--json", "--quiet"],
    );
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(JSON.parse(ended.stdout).notes, [
      `Of 4 rows of "${zero}", 1 is all zeros and has no direction: row 1, "a".`,
      `All 4 rows of "${same}" are the same: nothing that is measured on them counts.`,
    ]);
  }));
