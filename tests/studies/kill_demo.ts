// Kills `demo` at moments that a seed draws, over its whole length, and checks what is left:
// `deno run -A tests/studies/kill_demo.ts [KILLS] [SEED]` (about 40 minutes for 20 kills on two cores).
// The earlier output is intact, or a new one is whole; the next run leaves nothing but its output.
import assert from "node:assert/strict";
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { sha256Of } from "../../src/basics/sha256.ts";
import { earnest, killed, namesIn } from "../end_to_end/cli.ts";

const [kills = 20, seed = 1] = Deno.args.map(Number);
const COMMAND = ["demo", "--out", "out", "--quiet"];

/** Checks that a folder is as its record says, and gives the record. */
function whole(folder: string): string {
  const record = Deno.readTextFileSync(join(folder, "demo.json"));
  const files: Record<string, string> = JSON.parse(record).files;
  for (const [name, hash] of Object.entries(files)) {
    assert.equal(sha256Of(Deno.readFileSync(join(folder, name))), hash, name);
  }
  return record;
}

async function full(cwd: string): Promise<number> {
  const started = performance.now();
  const { code, stderr } = await earnest(COMMAND, { cwd });
  assert.equal(code, 0, stderr);
  assert.deepEqual(namesIn(cwd), ["out"]);
  return performance.now() - started;
}

const cwd = await Deno.makeTempDir();
const milliseconds = await full(cwd);
const record = whole(join(cwd, "out"));
console.log(`A whole run takes ${(milliseconds / 1000).toFixed(0)} s.`);
const random = new RandomStream(seed, "moments of killing a demo");
for (let kill = 1; kill <= kills; kill++) {
  // More of them early, so that all together take a third of so many runs.
  const after = milliseconds * random.uniform() ** 2;
  await killed(COMMAND, cwd, after);
  const left = namesIn(cwd).filter((name) => name !== "out");
  assert.equal(whole(join(cwd, "out")), record, "the earlier output");
  console.log(`${kill}: after ${(after / 1000).toFixed(1)} s: ${left.join(" ") || "nothing"} left`);
}
await full(cwd);
assert.equal(whole(join(cwd, "out")), record, "the same bytes");
await Deno.remove(cwd, { recursive: true });
console.log("Nothing is left after the next run, and its bytes are the same.");
