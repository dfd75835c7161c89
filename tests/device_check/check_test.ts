import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkDevice } from "../../scripts/device/check.ts";
import type { DeviceCheck } from "../../scripts/device/record.ts";
import type { Step } from "../../scripts/device/steps.ts";
import { inFolder } from "../temporary_folder.ts";

const SURROUNDINGS = { env: { GIVEN: "a value" }, librariesFromPack: ["libvulkan.so.1"] };

/** A step that runs a program of one line. */
function step(name: string, program: string, changes: Partial<Step> = {}): Step {
  const command = () => ["eval", "--quiet", program];
  return { name, atLeast: 0, atMost: 20, command, read: JSON.parse, ...changes };
}

async function check(out: string, steps: readonly Step[], interrupted = new AbortController()) {
  const scratch = await Deno.makeTempDir({ dir: out });
  return await checkDevice(steps, {
    out,
    scratch,
    surroundings: SURROUNDINGS,
    totalSeconds: 60,
    interrupted: interrupted.signal,
    onLine: (line) => line.startsWith("stops: at most") && interrupted.abort(),
  });
}

async function readBoth(folder: string): Promise<{ json: DeviceCheck; page: string }> {
  const text = await Deno.readTextFile(join(folder, "device-check.json"));
  return { json: JSON.parse(text), page: await Deno.readTextFile(join(folder, "device-check.md")) };
}

Deno.test("a step that hangs is killed with what it started, and the others are done", async () => {
  await inFolder(async (out) => {
    const mark = join(out, "alive");
    // It writes the file again and again for as long as it lives.
    const grandchild = `while :; do : > "${mark}"; sleep 0.01; done`;
    const hanging = `console.log("begun");
      new Deno.Command("sh", { args: ["-c", ${JSON.stringify(grandchild)}] }).spawn();
      await new Promise((resolve) => setTimeout(resolve, 60_000));`;
    const done = await check(out, [
      step("hangs", hanging, { atMost: 2 }),
      step("fails", "console.error('no luck'); Deno.exit(5)"),
      step("works", "console.log(JSON.stringify(Deno.env.get('GIVEN')))"),
    ]);
    assert.deepEqual(done.steps.map(({ outcome, exitCode }) => [outcome, exitCode]), [
      ["killed at its limit", undefined],
      ["failed", 5],
      ["passed", 0],
    ]);
    assert.ok(done.steps[0]!.seconds < 3, `killed after ${done.steps[0]!.seconds} s`);
    assert.equal(done.steps[2]!.found, "a value");
    assert.equal(done.passed, false);
    const { json, page } = await readBoth(out);
    assert.deepEqual(json, done);
    assert.match(
      page,
      /NOT passed\.\nNot passed: hangs \(killed at its limit\), fails \(failed\)\./,
    );
    assert.match(page, /\n\| hangs \| \*\*killed at its limit\*\* \| {2}\| 2\.\d s \| 2\.0 s \|\n/);
    assert.match(page, /\n## Output of: hangs\n\n`````text\nbegun\n/);
    assert.match(page, /\n## Output of: fails\n\n`````text\nno luck\n/);
    await Deno.remove(mark);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await assert.rejects(Deno.stat(mark), Deno.errors.NotFound);
  });
});

Deno.test("files of a step are kept, and what is done stands there before the next", async () => {
  await inFolder(async (out) => {
    const write = (path: string) => `Deno.writeTextFileSync(Deno.args[0] + "/${path}", "kept")`;
    const seen = `console.log(Deno.readTextFileSync(${
      JSON.stringify(join(out, "device-check.json"))
    }))`;
    const first = step("first", "", {
      command: ({ folder }) => ["eval", write("a.txt"), folder],
      keep: { "a.txt": "first-a.txt", "absent.txt": "first-absent.txt" },
    });
    const done = await check(out, [first, step("second", seen)]);
    assert.equal(done.passed, true);
    assert.equal(await Deno.readTextFile(join(out, "first-a.txt")), "kept");
    await assert.rejects(Deno.stat(join(out, "first-absent.txt")), Deno.errors.NotFound);
    const before = done.steps[1]!.found as DeviceCheck;
    assert.deepEqual(before.steps.map(({ name }) => name), ["first"]);
    assert.deepEqual([before.planned, before.passed], [["first", "second"], false]);
  });
});

Deno.test("an interruption ends the step and the check, which says what was not done", async () => {
  await inFolder(async (out) => {
    const done = await check(out, [
      step("stops", "setTimeout(() => {}, 60_000)"),
      step("never", ""),
    ]);
    assert.deepEqual(done.steps.map(({ outcome }) => outcome), ["interrupted"]);
    assert.match((await readBoth(out)).page, /\nNot done: never\.\n/);
  });
});

Deno.test("a folder that holds something is refused and left alone", async () => {
  await inFolder(async (out) => {
    await Deno.writeTextFile(join(out, "mine.txt"), "mine");
    for (const script of ["device_check.ts", "device_pack.ts"]) {
      const path = fileURLToPath(new URL(`../../scripts/${script}`, import.meta.url));
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "-A", path, out],
      }).output();
      assert.equal(code, 2);
      assert.match(new TextDecoder().decode(stderr), /^device-(check|pack): "[^\n]*" [^\n]*\n$/);
    }
    assert.deepEqual([...Deno.readDirSync(out)].map(({ name }) => name), ["mine.txt"]);
  });
});
