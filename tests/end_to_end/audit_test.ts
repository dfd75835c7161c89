// `earnest audit` as users run it: what it writes, what `earnest report` makes of that, how a signal ends it.
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type PlainConfiguration,
  plantedConfiguration,
  withPlanted,
  writePlanted,
} from "../audit/planted.ts";
import { copiesOf } from "../temporary_folder.ts";
import { findAdapter } from "../../src/compute/open.ts";
import { EARNEST, earnest, type Ended, namesIn } from "./cli.ts";
import { finishedBy } from "./finished_files.ts";

const DEVICE = ["--device", "cpu"];

/** What a finished audit leaves. */
const FILES = [
  "cells",
  "cells.jsonl",
  "charts",
  "maps.json",
  "report.html",
  "results.json",
  "run.json",
  "variants.json",
];

async function configure(folder: string, changes: PlainConfiguration): Promise<void> {
  const text = JSON.stringify(plantedConfiguration(changes));
  await Deno.writeTextFile(join(folder, "audit.json"), text);
}

async function withConfiguration(
  changes: PlainConfiguration,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  await withPlanted(async (folder) => {
    await configure(folder, changes);
    await work(folder);
  });
}

/** How the audit ended that the first tests share. */
let first: Ended;

/** A folder with the audit of planted data, as users run it. */
const inWhole = copiesOf(async (cwd) => {
  await writePlanted(cwd);
  await configure(cwd, { notes: ["The data are\u001b[2J made."] });
  first = await earnest(["audit", "audit.json", "--out", "one", ...DEVICE], { cwd });
  assert.equal(first.code, 0, first.stderr);
});

Deno.test("an audit writes its folder, and the same bytes again", async () => {
  await inWhole(async (cwd) => {
    assert.match(first.stdout, /planted with glove-100d/);
    assert.match(first.stdout, /\n- The data are\ufffd\[2J made\.\n/);
    assert.ok(first.stdout.split("\n").every((line) => [...line].length <= 80), first.stdout);
    assert.deepEqual(namesIn(join(cwd, "one")), FILES);
    const cells = join(cwd, "one/cells");
    const trainings = finishedBy(cells, namesIn(cells));
    assert.ok(trainings < namesIn(cells).length, "class folds share trainings");
    const plan =
      `^earnest: Plan: \\d+ arms on 2 class folds, ${trainings} trainings, 8 of them at\\s`;
    assert.match(first.stderr, /^timing short trainings: /);
    assert.match(first.stderr, new RegExp(plan, "m"));
    assert.match(first.stderr, new RegExp(`training: ${trainings} of ${trainings} \\(100 %\\)`));

    const resultsIn = (out: string) => Deno.readTextFile(join(cwd, out, "results.json"));
    const results = await resultsIn("one");
    const again = await earnest(
      ["audit", "audit.json", "--out", "one", "--force", "--quiet", "--json", ...DEVICE],
      { cwd },
    );
    assert.deepEqual([again.code, again.stderr], [0, ""]);
    const other = await earnest(
      ["audit", "audit.json", "--out", "two", "--seed", "9", "--quiet", ...DEVICE],
      { cwd },
    );
    assert.equal(other.code, 0, other.stderr);
    assert.equal(await resultsIn("one"), results);
    assert.deepEqual(JSON.parse(again.stdout), JSON.parse(results));
    assert.equal(JSON.parse(results).schema, "earnest/audit/2");
    assert.notEqual(await resultsIn("two"), results);
  });
});

/** The bytes of a folder's report and charts, by name. */
async function reportOf(folder: string): Promise<Record<string, string>> {
  const charts = namesIn(join(folder, "charts")).map((name) => join("charts", name));
  const files = ["report.html", ...charts];
  const texts = await Promise.all(files.map((name) => Deno.readTextFile(join(folder, name))));
  return Object.fromEntries(files.map((name, at) => [name, texts[at]!]));
}

Deno.test("report writes the bytes that the audit wrote, and tells what it found", async () => {
  await inWhole(async (cwd) => {
    const folder = join(cwd, "one");
    const written = await reportOf(folder);
    assert.ok(Object.keys(written).length > 5);
    await Deno.remove(join(folder, "report.html"));
    await Deno.remove(join(folder, "charts"), { recursive: true });
    const { code, stdout, stderr } = await earnest(["report", "one"], { cwd });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout,
      /planted with glove-100d[^]*\n- Accuracy of planted with glove-100d: dirty [^]*\nReport: one\/report.html\n$/,
    );
    assert.ok(stdout.split("\n").every((line) => [...line].length <= 80), stdout);
    assert.deepEqual(await reportOf(folder), written);

    const json = await earnest(["report", "one", "--json"], { cwd });
    const results = JSON.parse(await Deno.readTextFile(join(folder, "results.json")));
    assert.deepEqual(JSON.parse(json.stdout), results);

    await Deno.remove(join(folder, "results.json"));
    const unfinished = await earnest(["report", "one"], { cwd });
    assert.deepEqual([unfinished.code, unfinished.stdout], [2, ""]);
    assert.match(unfinished.stderr, /^earnest: The audit in "one" is not finished: [^\n]*\n$/);
    const nowhere = await earnest(["report", "nowhere"], { cwd });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /^earnest: "nowhere" is not an audit's folder; [^\n]*\n$/);
  });
});

/** An adapter has kernels to choose from. */
async function deviceToTune(): Promise<string> {
  if (await findAdapter("gpu")) return "gpu";
  return await findAdapter("software") ? "software" : "cpu";
}

Deno.test("an audit with the kernels of an earlier one has its bytes", async () => {
  await withConfiguration({ conditions: ["clean", "dirty"], attribution: false }, async (cwd) => {
    const device = await deviceToTune();
    const tune = ["--tune", "--device", device];
    const tuned = await earnest(["audit", "audit.json", "--out", "one", ...tune], { cwd });
    assert.equal(tuned.code, 0, tuned.stderr);
    const kept = JSON.parse(await Deno.readTextFile(join(cwd, "one/variants.json")));
    assert.equal(kept.schema, "earnest/variants/1");
    if (kept.device.class === "cpu") assert.match(tuned.stderr, /nothing to tune on the CPU\n/);
    else {
      assert.equal(kept.origin, "tuned");
      assert.match(tuned.stderr, /\ntuning: \d+ of \d+ .*\nearnest: kernels by tuning: vector /);
    }
    const args = ["audit", "audit.json", "--out", "two", "--variants", "one/variants.json"]
      .concat("--device", device);
    const again = await earnest(args, { cwd });
    assert.equal(again.code, 0, again.stderr);
    for (const name of ["results.json", "cells.jsonl", "variants.json"]) {
      const [one, two] = ["one", "two"].map((out) => Deno.readTextFileSync(join(cwd, out, name)));
      assert.equal(two, one, name);
    }
  });
});

Deno.test("--force never takes the configuration's own folder away", async () => {
  await withConfiguration({}, async (cwd) => {
    await Deno.writeTextFile(join(cwd, "results.json"), '{"schema":"earnest/audit/1"}');
    const ended = await earnest(
      ["audit", "audit.json", "--out", ".", "--force", ...DEVICE],
      { cwd },
    );
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /holds the input/);
    assert.ok(namesIn(cwd).includes("training.csv"));
  });
});

Deno.test("--force never takes a file away that the configuration names", async () => {
  await withConfiguration({ training: { items: "one/training.csv" } }, async (cwd) => {
    await Deno.mkdir(join(cwd, "one"));
    await Deno.rename(join(cwd, "training.csv"), join(cwd, "one/training.csv"));
    await Deno.writeTextFile(join(cwd, "one/results.json"), '{"schema":"earnest/audit/1"}');
    const ended = await earnest(["audit", "audit.json", "--out", "one", "--force", ...DEVICE], {
      cwd,
    });
    assert.equal(ended.code, 2);
    assert.match(ended.stderr, /holds the input ".*training\.csv"/);
    assert.deepEqual(namesIn(join(cwd, "one")), ["results.json", "training.csv"]);
  });
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  /** Starts an audit, sends it the signal when its folder holds what it waits for, and tells what it said. */
  const interrupt = async (cwd: string, isTime: () => boolean) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: [...EARNEST, "audit", "audit.json", "--out", "one", ...DEVICE],
      cwd,
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    while (!isTime() && !hasEnded) await new Promise((wake) => setTimeout(wake, 20));
    if (!hasEnded) child.kill(signal);
    const { code, stderr } = await child.output();
    return { code, stderr: new TextDecoder().decode(stderr) };
  };

  Deno.test(`${signal} ends an audit with ${code}; without a finished training nothing stays`, () =>
    withConfiguration({ optimizer: { steps: 100_000 } }, async (cwd) => {
      const before = namesIn(cwd);
      const ended = await interrupt(cwd, () => isThere(join(cwd, "one/cells")));
      assert.equal(ended.code, code);
      assert.match(ended.stderr, /\n(Interrupted|Terminated)\.\n$/);
      assert.doesNotMatch(ended.stderr, /--resume/);
      assert.deepEqual(namesIn(cwd), before);
    }));

  /** 12 trainings, which take some tenths of a second each. */
  const some = { conditions: ["dirty", "clean"], attribution: false, optimizer: { steps: 200 } };

  Deno.test(`${signal} ends an audit with ${code}; finished trainings stay, and --resume continues`, () =>
    withConfiguration(some, async (cwd) => {
      const ended = await interrupt(cwd, () => finishedIn(join(cwd, "one")).length > 2);
      assert.equal(ended.code, code);
      assert.match(
        ended.stderr,
        /\nWhat is finished is kept; use the same command with --resume to continue\.\n\n?(Inter|Termi)/,
      );
      assert.deepEqual(namesIn(join(cwd, "one")), ["cells", "run.json", "variants.json"]);
      const args = ["audit", "audit.json", "--out", "one", ...DEVICE];
      const refused = await earnest(args, { cwd });
      assert.equal(refused.code, 2);
      assert.equal(
        refused.stderr,
        'earnest: "one" holds an audit that is not finished; use --resume to continue it, or --force to start over\n',
      );
      const files = finishedIn(join(cwd, "one"));
      const again = await earnest([...args, "--resume"], { cwd });
      assert.equal(again.code, 0, again.stderr);
      const [finished, all] = [files, finishedIn(join(cwd, "one"))].map((names) =>
        finishedBy(join(cwd, "one/cells"), names)
      );
      assert.match(
        again.stderr.replaceAll(/\n +/g, " "),
        new RegExp(`; ${finished} training(s are| is) finished`),
      );
      assert.match(again.stderr, new RegExp(`\ntraining: ${finished} of ${all} `));
      assert.deepEqual(namesIn(join(cwd, "one")), FILES);
    }));
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Files of finished trainings in an audit's folder. */
function finishedIn(folder: string): string[] {
  const trainings = join(folder, "cells");
  return isThere(trainings) ? namesIn(trainings).filter((name) => name.endsWith(".json")) : [];
}
