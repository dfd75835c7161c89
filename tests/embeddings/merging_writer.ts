/**
 * Merges a set of 200,000 × 64 and prints how much its resident memory grew meanwhile, in bytes: `merging_writer.ts
 * FOLDER write|merge`.
 */
import { openSetWriter, type SetWriterOptions } from "../../src/embeddings/writer.ts";

const [ROWS, DIM] = [200_000, 64];

const options: SetWriterOptions = {
  identity: {},
  environment: {},
  items: ROWS,
  partItems: 2000,
  mode: "resume",
};

async function writeParts(folder: string): Promise<void> {
  const writer = await openSetWriter(folder, options);
  for (const part of await writer.pending()) {
    await writer.writePart(part, {
      rows: Array.from({ length: options.partItems }, (_, i) => {
        const id = `clip-${part * options.partItems + i}`;
        return { id, columns: { file_name: `${id}.wav`, label: "a dog that barks at the rain" } };
      }),
      values: new Float32Array(options.partItems * DIM).fill(part),
      dim: DIM,
      unreadable: [],
    });
  }
}

async function mergeParts(folder: string): Promise<number> {
  const writer = await openSetWriter(folder, options);
  const before = Deno.memoryUsage().rss;
  let most = before;
  const look = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 1);
  const { rows } = await writer.finish();
  clearInterval(look);
  if (rows !== ROWS) throw new Error(`merged ${rows} rows`);
  return most - before;
}

const [folder, step] = Deno.args as [string, string];
if (step === "write") await writeParts(folder);
else console.log(await mergeParts(folder));
