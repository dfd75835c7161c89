import assert from "node:assert/strict";
import { join } from "node:path";
import {
  DamagedObject,
  objectBytes,
  type ObjectHeader,
  readObject,
  type StoredBlock,
} from "../../../src/leakage/corpus/block_object.ts";
import { inFolder } from "../../temporary_folder.ts";

const HEADER: ObjectHeader = { plan: "a plan", shard: 3 };

/** A block with something in each of its fields. */
function madeBlock(seed: number): StoredBlock {
  const found = {
    rule: "TEXT-EXACT",
    flagged: true,
    item: "clip \ud800",
    label: "__proto__",
    evidence: "a dog – naïve",
    matched: "dog",
    span: [2, 5],
    confidence: 0.5,
    line: seed,
    column: 1,
  } as const;
  const tally = { findings: seed, flagged: 1, flaggedPairs: 1 };
  return {
    repeats: [seed, seed + 1],
    result: {
      lines: new TextEncoder().encode(`{"line":${seed}}\n`),
      ids: Uint32Array.of(1, 2, 3, seed, 2 ** 32 - 1, 0, 7, seed + 1),
      met: { fold: ["1"] },
      odd: { emptyRows: 2, firstEmptyRow: 9 },
      counts: { pairs: 4, hasSources: false, notEnglish: 0 },
      numbers: {
        total: tally,
        byRule: { "TEXT-EXACT": tally },
        byLabel: Object.fromEntries([["__proto__", { "TEXT-EXACT": tally }]]),
        suppressed: 0,
      },
      used: [0],
      examples: [found],
      worst: { findings: [], given: 3 },
    },
  };
}

async function* blocks(count: number): AsyncGenerator<StoredBlock> {
  for (let seed = 0; seed < count; seed++) yield madeBlock(seed);
}

async function bytesOf(count: number): Promise<Uint8Array> {
  const pieces = await Array.fromAsync(objectBytes(HEADER, blocks(count)));
  return new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
}

/** Reads bytes as an object, to its end. */
async function read(path: string, bytes: Uint8Array, header = HEADER): Promise<StoredBlock[]> {
  await Deno.writeFile(path, bytes);
  return await Array.fromAsync(readObject(path, header));
}

Deno.test("blocks are read as they were written", () =>
  inFolder(async (folder) => {
    const path = join(folder, "000003.part");
    for (const count of [0, 1, 3]) {
      const found = await read(path, await bytesOf(count));
      const expected = await Array.fromAsync(blocks(count));
      assert.equal(found.length, count);
      for (const [i, { result, repeats }] of found.entries()) {
        assert.deepEqual(repeats, expected[i]!.repeats);
        const { ids, lines, ...rest } = expected[i]!.result;
        assert.deepEqual([...result.ids], [...ids]);
        assert.deepEqual([...result.lines], [...lines]);
        assert.deepEqual({ ...result, ids: 0, lines: 0 }, { ...rest, ids: 0, lines: 0 });
      }
    }
  }));

Deno.test("an object that is cut anywhere, or has any byte changed or more bytes, is damaged", () =>
  inFolder(async (folder) => {
    const path = join(folder, "000003.part");
    const bytes = await bytesOf(2);
    const refused = (damaged: Uint8Array, header = HEADER) =>
      assert.rejects(read(path, damaged, header), DamagedObject);
    for (let at = 0; at < bytes.length; at++) {
      await refused(bytes.subarray(0, at));
      await refused(bytes.with(at, bytes[at]! ^ 0xff));
    }
    await refused(new Uint8Array([...bytes, 0]));
    await refused(new Uint8Array([...bytes, ...bytes]));
    await refused(bytes, { ...HEADER, shard: 4 });
    await refused(bytes, { ...HEADER, plan: "another" });
    await Deno.remove(path);
    await assert.rejects(Array.fromAsync(readObject(path, HEADER)), DamagedObject);
  }));
