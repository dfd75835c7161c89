import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { inFolder } from "../temporary_folder.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";
import type { PlainConfiguration } from "./planted.ts";

/** Classes of {@link withSounds} and their pitches. */
const PITCHES_HZ = { bird: 2000, cow: 200, dog: 500, hen: 1200 };
const PER_CLASS = 4;
const RATE_HZ = 16_000;

/** Makes a tenth of a second of a tone in noise. */
function tone(hertz: number, random: RandomStream): Uint8Array {
  const samples = Int16Array.from(
    { length: RATE_HZ / 10 },
    (_, i) => 8000 * Math.sin(2 * Math.PI * hertz * i / RATE_HZ) + 300 * random.normal(),
  );
  return wav({ ...PLAIN, sampleRateHz: RATE_HZ }, samples.buffer);
}

/** Runs the work in a folder with `training.csv`, `evaluation.csv` and their short sounds. */
export async function withSounds(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const random = new RandomStream(11, "sounds");
    for (const side of ["training", "evaluation"]) {
      await Deno.mkdir(join(folder, side));
      const rows = [];
      for (const [label, hertz] of Object.entries(PITCHES_HZ)) {
        for (let i = 0; i < PER_CLASS; i++) {
          const file_name = `${side}/${label}${i}.wav`;
          await Deno.writeFile(join(folder, file_name), tone(hertz, random));
          rows.push({ file_name, label, source_id: `${side} ${label} ${i >> 1}` });
        }
      }
      const csv = writeCsv(["file_name", "label", "source_id"], rows);
      await Deno.writeTextFile(join(folder, `${side}.csv`), csv);
    }
    await work(folder);
  });
}

/** Returns the configuration of a small audit of the files of {@link withSounds}. */
export function soundingConfiguration(changes: PlainConfiguration = {}): PlainConfiguration {
  return {
    evaluation: { items: "evaluation.csv" },
    training: { items: "training.csv" },
    audio: [{ name: "log-mel", backbone: "log-mel-statistics", baseline: {} }],
    text: [{ name: "glove-100d", backbone: "glove-100d" }],
    leakage: { rules: ["TEXT-EXACT", "AUDIO-SOURCE", "BACKBONE-LABEL"] },
    ...changes,
  };
}
