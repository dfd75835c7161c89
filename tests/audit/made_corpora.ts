/**
 * Four made caption corpora, each in a form of its own: Clotho's folder, a table with a row for each caption, lines of
 * JSON with lists of captions, and webdataset.
 * @module
 */
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { makeTar } from "../formats/made_tar.ts";
import { ANIMALS, type PlainConfiguration, plantedConfiguration, writePlanted } from "./planted.ts";

/** Dimensions of the embeddings, as those of the planted evaluation. */
const COLUMNS = 12;
/** Sounds of each corpus. */
export const SOUNDS = 30;
/** Things that captions without an animal tell of. */
const THINGS = [
  "rain",
  "wind",
  "water",
  "door",
  "train",
  "bell",
  "engine",
  "clock",
  "music",
  "crowd",
];
const PLACES = ["near a house", "in the night", "on a street", "by the river", "in a room"];

/** The captions of a sound: every third sound is of an animal, which its first caption names. */
export function captionsOf(sound: number, count: number): string[] {
  const thing = THINGS[sound % THINGS.length]!;
  return Array.from({ length: count }, (_, i) => {
    const place = PLACES[(sound + i) % PLACES.length]!;
    return sound % 3 === 0 && i === 0
      ? `a ${ANIMALS[(sound / 3) % ANIMALS.length]!} and ${thing} ${place}`
      : `${thing} ${i % 2 === 0 ? "heard" : "recorded"} ${place}`;
  });
}

/** What each corpus says in the configuration; all but Clotho are limited by `where` or read as they are. */
export const CORPORA = [
  { items: "clotho", where: { split: ["development"] } },
  { items: "rows.csv", textColumn: "words", soundColumn: "video", where: { use: ["yes"] } },
  { items: "lists.jsonl" },
  { items: "samples.tar" },
];

/** Names of the arrays of each corpus. */
export const ARRAYS = ["clotho.npy", "rows.npy", "lists.npy", "samples.npy"];

/** Writes the corpora, their embeddings and the planted evaluation. */
export async function writeCorpora(folder: string): Promise<void> {
  await writePlanted(folder);
  const sounds = Array.from({ length: SOUNDS }, (_, i) => i);
  await Deno.mkdir(join(folder, "clotho"));
  const columns = ["file_name", ...[1, 2, 3, 4, 5].map((n) => `caption_${n}`)];
  const clotho = (captions: string[], i: number) =>
    Object.fromEntries([`${i}.wav`, ...captions].map((cell, at) => [columns[at]!, cell]));
  for (const [split, own] of [["development", sounds], ["evaluation", [0, 1, 2]]] as const) {
    const rows = own.map((i) => clotho(captionsOf(i, 5), i));
    const path = join(folder, `clotho/clotho_captions_${split}.csv`);
    await Deno.writeTextFile(path, writeCsv(columns, rows));
  }
  const rows = sounds.flatMap((i) =>
    captionsOf(i, 2).map((words, at) => ({
      id: `${i}-${at}`,
      video: `video ${i}`,
      words,
      use: i < SOUNDS - 3 ? "yes" : "no",
    }))
  );
  const table = writeCsv(["id", "video", "words", "use"], rows);
  await Deno.writeTextFile(join(folder, "rows.csv"), table);
  const lines = sounds.map((i) => JSON.stringify({ id: `${i}.wav`, captions: captionsOf(i, 3) }));
  await Deno.writeTextFile(join(folder, "lists.jsonl"), `${lines.join("\n")}\n`);
  const members = sounds.flatMap((i) => [
    { name: `${i}.wav`, bytes: new Uint8Array(50) },
    { name: `${i}.txt`, bytes: captionsOf(i, 1)[0]! },
  ]);
  await Deno.writeFile(join(folder, "samples.tar"), makeTar(members));
  const random = new RandomStream(17, "corpora");
  const counts = [SOUNDS + 3, rows.length, SOUNDS, SOUNDS];
  for (const [at, name] of ARRAYS.entries()) {
    const values = Float32Array.from({ length: counts[at]! * COLUMNS }, () => random.normal());
    await Deno.writeFile(join(folder, name), writeNpy([counts[at]!, COLUMNS], values));
  }
}

/** Returns a small audit of the corpora. */
export function corporaConfiguration(changes: PlainConfiguration = {}): PlainConfiguration {
  return plantedConfiguration({
    evaluation: { items: "evaluation.csv" },
    training: CORPORA,
    audio: [{ name: "planted", training: ARRAYS, evaluation: "planted.evaluation.npy" }],
    optimizer: {
      steps: 20,
      batch: 30,
      targets: "same-sound",
      validation: { random: 0.2 },
      validateEvery: 5,
    },
    ...changes,
  });
}
