/**
 * Commands over made inputs, which are divided to see what that costs.
 * @module
 */
import { join } from "node:path";
import { writeCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import { captionsCsv, madeCaptions } from "./captions.ts";
import { normals, writeAudit } from "./growth.ts";

const RATE = 16_000;

/** The words of commands, without `--out` and `--device`; each writes its inputs into a folder. */
export const MADE_COMMANDS: Readonly<Record<string, (folder: string) => Promise<string[]>>> = {
  scan: async (folder) => ["scan", await captions(folder, 1e6), "--labels", "esc50"],
  search: async (folder) => {
    const database = await rows(folder, "rows", 1e6);
    const queries = await rows(folder, "queries", 1e3);
    return [
      ...["search", database.array, "--items", database.items],
      ...["--query", queries.array, "--query-items", queries.items],
    ];
  },
  embed: async (folder) => ["embed", await clips(folder, 1e3), "--backbone", "openwakeword"],
  audit: async (folder) => {
    await writeAudit(folder, { items: 2e3, pairs: 2e4, classes: 20, seeds: 5 }, 300);
    return ["audit", join(folder, "audit.json")];
  },
};

async function captions(folder: string, count: number): Promise<string> {
  const path = join(folder, "captions.csv");
  await Deno.writeTextFile(path, captionsCsv(madeCaptions(count)));
  return path;
}

/** An array of 128 columns, and a manifest of its rows. */
async function rows(folder: string, name: string, count: number) {
  const array = join(folder, `${name}.npy`);
  await Deno.writeFile(array, writeNpy([count, 128], normals(name, count * 128)));
  const items = join(folder, `${name}.csv`);
  const ids = Array.from({ length: count }, (_, id) => ({ id: `${id}` }));
  await Deno.writeTextFile(items, writeCsv(["id"], ids));
  return { array, items };
}

/** Clips of 5 s of noise, another each. */
async function clips(folder: string, count: number): Promise<string> {
  const samples = Int16Array.from(normals("noise", 5 * RATE), (value) => 3000 * value);
  const names = Array.from({ length: count }, (_, i) => `${i}.wav`);
  for (const [i, name] of names.entries()) {
    samples[0] = i;
    await Deno.writeFile(
      join(folder, name),
      wav({ ...PLAIN, sampleRateHz: RATE }, new Uint8Array(samples.buffer)),
    );
  }
  const path = join(folder, "clips.csv");
  const items = names.map((file_name) => ({ file_name }));
  await Deno.writeTextFile(path, writeCsv(["file_name"], items));
  return path;
}
