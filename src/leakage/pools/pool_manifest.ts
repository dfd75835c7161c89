/**
 * A pool as a manifest to train on: the rows of the manifest that it was made from, as they stand there.
 * @module
 */
import { isUtf8 } from "node:buffer";
import { parseItems } from "../../datasets/items.ts";
import type { ItemOptions } from "../../datasets/items.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { TrainingPair } from "../findings.ts";

/** A function from the ids of a pool to the text of its manifest, and the ending of its name. */
export interface ManifestCutter {
  /** `csv` or `jsonl`. */
  readonly extension: "csv" | "jsonl";
  /** The manifest of the pairs with these ids, in the order of the original. */
  cut(ids: ReadonlySet<string>): string;
}

/**
 * Prepares a manifest to be cut. Where a row of a `.csv` or `.jsonl` is a pair, its lines are kept character by
 * character, so paths in them are still relative to the original's folder. Everything else (Parquet, folders of data
 * sets, several captions a row, bytes that are not UTF-8) becomes JSON Lines with `id`, `text` and, where they are known, `label` and `source_id`.
 *
 * @param bytes the manifest; undefined where it is a folder
 * @param path its name
 * @param pairs every training pair
 * @param columns which columns were named
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const bytes = new TextEncoder().encode('id,text\n1,"a\nb"\n2,c\n');
 * const pairs = [{ id: "1", text: "a\nb" }, { id: "2", text: "c" }];
 * const cutter = await cutManifest(bytes, "pairs.csv", pairs, {});
 * assert.equal(cutter.cut(new Set(["1"])), 'id,text\n1,"a\nb"\n');
 * ```
 */
export async function cutManifest(
  bytes: Uint8Array | undefined,
  path: string,
  pairs: readonly TrainingPair[],
  columns: ItemOptions,
): Promise<ManifestCutter> {
  const extension = (["csv", "jsonl"] as const).find((ending) =>
    path.toLowerCase().endsWith(`.${ending}`)
  );
  if (bytes && extension && isUtf8(bytes)) {
    const items = await parseItems(bytes, path, columns);
    const known = new Set(pairs.map(({ id }) => id));
    if (items.length === pairs.length && items.every(({ id }) => known.has(id))) {
      return { extension, cut: (ids) => keptLines(decodeUtf8(bytes, path), items, ids) };
    }
  }
  return {
    extension: "jsonl",
    cut: (ids) => pairs.filter(({ id }) => ids.has(id)).map(pairLine).join(""),
  };
}

/** What stands before the first row, and the lines of the rows with these ids. */
function keptLines(
  text: string,
  items: readonly { id: string; line: number }[],
  ids: ReadonlySet<string>,
): string {
  const lines = text.split("\n").map((line) => `${line}\n`);
  // After the last line feed nothing stands.
  if (lines.at(-1) === "\n") lines.pop();
  const kept = items.flatMap(({ id, line }, i) =>
    ids.has(id) ? lines.slice(line - 1, (items[i + 1]?.line ?? lines.length + 1) - 1) : []
  );
  return [...lines.slice(0, items[0]!.line - 1), ...kept].join("");
}

function pairLine({ id, text, label, source }: TrainingPair): string {
  return JSON.stringify({ id, text, label, source_id: source }) + "\n";
}
