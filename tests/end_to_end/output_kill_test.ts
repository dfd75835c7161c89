// Commands that write a folder, killed at moments that a seed draws: the earlier output is intact or the new one whole,
// and after the next run nothing else is left.
import assert from "node:assert/strict";
import { join } from "node:path";
import { EXPORT_FOLDER } from "../../src/projector/files/export_into_folder.ts";
import { DEMO_FOLDER } from "../../src/audit/demo/demo_folder.ts";
import { SCAN_FOLDER, SPLIT_FOLDER } from "../../src/leakage/folder/kinds.ts";
import type { FolderKind } from "../../src/basics/output/folder_kind.ts";
import { fillFolder } from "../../src/basics/output/output_folder.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { inFolder } from "../temporary_folder.ts";
import { makePools, makeSounds, makeTexts } from "../projector/files/planted_sets.ts";
import { EARNEST, earnest, killedWhen, namesIn } from "./cli.ts";

const KILLS = 12;

/** The files of a folder as one text, by which two outputs are told apart. */
function bytesOf(folder: string): string {
  return namesIn(folder).map((name) => `${name} ${Deno.readFileSync(join(folder, name))}`).join();
}

const partialIn = (cwd: string) => namesIn(cwd).find((name) => /^\.out\..*\.partial$/.test(name));

/** The moments of killing: at any time, after the work has begun, when a file of the output is there. */
function moments(cwd: string, milliseconds: number): (() => boolean)[] {
  const random = new RandomStream(7, "moments of killing");
  return Array.from({ length: KILLS }, (_, kill) => {
    const [share, files, delay] = [random.uniform(), random.uniform() * 3, random.uniform() * 12];
    let [started, reached] = [0, 0];
    return () => {
      started ||= performance.now();
      if (kill % 4 === 0) return performance.now() - started > share * milliseconds;
      const partial = partialIn(cwd);
      if (!reached && partial !== undefined) {
        const written = kill % 4 === 1 ? 0 : Math.floor(files);
        if (namesIn(join(cwd, partial)).length >= written) reached = performance.now();
      }
      return reached > 0 && performance.now() - reached > delay;
    };
  });
}

/**
 * Kills a command while it replaces an output, again and again, with one input and with another in turn.
 *
 * @param runs the command with either input
 */
async function killAgainAndAgain(
  kind: FolderKind,
  cwd: string,
  runs: readonly [string[], string[]],
): Promise<void> {
  const whole: string[] = [];
  let milliseconds = 0;
  for (const run of runs) {
    const started = performance.now();
    const { code, stderr } = await earnest([...run, "--force"], { cwd });
    assert.equal(code, 0, stderr);
    milliseconds = performance.now() - started;
    whole.push(bytesOf(join(cwd, "out")));
  }
  assert.notEqual(whole[0], whole[1]);
  const before = namesIn(cwd);
  let unfinished = 0;
  for (const [kill, isTime] of moments(cwd, milliseconds).entries()) {
    await killedWhen([...runs[kill % 2]!, "--force"], cwd, isTime);
    if (partialIn(cwd) !== undefined) unfinished++;
    // The next run, which stops as soon as it has looked at the place.
    const next = fillFolder(join(cwd, "out"), kind, {}, () => assert.fail("it is replaced"));
    await assert.rejects(next, /out" exists; choose another --out/);
    assert.deepEqual(namesIn(cwd), before);
    assert.ok(whole.includes(bytesOf(join(cwd, "out"))), `kill ${kill}`);
  }
  assert.ok(unfinished >= 4, `${unfinished} of ${KILLS} were killed at their work`);
  assert.equal((await earnest([...runs[0], "--force"], { cwd })).code, 0);
  assert.deepEqual(namesIn(cwd), before);
  assert.equal(bytesOf(join(cwd, "out")), whole[0]);
}

/** Training pairs, as many as keep a command busy for some milliseconds. */
function pairs(word: string): string {
  const rows = Array.from(
    { length: 2000 },
    (_, i) => `${i},a ${word} and ${i % 7} more,s${i % 90}`,
  );
  return ["id,text,source_id", ...rows, "x,a hen,s1", ""].join("\n");
}

for (const kind of [SCAN_FOLDER, SPLIT_FOLDER]) {
  Deno.test(`killed 12 times, ${kind.command} leaves one whole output`, () =>
    inFolder(async (cwd) => {
      for (const word of ["dog", "rain"]) {
        await Deno.writeTextFile(join(cwd, `${word}.csv`), pairs(word));
      }
      await Deno.writeTextFile(join(cwd, "labels.txt"), "hen\nsnow\n");
      const run = (word: string) => {
        const args = ["--labels", "labels.txt", "--rules", "TEXT-EXACT", "--out", "out", "--quiet"];
        return [kind.command, `${word}.csv`, ...args];
      };
      await killAgainAndAgain(kind, cwd, [run("dog"), run("rain")]);
    }));
}

Deno.test("killed 12 times, export leaves one whole output", () =>
  inFolder(async (cwd) => {
    await makeSounds(cwd);
    await makeTexts(cwd);
    await makePools(cwd);
    const sets = ["--audio", "audio", "--text", "text", "--pools", "pools.json", "--dim", "4"];
    for (const steps of ["2", "3"]) {
      const args = ["train", ...sets, "--condition", "dirty", "--batch", "16", "--steps", steps];
      const out = ["--out", `${steps}.safetensors`, "--device", "cpu", "--quiet"];
      const { code, stderr } = await earnest([...args, ...out], { cwd });
      assert.equal(code, 0, stderr);
    }
    const run = (
      steps: string,
    ) => ["export", `${steps}.safetensors`, "--out", "out", "--device", "cpu", "--quiet"];
    await killAgainAndAgain(EXPORT_FOLDER, cwd, [run("2"), run("3")]);
  }));

Deno.test("killed 12 times in its first seconds, demo leaves nothing after its next run", () =>
  inFolder(async (cwd) => {
    const command = ["demo", "--out", "out", "--device", "cpu", "--quiet"];
    const random = new RandomStream(8, "moments of killing a demo");
    let unfinished = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const delay = 600 * random.uniform() ** 2;
      let begun = 0;
      await killedWhen(command, cwd, () => {
        if (partialIn(cwd) !== undefined) begun ||= performance.now();
        return begun > 0 && performance.now() - begun > delay;
      });
      if (partialIn(cwd) !== undefined) unfinished++;
      if (kill % 2 === 0) continue;
      const next = fillFolder(
        join(cwd, "out"),
        DEMO_FOLDER,
        {},
        () => Promise.reject(new Error("stop")),
      );
      await assert.rejects(next, { message: "stop" });
      assert.deepEqual(namesIn(cwd), []);
    }
    assert.ok(unfinished >= 8, `${unfinished} of ${KILLS} were killed at their work`);
    // What was left over goes when a demo begins, and a demo that is interrupted leaves nothing.
    await Deno.mkdir(join(cwd, `.out.${crypto.randomUUID()}.demo.partial`));
    const child = new Deno.Command(Deno.execPath(), {
      args: [...EARNEST, ...command],
      cwd,
      stdout: "null",
      stderr: "null",
    }).spawn();
    while (!namesIn(cwd).includes(".out.earnest.lock") || namesIn(cwd).length !== 2) {
      await new Promise((wake) => setTimeout(wake, 5));
    }
    await new Promise((wake) => setTimeout(wake, 50));
    child.kill("SIGINT");
    assert.equal((await child.status).code, 130);
    assert.deepEqual(namesIn(cwd), []);
  }));
