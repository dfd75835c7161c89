/**
 * Embedding sets and pools with a known answer: clusters of sounds, one text for each cluster.
 * @module
 */
import { join } from "node:path";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import { makePoolSet, type PoolOptions } from "../../../src/leakage/pools/pool_set.ts";
import { writePools } from "../../../src/leakage/pools/pools_file.ts";
import { makeSet } from "../../end_to_end/made_set.ts";

export const CLASSES = ["dog", "hen", "pig", "owl", "cat", "fox", "bee", "frog"];
const CLIPS = 6;
export const AUDIO_WIDTH = 7;
export const TEXT_WIDTH = 5;

/** The pairs: six clips for each class, two for each source. */
export const PAIRS: readonly TrainingPair[] = CLASSES.flatMap((label) =>
  Array.from({ length: CLIPS }, (_, i) => ({
    id: `${label}-${i}.wav`,
    text: `a ${label}`,
    label,
    source: `${label}-${i >> 1}`,
  }))
);

/** A row of normally distributed numbers that its name determines. */
function normal(name: string, length: number): number[] {
  const random = new RandomStream(1, name);
  return Array.from({ length }, () => random.normal());
}

/** Writes the sounds, as a folder `audio`. */
export function makeSounds(folder: string): Promise<string> {
  const made = PAIRS.map(({ id, label, source }) => {
    const center = normal(`center ${label}`, AUDIO_WIDTH);
    const row = normal(id, AUDIO_WIDTH).map((noise, i) => 3 + 0.3 * noise + 2 * center[i]!);
    return { id, row, columns: { label: label!, source_id: source! } };
  });
  return makeSet(folder, "audio", made, { importedFrom: "planted sounds" });
}

/** Writes the text of each pair, as a folder `text`. */
export function makeTexts(folder: string): Promise<string> {
  const made = PAIRS.map(({ id, text }) => ({
    id,
    row: normal(text, TEXT_WIDTH),
    columns: { text },
  }));
  return makeSet(folder, "text", made, { importedFrom: "planted texts" });
}

/** Writes pools without the dogs, as `pools.json`. */
export async function makePools(folder: string, options: PoolOptions = {}): Promise<string> {
  const findings: Finding[] = PAIRS.filter(({ label }) => label === "dog").map(({ id }) => ({
    rule: "TEXT-EXACT",
    flagged: true,
    item: id,
    label: "dog",
    evidence: "dog",
    confidence: 1,
  }));
  const pools = makePoolSet(PAIRS, findings, { shuffles: 2, ...options });
  const path = join(folder, "pools.json");
  await writePools(path, { version: "0.1.0", rules: {}, inputs: {}, ...pools });
  return path;
}
