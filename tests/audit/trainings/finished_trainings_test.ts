import assert from "node:assert/strict";
import { join } from "node:path";
import { FinishedTrainings } from "../../../src/audit/trainings/finished_trainings.ts";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { plainOf } from "../../../src/audit/trainings/outcome_file.ts";
import type { Training } from "../../../src/audit/trainings/plan.ts";
import { type AuditPlan, planAudit } from "../../../src/audit/trainings/plan_audit.ts";
import { runHere } from "../../../src/audit/trainings/runner.ts";
import type { TrainingGroup } from "../../../src/audit/trainings/training_group.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { type PlainConfiguration, plantedConfiguration, withPlanted } from "../planted.ts";

const SMALL = {
  attribution: false,
  conditions: ["dirty", "clean", "untrained"],
  optimizer: { steps: 3, batch: 10 },
};
const compute = openCpu();
const HERE = { device: compute.device, code: "c0de".repeat(16) };

/** Plans a small audit. */
async function planOf(folder: string, changes: PlainConfiguration = {}): Promise<AuditPlan> {
  const text = JSON.stringify(plantedConfiguration({ ...SMALL, ...changes }));
  const configuration = parseConfiguration(text, "audit.json");
  return await planAudit(configuration, await readInputs(configuration, folder));
}

/** Runs trainings with a folder of finished ones; tells what was trained and reported. */
async function runIn(
  folder: string,
  { trainer, groups: all }: AuditPlan,
  groups: readonly TrainingGroup[],
  onNote: (note: string) => void = assert.fail,
) {
  const finished = await FinishedTrainings.open(folder, all, { ...HERE, onNote });
  const trained: TrainingGroup[] = [];
  const told: Training[][] = [];
  const runner = finished.around((left, onTrained) => {
    trained.push(...left);
    return runHere(trainer, compute)(left, onTrained);
  });
  const outcomes = await runner(
    groups,
    (own) => void told.push(own.map(({ training }) => training)),
  );
  assert.deepEqual(
    outcomes.map((own) => own.map(({ training }) => training)),
    groups.map(trainingsIn),
  );
  return { outcomes, trained, told };
}

function trainingsIn({ members }: TrainingGroup): Training[] {
  return members.map(({ training }) => training);
}

/** The files of a folder, each with what tells whether it was written again. */
function stampsIn(folder: string): Map<string, string> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  return new Map(names.map((name) => {
    const { ino, mtime } = Deno.statSync(join(folder, name));
    return [name, `${ino} ${mtime?.getTime()}`];
  }));
}

/** The files with the outcomes of a training. */
function filesOf({ projectors }: TrainingGroup, folder: string): string[] {
  return [...stampsIn(folder).keys()].filter((name) =>
    Deno.readTextFileSync(join(folder, name)).includes(projectors)
  );
}

Deno.test("finished trainings come from the folder, others are written there, damaged ones again", () =>
  withPlanted(async (planted) => {
    const plan = await planOf(planted);
    const { groups } = plan;
    const folder = join(planted, "cells");
    const notes: string[] = [];
    const run = (wanted: readonly TrainingGroup[]) =>
      runIn(folder, plan, wanted, (note) => notes.push(note));
    const some = groups.filter((_, i) => i % 3 === 0);
    assert.deepEqual((await run(some)).trained, some);
    const all = await run(groups);
    assert.deepEqual(all.trained, groups.filter((_, i) => i % 3 !== 0));
    const finishedFirst = [...some, ...all.trained].map(trainingsIn);
    assert.deepEqual(all.told, finishedFirst, "finished trainings come first");
    const undisturbed = plainOf(await runHere(plan.trainer, compute)(groups, () => {}));
    assert.deepEqual(plainOf(all.outcomes), undisturbed);

    const last = groups.at(-1)!;
    await Deno.truncate(join(folder, filesOf(last, folder)[0]!), 1000);
    const [name] = [".x.json.00000000-0000-0000-0000-000000000000.partial"];
    await Deno.writeTextFile(join(folder, name), "left by a killed process");
    const again = await run(groups);
    assert.deepEqual(again.trained, [last]);
    assert.deepEqual(plainOf(again.outcomes), undisturbed);
    assert.equal(notes.length, 1);
    assert.match(
      notes[0]!,
      /^Cannot read ".*\.json": it is not JSON .*; it is trained again$/,
    );
    // 2 class folds, 2 audio backbones, 3 conditions and 2 seeds.
    assert.equal(stampsIn(folder).size, 24);
  }));

Deno.test("a training whose outcomes are there in part is done once more, for the others alone", () =>
  withPlanted(async (planted) => {
    const plan = await planOf(planted, { conditions: ["dirty"], seeds: [0] });
    const folder = join(planted, "cells");
    const { groups } = plan;
    // 2 audio backbones, each trained once for 2 class folds.
    assert.deepEqual(groups.map(({ members }) => members.length), [2, 2]);
    const onFold = (fold: number) =>
      groups.map(({ projectors, members }) => ({
        projectors,
        members: members.filter(({ training }) => training.fold === fold),
      }));
    await runIn(folder, plan, onFold(1));
    const kept = stampsIn(folder);
    assert.equal(kept.size, 2);

    const finished = await FinishedTrainings.open(folder, groups, { ...HERE, onNote: assert.fail });
    assert.deepEqual(finished.unfinished(groups), onFold(0));
    const { trained, told, outcomes } = await runIn(folder, plan, groups);
    assert.deepEqual(trained, onFold(0));
    assert.deepEqual(told, groups.map(trainingsIn), "reported whole, and once");
    const undisturbed = await runHere(plan.trainer, compute)(groups, () => {});
    assert.deepEqual(plainOf(outcomes), plainOf(undisturbed));
    const now = stampsIn(folder);
    assert.equal(now.size, 4);
    for (const [name, stamp] of kept) assert.equal(now.get(name), stamp, "is not written again");
    assert.deepEqual((await runIn(folder, plan, groups)).trained, []);
  }));

Deno.test("every outcome of a training is kept before it is reported", () =>
  withPlanted(async (planted) => {
    const plan = await planOf(planted, { conditions: ["dirty"], seeds: [0] });
    const folder = join(planted, "cells");
    const finished = await FinishedTrainings.open(folder, plan.groups, {
      ...HERE,
      onNote: assert.fail,
    });
    const stopped = finished.around(runHere(plan.trainer, compute))(plan.groups, () => {
      throw new Error("enough for today");
    });
    await assert.rejects(stopped, /enough for today/);
    const left = await FinishedTrainings.open(folder, plan.groups, {
      ...HERE,
      onNote: assert.fail,
    });
    assert.deepEqual(left.unfinished(plan.groups), plan.groups.slice(1));
  }));

Deno.test("trainings of other code or another device are not used, and kept", () =>
  withPlanted(async (planted) => {
    const folder = join(planted, "cells");
    const { trainer, groups } = await planOf(planted);
    const some = groups.slice(0, 5);
    const finishedBy = (digit: string) =>
      FinishedTrainings.open(folder, groups, {
        ...HERE,
        code: digit.repeat(64),
        onNote: assert.fail,
      });
    assert.deepEqual((await finishedBy("a")).ofOtherCode(groups), { count: 0, codes: [] });
    await (await finishedBy("a")).around(runHere(trainer, compute))(some, () => {});
    // Names did not always have the code in them.
    await Deno.writeTextFile(join(folder, `${"0".repeat(64)}.json`), "{}");
    const kept = stampsIn(folder);
    assert.equal(kept.size, some.flatMap(({ members }) => members).length + 1);

    const other = await finishedBy("b");
    assert.deepEqual(other.unfinished(some), some);
    assert.deepEqual(other.ofOtherCode(groups), { count: 5, codes: ["a".repeat(16)] });
    await other.around(runHere(trainer, compute))(some.slice(0, 2), () => {});
    assert.equal((await finishedBy("b")).ofOtherCode(groups).count, 3);
    assert.deepEqual((await finishedBy("a")).unfinished(some), []);
    for (const [name, stamp] of kept) assert.equal(stampsIn(folder).get(name), stamp);

    const elsewhere = { ...HERE, device: { ...compute.device, name: "another CPU" } };
    const there = await FinishedTrainings.open(folder, groups, {
      ...elsewhere,
      onNote: assert.fail,
    });
    assert.equal(there.unfinished(groups).length, groups.length);
    assert.equal(there.ofOtherCode(groups).count, 0);
  }));

Deno.test("other code has finished a training when it has every outcome that is missing", () =>
  withPlanted(async (planted) => {
    const folder = join(planted, "cells");
    const { trainer, groups } = await planOf(planted, { conditions: ["dirty"], seeds: [0] });
    const finishedBy = (digit: string) =>
      FinishedTrainings.open(folder, groups, {
        ...HERE,
        code: digit.repeat(64),
        onNote: assert.fail,
      });
    await (await finishedBy("a")).around(runHere(trainer, compute))(groups, () => {});
    assert.equal((await finishedBy("b")).ofOtherCode(groups).count, 2);
    const [gone, left] = filesOf(groups[0]!, folder).map((name) => join(folder, name));
    await Deno.remove(gone!);
    assert.equal((await finishedBy("b")).ofOtherCode(groups).count, 1);
    // What other code lacks, this code may have.
    const [missing] = (await finishedBy("a")).unfinished(groups);
    await (await finishedBy("b")).around(runHere(trainer, compute))([missing!], () => {});
    assert.equal((await finishedBy("b")).ofOtherCode(groups).count, 2);
    await Deno.remove(left!);
    assert.equal((await finishedBy("b")).ofOtherCode(groups).count, 1);
  }));

Deno.test("a file of other code is not used under the name that this code would use", () =>
  withPlanted(async (planted) => {
    const folder = join(planted, "cells");
    const { trainer, groups } = await planOf(planted, { conditions: ["clean"], seeds: [0] });
    const byCode = (digit: string, onNote: (note: string) => void) =>
      FinishedTrainings.open(folder, groups, { ...HERE, code: digit.repeat(64), onNote });
    const first = await byCode("a", assert.fail);
    await first.around(runHere(trainer, compute))(groups.slice(0, 1), () => {});
    const [name] = stampsIn(folder).keys();
    const renamed = name!.replace("a".repeat(16) + ".json", "b".repeat(16) + ".json");
    await Deno.copyFile(join(folder, name!), join(folder, renamed));
    const notes: string[] = [];
    const cache = await byCode("b", (note) => notes.push(note));
    assert.equal(cache.unfinished(groups.slice(0, 1)).length, 1);
    assert.match(notes.join(), /holds another training; its hash does not match; it is trained/);
  }));
