// The check script in a folder of its own, with an npx that only acts: it must never pass by skipping.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../.ci/run", import.meta.url));
const DEMO = "mkdir -p earnest-demo; echo page > earnest-demo/report.html";

/** What the two halves of the suite print at last, the second one in the middle of a line. */
function suite(first: string, second: string): string {
  return `echo '${first}'; echo 'one test ... ${second}'`;
}

const SOUND: Readonly<Record<string, string>> = {
  eval: "echo llvmpipe",
  fmt: "true",
  lint: "true",
  check: "true",
  doc: "true",
  notices: "true",
  test: suite("ok | 120 passed | 0 failed (1m)", "ok | 200 passed | 0 failed (1m)"),
  demo: DEMO,
  run: "true",
};

/** Runs the script where some of Deno's commands do something else. */
async function run(changes: Readonly<Record<string, string>>) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, ".ci"));
    await Deno.copyFile(SCRIPT, join(folder, ".ci/run"));
    const acts = Object.entries({ ...SOUND, ...changes });
    const cases = acts.map(([name, act]) => `${name}) ${act} ;;`).join("\n");
    // Called as `npx -y deno@2.9.6 fmt …` or `… task test`.
    const npx = `#!/bin/bash\n[ "$3" = task ] && shift\ncase $3 in\n${cases}\nesac\n`;
    await Deno.mkdir(join(folder, "bin"));
    for (const [name, text] of [["npx", npx], ["apt-get", "#!/bin/bash\nexit 0\n"]] as const) {
      await Deno.writeTextFile(join(folder, "bin", name), text, { mode: 0o755 });
    }
    const { code, stdout } = await new Deno.Command("bash", {
      args: [join(folder, ".ci/run")],
      env: { PATH: `${join(folder, "bin")}:${Deno.env.get("PATH")}` },
    }).output();
    return { code, last: new TextDecoder().decode(stdout).trimEnd().split("\n").at(-1) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the check script counts the tests and the demo", async () => {
  assert.deepEqual(await run({}), { code: 0, last: "321 passed, 0 failed" });
});

const FAILURES: readonly [string, Record<string, string>, string][] = [
  ["no adapter after the installation", { eval: "echo ''" }, "0 passed, 1 failed"],
  ["an adapter that cannot be asked for", { eval: "exit 1" }, "0 passed, 1 failed"],
  ["a gate that fails", { lint: "exit 1" }, "0 passed, 1 failed"],
  ["packages that NOTICES does not tell", { notices: "exit 1" }, "0 passed, 1 failed"],
  ["tests that fail", {
    test: suite("FAILED | 118 passed | 2 failed (1m)", "ok | 200 passed | 0 failed") + "; exit 1",
  }, "318 passed, 2 failed"],
  ["ignored tests", {
    test: suite(
      "ok | 118 passed | 0 failed | 2 ignored (1m)",
      "ok | 199 passed | 0 failed | 1 ignored",
    ),
  }, "317 passed, 3 failed"],
  ["tests that were filtered out", {
    test: suite("ok | 120 passed | 0 failed (1m)", "ok | 199 passed | 0 failed | 1 filtered out"),
  }, "319 passed, 1 failed"],
  ["tests that skip themselves", {
    test: `echo '  [test:parts] SKIPPED: no data'; ${SOUND["test"]}`,
  }, "320 passed, 1 failed"],
  ["a test run that breaks off", { test: "echo 'error: type'; exit 1" }, "0 passed, 1 failed"],
  ["a test run that fails with no failed test", {
    test: suite("FAILED | 120 passed | 0 failed (1m)", "ok | 200 passed | 0 failed") + "; exit 1",
  }, "320 passed, 1 failed"],
  ["a test run without a summary", { test: "true" }, "0 passed, 1 failed"],
  ["a test run without tests", {
    test: suite("ok | 0 passed | 0 failed", "ok | 0 passed | 0 failed"),
  }, "0 passed, 1 failed"],
  ["half a test run", { test: "echo 'ok | 120 passed | 0 failed'" }, "120 passed, 1 failed"],
  ["a demo that fails", { demo: `${DEMO}; exit 1` }, "320 passed, 1 failed"],
  ["a demo whose numbers do not hold", { run: "exit 1" }, "320 passed, 1 failed"],
  ["a demo that writes nothing", { demo: "true" }, "320 passed, 1 failed"],
];

for (const [name, changes, last] of FAILURES) {
  Deno.test(`the check script fails with ${name}`, async () => {
    assert.deepEqual(await run(changes), { code: 1, last });
  });
}
