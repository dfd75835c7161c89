/** A worker that audits worlds, one at a time. */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { auditWorld } from "./audit_world.ts";
import { type Cell, drawOf } from "./cell.ts";

self.onmessage = async ({ data: { cell, seed } }: MessageEvent<{ cell: Cell; seed: number }>) => {
  self.postMessage(await auditWorld(cell.world, drawOf(cell, seed), cell.effort, seed));
};
