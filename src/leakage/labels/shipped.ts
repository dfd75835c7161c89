/**
 * The label sets that ship. Each was made by hand, or drafted and corrected by hand; its file says where the labels come from.
 * @module
 */
import type { LabelSet } from "./label_set.ts";
import { parseLabelSet } from "./parse_label_set.ts";

/**
 * The files, from the fewest labels to the most: the first set that has all labels of an evaluation is the closest. A
 * set is loaded when it is asked for, since together they hold more text than the code does.
 */
const FILES: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  beijing_opera: () => import("./shipped/beijing_opera.json", { with: { type: "json" } }),
  vocalsound: () => import("./shipped/vocalsound.json", { with: { type: "json" } }),
  crema_d: () => import("./shipped/crema_d.json", { with: { type: "json" } }),
  ravdess: () => import("./shipped/ravdess.json", { with: { type: "json" } }),
  urbansound8k: () => import("./shipped/urbansound8k.json", { with: { type: "json" } }),
  gtzan: () => import("./shipped/gtzan.json", { with: { type: "json" } }),
  nsynth: () => import("./shipped/nsynth.json", { with: { type: "json" } }),
  tut2017: () => import("./shipped/tut2017.json", { with: { type: "json" } }),
  dcase2017_task4: () => import("./shipped/dcase2017_task4.json", { with: { type: "json" } }),
  speech_commands: () => import("./shipped/speech_commands.json", { with: { type: "json" } }),
  esc50: () => import("./shipped/esc50.json", { with: { type: "json" } }),
  fsd50k: () => import("./shipped/fsd50k.json", { with: { type: "json" } }),
  vggsound: () => import("./shipped/vggsound.json", { with: { type: "json" } }),
  audioset: () => import("./shipped/audioset.json", { with: { type: "json" } }),
};

/** The names of the label sets that ship, from the fewest labels to the most. */
export const SHIPPED_LABEL_SETS: readonly string[] = Object.keys(FILES);

const loaded = new Map<string, Promise<LabelSet>>();

/** Whether a label set of this name ships. */
export function isShipped(name: string): boolean {
  return Object.hasOwn(FILES, name);
}

/**
 * Loads a label set that ships.
 *
 * @param name one of {@link SHIPPED_LABEL_SETS}
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal((await shippedLabelSet("esc50")).labels.length, 50);
 * ```
 */
export function shippedLabelSet(name: string): Promise<LabelSet> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const set = load(name);
  loaded.set(name, set);
  return set;
}

async function load(name: string): Promise<LabelSet> {
  const { default: value } = await FILES[name]!();
  return parseLabelSet(JSON.stringify(value), `${name}.json`);
}
