// Runs the check script in its own folder with a fake npx: the script must never pass by skipping.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../.ci/run", import.meta.url));
const DEMO = "mkdir -p earnest-demo; echo page > earnest-demo/report.html";

/** The content of the JUnit file of one part of the suite. */
interface Report {
  readonly tests: number;
  readonly failures?: number;
  readonly errors?: number;
  readonly ignored?: number;
}

/** Writes the JUnit file of one part. */
function report(
  name: "commands" | "parts" | "alone",
  { tests, failures = 0, errors = 0, ignored = 0 }: Report,
): string {
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}" time="1.5"`;
  const cases = `<testcase><skipped/></testcase>\n`.repeat(ignored);
  const text = `<testsuites name="deno test" ${counts}>\n<testsuite tests="7">\n${cases}`;
  return `mkdir -p test-results; printf '%s' '${text}' > test-results/${name}.xml`;
}

/** All parts. */
function suite(commands: Report, parts: Report, alone: Report = { tests: 5 }): string {
  return [report("commands", commands), report("parts", parts), report("alone", alone)].join(
    "; ",
  );
}

const SOUND: Readonly<Record<string, string>> = {
  eval: "echo llvmpipe",
  fmt: "true",
  lint: "true",
  types: "true",
  doc: "true",
  notices: "true",
  test: suite({ tests: 120 }, { tests: 195 }),
  demo: DEMO,
  run: "true",
};

/** Namespaces are there unless `NO_NAMESPACES` is set. */
const UNSHARE = '#!/bin/bash\n[ -z "$NO_NAMESPACES" ]\n';

/** Runs the script with replacements for some of Deno's commands. */
async function run(
  changes: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, ".ci"));
    await Deno.copyFile(SCRIPT, join(folder, ".ci/run"));
    const acts = Object.entries({ ...SOUND, ...changes });
    const cases = acts.map(([name, act]) => `${name}) ${act} ;;`).join("\n");
    // Called as `npx -y deno@2.9.6 fmt …` or `… task test`.
    const npx = `#!/bin/bash\n[ "$3" = task ] && shift\ncase $3 in\n${cases}\nesac\n`;
    await Deno.mkdir(join(folder, "bin"));
    const programs = { npx, "apt-get": "#!/bin/bash\nexit 0\n", unshare: UNSHARE };
    for (const [name, text] of Object.entries(programs)) {
      await Deno.writeTextFile(join(folder, "bin", name), text, { mode: 0o755 });
    }
    const { code, stdout } = await new Deno.Command("bash", {
      args: [join(folder, ".ci/run")],
      env: { PATH: `${join(folder, "bin")}:${Deno.env.get("PATH")}`, ...variables },
    }).output();
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    return { code, last: lines.at(-1), before: lines.at(-2) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the check script counts the tests and the demo", async () => {
  const { code, last } = await run({});
  assert.deepEqual([code, last], [0, "321 passed, 0 failed"]);
});

/** Every test passes, unless the variable's value is another one. */
const requires = (variable: string, value: string) =>
  `[ "$${variable}" = "${value}" ] || exit 1; ${SOUND["test"]}`;
const requiresSlurm = (value: string) => requires("EARNEST_REQUIRE_SLURM", value);

Deno.test("the check script requires the native device, and asks Vulkan alone for adapters", async () => {
  assert.equal((await run({ test: requires("EARNEST_REQUIRE_NATIVE", "1") })).code, 0);
  assert.equal((await run({ test: requires("DENO_WEBGPU_BACKEND", "vulkan") })).code, 0);
});

Deno.test("the check script requires Slurm's tests where there are namespaces", async () => {
  assert.equal((await run({ test: requiresSlurm("1") })).code, 0);
  assert.equal((await run({ test: requiresSlurm("") })).code, 1);
});

Deno.test("the check script says before its last line that Slurm was not tested", async () => {
  const { code, before } = await run({ test: requiresSlurm("") }, { NO_NAMESPACES: "1" });
  assert.equal(code, 0);
  assert.match(before!, /^SLURM WAS NOT TESTED: /);
});

const FAILURES: readonly [string, Record<string, string>, string][] = [
  ["no adapter after the installation", { eval: "echo ''" }, "0 passed, 1 failed"],
  ["an adapter that cannot be queried", { eval: "exit 1" }, "0 passed, 1 failed"],
  ["a gate that fails", { lint: "exit 1" }, "0 passed, 1 failed"],
  ["types that do not fit", { types: "exit 1" }, "0 passed, 1 failed"],
  ["packages that NOTICES does not list", { notices: "exit 1" }, "0 passed, 1 failed"],
  ["tests that fail", {
    test: `${suite({ tests: 120, failures: 2 }, { tests: 195 })}; exit 1`,
  }, "318 passed, 2 failed"],
  ["errors in tests", {
    test: `${suite({ tests: 120 }, { tests: 195, errors: 1 })}; exit 1`,
  }, "319 passed, 1 failed"],
  ["ignored tests", {
    test: suite({ tests: 120, ignored: 2 }, { tests: 195, ignored: 1 }),
  }, "317 passed, 3 failed"],
  ["tests that skip themselves", {
    test: `echo '  [test:parts] SKIPPED: no data'; ${SOUND["test"]}`,
  }, "320 passed, 1 failed"],
  ["a test that skips itself while another one runs", {
    test: `echo '  [test:parts] ./a_test.ts => a ...SKIPPED: no data'; ${SOUND["test"]}`,
  }, "320 passed, 1 failed"],
  ["a test run that breaks off", { test: "echo 'error: type'; exit 1" }, "0 passed, 1 failed"],
  ["a test run that fails with no failed test", {
    test: `${SOUND["test"]}; exit 1`,
  }, "320 passed, 1 failed"],
  ["a test run that writes nothing", { test: "true" }, "0 passed, 1 failed"],
  ["a test run without tests", {
    test: suite({ tests: 0 }, { tests: 0 }, { tests: 0 }),
  }, "0 passed, 1 failed"],
  ["one part of a test run", { test: report("commands", { tests: 120 }) }, "120 passed, 1 failed"],
  ["one part of a test run that fails", {
    test: `${report("commands", { tests: 120 })}; exit 1`,
  }, "120 passed, 1 failed"],
  ["a demo that fails", { demo: `${DEMO}; exit 1` }, "320 passed, 1 failed"],
  ["a demo whose numbers do not hold", { run: "exit 1" }, "320 passed, 1 failed"],
  ["a demo that writes nothing", { demo: "true" }, "320 passed, 1 failed"],
];

for (const [name, changes, last] of FAILURES) {
  Deno.test(`the check script fails with ${name}`, async () => {
    const ran = await run(changes);
    assert.deepEqual([ran.code, ran.last], [1, last]);
  });
}
