// What lies at the place of an output, as users meet it: strangers, other processes, what appears while a command runs.
import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../temporary_folder.ts";
import { makePools, makeSounds, makeTexts } from "../projector/files/planted_sets.ts";
import { EARNEST, earnest, namesIn, started } from "./cli.ts";

const LONG = 120_000;
const SCAN = ["--labels", "labels.txt", "--rules", "TEXT-EXACT", "--quiet"];
const scan = (pairs: string, ...more: string[]) => ["scan", pairs, ...SCAN, ...more];

/** A folder with a short manifest, and a long one that takes a scan a second or more. */
function inScanned(work: (cwd: string) => Promise<void>): Promise<void> {
  return inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "short.csv"), "id,text\n1,a dog barks\n2,rain\n");
    const rows = Array.from({ length: LONG }, (_, i) => `${i},a dog and ${i % 97} cats\n`);
    await Deno.writeTextFile(join(cwd, "long.csv"), `id,text\n${rows.join("")}`);
    await Deno.writeTextFile(join(cwd, "labels.txt"), "dog\nhen\n");
    await work(cwd);
  });
}

/** Starts a command, does something once it writes its findings, and tells how it ended. */
async function during(
  cwd: string,
  args: readonly string[],
  work: (child: Deno.ChildProcess) => unknown,
): Promise<{ code: number; stderr: string }> {
  const child = started(args, cwd);
  const isWriting = () => {
    const partial = namesIn(cwd).find((name) => /^\.out\..*\.partial$/.test(name));
    return partial !== undefined && namesIn(join(cwd, partial)).length > 0;
  };
  while (!isWriting()) await new Promise((wake) => setTimeout(wake, 5));
  await work(child);
  const { code, stderr } = await child.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("of two scans into one folder the second is refused at once", () =>
  inScanned(async (cwd) => {
    const first = await during(cwd, scan("long.csv", "--out", "out"), async () => {
      const second = await earnest(scan("short.csv", "--out", "out"), { cwd });
      assert.equal(second.code, 2);
      assert.equal(
        second.stderr,
        'earnest: Another process is writing "out"; wait for it, or choose another place\n',
      );
    });
    assert.equal(first.code, 0, first.stderr);
    assert.equal(JSON.parse(Deno.readTextFileSync(join(cwd, "out/scan.json"))).pairs, LONG);
    assert.deepEqual(namesIn(cwd), ["labels.txt", "long.csv", "out", "short.csv"]);
  }));

Deno.test("what is made in the output folder while a scan runs stays, and so does the scan", () =>
  inScanned(async (cwd) => {
    const notes = join(cwd, "out/notes.txt");
    const make = () => {
      Deno.mkdirSync(join(cwd, "out"), { recursive: true });
      Deno.writeTextFileSync(notes, "mine");
    };
    for (const force of [[], ["--force"]]) {
      const { code, stderr } = await during(cwd, scan("long.csv", "--out", "out", ...force), make);
      assert.equal(code, 4, stderr);
      assert.match(stderr, /^earnest: "out" .*; the finished output is in "out-1"\n$/);
      assert.equal(Deno.readTextFileSync(notes), "mine");
      assert.deepEqual(namesIn(join(cwd, "out-1")), ["findings.jsonl", "scan.json"]);
      Deno.removeSync(notes);
      Deno.removeSync(join(cwd, "out"), { recursive: true });
      Deno.renameSync(join(cwd, "out-1"), join(cwd, "out"));
    }
    assert.deepEqual(namesIn(cwd), ["labels.txt", "long.csv", "out", "short.csv"]);
  }));

for (
  const [signal, code, line] of [
    ["SIGHUP", 129, "Hung up."],
    ["SIGTERM", 143, "Terminated."],
    ["SIGINT", 130, "Interrupted."],
  ] as const
) {
  Deno.test(`${signal} ends a scan with ${code} and leaves nothing behind`, () =>
    inScanned(async (cwd) => {
      const args = scan("long.csv", "--out", "out", "--sarif", "a.sarif");
      const ended = await during(cwd, args, (child) => child.kill(signal));
      assert.deepEqual(ended, { code, stderr: `\n${line}\n` });
      assert.deepEqual(namesIn(cwd), ["labels.txt", "long.csv", "short.csv"]);
    }));
}

Deno.test("under nohup a hangup does not end a command", () =>
  inScanned(async (cwd) => {
    const ended = new Deno.Command("bash", {
      args: [
        "-c",
        'trap "" HUP; exec "$@"',
        "bash",
        Deno.execPath(),
        ...EARNEST,
        ...scan("long.csv", "--out", "out"),
      ],
      cwd,
      stdout: "null",
      stderr: "piped",
    }).spawn();
    while (!namesIn(cwd).some((name) => name.endsWith(".partial"))) {
      await new Promise((wake) => setTimeout(wake, 5));
    }
    ended.kill("SIGHUP");
    assert.equal((await ended.output()).code, 0);
    assert.ok(namesIn(cwd).includes("out"));
  }));

Deno.test("a name of 250 bytes is written and replaced; a longer one is refused in a line", () =>
  inScanned(async (cwd) => {
    const name = "é".repeat(125);
    for (const more of [[], ["--force"]]) {
      const ended = await earnest(scan("short.csv", "--out", name, ...more), { cwd });
      assert.equal(ended.code, 0, ended.stderr);
    }
    const labels = `${"x".repeat(245)}.json`;
    assert.equal((await earnest(["labels", "labels.txt", "--out", labels], { cwd })).code, 0);
    assert.deepEqual(namesIn(cwd), ["labels.txt", "long.csv", "short.csv", labels, name].sort());
    const long = "x".repeat(256);
    for (const args of [scan("short.csv"), ["embed", "short.csv", "--backbone", "glove-100d"]]) {
      const ended = await earnest([...args, "--out", long], { cwd });
      assert.equal(ended.code, 2);
      assert.match(
        ended.stderr,
        /^earnest: "x+…" is too long for this file system .*256 bytes.*\n$/,
      );
    }
  }));

Deno.test("a trained projector in the pools' folder is refused by its name, and stays", () =>
  inFolder(async (cwd) => {
    await makeSounds(cwd);
    await makeTexts(cwd);
    await makePools(cwd);
    const sets = ["--audio", "audio", "--text", "text", "--pools", "pools.json", "--dim", "4"];
    const long = `${"p".repeat(238)}.safetensors`;
    await Deno.writeTextFile(join(cwd, "labels.txt"), "hen\n");
    const rows = Array.from({ length: 40 }, (_, i) => `${i},a dog ${i % 9},s${i}\n`);
    await Deno.writeTextFile(join(cwd, "a.csv"), `id,text,source_id\n${rows.join("")}x,a hen,sx\n`);
    const split = ["split", "a.csv", "--labels", "labels.txt", "--out", "pools", "--quiet"];
    assert.equal((await earnest(split, { cwd })).code, 0);
    const train = ["train", ...sets, "--condition", "dirty", "--batch", "16", "--steps", "2"];
    const device = ["--device", "cpu", "--quiet"];
    const trained = await earnest([...train, "--out", `pools/${long}`, ...device], { cwd });
    assert.equal(trained.code, 0, trained.stderr);
    const before = namesIn(join(cwd, "pools"));
    assert.ok(before.includes(long));
    const again = await earnest([...split, "--force"], { cwd });
    assert.equal(again.code, 2);
    assert.match(
      again.stderr,
      /^earnest: "pools" holds "p+…", which split did not write, so --force/,
    );
    assert.deepEqual(namesIn(join(cwd, "pools")), before);
    const onnx = ["export", `pools/${long}`, "--out", "onnx", ...device];
    assert.equal((await earnest(onnx, { cwd })).code, 0);
    await Deno.writeTextFile(join(cwd, "onnx/notes.txt"), "mine");
    const exported = await earnest([...onnx, "--force"], { cwd });
    assert.equal(exported.code, 2);
    assert.match(exported.stderr, /"onnx" holds "notes\.txt", which export did not write/);
    assert.equal(await Deno.readTextFile(join(cwd, "onnx/notes.txt")), "mine");
  }));

Deno.test("of two embeddings into one place the second is refused at once, whatever its backbone", () =>
  inScanned(async (cwd) => {
    const embed = (
      items: string,
      ...more: string[]
    ) => ["embed", items, "--backbone", "glove-100d", "--out", "out", "--quiet", ...more];
    const isWriting = () => namesIn(cwd).includes("out") && namesIn(join(cwd, "out")).length > 1;
    const child = new Deno.Command(Deno.execPath(), {
      args: [...EARNEST, ...embed("long.csv")],
      cwd,
      stdout: "null",
      stderr: "null",
    }).spawn();
    while (!isWriting()) await new Promise((wake) => setTimeout(wake, 5));
    const refusal =
      'earnest: Another process is writing "out"; wait for it, or choose another place\n';
    for (const more of [["--force"], ["--shard", "1/2"]]) {
      const second = await earnest(embed("short.csv", ...more), { cwd });
      assert.deepEqual([second.code, second.stderr], [2, refusal]);
    }
    assert.equal((await child.status).code, 0);
    assert.equal(JSON.parse(Deno.readTextFileSync(join(cwd, "out/set.json"))).rows, LONG);
    assert.deepEqual(namesIn(cwd), ["labels.txt", "long.csv", "out", "short.csv"]);
  }));
