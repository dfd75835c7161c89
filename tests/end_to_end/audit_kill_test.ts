// An audit that is killed at any moment: it continues, trains nothing twice, and ends in the bytes of one that was not.
import assert from "node:assert/strict";
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { earnest, killedWhen, namesIn } from "./cli.ts";
import { finishedBy } from "./finished_files.ts";

const KILLS = 12;
const COMMAND = ["audit", "audit.json", "--out", "one", "--device", "cpu"];

/** Runs the work in a folder with a configuration of many small trainings. */
function inAudit(work: (folder: string) => Promise<void>): Promise<void> {
  return withPlanted(async (folder) => {
    const configuration = plantedConfiguration({ seeds: [0, 1, 2, 3], optimizer: { steps: 30 } });
    await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(configuration));
    await work(folder);
  });
}

/** The files of finished trainings, each with what tells whether its file was written again. */
function finishedIn(folder: string): Map<string, string> {
  const trainings = join(folder, "one/cells");
  try {
    const names = namesIn(trainings).filter((name) => name.endsWith(".json"));
    return new Map(names.map((name) => {
      const { ino, mtime } = Deno.statSync(join(trainings, name));
      return [name, `${ino} ${mtime?.getTime()}`];
    }));
  } catch {
    return new Map();
  }
}

/** Runs an audit to its end; tells how many milliseconds that took. */
async function undisturbed(cwd: string): Promise<number> {
  const started = performance.now();
  const ended = await earnest(COMMAND, { cwd });
  assert.equal(ended.code, 0, ended.stderr);
  return performance.now() - started;
}

/** The moments of killing: while it starts, shortly after one of its first trainings, at any time. */
function moments(cwd: string, milliseconds: number): (() => boolean)[] {
  const random = new RandomStream(29, "moments of killing");
  const after = (delay: number) => {
    let begin: number | undefined;
    return () => performance.now() - (begin ??= performance.now()) > delay;
  };
  return Array.from({ length: KILLS }, (_, kill) => {
    const [share, trainings, delay] = [
      random.uniform(),
      random.uniform() * 12,
      random.uniform() * 30,
    ];
    if (kill % 5 === 0) return after(share * milliseconds / 3);
    if (kill >= KILLS - 4) return after(share * milliseconds);
    const isOver = after(delay);
    let first: number | undefined;
    return () => {
      const there = finishedIn(cwd).size;
      return there > (first ??= there) + trainings && isOver();
    };
  });
}

Deno.test("killed 12 times at moments that a seed draws, an audit ends in the same bytes", () =>
  inAudit(async (whole) =>
    await inAudit(async (parts) => {
      let finished = finishedIn(parts);
      let unfinished = 0;
      for (const isTime of moments(parts, await undisturbed(whole))) {
        await killedWhen([...COMMAND, "--resume"], parts, isTime);
        const now = finishedIn(parts);
        for (const [name, file] of finished) assert.equal(now.get(name), file, "is kept as it is");
        if (now.size > finished.size && now.size < finishedIn(whole).size) unfinished++;
        finished = now;
      }
      assert.ok(unfinished >= 4, `${unfinished} of ${KILLS} were killed among their trainings`);
      const last = await earnest([...COMMAND, "--resume"], { cwd: parts });
      assert.equal(last.code, 0, last.stderr);
      const note = last.stderr.replaceAll(/\n +/g, " ");
      const trained = finishedBy(join(parts, "one/cells"), finished.keys());
      assert.ok(trained > 0 && trained < finished.size, "class folds share trainings");
      assert.match(note, new RegExp(` ${trained} trainings are finished already`));
      for (const name of ["results.json", "cells.jsonl", "maps.json", "report.html", "run.json"]) {
        const [one, two] = [whole, parts].map((folder) =>
          Deno.readTextFileSync(join(folder, "one", name))
        );
        assert.equal(two, one, name);
      }
      assert.deepEqual([...finishedIn(parts).keys()], [...finishedIn(whole).keys()]);
      assert.deepEqual(namesIn(join(parts, "one")), namesIn(join(whole, "one")));
    })
  ));
