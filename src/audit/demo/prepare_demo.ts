/**
 * The demo's audit, made ready: instrument recordings embedded by a speech backbone and by the baseline, and the
 * configuration that audits them.
 * @module
 */
import { join } from "node:path";
import type { AudioBackbone } from "../../backbones/backbone.ts";
import { openLogMelStatistics } from "../../backbones/log_mel_statistics.ts";
import { openOpenWakeWord } from "../../backbones/openwakeword.ts";
import { OPEN_WAKE_WORD } from "../../backbones/openwakeword_ledger.ts";
import { OPEN_WAKE_WORD_PACKAGE } from "../../backbones/openwakeword_onnx.ts";
import { ONNX_RUNTIME } from "../../backbones/onnx/runtime.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { type Download, watchDownloads } from "../../basics/downloads.ts";
import type { OnProgress } from "../../basics/progress.ts";
import {
  INSTRUMENT_NOTES,
  type InstrumentItem,
  loadInstruments,
  SOUND_FONT,
} from "../../datasets/instruments.ts";
import { writeCsv } from "../../formats/csv.ts";
import { writeNpy } from "../../formats/npy.ts";
import { shiftSeeds } from "../configuration/configuration.ts";

const SIDES = ["training", "evaluation"] as const;
const SEEDS = [0, 1];
const CONFIGURATION_FILE = "audit.json";

/** What is fetched before the recordings can be decoded; smaller packages are not worth a report. */
const RECORDINGS: readonly Download[] = [{ package: SOUND_FONT.package, megabytes: 48 }];
/** What is fetched before they can be embedded. */
const BACKBONE: readonly Download[] = [
  { package: OPEN_WAKE_WORD_PACKAGE, megabytes: 17 },
  { package: ONNX_RUNTIME, megabytes: 33 },
];

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
  const { items, embeddings } = await decodeAndEmbed(onProgress);
  await writeItems(folder, items);
  await writeEmbeddings(folder, items, OPEN_WAKE_WORD.name, embeddings);
  const baseline = await openLogMelStatistics();
  const statistics = await gather(
    baseline.name,
    items.map(({ samples }) => () => baseline.embed(samples)),
    onProgress,
  );
  await baseline.close();
  await writeEmbeddings(folder, items, baseline.name, statistics);
  const path = join(folder, CONFIGURATION_FILE);
  const configuration = demoConfiguration(OPEN_WAKE_WORD.name, baseline.name, seed);
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

/**
 * Decodes the recordings and embeds them in the backbone's thread meanwhile. The backbone's packages are fetched once the
 * recordings are there, so that the first decoding need not wait for them.
 */
async function decodeAndEmbed(
  onProgress: OnProgress,
): Promise<{ items: InstrumentItem[]; embeddings: Float32Array[] }> {
  const failed = new AbortController();
  let backbone: Promise<AudioBackbone> | undefined;
  const begin = () => {
    const opening = openOpenWakeWord();
    opening.catch((thrown) => failed.abort(thrown));
    return opening;
  };
  const embedded: Promise<Float32Array>[] = [];
  const onSamples = (samples: Float32Array) => {
    const opening = backbone ??= begin();
    const own = Promise.resolve(embedded.at(-1)).then(async () => (await opening).embed(samples));
    // It is awaited when all are decoded.
    own.catch(() => {});
    embedded.push(own);
  };
  try {
    const stop = await watchDownloads(RECORDINGS, onProgress);
    const items = await loadInstruments({
      onSamples,
      signal: failed.signal,
      onProgress: (report) => {
        stop();
        onProgress(report);
      },
    }).finally(stop);
    const stopAgain = await watchDownloads(BACKBONE, onProgress);
    await backbone?.finally(stopAgain);
    const embeddings = await gather(
      OPEN_WAKE_WORD.name,
      embedded.map((own) => () => own),
      onProgress,
    );
    return { items, embeddings };
  } finally {
    // One that could not be opened has nothing to close, and its failure was thrown.
    await (await backbone?.catch(() => undefined))?.close();
  }
}

/** Waits for the embeddings one after the other. */
async function gather(
  stage: string,
  embeddings: readonly (() => Promise<Float32Array>)[],
  onProgress: OnProgress,
): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  for (const embed of embeddings) {
    onProgress({ stage, done: all.length, total: embeddings.length });
    all.push(await embed());
  }
  onProgress({ stage, done: all.length, total: embeddings.length });
  return all;
}

async function writeEmbeddings(
  folder: string,
  items: readonly InstrumentItem[],
  backbone: string,
  embeddings: readonly Float32Array[],
): Promise<void> {
  for (const side of SIDES) {
    const own = embeddings.filter((_, at) => items[at]!.side === side);
    const values = Float32Array.from(own.flatMap((row) => [...row]));
    const bytes = writeNpy([own.length, embeddings[0]!.length], values);
    await writeFileAtomic(join(folder, arraysOf(backbone)[side]), bytes);
  }
}
