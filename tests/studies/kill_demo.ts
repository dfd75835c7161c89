// Kills `demo` at random moments, and checks what is left:
// `deno run -A tests/studies/kill_demo.ts [KILLS] [SEED] [SECONDS] [FOLDER]`.
// SECONDS is the longest time before a kill (default: that of a whole run, so that 20 kills take about 40 minutes on
// two free cores). FOLDER holds a finished demo as `out`; without it, a demo is run first.
// The earlier output must be unchanged, and the next run must remove what a killed run left.
import assert from "node:assert/strict";
import { join } from "node:path";
import { DEMO_FOLDER } from "../../src/audit/demo/demo_folder.ts";
import { fillFolder } from "../../src/basics/output/output_folder.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { sha256Of } from "../../src/basics/sha256.ts";
import { earnest, killed, namesIn } from "../end_to_end/cli.ts";

const COMMAND = ["demo", "--out", "out", "--quiet"];
const [kills = 20, seed = 1, seconds = 0] = Deno.args.map(Number);
const cwd = Deno.args[3] ?? await Deno.makeTempDir();
const out = join(cwd, "out");

/** Checks that the output matches its record, and returns the record. */
function whole(): string {
  const record = Deno.readTextFileSync(join(out, "demo.json"));
  const files: Record<string, string> = JSON.parse(record).files;
  for (const [name, hash] of Object.entries(files)) {
    assert.equal(sha256Of(Deno.readFileSync(join(out, name))), hash, name);
  }
  return record;
}

let longest = seconds * 1000;
if (Deno.args[3] === undefined) {
  const started = performance.now();
  const { code, stderr } = await earnest(COMMAND, { cwd });
  assert.equal(code, 0, stderr);
  longest ||= performance.now() - started;
}
const record = whole();
const random = new RandomStream(seed, "moments of killing a demo");
for (let kill = 1; kill <= kills; kill++) {
  // Early kills are more frequent, so that all kills together take a third of as many runs.
  const after = longest * random.uniform() ** 2;
  await killed(COMMAND, cwd, after);
  const left = namesIn(cwd).filter((name) => name !== "out");
  // The next run stops as soon as it has checked the place.
  const next = fillFolder(out, DEMO_FOLDER, {}, () => Promise.reject(new Error("stop")));
  await assert.rejects(next, { message: "stop" });
  assert.deepEqual(namesIn(cwd), ["out"]);
  assert.equal(whole(), record, "the earlier output");
  console.log(
    `${kill}: after ${(after / 1000).toFixed(1)} s ${left.join(" ") || "nothing"} was left`,
  );
}
console.log(`${kills} kills: the earlier output stayed, and the next run left nothing else.`);
