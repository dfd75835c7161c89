/**
 * A small FSD50K: sounds of ESC-10 in FSD50K's layout, with several labels each.
 * @module
 */
import { join } from "node:path";
import { readCsv } from "../../src/formats/csv.ts";

/** FSD50K's labels of each class of ESC-10, as FSD50K spells them, those higher in the hierarchy included. */
const LABELS: Readonly<Record<string, string>> = {
  dog: "Bark,Dog,Domestic_animals_and_pets,Animal",
  rooster: "Chicken_and_rooster,Fowl,Animal",
  rain: "Rain,Water",
  sea_waves: "Ocean,Waves_and_surf,Water",
  helicopter: "Aircraft,Vehicle",
  crackling_fire: "Fire,Crackle",
  crying_baby: "Crying_and_sobbing,Human_voice",
  sneezing: "Sneeze,Respiratory_sounds",
  clock_tick: "Tick,Clock",
  chainsaw: "Sawing,Tools",
};
const EVALUATED = ["dog", "rooster", "rain", "sea_waves", "helicopter"];

/**
 * Writes `FSD50K`: of each class two clips in the part `dev`, and of five classes four in `eval`.
 *
 * @param esc10 folder of ESC-10's sounds
 */
export async function writeFsd50k(folder: string, esc10: string): Promise<void> {
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
