/**
 * Merges a set of 200,000 × 64 and prints how much its resident memory grew meanwhile, in bytes: `merging_writer.ts
 * FOLDER write|merge`.
 */
import { DIM, growthDuring, openLargeSet, PART_ITEMS } from "./large_set.ts";

const ROWS = 200_000;

async function writeParts(folder: string): Promise<void> {
  const writer = await openLargeSet(folder, ROWS);
  for (const part of await writer.pending()) {
    await writer.writePart(part, {
      rows: Array.from({ length: PART_ITEMS }, (_, i) => {
        const id = `clip-${part * PART_ITEMS + i}`;
        return { id, columns: { file_name: `${id}.wav`, label: "a dog that barks at the rain" } };
      }),
      values: new Float32Array(PART_ITEMS * DIM).fill(part),
      dim: DIM,
      unreadable: [],
    });
  }
}

async function mergeParts(folder: string): Promise<number> {
  const writer = await openLargeSet(folder, ROWS);
  return await growthDuring(async () => {
    const { rows } = await writer.finish();
    if (rows !== ROWS) throw new Error(`merged ${rows} rows`);
  });
}

const [folder, step] = Deno.args as [string, string];
if (step === "write") await writeParts(folder);
else console.log(await mergeParts(folder));
