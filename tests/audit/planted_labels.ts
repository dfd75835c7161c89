import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { ANIMALS, type PlainConfiguration, plantedConfiguration } from "./planted.ts";

const COLUMNS = 24;
const SOUNDS = 60;
/** Labels of the evaluation; the sounds of the other animals are trained on alone. */
export const LABELS = ANIMALS.slice(0, 6);

/** Returns the configuration of a small audit of the files of {@link writePlantedLabels}. */
export function labelsConfiguration(changes: PlainConfiguration = {}): PlainConfiguration {
  return plantedConfiguration({
    evaluation: { items: "sets.csv", labelColumn: "labels", labelSeparator: "|" },
    training: { items: "pairs.csv" },
    ...changes,
  });
}

/**
 * Writes sounds of one to three animals each, whose embeddings are the sums of the animals' own, and training sounds of
 * one animal each. Where animals lie has nothing to do with their names.
 */
export async function writePlantedLabels(folder: string): Promise<void> {
  const random = new RandomStream(7, "planted labels");
  const centers = new Map(
    ANIMALS.map((label) => [label, Array.from({ length: COLUMNS }, () => 2 * random.normal())]),
  );
  const sets = Array.from({ length: SOUNDS }, (_, i) => {
    const own = random.shuffled(LABELS).slice(0, 1 + i % 3);
    return { id: `clip ${i}`, labels: own.join("|"), source_id: `recording ${i >> 1}` };
  });
  const pairs = ANIMALS.flatMap((label) =>
    Array.from({ length: 8 }, (_, i) => ({ id: `${label} ${i}`, label }))
  );
  await Deno.writeTextFile(
    join(folder, "sets.csv"),
    writeCsv(["id", "labels", "source_id"], sets),
  );
  await Deno.writeTextFile(join(folder, "pairs.csv"), writeCsv(["id", "label"], pairs));
  const write = async (name: string, rows: readonly (readonly string[])[], scale: number) => {
    const values = rows.flatMap((own) =>
      Array.from(
        { length: COLUMNS },
        (_, column) =>
          own.reduce((sum, label) => sum + scale * centers.get(label)![column]!, random.normal()),
      )
    );
    const bytes = writeNpy([rows.length, COLUMNS], Float32Array.from(values));
    await Deno.writeFile(join(folder, `${name}.npy`), bytes);
  };
  const sides = {
    training: pairs.map(({ label }) => [label]),
    evaluation: sets.map(({ labels }) => labels.split("|")),
  };
  for (const [side, rows] of Object.entries(sides)) {
    await write(`planted.${side}`, rows, 1);
    await write(`noise.${side}`, rows, 0);
  }
}
