// An audit of a small FSD50K: sounds of ESC-10 in FSD50K's layout, with several labels each.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseResults } from "../../src/audit/claims/read_results.ts";
import { readCsv } from "../../src/formats/csv.ts";
import { pathSum } from "../audit/path_sum.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

/** FSD50K's labels of each class of ESC-10, those higher in the hierarchy included. */
const LABELS: Readonly<Record<string, string>> = {
  dog: "Bark,Dog,Animal",
  rooster: "Rooster,Animal",
  rain: "Rain,Water",
  sea_waves: "Ocean,Water",
  helicopter: "Helicopter,Vehicle",
  crackling_fire: "Fire",
  crying_baby: "Crying,Baby",
  sneezing: "Sneeze,Nose",
  clock_tick: "Tick,Clock",
  chainsaw: "Chainsaw,Saw",
};
const EVALUATED = ["dog", "rooster", "rain", "sea_waves", "helicopter"];

/** Writes `FSD50K`: of each class two clips in the part `dev`, and of five classes four in `eval`. */
async function writeFsd50k(folder: string, esc10: string): Promise<void> {
  const rows = readCsv(await Deno.readFile(join(esc10, "metadata.csv")), "metadata.csv").rows;
  const tables = { dev: ["fname,labels,mids,split"], eval: ["fname,labels,mids"] };
  for (const part of ["dev", "eval"] as const) {
    await Deno.mkdir(join(folder, `FSD50K/FSD50K.${part}_audio`), { recursive: true });
  }
  for (const [label, labels] of Object.entries(LABELS)) {
    const own = rows.filter(({ values }) => values["label"] === label);
    const mids = labels.split(",").map((one) => `/m/${one.toLowerCase()}`).join(",");
    for (const [i, { values }] of own.slice(0, EVALUATED.includes(label) ? 6 : 2).entries()) {
      const part = i < 2 ? "dev" : "eval";
      const fname = `${10_000 + tables.dev.length + tables.eval.length}`;
      tables[part].push(`${fname},"${labels}","${mids}"${part === "dev" ? ",train" : ""}`);
      const to = join(folder, `FSD50K/FSD50K.${part}_audio/${fname}.ogg`);
      await Deno.copyFile(join(esc10, values["file_name"]!), to);
    }
  }
  await Deno.mkdir(join(folder, "FSD50K/FSD50K.ground_truth"));
  for (const [part, lines] of Object.entries(tables)) {
    const path = join(folder, `FSD50K/FSD50K.ground_truth/${part}.csv`);
    await Deno.writeTextFile(path, lines.join("\n") + "\n");
  }
}

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
      ...["Animal", "Bark", "Dog", "Helicopter", "Ocean", "Rain", "Rooster", "Vehicle", "Water"],
    ]);
    assert.deepEqual([results.evaluation_items, results.least_sources], [20, 4]);
    const [{ path, dirty }] = results.attribution as [typeof results.attribution[0]];
    assert(Math.abs(pathSum(path) - dirty) < 1e-9);
    const [, clean] = results.conditions;
    assert.equal(clean!.condition, "clean");
    assert.equal(path.chance, clean!.chance);
    const report = await Deno.readFile(join(folder, "out/report.html"));
    const again = await earnest(["report", "out"], { cwd: folder });
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(await Deno.readFile(join(folder, "out/report.html")), report);
  });
});
