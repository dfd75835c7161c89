/**
 * Whether the shards of a command were put together.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { later } from "../basics/later.ts";
import { requireOwnShards } from "../basics/output/divided_folder.ts";
import { removeOwn } from "../basics/output/own_names.ts";
import { isThere } from "../basics/output/place.ts";
import { COLLECTED_FILE, RANGES_FILE } from "../basics/output/shard_names.ts";
import { isCollectedSet } from "./embed_shards.ts";
import { readJsonFile } from "./json_file.ts";
import { isDivided, type Plan, planHash, readPlan, shardsIn } from "./plan.ts";

// Half of Earnest lies behind it, which no other command's shards need.
const auditShards = later<typeof import("./audit_shards.ts")>(
  new URL("./audit_shards.ts", import.meta.url),
);

const collected = z.strictObject({
  schema: z.literal("earnest/collected/1"),
  plan: z.string(),
});

/** What lies in a folder whose shards were put together: a set, which no longer needs a plan, or another output. */
export type CollectedOutput = "set" | "output";

/**
 * Finds out whether the shards of an output folder were put together.
 *
 * @returns undefined when they were not, or no shards were begun there
 * @throws {InputError} when the plan is malformed
 */
export async function collectedOutput(folder: string): Promise<CollectedOutput | undefined> {
  if (!isDivided(folder)) return await isCollectedSet(folder) ? "set" : undefined;
  const plan = await readPlan(folder);
  // The results of an audit say themselves what they are of.
  if (plan.command === "audit") {
    const { isAuditCollected } = await auditShards();
    return await isAuditCollected(folder) ? "output" : undefined;
  }
  const path = join(shardsIn(folder), COLLECTED_FILE);
  if (!isThere(path)) return undefined;
  try {
    const { plan: hash } = await readJsonFile(path, collected);
    return hash === planHash(plan) ? "output" : undefined;
  } catch (thrown) {
    // The file is damaged: the shards are put together once more.
    if (thrown instanceof InputError) return undefined;
    throw thrown;
  }
}

/** Records that the shards were put together, and removes what is no longer needed of them. */
export async function markCollected(folder: string, plan: Plan): Promise<void> {
  const content: z.infer<typeof collected> = {
    schema: "earnest/collected/1",
    plan: planHash(plan),
  };
  await writeFileAtomic(join(shardsIn(folder), COLLECTED_FILE), `${JSON.stringify(content)}\n`);
  removeObjects(folder);
}

/**
 * Removes the objects of shards that were put together; records and plan stay.
 *
 * @throws {InputError} when the folder of shards holds what no shard wrote
 */
export function removeObjects(folder: string): void {
  requireOwnShards(folder);
  const own = [{ name: /^\d{6,9}\.part$/ }, { name: RANGES_FILE }];
  // The folder stays, since records are in it.
  removeOwn(shardsIn(folder), own, [COLLECTED_FILE]);
}
