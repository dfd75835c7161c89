/**
 * The demo's audit, made ready: instrument recordings embedded by a speech backbone and by the baseline, and the
 * configuration that audits them.
 * @module
 */
import { join } from "node:path";
import type { AudioBackbone } from "../../backbones/backbone.ts";
import { openLogMelStatistics } from "../../backbones/log_mel_statistics.ts";
import { openOpenWakeWord } from "../../backbones/openwakeword.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import type { OnProgress } from "../../basics/progress.ts";
import {
  INSTRUMENT_NOTES,
  type InstrumentItem,
  loadInstruments,
} from "../../datasets/instruments.ts";
import { writeCsv } from "../../formats/csv.ts";
import { writeNpy } from "../../formats/npy.ts";
import { shiftSeeds } from "../configuration/configuration.ts";

const SIDES = ["training", "evaluation"] as const;
const SEEDS = [0, 1];
const CONFIGURATION_FILE = "audit.json";

/** Names of the files that {@link prepareDemo} writes. */
export const DEMO_FILES: readonly (string | RegExp)[] = [
  CONFIGURATION_FILE,
  /^(training|evaluation)\.csv$/,
  /^(openwakeword|log-mel-statistics)\.(training|evaluation)\.npy$/,
];

/**
 * Fills a folder with items, embeddings and configuration of the demo's audit.
 *
 * @param folder must exist
 * @param seed first training seed; the others follow
 * @returns path of the configuration
 */
export async function prepareDemo(
  folder: string,
  seed: number | undefined,
  onProgress: OnProgress,
): Promise<string> {
  const items = await loadInstruments({ onProgress });
  await writeItems(folder, items);
  const names = [];
  for (const open of [openOpenWakeWord, openLogMelStatistics]) {
    const backbone = await open();
    await writeEmbeddings(folder, items, backbone, onProgress);
    await backbone.close();
    names.push(backbone.name);
  }
  const path = join(folder, CONFIGURATION_FILE);
  const configuration = demoConfiguration(names[0]!, names[1]!, seed);
  await writeFileAtomic(path, JSON.stringify(configuration, null, 2) + "\n");
  return path;
}

function arraysOf(backbone: string): Record<typeof SIDES[number], string> {
  return { training: `${backbone}.training.npy`, evaluation: `${backbone}.evaluation.npy` };
}

/** What the demo asks, in the form of a configuration file. */
function demoConfiguration(backbone: string, baseline: string, seed: number | undefined) {
  return {
    evaluation: { items: "evaluation.csv", labelColumn: "label", classFolds: 6 },
    training: { items: "training.csv", labelColumn: "label", text: "{label}" },
    // Not run again: what they were trained on counts.
    audio: [{
      name: backbone,
      backbone,
      ...arraysOf(backbone),
      baseline: { backbone: baseline, ...arraysOf(baseline) },
    }],
    text: [{ name: "glove-100d", backbone: "glove-100d" }],
    projector: { kind: "residual", dim: 128, dropout: 0.2 },
    optimizer: { steps: 250, batch: 128, targets: "same-text" },
    seeds: seed === undefined ? SEEDS : shiftSeeds(SEEDS, seed),
    conditions: ["dirty", "clean", "control", "shuffled", "untrained"],
    // The curves would add 95 trainings to 296: too long for a first look.
    leakDose: [],
    diversity: [],
    shuffles: 24,
    bootstrap: 2000,
    leakage: { rules: ["TEXT-EXACT", "AUDIO-SOURCE"] },
    notes: INSTRUMENT_NOTES,
  };
}

async function writeItems(folder: string, items: readonly InstrumentItem[]): Promise<void> {
  for (const side of SIDES) {
    const rows = items.filter((item) => item.side === side).map((item) => ({
      id: item.id,
      label: item.label,
      source_id: item.sourceId,
      root_key: String(item.rootKey),
    }));
    const csv = writeCsv(["id", "label", "source_id", "root_key"], rows);
    await writeFileAtomic(join(folder, `${side}.csv`), csv);
  }
}

async function writeEmbeddings(
  folder: string,
  items: readonly InstrumentItem[],
  backbone: AudioBackbone,
  onProgress: OnProgress,
): Promise<void> {
  const stage = backbone.name;
  let done = 0;
  for (const side of SIDES) {
    const own = items.filter((item) => item.side === side);
    const values = new Float32Array(own.length * backbone.dimensions);
    for (const [row, { samples }] of own.entries()) {
      onProgress({ stage, done, total: items.length });
      values.set(await backbone.embed(samples), row * backbone.dimensions);
      done++;
    }
    const bytes = writeNpy([own.length, backbone.dimensions], values);
    await writeFileAtomic(join(folder, arraysOf(backbone.name)[side]), bytes);
  }
  onProgress({ stage, done, total: items.length });
}
