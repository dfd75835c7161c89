/**
 * A file of what was found in blocks of a corpus: what one shard of a scan leaves for the command that puts all together.
 *
 * It is a sequence of frames, each of four numbers (32 bits, little-endian: the lengths of the ids, the numbers and the
 * lines, and the CRC-32 of all that) and then the ids, the numbers (JSON) and the lines. The first frame holds the file's
 * header, the last one the number of blocks, so that a file that is cut or damaged is known as such.
 * @module
 */
import { crc32 } from "node:zlib";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { SurroundingsError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { recordOf } from "../../basics/record_schema.ts";
import { LEAK_RULES } from "../findings.ts";

import type { BlockResult } from "./block_scan.ts";

/** Results of a block, as they are stored. */
export interface StoredBlock {
  /** What was found. */
  readonly result: BlockResult;
  /** Numbers of its rows that are known to have the id of an earlier row. */
  readonly repeats: readonly number[];
}

/** What a file of blocks is of. */
export interface ObjectHeader {
  /** Hash of the plan that divides the corpus. */
  readonly plan: string;
  /** The shard. */
  readonly shard: number;
}

/** A file that is missing, cut, damaged or of something else. */
export class DamagedObject extends SurroundingsError {}

const SCHEMA = "earnest/scan-blocks/1";
/** Bytes of a frame's four numbers. */
const HEAD_BYTES = 16;

const whole = z.int().min(0);
const tally = z.object({ findings: whole, flagged: whole, flaggedPairs: whole });
const tallies = recordOf(tally, z.enum(LEAK_RULES));
const finding = z.object({
  rule: z.enum(LEAK_RULES),
  flagged: z.boolean(),
  item: z.string(),
  label: z.string().exactOptional(),
  evidence: z.string(),
  matched: z.string().exactOptional(),
  span: z.tuple([z.number(), z.number()]).exactOptional(),
  path: z.string().exactOptional(),
  confidence: z.number(),
  evaluationItem: z.string().exactOptional(),
  file: z.string().exactOptional(),
  line: whole.exactOptional(),
  column: whole.exactOptional(),
  suppressed: z.string().exactOptional(),
});
const header = z.object({ schema: z.literal(SCHEMA), plan: z.string(), shard: whole });
const block = z.object({
  repeats: z.array(whole),
  counts: z.object({
    pairs: whole,
    hasSources: z.boolean(),
    notEnglish: whole,
    firstNotEnglish: z.string().exactOptional(),
  }),
  numbers: z.object({
    total: tally,
    byRule: tallies,
    byLabel: recordOf(tallies),
    suppressed: whole,
  }),
  used: z.array(whole),
  met: recordOf(z.array(z.string())),
  odd: z.object({
    emptyRows: whole.exactOptional(),
    firstEmptyRow: whole.exactOptional(),
    missingTexts: whole.exactOptional(),
    firstMissingText: whole.exactOptional(),
    strayQuotes: whole.exactOptional(),
    firstStrayQuote: whole.exactOptional(),
  }),
  examples: z.array(finding),
  worst: z.object({ findings: z.array(finding), given: whole }),
});
const end = z.object({ blocks: whole });

/** Yields the bytes of a file of blocks, frame by frame. */
export async function* objectBytes(
  { plan, shard }: ObjectHeader,
  blocks: AsyncIterable<StoredBlock>,
): AsyncGenerator<Uint8Array> {
  const nothing = new Uint8Array(0);
  yield* frame(nothing, { schema: SCHEMA, plan, shard }, nothing);
  let count = 0;
  for await (const { result: { ids, lines, ...numbers }, repeats } of blocks) {
    count++;
    yield* frame(
      new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength),
      { ...numbers, repeats },
      lines,
    );
  }
  yield* frame(nothing, { blocks: count }, nothing);
}

function* frame(ids: Uint8Array, content: object, lines: Uint8Array): Generator<Uint8Array> {
  const numbers = new TextEncoder().encode(JSON.stringify(content));
  const head = new DataView(new ArrayBuffer(HEAD_BYTES));
  [ids, numbers, lines].forEach(({ length }, i) => head.setUint32(4 * i, length, true));
  const lengths = new Uint8Array(head.buffer, 0, HEAD_BYTES - 4);
  head.setUint32(
    12,
    [lengths, ids, numbers, lines].reduce((sum, some) => crc32(some, sum), 0),
    true,
  );
  yield new Uint8Array(head.buffer);
  yield ids;
  yield numbers;
  yield lines;
}

/**
 * Reads a file of blocks, one at a time.
 *
 * @param expected what it must be of
 * @throws {DamagedObject} when it is missing, cut, damaged or of something else; the blocks before were whole
 */
export async function* readObject(
  path: string,
  expected: ObjectHeader,
): AsyncGenerator<StoredBlock> {
  try {
    using file = await Deno.open(path);
    const frames = new Frames(file, (await file.stat()).size);
    const { plan, shard } = header.parse((await frames.next()).content);
    if (plan !== expected.plan || shard !== expected.shard) {
      throw new Error("it is of another plan");
    }
    for (let count = 0;; count++) {
      const { ids, content, lines } = await frames.next();
      const last = end.safeParse(content);
      if (!last.success) {
        const { repeats, ...numbers } = block.parse(content);
        yield { result: { ...numbers, ids, lines }, repeats };
      } else if (last.data.blocks === count && frames.left === 0) return;
      else throw new Error("it has more or fewer blocks than were written");
    }
  } catch (thrown) {
    throw thrown instanceof DamagedObject
      ? thrown
      : new DamagedObject(`"${quotable(path)}" is damaged`, { cause: thrown });
  }
}

/** Reads frames. */
class Frames {
  /** Bytes of the file that are left. */
  left: number;
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile, size: number) {
    this.#file = file;
    this.left = size;
  }

  async next(): Promise<{ ids: Uint32Array; content: unknown; lines: Uint8Array }> {
    const head = await this.#bytes(HEAD_BYTES);
    const view = new DataView(head.buffer);
    const [ids, numbers, lines] = [0, 4, 8].map((at) => view.getUint32(at, true)) as [
      number,
      number,
      number,
    ];
    const body = await this.#bytes(ids + numbers + lines);
    const sum = crc32(body, crc32(head.subarray(0, HEAD_BYTES - 4)));
    if (sum !== view.getUint32(12, true) || ids % 4 !== 0) throw new Error("a checksum differs");
    const text = new TextDecoder().decode(body.subarray(ids, ids + numbers));
    return {
      ids: new Uint32Array(body.buffer, 0, ids / 4),
      content: JSON.parse(text),
      lines: body.subarray(ids + numbers),
    };
  }

  async #bytes(length: number): Promise<Uint8Array<ArrayBuffer>> {
    // Before memory is allocated: a damaged length can be 4 GiB.
    if (length > this.left) throw new Error("it is cut");
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const read = await this.#file.read(bytes.subarray(filled));
      if (read === null) throw new Error("it is cut");
      filled += read;
    }
    this.left -= length;
    return bytes;
  }
}
