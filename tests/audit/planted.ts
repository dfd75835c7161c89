import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import type { Compute } from "../../src/compute/compute.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";

/** Words that the text backbone knows. */
export const ANIMALS = [
  "bird",
  "cat",
  "cow",
  "dog",
  "frog",
  "hen",
  "horse",
  "lion",
  "pig",
  "sheep",
];

const COLUMNS = 12;
const PER_CLASS = 6;

/** A configuration as a file has it. */
export type PlainConfiguration = Record<string, unknown>;

/** Returns the configuration of a small audit of the files of {@link writePlanted}. */
export function plantedConfiguration(changes: PlainConfiguration = {}): PlainConfiguration {
  return {
    evaluation: { items: "evaluation.csv", classFolds: 2 },
    training: { items: "training.csv" },
    audio: [{
      name: "planted",
      training: "planted.training.npy",
      evaluation: "planted.evaluation.npy",
      baseline: { training: "noise.training.npy", evaluation: "noise.evaluation.npy" },
    }],
    text: [{ name: "glove-100d", backbone: "glove-100d" }],
    projector: { dim: 16, dropout: 0 },
    optimizer: { steps: 40, batch: 30, learningRate: 0.01, warmupSteps: 5 },
    seeds: [0, 1],
    leakDose: [],
    diversity: [],
    shuffles: 4,
    bootstrap: 200,
    // By its meaning, "hen" would be flagged for "bird", too.
    leakage: { rules: ["TEXT-EXACT"] },
    ...changes,
  };
}

/**
 * Writes items and embeddings with a planted truth: `planted` separates the classes at positions that have nothing to
 * do with their names, and `noise` carries no information. So accuracy can only come from leaked classes.
 */
export async function writePlanted(folder: string): Promise<void> {
  const random = new RandomStream(5, "planted audit");
  const centers = ANIMALS.map(() => Array.from({ length: COLUMNS }, () => 3 * random.normal()));
  for (const side of ["training", "evaluation"]) {
    const rows = ANIMALS.flatMap((label) =>
      Array.from({ length: PER_CLASS }, (_, i) => ({ id: `${side}/${label}/${i}`, label }))
    );
    await Deno.writeTextFile(join(folder, `${side}.csv`), writeCsv(["id", "label"], rows));
    const embed = (center: (row: number, column: number) => number) =>
      Float32Array.from(
        { length: rows.length * COLUMNS },
        (_, i) => center(Math.floor(i / COLUMNS), i % COLUMNS) + random.normal(),
      );
    const planted = embed((row, column) => centers[Math.floor(row / PER_CLASS)]![column]!);
    const shape = [rows.length, COLUMNS];
    await Deno.writeFile(join(folder, `planted.${side}.npy`), writeNpy(shape, planted));
    await Deno.writeFile(join(folder, `noise.${side}.npy`), writeNpy(shape, embed(() => 0)));
  }
}

/** Runs the work in a folder of its own that holds the planted data. */
export async function withPlanted<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir();
  try {
    await writePlanted(folder);
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs an audit of the planted data, with the inputs of its configuration. */
export function auditPlanted(compute: Compute, changes: PlainConfiguration = {}) {
  return withPlanted(async (folder) => {
    const text = JSON.stringify(plantedConfiguration(changes));
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder);
    return { configuration, ...await runAudit(await planAudit(configuration, inputs), compute) };
  });
}

/** Returns the inputs with every pair flagged for every label. */
export function withAllFlagged(inputs: AuditInputs): AuditInputs {
  const { pairs, evaluation: { labels }, leaks } = inputs;
  const findings = pairs.flatMap(({ id }) =>
    labels.map((label) => ({
      rule: "TEXT-EXACT" as const,
      flagged: true,
      item: id,
      label,
      evidence: label,
      confidence: 1,
    }))
  );
  return { ...inputs, leaks: { ...leaks, findings } };
}
