/**
 * What `TEXT-SEMANTIC` needs to scan a corpus: a text backbone, a device, and captions that calibrate it.
 * @module
 */
import type { TextBackbone } from "../../backbones/backbone.ts";
import { openInference } from "../../backbones/inference.ts";
import { openBackbone, readLedger } from "../../backbones/open.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { openCompute } from "../../compute/open.ts";
import type { TrainingPair } from "../findings.ts";
import type { LabelSet } from "../labels/label_set.ts";
import type { CalibratedSemantic } from "../scan_run.ts";
import { calibrateOnPairs } from "../semantic/calibrate_pairs.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";
import { type CorpusScanOptions, fileOptions } from "./options.ts";

/** The text backbone, unless another is named. */
const TEXT_BACKBONE = "glove-100d";

/**
 * Makes sure that the backbone can be meant, before anything is read.
 * @throws {InputError} when there is none, or it is no text backbone
 */
export async function checkTextBackbone(options: CorpusScanOptions): Promise<void> {
  const { textBackbone: reference = TEXT_BACKBONE } = options;
  const { modality } = await readLedger(reference, fileOptions(options));
  if (modality === "text") return;
  throw new InputError(
    `"${quotable(reference)}" embeds ${modality}; TEXT-SEMANTIC needs a backbone for text`,
  );
}

/**
 * Opens the backbone and the device, and calibrates.
 *
 * @param resources what is closed when the scan has ended
 * @param captions the captions that calibrate
 */
export async function openSemantic(
  options: CorpusScanOptions,
  { labels, dictionary }: { labels: LabelSet; dictionary: Dictionary },
  captions: AsyncIterable<readonly TrainingPair[]>,
  resources: AsyncDisposableStack,
): Promise<CalibratedSemantic> {
  const backbone = await openText(options, resources);
  const { compute, notice } = await openCompute(options.device ?? "auto");
  resources.defer(() => compute.close());
  if (notice !== undefined) options.onNote?.(notice);
  const { falseAlarmRate, calibration, signal } = options;
  const thresholds = await calibrateOnPairs(compute, {
    backbone,
    labels,
    batches: until(signal, captions),
    dictionary,
  }, { ...(falseAlarmRate === undefined ? {} : { falseAlarmRate }), signal });
  const calibratedOn = calibration === undefined ? "pairs" : "other captions";
  return { compute, backbone, thresholds, calibratedOn };
}

/** Batches until the signal is aborted; then its reason is thrown. */
async function* until<Batch>(
  signal: AbortSignal | undefined,
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    signal?.throwIfAborted();
    yield batch;
  }
}

async function openText(
  options: CorpusScanOptions,
  resources: AsyncDisposableStack,
): Promise<TextBackbone> {
  const { textBackbone: reference = TEXT_BACKBONE, device = "auto", onProgress, signal } = options;
  // What ships runs as it always does.
  const inference = await openInference(/\.json$/i.test(reference) ? device : "cpu");
  resources.defer(() => inference.close());
  if (inference.notice !== undefined) options.onNote?.(inference.notice);
  const backbone = await openBackbone(reference, {
    ...fileOptions(options),
    onProgress,
    signal,
    ...(options.itemTimeoutSeconds === undefined
      ? {}
      : { itemTimeoutSeconds: options.itemTimeoutSeconds }),
    ...(inference.device ? { device: inference.device } : {}),
  });
  resources.defer(() => backbone.close());
  if (backbone.modality === "text") return backbone;
  throw new InputError(`"${quotable(reference)}" is no backbone for text`);
}
