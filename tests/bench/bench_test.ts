import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { fileURLToPath } from "node:url";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import type { Transpose } from "../../src/compute/compute.ts";
import { CONTESTANTS } from "./contestants.ts";
import { searchDifference, valueDifference } from "./agreement.ts";
import { multiplyOurs } from "./families/matrix_multiply.ts";
import { searchInputs, searchOurs } from "./families/search.ts";
import { multiplyStepOurs, productsOf, SMALL, STEPS, trainOurs } from "./families/training_step.ts";
import * as onnxruntime from "./peers/onnxruntime.ts";
import { resultOf } from "./results.ts";
import { spreadOf } from "./statistics.ts";
import { tableOf } from "./table.ts";
import type { ProductWork, SearchWork } from "./work.ts";

const tiny: ProductWork = {
  family: "matrix-multiply",
  rows: 7,
  columns: 5,
  depth: 300,
  transpose: "none",
};
const byName = (name: string) => CONTESTANTS.find((contestant) => contestant.name === name)!;

Deno.test("a quarter of the values lies at or outside each quartile", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }),
      (v) => {
        const { lower, median, upper, count } = spreadOf(v);
        assert.ok(lower <= median && median <= upper);
        const quarter = Math.floor((v.length - 1) / 4) + 1;
        assert.ok(v.filter((value) => value <= lower).length >= quarter);
        assert.ok(v.filter((value) => value >= upper).length >= quarter);
        assert.equal(count, v.length);
      },
    ),
    { seed: 1 },
  );
});

Deno.test("whatever was found, lines are at most 80 wide", () => {
  const time = fc.double({ min: 1e-3, max: 99_999, noNaN: true });
  const times = fc.tuple(time, time, time).map((three) => spreadOf(three));
  const row = fc.record({
    name: fc.constantFrom(...CONTESTANTS.map(({ name }) => name)),
    cannotRun: fc.string({ unit: "grapheme", minLength: 60 }),
    coldMilliseconds: time,
    wallMilliseconds: times,
    processorMilliseconds: times,
    kernelMilliseconds: times,
    wallRatio: fc.double({ min: 0, max: 999, noNaN: true }),
    peakShare: fc.double({ min: 0, max: 2, noNaN: true }),
  }, { requiredKeys: ["name"] });
  fc.assert(
    fc.property(
      fc.string({ minLength: 70 }),
      fc.array(row),
      fc.array(fc.string()),
      (name, rows, w) => {
        const result = { family: "search", name, rows, warnings: w };
        for (const line of tableOf(result).split("\n")) assert.ok([...line].length <= 80, line);
      },
    ),
    { seed: 2 },
  );
});

Deno.test("onnxruntime multiplies by the model's bytes as the CPU device does", async () => {
  const cpu = openCpu();
  const peer = await onnxruntime.open("1");
  for (const transpose of ["none", "left", "right"] satisfies Transpose[]) {
    const work = { ...tiny, transpose };
    const product = await (await peer.prepare(work, {})).run(2);
    const ours = await multiplyOurs(cpu, work).run(1);
    assert.equal(valueDifference(Array.from(ours), Array.from(product)), undefined);
    assert.ok(Array.from(product).some((value) => Math.abs(value) > 1));
  }
  cpu.close();
});

Deno.test("contestants run in processes of their own and are compared", async () => {
  const contestant = byName("earnest, cpu");
  const turn = (name: string, work: ProductWork) => ({ contestant, name, work });
  const { rows, warnings } = await resultOf({
    family: "matrix-multiply",
    name: "tiny",
    turns: [turn("first", tiny), turn("same", tiny), turn("other", { ...tiny, depth: 299 })],
    timing: { repetitions: 2, kernels: false, seconds: 0, fewest: 2, rounds: 3 },
    difference: valueDifference,
  }, undefined);
  assert.deepEqual(rows.map(({ name }) => name), ["first", "same", "other"]);
  for (const { coldMilliseconds, wallMilliseconds, wallRatio, device } of rows) {
    assert.ok(coldMilliseconds! > 0 && wallMilliseconds!.median > 0 && wallRatio! > 0);
    assert.equal(wallMilliseconds!.count, 2);
    assert.match(device!, /TypeScript/);
  }
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /^other differs by/);
});

Deno.test("a contestant that cannot do its work is shown as such, and the others go on", async () => {
  const work: SearchWork = { family: "search", queries: 1, items: 20, dim: 4, k: 2 };
  const absent = { ...byName("earnest, cpu"), runs: { module: "absent.ts", argument: "" } };
  const { rows, warnings } = await resultOf({
    family: "search",
    name: "tiny",
    turns: [
      { contestant: absent, name: "absent", work },
      { contestant: byName("earnest, cpu"), name: "present", work },
    ],
    timing: { repetitions: 1, kernels: false, seconds: 0, fewest: 1, rounds: 1 },
    difference: searchDifference,
  }, undefined);
  assert.match(rows[0]!.cannotRun!, /absent\.ts/);
  assert.equal(rows[1]!.cannotRun, undefined);
  assert.ok(rows[1]!.wallMilliseconds!.median > 0);
  assert.equal(rows[1]!.wallRatio, 1);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /^absent is unchecked: .*absent\.ts/);
});

Deno.test("who gives no answer to what is compared is said to be unchecked", async () => {
  const contestant = byName("earnest, cpu");
  const first = { contestant, name: "first", work: tiny };
  const absent = { ...contestant, runs: { module: "absent.ts", argument: "" } };
  const result = await resultOf({
    family: "matrix-multiply",
    name: "tiny",
    turns: [first, { ...first, name: "timed" }],
    timing: { repetitions: 1, kernels: false, seconds: 0, fewest: 1, rounds: 1 },
    check: {
      turns: [first, { ...first, contestant: absent, name: "timed" }],
      repetitions: 1,
      name: "a product",
    },
    difference: valueDifference,
  }, undefined);
  assert.equal(result.rows[1]!.cannotRun, undefined);
  assert.match(result.warnings[0]!, /^timed is unchecked: .*absent\.ts/);
  assert.match(tableOf(result), /\nCompared: a product\nWarning: timed is unchecked/);
});

Deno.test("a search finds each query's best items over all pieces", async () => {
  const work: SearchWork = { family: "search", queries: 3, items: 12_600, dim: 4, k: 6 };
  const cpu = openCpu();
  const found = await searchOurs(cpu, work).run(2);
  cpu.close();
  const { database, queries } = searchInputs(work);
  const score = (query: number, item: number) =>
    [0, 1, 2, 3].reduce((sum, i) => sum + queries[query * 4 + i]! * database[item * 4 + i]!, 0);
  const expected = [0, 1, 2].flatMap((query) =>
    Array.from({ length: work.items }, (_, item) => item)
      .sort((a, b) => score(query, b) - score(query, a)).slice(0, work.k)
  );
  const scores = (items: number[]) => items.map((item, i) => score(Math.floor(i / work.k), item));
  assert.equal(valueDifference(scores(expected), scores(Array.from(found))), undefined);
});

Deno.test("training steps continue from run to run, and start again after the schedule", async () => {
  const work = { ...SMALL, batch: 8, audio: 12, text: 8, dim: 4 };
  const [first, second] = [openCpu(), openCpu()];
  const [a, b] = [trainOurs(first, work), trainOurs(second, work)];
  await a.run(STEPS - 1);
  await b.run(2);
  await b.run(STEPS - 3);
  assert.deepEqual(await a.run(2), await b.run(2));
  first.close();
  second.close();
});

Deno.test("a step's products alone are those of its factors", async () => {
  const work = { ...SMALL, batch: 8, audio: 12, text: 8, dim: 4 };
  const cpu = openCpu();
  const row = await multiplyStepOurs(cpu, work).run(2);
  const last = productsOf(work).at(-1)!;
  const product = await multiplyOurs(cpu, last).run(1);
  assert.deepEqual([...Array.from(row)], Array.from(product).slice(0, last.columns));
  assert.ok(Array.from(row).some((value) => Math.abs(value) > 0.1));
  cpu.close();
});

async function bench(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const main = fileURLToPath(new URL("bench.ts", import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", main, ...args],
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

Deno.test("--help shows an example; an unknown family ends with exit code 2 and one line", async () => {
  const help = await bench("--help");
  assert.equal(help.code, 0);
  assert.match(help.out, /^Example: deno task bench /m);
  for (const line of help.out.split("\n")) assert.ok(line.length <= 80, line);
  const unknown = await bench("--only", "sorting");
  assert.equal(unknown.code, 2);
  assert.match(unknown.error, /^bench: There is no family "sorting"; expected [^\n]+\n$/);
  const python = await bench("--python", "/absent/python");
  assert.equal(python.code, 2);
  assert.match(python.error, /^bench: Cannot run "\/absent\/python" of --python: [^\n]+\n$/);
});
