import { createHash } from "node:crypto";
import { join } from "node:path";
import type { PartContent } from "../../src/embeddings/part_file.ts";
import { type Cut, partLength } from "../../src/embeddings/parts.ts";
import { openSetWriter, type SetWriterOptions } from "../../src/embeddings/writer.ts";

/** Numbers in a row of a planted set. */
export const DIM = 3;

/** A set of a few parts, the third without any row. */
export const planted: SetWriterOptions = {
  identity: { backbone: { name: "planted", sha256: "a".repeat(64) }, batch: 2 },
  environment: { adapter: "abacus" },
  items: 21,
  partItems: 4,
  mode: "create",
};

/** Items 8 to 11 and every seventh cannot be read. */
function isUnreadable(item: number): boolean {
  return item >= 8 && item < 12 || item % 7 === 5;
}

/** Computes a backbone's output for a part from the items' numbers alone. */
export function contentOf(cut: Cut, part: number, dim: number = DIM): PartContent {
  const numbers = Array.from(
    { length: partLength(cut, part) },
    (_, i) => part * cut.partItems + i,
  );
  const readable = numbers.filter((item) => !isUnreadable(item));
  return {
    rows: readable.map((item) => ({
      id: `item ${item}`,
      columns: { file_name: `${item}.wav`, label: item % 2 === 0 ? "Hündin" : "rain" },
    })),
    values: Float32Array.from(
      readable.flatMap((item) => Array.from({ length: dim }, (_, c) => Math.sin(item * dim + c))),
    ),
    dim,
    unreadable: numbers.filter(isUnreadable).map((item) => ({
      id: `item ${item}`,
      row: item + 1,
      reason: "it is silent",
    })),
  };
}

/** Writes the pending parts and finishes. */
export async function writeSet(folder: string, options: Partial<SetWriterOptions> = {}) {
  const all = { ...planted, ...options };
  const writer = await openSetWriter(folder, all);
  for (const part of await writer.pending()) await writer.writePart(part, contentOf(all, part));
  return await writer.finish();
}

/** Runs a test in a folder of its own with the path of a set that does not exist yet. */
export async function withFolder(body: (set: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(join(folder, "set"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Names of the files in a folder, sorted. */
export function namesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

/** SHA-256 of each file in a folder. */
export function hashesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    namesIn(folder).map((name) => {
      const bytes = Deno.readFileSync(join(folder, name));
      return [name, createHash("sha256").update(bytes).digest("hex")];
    }),
  );
}
