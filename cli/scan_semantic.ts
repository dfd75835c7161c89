/** What `TEXT-SEMANTIC` needs in a scan: a text backbone, a device, and captions that calibrate it. */
import type { TextBackbone } from "../src/backbones/backbone.ts";
import { openInference } from "../src/backbones/inference.ts";
import { openBackbone, readLedger } from "../src/backbones/open.ts";
import { InputError } from "../src/basics/errors.ts";
import { quotable } from "../src/basics/printable.ts";
import { openCompute } from "../src/compute/open.ts";
import type { TrainingPair } from "../src/leakage/findings.ts";
import type { LabelSet } from "../src/leakage/labels/label_set.ts";
import type { CalibratedSemantic } from "../src/leakage/scan_run.ts";
import { calibrateOnPairs } from "../src/leakage/semantic/calibrate_pairs.ts";
import type { Dictionary } from "../src/leakage/wordnet/dictionary.ts";
import { fileOptions } from "./card_options.ts";
import type { ProgressDisplay } from "./progress.ts";
import type { ScanOptions } from "./scan_options.ts";

/** The text backbone, unless another is named. */
const TEXT_BACKBONE = "glove-100d";

/**
 * Makes sure that the backbone can be meant, before anything is read.
 * @throws {InputError} when there is none, or it is no text backbone
 */
export async function checkTextBackbone(options: ScanOptions): Promise<void> {
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
 * @param resources what is given back when the scan has ended
 * @param captions the captions that calibrate
 */
export async function openSemantic(
  options: ScanOptions,
  { labels, dictionary }: { labels: LabelSet; dictionary: Dictionary },
  captions: AsyncIterable<readonly TrainingPair[]>,
  progress: ProgressDisplay,
  resources: AsyncDisposableStack,
): Promise<CalibratedSemantic> {
  const backbone = await openText(options, progress, resources);
  const { compute, notice } = await openCompute(options.device);
  resources.defer(() => compute.close());
  if (notice !== undefined) progress.note(`earnest: ${notice}`);
  const { falseAlarmRate, calibration } = options;
  const thresholds = await calibrateOnPairs(
    compute,
    backbone,
    labels,
    captions,
    dictionary,
    falseAlarmRate === undefined ? {} : { falseAlarmRate },
  );
  const calibratedOn = calibration === undefined ? "pairs" : "other captions";
  return { compute, backbone, thresholds, calibratedOn };
}

async function openText(
  options: ScanOptions,
  progress: ProgressDisplay,
  resources: AsyncDisposableStack,
): Promise<TextBackbone> {
  const { textBackbone: reference = TEXT_BACKBONE, device } = options;
  // What ships runs as it always does.
  const inference = await openInference(/\.json$/i.test(reference) ? device : "cpu");
  resources.defer(() => inference.close());
  if (inference.notice !== undefined) progress.note(`earnest: ${inference.notice}`);
  const backbone = await openBackbone(reference, {
    ...fileOptions(options),
    onProgress: progress.report,
    itemTimeoutSeconds: options.itemTimeout,
    ...(inference.device ? { device: inference.device } : {}),
  });
  resources.defer(() => backbone.close());
  if (backbone.modality === "text") return backbone;
  throw new InputError(`"${quotable(reference)}" is no backbone for text`);
}
