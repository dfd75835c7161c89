/**
 * Summarizes what `TEXT-SEMANTIC` found and what it would find in any captions, in numbers and in words.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import { percent, type SemanticThresholds } from "./calibrate.ts";

/** Most labels that a sentence lists. */
const MOST_LISTED = 5;

/** The numbers of `TEXT-SEMANTIC`. */
export interface SemanticSummary {
  /** Name of the text backbone. */
  readonly backbone: string;
  /** What the thresholds were calibrated on: the scanned captions themselves, or others. */
  readonly calibratedOn: "pairs" | "other captions";
  /** Share of unrelated captions that may have a finding. */
  readonly falseAlarmRate: number;
  /** Number of captions that the thresholds were calibrated on. */
  readonly calibrationCaptions: number;
  /** Number of further calibration captions that the backbone could not embed. */
  readonly unusableCalibrationCaptions: number;
  /** Number of scanned captions that were compared. */
  readonly compared: number;
  /** Number of scanned captions that the backbone could not embed. */
  readonly unusable: number;
  /** Number of compared captions expected to have a finding at the rate. */
  readonly expected: number;
  /** Number of compared captions that have a finding. */
  readonly found: number;
  /** Labels that the backbone cannot embed. */
  readonly unusableLabels: readonly string[];
}

/**
 * Computes the numbers of a scan.
 *
 * @param pairs number of scanned captions
 * @param unusable number of those that could not be embedded
 * @param found number of captions with a finding
 */
export function summarizeSemantic(
  backbone: string,
  thresholds: SemanticThresholds,
  calibratedOn: SemanticSummary["calibratedOn"],
  { pairs, unusable, found }: { pairs: number; unusable: number; found: number },
): SemanticSummary {
  const { falseAlarmRate, captions, unusableCaptions, unusableLabels } = thresholds;
  return {
    backbone,
    calibratedOn,
    falseAlarmRate,
    calibrationCaptions: captions,
    unusableCalibrationCaptions: unusableCaptions,
    compared: pairs - unusable,
    unusable,
    expected: Math.round(falseAlarmRate * (pairs - unusable)),
    found,
    unusableLabels,
  };
}

/** Writes the numbers as sentences, one for each note. */
export function semanticNotes(summary: SemanticSummary): string[] {
  const { backbone, calibratedOn, falseAlarmRate, compared, expected, found } = summary;
  const { unusable, unusableLabels, calibrationCaptions, unusableCalibrationCaptions } = summary;
  const meaning = calibratedOn === "pairs"
    ? "It was calibrated on the scanned captions themselves: the number of reports is about the rate by " +
      "construction, and no evidence that they leak."
    : `It was calibrated on ${calibrationCaptions} other captions: more reports than expected are evidence ` +
      "of leakage, or of captions of another kind.";
  const name = `"${quotable(backbone)}"`;
  const listed = unusableLabels.slice(0, MOST_LISTED).map((label) => `"${quotable(label)}"`);
  const more = unusableLabels.length - listed.length;
  return [
    `TEXT-SEMANTIC reports ${found} of ${
      captionsOf(compared)
    }; ${expected} are expected of unrelated ones ` +
    `at ${percent(falseAlarmRate)}. ${meaning}`,
    ...(listed.length === 0 ? [] : [
      `TEXT-SEMANTIC did not look for labels that ${name} cannot embed: ${listed.join(", ")}` +
      `${more > 0 ? ` and ${more} more` : ""}.`,
    ]),
    ...(unusable === 0
      ? []
      : [`TEXT-SEMANTIC did not compare ${captionsOf(unusable)} that ${name} cannot embed.`]),
    ...(unusableCalibrationCaptions === 0 || calibratedOn === "pairs" ? [] : [
      `To calibrate it, ${captionsOf(unusableCalibrationCaptions)} more could not be embedded.`,
    ]),
  ];
}

function captionsOf(count: number): string {
  return `${count} caption${count === 1 ? "" : "s"}`;
}
