/**
 * Writes a set of 400,000 × 64, or searches it and prints how much its resident memory grew meanwhile, in bytes:
 * `streaming_reader.ts FOLDER write|search`.
 */
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { openStoredSet } from "../../src/embeddings/stored_set.ts";
import { openSetWriter, type SetWriterOptions } from "../../src/embeddings/writer.ts";
import { searchRows } from "../../src/measures/retrieval/search_nearest.ts";

const [ROWS, DIM] = [400_000, 64];

const options: SetWriterOptions = {
  identity: {},
  environment: {},
  items: ROWS,
  partItems: 2000,
  mode: "resume",
};

async function write(folder: string): Promise<void> {
  const writer = await openSetWriter(folder, options);
  for (const part of await writer.pending()) {
    const rows = Array.from({ length: options.partItems }, (_, i) => part * options.partItems + i);
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
  const before = Deno.memoryUsage().rss;
  let most = before;
  const look = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 1);
  const { rows } = await searchRows(compute, { queries, database: set }, {
    k: 3,
    metric: "inner-product",
  });
  const found: string[] = [];
  await set.visit((row) => rows.includes(row), (_, { id }) => void found.push(id));
  clearInterval(look);
  if (found.length !== 3) throw new Error(`found ${found}`);
  return most - before;
}

const [folder, task] = Deno.args as [string, string];
if (task === "write") await write(folder);
else console.log(await search(folder));
