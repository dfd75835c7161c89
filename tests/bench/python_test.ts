/**
 * The contestants that run in Python. `BENCH_PYTHON` names one that has libraries; else `python3` shows the protocol,
 * and as many libraries as it has.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readBench } from "../../scripts/device/bench.ts";
import {
  divergenceDifference,
  lossDifference,
  searchDifference,
  valueDifference,
} from "./agreement.ts";
import { type Comparison, FAMILIES } from "./comparisons.ts";
import { type Contestant, CONTESTANTS, pythonContestants } from "./contestants.ts";
import { SMALL } from "./families/training_step.ts";
import { InputFiles } from "./inputs.ts";
import { thisMachine } from "./machine.ts";
import { JsonPrinter } from "./printers.ts";
import { surveyPython } from "./pythons.ts";
import { resultOf } from "./results.ts";
import type { FamilyName, ProductWork, Work } from "./work.ts";

const PYTHON = Deno.env.get("BENCH_PYTHON") ?? "python3";
const hasPython = await runs(PYTHON);
if (!hasPython) console.error(`NO PYTHON: "${PYTHON}" does not run, contestants are untested`);
const ignore = !hasPython;

async function runs(python: string): Promise<boolean> {
  try {
    return (await new Deno.Command(python, { args: ["--version"] }).output()).success;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return false;
    throw thrown;
  }
}

const OURS = CONTESTANTS.find(({ name }) => name === "earnest, cpu")!;
const STAND_IN = fileURLToPath(new URL("./python/stand_in.py", import.meta.url));
const TIMING = { repetitions: 1, kernels: false, seconds: 0, fewest: 2, rounds: 2 };
const PRODUCT: ProductWork = {
  family: "matrix-multiply",
  rows: 7,
  columns: 5,
  depth: 30,
  transpose: "none",
};

function standIn(answer: string): Contestant {
  const runs = { python: PYTHON, program: STAND_IN, arguments: [answer], threads: 1 };
  return { name: answer, runs, onAdapter: false, families: ["matrix-multiply"] };
}

function comparisonOf(work: Work, contestants: readonly Contestant[]): Comparison {
  const turns = contestants.map((contestant) => ({ contestant, name: contestant.name, work }));
  return { family: work.family, name: "tiny", turns, timing: TIMING, difference: valueDifference };
}

Deno.test({
  name: "a program of Python gets its inputs in files, and its answers are compared",
  ignore,
  async fn() {
    for (const transpose of ["none", "left", "right"] as const) {
      const comparison = comparisonOf({ ...PRODUCT, transpose }, [OURS, standIn("right")]);
      const { rows, warnings } = await resultOf(comparison, undefined);
      assert.deepEqual(warnings, []);
      assert.equal(rows[1]!.device, "the standard library");
      assert.ok(rows[1]!.wallMilliseconds!.median > 0);
      assert.ok(rows[1]!.processorMilliseconds!.median > 0);
      assert.equal(rows[1]!.wallMilliseconds!.count, 2);
    }
  },
});

Deno.test({
  name: "wrong answers of a Python program, and such that are no numbers, are warned of",
  ignore,
  async fn() {
    const contestants = [OURS, standIn("wrong"), standIn("nan")];
    const { warnings } = await resultOf(comparisonOf(PRODUCT, contestants), undefined);
    assert.match(warnings[0]!, /^wrong differs by 100\.0 %/);
    assert.match(warnings[1]!, /^nan differs by NaN %/);
    assert.equal(warnings.length, 2);
  },
});

Deno.test({
  name: "a Python program that has no such work, no such library, or ends is shown as such",
  ignore,
  async fn() {
    const search = { family: "search", queries: 1, items: 20, dim: 4, k: 2 } as const;
    const runs = { python: PYTHON, arguments: ["nonsense", "1"], threads: 1 };
    const contestants = [
      OURS,
      standIn("right"),
      { ...standIn("no library"), runs },
      { ...standIn("no program"), runs: { ...runs, program: "/absent.py" } },
    ];
    const { rows, warnings } = await resultOf(comparisonOf(search, contestants), undefined);
    assert.equal(rows[1]!.cannotRun, "has no search");
    assert.equal(rows[2]!.cannotRun, "cannot run: 'nonsense'");
    assert.equal(rows[3]!.cannotRun, "cannot run: its process ended");
    assert.equal(warnings.length, 2);
  },
});

Deno.test("files of inputs are written once, and removed with their folder", async () => {
  let path: string;
  {
    await using inputs = new InputFiles();
    const first = await inputs.pathsOf(PRODUCT);
    assert.equal(await inputs.pathsOf({ ...PRODUCT }), first);
    path = first["left"]!;
    assert.equal((await Deno.stat(path)).size % 4, 0);
  }
  await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
});

/** Work of each family that is small enough for plain TypeScript, and how answers to it are compared. */
const TINY: Readonly<Record<FamilyName, readonly [Work, Comparison["difference"] & object]>> = {
  "matrix-multiply": [PRODUCT, valueDifference],
  "training-step": [
    { ...SMALL, batch: 16, audio: 12, text: 8, dim: 4, dropout: 0 },
    lossDifference,
  ],
  "contrastive-loss": [{ family: "contrastive-loss", batch: 9, dim: 5 }, valueDifference],
  "search": [{ family: "search", queries: 3, items: 900, dim: 8, k: 6 }, searchDifference],
  "large-search": [
    { family: "large-search", queries: 3, items: 900, dim: 8, k: 6 },
    searchDifference,
  ],
  "silhouette": [{ family: "silhouette", items: 60, dim: 8, classes: 4 }, valueDifference],
  "tsne": [{ family: "tsne", items: 120, dim: 8, groups: 3 }, divergenceDifference],
};

Deno.test({
  name: "what a Python has is found, and each library computes what Earnest does",
  ignore,
  async fn() {
    const found = await surveyPython(PYTHON);
    const names = Object.entries(found.libraries).map((entry) => entry.join(" "));
    console.log(`${PYTHON} ${found.python} has ${names.join(", ") || "none of the libraries"}`);
    assert.match(found.python, /^3\.\d+/);
    const contestants = pythonContestants([{ ...found, threads: 1 }]);
    assert.equal(contestants.length, names.length);
    for (const [work, difference] of Object.values(TINY)) {
      const others = contestants.filter(({ families }) => families.includes(work.family));
      if (others.length === 0) continue;
      const comparison = comparisonOf(work, [OURS, ...others]);
      const check = { turns: comparison.turns, repetitions: 20, name: "20 times" };
      const { rows, warnings } = await resultOf(
        { ...comparison, difference, ...(work.family === "training-step" && { check }) },
        undefined,
      );
      assert.deepEqual(warnings, []);
      for (const row of rows) assert.equal(row.cannotRun, undefined, `${work.family}: ${row.name}`);
    }
  },
});

Deno.test("each family of the bench has plain TypeScript run it, or says that it takes too long", () => {
  for (const [family, { comparisons }] of Object.entries(FAMILIES)) {
    for (const { turns } of comparisons({ quick: true, contestants: CONTESTANTS })) {
      const plain = turns.find(({ name }) => name === "earnest, cpu")!;
      const isSlow = OURS.tooSlowFor!.includes(family as FamilyName);
      assert.equal(plain.leftOut, isSlow ? "left out: takes over 5 s a call" : undefined);
      for (const device of ["card", "native", "native ×1", "software"]) {
        assert.ok(turns.some(({ name }) => name === `earnest, ${device}`), `${family}: ${device}`);
      }
    }
  }
});

Deno.test("--json prints what a device check reads, line by line", () => {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  const result = { family: "search", name: "small", rows: [], warnings: [] };
  const peak = { adapter: "A card", gflops: 7, forms: {} };
  try {
    const printer = new JsonPrinter();
    printer.begin(thisMachine(), peak);
    printer.result(result);
  } finally {
    console.log = log;
  }
  assert.equal(lines.length, 3);
  assert.ok(thisMachine().cores > 0);
  const found = readBench(lines.map((line) => `${line}\n`).join(""));
  assert.deepEqual(found, { peak, results: [result], leftOut: [] });
});
