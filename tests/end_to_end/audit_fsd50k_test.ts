// An audit of a small FSD50K: sounds of ESC-10 in FSD50K's layout, with several labels each.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseResults } from "../../src/audit/claims/read_results.ts";
import { pathSum } from "../audit/path_sum.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";
import { writeFsd50k } from "./made_fsd50k.ts";

Deno.test("FSD50K is audited from its folder, in mean average precision that adds up", async () => {
  const esc10 = sharedPath("data/esc10");
  if (esc10 === undefined) return;
  await inFolder(async (folder) => {
    await writeFsd50k(folder, esc10);
    const configuration = {
      evaluation: { items: "FSD50K", where: { split: ["eval"] } },
      training: { items: "FSD50K", where: { split: ["train"] } },
      audio: [{ name: "log-mel", backbone: "log-mel-statistics" }],
      text: [{ name: "glove-100d", backbone: "glove-100d" }],
      projector: { dim: 16 },
      optimizer: { steps: 10, batch: 8 },
      seeds: [0],
      conditions: ["dirty", "clean", "shuffled"],
      attribution: false,
      leakDose: [],
      diversity: [],
      shuffles: 2,
      bootstrap: 100,
      leakage: { rules: ["TEXT-EXACT"] },
    };
    await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(configuration));
    const command = ["audit", "audit.json", "--out", "out", "--device", "cpu", "--quiet"];
    const ended = await earnest(command, { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /Macro mean average precision with 95 % intervals/);
    const written = await Deno.readTextFile(join(folder, "out/results.json"));
    const results = parseResults(written, "results.json");
    assert.equal(results.measure, "macro_map");
    assert.deepEqual(results.classes, [
      ...["Aircraft", "Animal", "Bark", "Chicken_and_rooster", "Dog", "Domestic_animals_and_pets"],
      ...["Fowl", "Ocean", "Rain", "Vehicle", "Water", "Waves_and_surf"],
    ]);
    assert.deepEqual([results.evaluation_items, results.least_sources], [20, 4]);
    const [{ path, dirty }] = results.attribution as [typeof results.attribution[0]];
    assert(Math.abs(pathSum(path) - dirty) < 1e-9);
    const [, clean] = results.conditions;
    assert.equal(clean!.condition, "clean");
    assert.equal(path.chance, clean!.chance);
    const report = await Deno.readFile(join(folder, "out/report.html"));
    const again = await earnest(["report", "out", "--tables", "markdown"], { cwd: folder });
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /\nTables: out\/tables\n$/);
    for (const name of ["conditions", "path", "methods"]) {
      const table = await Deno.readTextFile(join(folder, `out/tables/${name}.md`));
      assert.match(table, /mean average precision/i);
      assert.doesNotMatch(table, /accuracy/i);
    }
    assert.deepEqual(await Deno.readFile(join(folder, "out/report.html")), report);
  });
});
