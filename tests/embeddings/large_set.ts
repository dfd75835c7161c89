/**
 * Embedding sets of hundreds of thousands of rows, and the memory that work on them takes.
 * @module
 */
import { openSetWriter, type SetWriter } from "../../src/embeddings/writer.ts";

/** Values in a row. */
export const DIM = 64;
/** Items in a part. */
export const PART_ITEMS = 2000;

/** Opens a set of so many rows, to be written or continued. */
export function openLargeSet(folder: string, rows: number): Promise<SetWriter> {
  return openSetWriter(folder, {
    identity: {},
    environment: {},
    items: rows,
    partItems: PART_ITEMS,
    mode: "resume",
  });
}

/** Does the work, and returns by how many bytes this process's resident memory was larger meanwhile, at the most. */
export async function growthDuring(work: () => Promise<void>): Promise<number> {
  const before = Deno.memoryUsage().rss;
  let most = before;
  const look = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 1);
  await work();
  clearInterval(look);
  return most - before;
}
