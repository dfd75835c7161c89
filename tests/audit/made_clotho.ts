/**
 * A made Clotho: 60 clips of ESC-10 in its public layout, with five captions each. Of three of the six clips of a class
 * one caption names the class and the others say the same in words that no rule about words alone finds; those of the
 * other three tell nothing of it.
 * @module
 */
import { join } from "node:path";
import { writeCsv } from "../../src/formats/csv.ts";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";
import { parseItems } from "../../src/datasets/items.ts";
import { sharedPath } from "../shared.ts";

/** What captions call each class without naming it. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  dog: ["puppy", "hound", "poodle", "terrier"],
  rain: ["storm", "downpour", "drizzle", "thunderstorm"],
  sea_waves: ["ocean", "surf", "tide", "beach"],
  crying_baby: ["infant", "toddler", "newborn", "child"],
  clock_tick: ["watch", "timer", "pendulum", "metronome"],
  sneezing: ["cough", "sniffle", "cold", "flu"],
  helicopter: ["chopper", "aircraft", "rotor", "plane"],
  chainsaw: ["saw", "drill", "lumberjack", "blade"],
  rooster: ["cock", "chicken", "poultry", "farm"],
  crackling_fire: ["flames", "campfire", "hearth", "blaze"],
};
const GENERAL = ["recorded outside", "a long recording", "far away", "quiet at first", "once more"];

/** A clip of ESC-10. */
interface Clip {
  readonly file: string;
  readonly label: string;
  /** Its number among all 400. */
  readonly row: number;
}

/** What was made. */
export interface MadeClotho {
  /** The clips, in the order of the table. */
  readonly clips: readonly Clip[];
  /** Ids of the clips of which a caption names the class. */
  readonly named: readonly string[];
}

/**
 * Writes `clotho/` with its sounds, `esc10.csv` with captions of the evaluation, and the mn04 embeddings of both.
 *
 * @returns undefined where the shared data is missing
 */
export async function writeClotho(folder: string): Promise<MadeClotho | undefined> {
  const [metadata, mn04] = ["data/esc10/metadata.csv", "models/mn04/golden/mn04_384_esc10.npy"]
    .map(sharedPath);
  if (metadata === undefined || mn04 === undefined) return undefined;
  const all = (await parseItems(await Deno.readFile(metadata), metadata)).map((
    { columns },
    row,
  ) => ({
    file: columns["file_name"]!,
    label: columns["label"]!,
    fold: columns["fold"]!,
    source: columns["source_id"]!,
    row,
  }));
  const { data, shape } = readNpy(await Deno.readFile(mn04), mn04);
  const rowsOf = (clips: readonly Clip[]) => {
    const width = shape[1]!;
    const values = clips.flatMap(({ row }) => [...data.subarray(row * width, (row + 1) * width)]);
    return writeNpy([clips.length, width], Float32Array.from(values));
  };
  const clips = Object.keys(OTHERWISE)
    .flatMap((label) => all.filter((one) => one.fold === "4" && one.label === label).slice(0, 6));
  await Deno.mkdir(join(folder, "clotho/development"), { recursive: true });
  const columns = ["file_name", ...[1, 2, 3, 4, 5].map((n) => `caption_${n}`)];
  const named: string[] = [];
  const rows = [];
  for (const [i, { file, label, row }] of clips.entries()) {
    // Clotho's table names WAV files.
    const name = `clip ${row}.wav`;
    await Deno.copyFile(
      join(metadata, "..", file),
      join(folder, "clotho/development", `clip ${row}.ogg`),
    );
    const isNamed = i % 2 === 0;
    if (isNamed) named.push(`development/${name}`);
    const words = label.replaceAll("_", " ");
    const captions = isNamed
      ? [`the sound of ${words}`, ...OTHERWISE[label]!.map((word) => `${word} outside`)]
      : GENERAL.map((text, at) => `${text} ${["here", "there", "again"][(i + at) % 3]}`);
    rows.push(Object.fromEntries([name, ...captions].map((cell, at) => [columns[at]!, cell])));
  }
  await Deno.writeTextFile(
    join(folder, "clotho/clotho_captions_development.csv"),
    writeCsv(columns, rows),
  );
  await Deno.writeFile(join(folder, "clotho.npy"), rowsOf(clips));
  const evaluated = all.filter(({ fold }) => fold === "1");
  await Deno.writeTextFile(join(folder, "esc10.csv"), evaluationTable(evaluated));
  await Deno.writeFile(join(folder, "esc10.npy"), rowsOf(evaluated));
  return { clips, named };
}

/** The evaluation's items, each with a caption that names its class and one that does not. */
function evaluationTable(clips: readonly (Clip & { readonly source: string })[]): string {
  const rows = clips.map(({ file, label, source }, i) => ({
    id: file,
    label,
    source_id: source,
    caption_1: `${label.replaceAll("_", " ")} number ${i}`,
    caption_2: `${OTHERWISE[label]![i % 4]!} heard ${GENERAL[i % 5]!}`,
  }));
  return writeCsv(Object.keys(rows[0]!), rows);
}
