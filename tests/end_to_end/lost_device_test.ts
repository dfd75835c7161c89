// A device that is lost costs a command nothing that it had finished: it continues once, to the same bytes.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plantedConfiguration, writePlanted } from "../audit/planted.ts";
import { makePools, makeSounds, makeTexts } from "../projector/files/planted_sets.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

const LOSING = fileURLToPath(new URL("losing_device.ts", import.meta.url));
const NOTE = /was lost, and the results on it \(.*\); continuing once with what is finished/;

/** Runs a command whose device is lost at so many submissions, or as soon as a folder has files. */
function losing(when: number | string, args: readonly string[], cwd: string) {
  return earnest([`${when}`, ...args], { cwd }, ["run", "--quiet", "-A", LOSING]);
}

Deno.test("a training whose device is lost continues once", () =>
  inFolder(async (folder) => {
    if (!await navigator.gpu.requestAdapter()) {
      assert.notEqual(Deno.env.get("EARNEST_REQUIRE_GPU"), "1", "no WebGPU adapter answers");
      return console.warn("SKIPPED: no WebGPU adapter answers");
    }
    await makeSounds(folder);
    await makeTexts(folder);
    await makePools(folder);
    const train = (out: string) =>
      `train --audio audio --text text --pools pools.json --condition clean --dim 8 --batch 16 --steps 30 --device software --out ${out}`
        .split(" ");
    const whole = await earnest(train("whole.safetensors"), { cwd: folder });
    assert.equal(whole.code, 0, whole.stderr);
    const lost = await losing(20, train("lost.safetensors"), folder);
    assert.equal(lost.code, 0, lost.stderr);
    assert.match(lost.stderr.replaceAll(/\s+/g, " "), NOTE);
    const [one, two] = ["whole", "lost"].map((name) =>
      Deno.readFileSync(join(folder, `${name}.safetensors`))
    );
    assert.deepEqual(two, one);
  }));

const audit = (out: string) => ["audit", "audit.json", "--device", "software", "--out", out];

Deno.test("an audit whose device is lost continues once", () =>
  inFolder(async (folder) => {
    if (!await navigator.gpu.requestAdapter()) return console.warn("SKIPPED: no adapter answers");
    await writePlanted(folder);
    const short = { attribution: false, conditions: ["dirty"], seeds: [0], bootstrap: 100 };
    await Deno.writeTextFile(
      join(folder, "audit.json"),
      JSON.stringify(plantedConfiguration({ ...short, optimizer: { steps: 30 } })),
    );
    const whole = await earnest(audit("whole"), { cwd: folder });
    assert.equal(whole.code, 0, whole.stderr);
    // Before anything is finished, and after a training is.
    for (const [out, when] of [["early", 12], ["late", "late/cells"]] as const) {
      const lost = await losing(when, audit(out), folder);
      assert.equal(lost.code, 0, lost.stderr);
      assert.match(lost.stderr.replaceAll(/\s+/g, " "), NOTE);
      const [one, two] = ["whole", out].map((name) =>
        Deno.readTextFileSync(join(folder, name, "results.json"))
      );
      assert.equal(two, one);
    }
  }));
