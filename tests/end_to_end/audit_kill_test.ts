// An audit that is killed at any moment: it goes on, trains nothing twice, and ends in the bytes of one that was not.
import assert from "node:assert/strict";
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { plantedConfiguration, withPlanted } from "../audit/planted.ts";
import { earnest, killed, namesIn } from "./cli.ts";

const KILLS = 20;
const COMMAND = ["audit", "audit.json", "--out", "one", "--device", "cpu"];

/** Runs the work in a folder with a configuration of many small cells. */
function inAudit(work: (folder: string) => Promise<void>): Promise<void> {
  return withPlanted(async (folder) => {
    const configuration = plantedConfiguration({ seeds: [0, 1, 2, 3], optimizer: { steps: 30 } });
    await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(configuration));
    await work(folder);
  });
}

/** The finished cells, each with what tells whether its file was written again. */
function cellsIn(folder: string): Map<string, string> {
  const cells = join(folder, "one/cells");
  try {
    const names = namesIn(cells).filter((name) => name.endsWith(".json"));
    return new Map(names.map((name) => {
      const { ino, mtime } = Deno.statSync(join(cells, name));
      return [name, `${ino} ${mtime?.getTime()}`];
    }));
  } catch {
    return new Map();
  }
}

/** Runs an audit to its end; tells when its first cell was there, and its end, in milliseconds. */
async function undisturbed(cwd: string): Promise<{ first: number; end: number }> {
  const started = performance.now();
  let first = 0;
  const watch = setInterval(() => {
    if (first === 0 && cellsIn(cwd).size > 0) first = performance.now() - started;
  }, 10);
  const ended = await earnest(COMMAND, { cwd });
  clearInterval(watch);
  assert.equal(ended.code, 0, ended.stderr);
  return { first, end: performance.now() - started };
}

Deno.test("killed 20 times at moments that a seed draws, an audit ends in the same bytes", () =>
  inAudit(async (whole) =>
    await inAudit(async (parts) => {
      const { first, end } = await undisturbed(whole);
      const random = new RandomStream(29, "moments of killing");
      const moment = (from: number, to: number) => from + random.uniform() * (to - from);
      let finished = cellsIn(parts);
      let unfinished = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        // Most are killed while they start or among their first cells, so that there are enough cells for all.
        const most = kill < KILLS - 4 ? first + (end - first) / 8 : end;
        await killed([...COMMAND, "--resume"], parts, moment(0.3 * first, most));
        const after = cellsIn(parts);
        for (const [name, file] of finished) {
          assert.equal(after.get(name), file, "is kept as it is");
        }
        finished = after;
        if (!namesIn(parts).includes("one")) continue;
        if (!namesIn(join(parts, "one")).includes("results.json")) unfinished++;
      }
      assert.ok(unfinished > 5, `${unfinished} of ${KILLS} were killed before the end`);
      const last = await earnest([...COMMAND, "--resume"], { cwd: parts });
      assert.equal(last.code, 0, last.stderr);
      const note = last.stderr.replaceAll(/\n +/g, " ");
      assert.match(note, new RegExp(` ${finished.size} cells are there already`));
      for (const name of ["results.json", "cells.jsonl", "report.html", "run.json"]) {
        const [one, two] = [whole, parts].map((folder) =>
          Deno.readTextFileSync(join(folder, "one", name))
        );
        assert.equal(two, one, name);
      }
      assert.deepEqual([...cellsIn(parts).keys()], [...cellsIn(whole).keys()]);
      assert.deepEqual(namesIn(join(parts, "one")), namesIn(join(whole, "one")));
    })
  ));
