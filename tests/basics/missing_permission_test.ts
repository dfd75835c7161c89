import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failure } from "../../src/basics/failure.ts";
import { missingPermission } from "../../src/basics/missing_permission.ts";
import { revived, workerErrorOf } from "../../src/basics/worker_errors.ts";
import { inFolder } from "../temporary_folder.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What Deno refuses, one operation for each kind of permission and each way to say what it is for. */
const REFUSED: Readonly<Record<string, string>> = {
  'Deno.readTextFile("model.onnx")': 'Needs --allow-read for "model.onnx"',
  'fs.promises.readFile("a \\"b\\".csv")': 'Needs --allow-read for "a "b".csv"',
  'fetch("file:///words.txt")': 'Needs --allow-read for "/words.txt"',
  'Deno.writeTextFile("out/a.npy", "")': 'Needs --allow-write for "out/a.npy"',
  "Deno.makeTempDir()": "Needs --allow-write for the folder of temporary files",
  'fetch("https://huggingface.co/a")': 'Needs --allow-net for "huggingface.co:443"',
  'Deno.env.get("HOME")': 'Needs --allow-env for "HOME"',
  "Deno.env.toObject()": "Needs --allow-env",
  'new Deno.Command("sbatch").output()': 'Needs --allow-run for "sbatch"',
  'Deno.dlopen("libonnx.so", {})': 'Needs --allow-ffi for "libonnx.so"',
  "Deno.hostname()": 'Needs --allow-sys for "hostname"',
  'import("file:///" + "code.ts")': 'Needs --allow-read for "/code.ts"',
  'import("http://localhost:9/" + "code.ts")': 'Needs --allow-import for "localhost:9"',
};

Deno.test("the permission that Deno did not grant is named, whatever its kind", () =>
  inFolder(async (folder) => {
    const tries = Object.keys(REFUSED).map((code) => `async () => await ${code}`).join(",\n");
    const script = `import fs from "node:fs";
      import { messageOf } from "file://${ROOT}src/basics/errors.ts";
      for (const attempt of [${tries}]) {
        console.log(await attempt().then(() => "it was not refused", messageOf));
      }`;
    await Deno.writeTextFile(join(folder, "script.ts"), script);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--no-lock", "script.ts"],
      cwd: folder,
    }).output();
    const said = new TextDecoder().decode(stdout).trimEnd().split("\n");
    assert.deepEqual(said, Object.values(REFUSED));
  }));

const TEXT = 'Requires read access to "a.npy", run again with the --allow-read flag';

Deno.test("it is found behind another error, and no other error is taken for one", () => {
  const inner = failure('Cannot open "a.npy"', new Error(TEXT));
  assert.equal(inner.message, 'Needs --allow-read for "a.npy"');
  assert.equal(failure('Cannot hash "a.npy"', inner), inner);
  for (const other of [new Error(`it says: ${TEXT}`), new Error("Permission denied"), TEXT, null]) {
    assert.equal(missingPermission(other), undefined);
  }
  const denied = failure('Cannot open "a.npy"', new Error("Permission denied (os error 13)"));
  assert.equal(denied.message, 'Cannot open "a.npy": Permission denied (os error 13)');
});

Deno.test("one that is missing in a worker ends a command as one that is missing outside", () => {
  const error = revived(workerErrorOf(new Deno.errors.NotCapable(TEXT)));
  assert.equal(String(error), 'SurroundingsError: Needs --allow-read for "a.npy"');
});
