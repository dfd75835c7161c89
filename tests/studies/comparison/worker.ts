/** A worker that compares simulated audits, one pair at a time. */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import type { Draw } from "../coverage/world.ts";
import { type Effort, simulatePair } from "./simulated_pair.ts";

self.onmessage = async ({ data }: MessageEvent<{ draw: Draw; effort: Effort }>) => {
  self.postMessage(await simulatePair(data.draw, data.effort));
};
