import { join } from "node:path";
import { RandomStream } from "../../../src/basics/random.ts";
import { writeCsv } from "../../../src/formats/csv.ts";
import { writeNpy } from "../../../src/formats/npy.ts";
import { PLAIN, wav } from "../../formats/wav_bytes.ts";

/** Classes that are to be named, and their pitches. */
const EVALUATED = { bird: 2000, cow: 200, dog: 500, hen: 1200, bell: 3000, engine: 90 };
/** What is trained on besides: a noun of its own each. */
const TRAINED = [
  "rain",
  "fire",
  "violin",
  "river",
  "clock",
  "wind",
  "saw",
  "piano",
  "crowd",
  "drum",
];
const PER_CLASS = 4;
const RATE_HZ = 16_000;

/** Rows of {@link writeCaptions}. */
export const CAPTIONS = 2 * (TRAINED.length + Object.keys(EVALUATED).length);
/** Rows of {@link writeLabeled}. */
export const LABELED = PER_CLASS * Object.keys(EVALUATED).length;

async function writeTone(path: string, hertz: number, random: RandomStream): Promise<void> {
  const samples = Int16Array.from(
    { length: RATE_HZ / 10 },
    (_, i) => 8000 * Math.sin(2 * Math.PI * hertz * i / RATE_HZ) + 300 * random.normal(),
  );
  await Deno.writeFile(path, wav({ ...PLAIN, sampleRateHz: RATE_HZ }, samples.buffer));
}

/** Writes `labeled.csv` with its sounds: columns of names that nobody expects, and a take of each recording. */
export async function writeLabeled(folder: string): Promise<void> {
  const random = new RandomStream(1, "labeled");
  await Deno.mkdir(join(folder, "labeled"));
  const rows = [];
  for (const [kind, hertz] of Object.entries(EVALUATED)) {
    for (let i = 0; i < PER_CLASS; i++) {
      const path = `labeled/${kind}${i}.wav`;
      await writeTone(join(folder, path), hertz, random);
      rows.push({ path, kind, recording: `${kind} ${i}`, quality: String(i) });
    }
  }
  const csv = writeCsv(["path", "kind", "recording", "quality"], rows);
  await Deno.writeTextFile(join(folder, "labeled.csv"), csv);
}

/** Writes `captions.csv` with its sounds; each class of the evaluation is named in two captions. */
export async function writeCaptions(folder: string): Promise<void> {
  const random = new RandomStream(2, "captions");
  await Deno.mkdir(join(folder, "captioned"));
  const rows: Record<string, string>[] = [];
  for (const [i, noun] of [...Object.keys(EVALUATED), ...TRAINED].entries()) {
    for (const place of ["near a house", "far away on a hill"]) {
      const path = `captioned/${rows.length}.wav`;
      await writeTone(join(folder, path), 150 + 120 * i, random);
      rows.push({ path, caption: `the sound of a ${noun} ${place}`, recording: `c${rows.length}` });
    }
  }
  await Deno.writeTextFile(
    join(folder, "captions.csv"),
    writeCsv(["path", "caption", "recording"], rows),
  );
}

/** Writes an array of random rows. */
export async function writeRows(path: string, rows: number, columns = 8): Promise<void> {
  const random = new RandomStream(rows, path.split("/").at(-1)!);
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  await Deno.writeFile(path, writeNpy([rows, columns], values));
}

/** Writes `tagged.csv`, whose items have several labels between semicolons, without sounds. */
export async function writeTagged(folder: string): Promise<void> {
  const kinds = Object.keys(EVALUATED);
  const rows = Array.from({ length: 36 }, (_, i) => ({
    id: `t${i}`,
    tags: [kinds[i % 6], kinds[(i + 1 + i % 3) % 6]].join(";"),
    split: i % 3 === 0 ? "train" : "test",
  }));
  await Deno.writeTextFile(join(folder, "tagged.csv"), writeCsv(["id", "tags", "split"], rows));
}
