// Checks the results of a demo: `deno run --allow-read tests/end_to_end/check_demo.ts earnest-demo`.
// The bounds are what training on these data gives with room to spare; docs/getting-started.md has the figures.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { AuditCondition } from "../../src/audit/configuration/conditions.ts";
import { pathSum } from "../audit/path_sum.ts";
import type { AuditResults } from "../../src/audit/results/results.ts";

const BACKBONE = "openwakeword";

const text = await Deno.readTextFile(join(Deno.args[0]!, "results.json"));
const results: AuditResults = JSON.parse(text);

function condition(name: AuditCondition) {
  const found = results.conditions.find((one) => one.audio === BACKBONE && one.condition === name);
  assert.ok(found, `no condition "${name}"`);
  return { ...found, mean: found.balanced_top1.mean };
}

const [dirty, clean, control, shuffled] = (["dirty", "clean", "control", "shuffled"] as const)
  .map(condition);
assert.ok(dirty!.mean >= 0.38, `dirty is ${dirty!.mean}`);
assert.ok(dirty!.mean - clean!.mean >= 0.15, `clean is ${clean!.mean}`);
assert.ok(clean!.mean > results.chance, `clean is ${clean!.mean}`);
assert.ok(Math.abs(control!.mean - dirty!.mean) <= 0.08, `control is ${control!.mean}`);
assert.ok(Math.abs(shuffled!.mean - results.chance) <= 0.05, `shuffled is ${shuffled!.mean}`);
assert.ok(shuffled!.trainings >= 20, `${shuffled!.trainings} shuffled trainings`);

const { path, cells, drops, dirty: total } = results.attribution.find(({ audio }) =>
  audio === BACKBONE
)!;
const { chance, leakage } = path;
const sum = pathSum(path);
assert.ok(Math.abs(sum - total) < 1e-9, `the path adds up to ${sum}, dirty is ${total}`);
assert.ok(leakage, "the demo's control pools match its clean ones");
assert.ok(leakage.low > 0, `leakage is from ${leakage.low}`);

assert.equal(cells.length, 16);
for (const { expected, balanced_top1: { mean } } of cells) {
  if (expected === undefined) continue;
  assert.ok(Math.abs(mean - expected) <= 0.06, `random codes get ${mean}, not ${expected}`);
}
const randomText = cells.find((cell) => cell.audio && !cell.text && cell.pairing && cell.leakage)!
  .balanced_top1.mean;
assert.ok(Math.abs(randomText - total) <= 0.1, `random codes on the dirty pool get ${randomText}`);
assert.ok(drops.text!.low > 0, `the drop of the text backbone is from ${drops.text!.low}`);
// The documentation prints the demo's claims; their last digits may differ between machines.
const page = await Deno.readTextFile(new URL("../../docs/getting-started.md", import.meta.url));
const plain = (text: string) => text.replaceAll(/\s+/g, " ").replaceAll(/−?\d[\d.,]*/g, "#");
for (const { sentence } of results.claims) {
  assert.ok(
    plain(page).includes(plain(sentence)),
    `docs/getting-started.md does not have: ${sentence}`,
  );
}
console.log(`The demo's results hold: dirty ${total}, clean ${clean!.mean}, chance ${chance}.`);
