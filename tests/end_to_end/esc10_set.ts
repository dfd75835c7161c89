import { join } from "node:path";
import { sharedPath } from "../shared.ts";
import { readEsc10 } from "../measures/separability/esc10.ts";

/**
 * The ESC-10 embeddings as an array, and a manifest of their items with label, recording and fold.
 *
 * @param withSources whether the manifest tells the recordings
 * @returns undefined after a loud skip where the shared data is missing
 */
export async function esc10Files(folder: string, withSources: boolean) {
  const esc10 = readEsc10();
  const array = sharedPath("models/mn04/golden/mn04_384_esc10.npy");
  if (esc10 === undefined || array === undefined) return undefined;
  const items = join(folder, "esc10.jsonl");
  const lines = esc10.sources.map((source, item) =>
    JSON.stringify({
      id: `clip ${item}`,
      label: esc10.names[esc10.set.classes[item]!]!,
      fold: esc10.folds[item]!,
      ...(withSources ? { source_id: source } : {}),
    })
  );
  await Deno.writeTextFile(items, `${lines.join("\n")}\n`);
  return { ...esc10, array, items };
}
