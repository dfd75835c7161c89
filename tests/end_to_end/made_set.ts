import { join } from "node:path";
import { writeEmbeddingSet } from "../../src/embeddings/whole_set.ts";
import { fingerprintOf, type JsonObject } from "../../src/embeddings/identity.ts";
import type { SetItem } from "../../src/embeddings/embedding_set.ts";

/** An item of a made set: its row, and what the manifest says of it. */
export interface MadeItem {
  readonly id: string;
  readonly row: readonly number[];
  readonly columns?: Readonly<Record<string, string>>;
}

/** Writes an embedding set and gives its folder. */
export async function makeSet(
  parent: string,
  name: string,
  made: readonly MadeItem[],
  identity: JsonObject = { importedFrom: "a test" },
): Promise<string> {
  const folder = join(parent, name);
  const items: SetItem[] = made.map(({ id, columns = {} }) => ({ id, columns }));
  const columns = made[0]!.row.length;
  const values = Float32Array.from(made.flatMap(({ row }) => row));
  const fingerprint = fingerprintOf(identity);
  const set = { rows: made.length, columns, values, items, unreadable: [], identity, fingerprint };
  await writeEmbeddingSet(folder, set, { mode: "create" });
  return folder;
}
