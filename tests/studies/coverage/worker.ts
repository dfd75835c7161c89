/** A worker that runs simulated audits, one at a time. */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { type Effort, simulateAudit } from "./simulated_audit.ts";
import type { Draw } from "./world.ts";

self.onmessage = async ({ data }: MessageEvent<{ draw: Draw; effort: Effort }>) => {
  self.postMessage(await simulateAudit(data.draw, data.effort));
};
