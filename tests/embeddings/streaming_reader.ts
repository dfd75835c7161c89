/**
 * Writes a set of 400,000 × 64, or searches it and prints how much its resident memory grew meanwhile, in bytes:
 * `streaming_reader.ts FOLDER write|search`.
 */
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { openStoredSet } from "../../src/embeddings/stored_set.ts";
import { searchRows } from "../../src/measures/retrieval/search_nearest.ts";
import { DIM, growthDuring, openLargeSet, PART_ITEMS } from "./large_set.ts";

async function write(folder: string): Promise<void> {
  const writer = await openLargeSet(folder, 400_000);
  for (const part of await writer.pending()) {
    const rows = Array.from({ length: PART_ITEMS }, (_, i) => part * PART_ITEMS + i);
    await writer.writePart(part, {
      rows: rows.map((row) => ({ id: `clip-${row}`, columns: { label: "a dog in the rain" } })),
      values: Float32Array.from({ length: rows.length * DIM }, (_, i) => (part + i) % 251),
      dim: DIM,
      unreadable: [],
    });
  }
  await writer.finish();
}

async function search(folder: string): Promise<number> {
  const compute = openCpu();
  const queries = { rows: 1, columns: DIM, values: new Float32Array(DIM).fill(1) };
  const set = await openStoredSet(folder);
  return await growthDuring(async () => {
    const { rows } = await searchRows(compute, { queries, database: set }, {
      k: 3,
      metric: "inner-product",
    });
    const found: string[] = [];
    await set.visit((row) => rows.includes(row), (_, { id }) => void found.push(id));
    if (found.length !== 3) throw new Error(`found ${found}`);
  });
}

const [folder, task] = Deno.args as [string, string];
if (task === "write") await write(folder);
else console.log(await search(folder));
