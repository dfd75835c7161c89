import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../src/audit/inputs/read_inputs.ts";
import type { TwinEffects } from "../../src/audit/results/results.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { type Matrix, matrixOf, selectRows } from "../../src/basics/matrix.ts";
import type { Compute } from "../../src/compute/compute.ts";
import { parseItems } from "../../src/datasets/items.ts";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";
import { sharedPath } from "../shared.ts";
import { inFolder } from "../temporary_folder.ts";
import { type Classifier, trainClassifier } from "./stand_in_classifier.ts";
import { withoutOtherCells } from "./twin_arms.ts";

/** The files that the stand-in is made of; undefined, after a loud skip, where the shared data is missing. */
export function standInFiles() {
  const folder = sharedPath("data/esc50-fold4");
  const items = sharedPath("data/esc10/metadata.csv");
  const evaluation = sharedPath("golden/log_mel_statistics/esc10.npy");
  if (folder === undefined || items === undefined || evaluation === undefined) return undefined;
  return {
    pairs: join(folder, "esc50-fold4.csv"),
    training: join(folder, "log_mel_statistics_fold4.npy"),
    items,
    evaluation,
  };
}

/**
 * Runs the stand-in for the 2x2 of labels in the pre-training and flagged pairs. Two classifiers learn fold 4 of ESC-50
 * from log-mel statistics, one with the ten classes of ESC-10 and one without; their last hidden layers are a backbone
 * and its twin. Projectors learn from fold 4 and name ESC-10's clips of the other folds.
 */
export async function auditStandIn(
  files: NonNullable<ReturnType<typeof standInFiles>>,
  compute: Compute,
  seeds: readonly number[],
) {
  const training = await readArray(files.training);
  const evaluation = await readArray(files.evaluation);
  const clips = await parseItems(await Deno.readFile(files.pairs), files.pairs);
  const labels = clips.map(({ columns }) => columns["category"]!);
  const others = clips.flatMap(({ columns }, row) => columns["esc10"] === "False" ? [row] : []);
  const labelled = trainClassifier(training, labels);
  const twin = trainClassifier(selectRows(training, others), others.map((row) => labels[row]!));
  return await inFolder(async (folder) => {
    const arrays = async (name: string, { embed }: Classifier) => {
      const [ofTraining, ofEvaluation] = [`${name}-training.npy`, `${name}-evaluation.npy`];
      await writeArray(join(folder, ofTraining), embed(training));
      await writeArray(join(folder, ofEvaluation), embed(evaluation));
      return { training: ofTraining, evaluation: ofEvaluation };
    };
    const text = JSON.stringify({
      evaluation: { items: files.items, where: { fold: ["1", "2", "3", "5"] } },
      training: { items: files.pairs, labelColumn: "category", text: "{category}" },
      audio: [{
        name: "with labels",
        ...await arrays("with", labelled),
        twin: { name: "without labels", ...await arrays("without", twin) },
        baseline: { training: files.training, evaluation: files.evaluation },
      }],
      text: [{ name: "glove-100d", backbone: "glove-100d" }],
      optimizer: { steps: 150, batch: 128 },
      conditions: ["dirty", "clean"],
      shuffles: seeds.length,
      leakDose: [],
      diversity: [],
      seeds,
      leakage: {
        rules: ["TEXT-EXACT", "TEXT-LEMMA", "AUDIO-SOURCE"],
        sourceColumn: { training: "src_file", evaluation: "source_id" },
      },
    });
    const configuration = parseConfiguration(text, "audit.json");
    const inputs = await readInputs(configuration, folder, { allowOutside: true });
    const plan = withoutOtherCells(await planAudit(configuration, inputs));
    const { results } = await runAudit(plan, compute);
    return { results, classifiers: [labelled, twin] };
  });
}

/** Says each cell's accuracy, and that of every seed. */
export function cellLines({ cells }: TwinEffects): string[] {
  return cells.map(({ labels, leakage, balanced_top1: { mean, per_seed } }) => {
    const seeds = per_seed.map((one) => one.toFixed(3)).join(", ");
    return `${labels ? "with" : "without"} the labels, ${leakage ? "control" : "clean"} pairs: ` +
      `${mean.toFixed(3)} (${seeds})`;
  });
}

async function readArray(path: string): Promise<Matrix> {
  const { shape, data } = readNpy(await Deno.readFile(path), path);
  return matrixOf(shape[1]!, data);
}

function writeArray(path: string, { rows, columns, values }: Matrix): Promise<void> {
  return Deno.writeFile(path, writeNpy([rows, columns], values));
}
