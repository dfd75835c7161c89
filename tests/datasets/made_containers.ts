/**
 * Parquet tables and archives with made sounds.
 */
import assert from "node:assert/strict";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { type MadeColumn, type MadeOptions, makeParquet } from "../formats/made_parquet.ts";
import type { MadeMember } from "../formats/made_tar.ts";

/** The bytes that stand for a sound. */
export const sound = (seed: number): Uint8Array => new Uint8Array(50 + seed).fill(seed);

/** A table of the Hub with so many sounds, from this one on. */
export function table(
  first: number,
  count: number,
  more: MadeColumn[] = [],
  options?: MadeOptions,
): Uint8Array {
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  return makeParquet([
    { name: "audio", sounds: numbers.map((i) => ({ bytes: sound(i), path: `${i}.wav` })) },
    { name: "caption", texts: numbers.map((i) => `caption ${i}`) },
    ...more,
  ], { rowGroup: 2, codec: "SNAPPY", ...options });
}

/** The ids of a data set's sounds. */
export const idsIn = async (path: string): Promise<string[]> =>
  (await openDataset(path, { modality: "audio" })).items.map(({ id }) => id);

/** Asserts that the sounds of these numbers are read, in order. */
export async function assertSounds(path: string, numbers: number[]): Promise<void> {
  const { items } = await openDataset(path, { modality: "both" });
  assert.deepEqual(items.map(({ text }) => text), numbers.map((i) => `caption ${i}`));
  for (const [i, { file }] of items.entries()) {
    assert.deepEqual(await readSoundFile(file!), sound(numbers[i]!));
  }
}

/** Members of an archive: two sounds, and what is said of them. */
export const SAMPLES: MadeMember[] = [
  { name: "a/0.flac", bytes: sound(0) },
  { name: "a/0.json", bytes: '{"id": 7, "text": ["caption 0"], "original_data": {"x": 1}}' },
  { name: "a/1.wav", bytes: sound(1) },
  { name: "a/1.txt", bytes: "caption 1\n" },
  { name: "a/1.cls", bytes: "3" },
  { name: "readme.txt", bytes: "no sound of this name" },
];
