/**
 * The plan of shards that are to be put together.
 * @module
 */
import { requireOwnShards } from "../basics/output/divided_folder.ts";
import { type Plan, readPlan } from "./plan.ts";
import { requireDone } from "./states.ts";

/**
 * Reads the plan of shards that are all done. What is put together is removed from the folder of shards, so that it must
 * hold nothing else.
 *
 * @param folder the output folder
 * @throws {InputError} when there is no plan, or the folder of shards holds what no shard wrote, such as a link
 * @throws {SurroundingsError} when shards are missing
 */
export async function donePlan(folder: string): Promise<Plan> {
  const plan = await readPlan(folder);
  requireOwnShards(folder);
  await requireDone(folder, plan);
  return plan;
}
