/**
 * Lists of nearest rows as bytes, for searches whose parts run in several processes. No bit is lost.
 *
 * A line of JSON that says which search and which rows, a line feed, then the scores (float32) and the rows (uint32) of
 * all queries, little-endian.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { type Metric, MOST_NEAREST, NO_ROW } from "../../compute/compute.ts";
import type { NearestLists } from "./nearest_lists.ts";

const SCHEMA = "earnest/nearest-lists/1";
const LONGEST_HEAD = 1000;
const FEED = 0x0a;
const METRICS: readonly string[] = ["cosine", "inner-product", "euclidean"] satisfies Metric[];

/**
 * Encodes lists.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { emptyLists } from "./nearest_lists.ts";
 * const lists = emptyLists({ k: 2, metric: "cosine", queries: 3 }, 100);
 * assert.deepEqual(unpackLists(packLists(lists), "part-0"), lists);
 * ```
 */
export function packLists(
  { k, metric, queries, from, to, scores, rows }: NearestLists,
): Uint8Array {
  const head = JSON.stringify({ schema: SCHEMA, k, metric, queries, from, to });
  const start = new TextEncoder().encode(`${head}\n`);
  const bytes = new Uint8Array(start.length + 8 * scores.length);
  const view = new DataView(bytes.buffer, start.length);
  bytes.set(start);
  scores.forEach((score, i) => view.setFloat32(4 * i, score, true));
  rows.forEach((row, i) => view.setUint32(4 * (scores.length + i), row, true));
  return bytes;
}

/**
 * Decodes lists.
 *
 * @param name the file's name, for messages
 * @throws {InputError} when the bytes are not those of {@link packLists}
 */
export function unpackLists(bytes: Uint8Array, name: string): NearestLists {
  const end = bytes.subarray(0, LONGEST_HEAD).indexOf(FEED);
  const head = headOf(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))));
  if (head === undefined) throw unpackable(name, `its first line is not that of ${SCHEMA}`);
  const count = head.queries * head.k;
  const held = bytes.length - end - 1;
  if (held !== 8 * count) {
    throw unpackable(name, `its first line says ${8 * count} bytes of lists, it holds ${held}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + end + 1, held);
  const scores = Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
  const rows = Uint32Array.from({ length: count }, (_, i) => view.getUint32(4 * (count + i), true));
  const stray = rows.find((row) => row !== NO_ROW && (row < head.from || row >= head.to));
  if (stray !== undefined) {
    throw unpackable(
      name,
      `it has row ${stray}, and its first line rows ${head.from} to ${head.to}`,
    );
  }
  return { ...head, scores, rows };
}

function unpackable(name: string, reason: string): InputError {
  return new InputError(`Cannot read "${name}": ${reason}; search this part again`);
}

function headOf(line: string): Omit<NearestLists, "scores" | "rows"> | undefined {
  let head: Readonly<Record<string, unknown>> | null;
  try {
    head = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (head?.["schema"] !== SCHEMA) return undefined;
  const { k, metric, queries, from, to } = head;
  const isCount = (value: unknown, most: number): value is number =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
  const isValid = isCount(k, MOST_NEAREST) && k > 0 && isCount(queries, 2 ** 32) &&
    isCount(to, NO_ROW) && isCount(from, to) && METRICS.includes(metric as string);
  return isValid ? { k, metric: metric as Metric, queries, from, to } : undefined;
}
