/**
 * The file in the folder of shards that says which rows of a manifest belong to which shard. The first task that comes
 * writes it.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { isThere } from "../basics/output/place.ts";
import { RANGES_FILE } from "../basics/output/shard_names.ts";
import { quotable } from "../basics/printable.ts";
import { withLock } from "../embeddings/folder.ts";
import type { BlockJob } from "../leakage/corpus/block_scan.ts";
import { type DividedManifest, divideManifest } from "../leakage/corpus/ranges.ts";
import { readJsonFile } from "./json_file.ts";
import { type Plan, planHash, shardsIn } from "./plan.ts";

const whole = z.int().min(0);
const checksum = z.int().min(0).max(2 ** 32 - 1);
const place = z.strictObject({
  byte: whole,
  checksum,
  line: z.int().min(1),
  start: z.strictObject({
    header: z.array(z.string()).exactOptional(),
    found: z.array(z.string()).exactOptional(),
    row: whole,
  }).transform(({ header, found, row }) => ({ header, found, row })),
});
const ranges = z.strictObject({
  schema: z.literal("earnest/ranges/1"),
  plan: z.string(),
  size: whole,
  checksum,
  read: z.strictObject({
    sha256: z.string(),
    badLines: whole,
    firstBadLine: whole.exactOptional(),
    areIdsRowNumbers: z.boolean().exactOptional(),
    notes: z.array(z.string()).exactOptional(),
    lineEnds: z.enum(["returns", "double"]).exactOptional(),
  }),
  places: z.array(z.strictObject({ shard: whole, place })).min(1),
});

/** Whether a manifest was divided for shards, and not a data set that is read whole. */
export function hasRanges(folder: string): boolean {
  return isThere(rangesIn(folder));
}

/**
 * Reads how a manifest is divided, or divides it; others wait meanwhile, since they need it, too.
 *
 * @throws {InputError} when the manifest cannot be read or is malformed, or the file is
 */
export async function rangesFor(
  folder: string,
  plan: Plan,
  job: Pick<BlockJob, "path" | "reading">,
): Promise<DividedManifest> {
  if (!hasRanges(folder)) {
    await withLock(shardsIn(folder), async () => {
      if (hasRanges(folder)) return;
      const manifest = await divideManifest(job, plan.shards);
      const content = { schema: "earnest/ranges/1", plan: planHash(plan), ...manifest };
      await writeFileAtomic(rangesIn(folder), `${JSON.stringify(content)}\n`);
    });
  }
  return await readRanges(folder, plan);
}

/**
 * Reads how a manifest is divided.
 *
 * @throws {InputError} when the file is missing, malformed or of another plan
 */
export async function readRanges(folder: string, plan: Plan): Promise<DividedManifest> {
  const path = rangesIn(folder);
  const { plan: hash, schema: _, ...manifest } = await readJsonFile(path, ranges);
  if (hash === planHash(plan)) return manifest;
  throw new InputError(
    `"${quotable(path)}" is of another plan; remove "${quotable(folder)}" to start over`,
  );
}

function rangesIn(folder: string): string {
  return join(shardsIn(folder), RANGES_FILE);
}
