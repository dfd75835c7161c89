/**
 * Describes two cells of the four factors by their numbers.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { Attribution, AttributionCell } from "../../audit/results/results.ts";
import { chanceText, withRange } from "../../statistics/format.ts";

/** Says what random codes put in the place of a text's embedding. */
export function codesPhrase(isOfCaptions: boolean): string {
  return isOfCaptions
    ? "the normalized sum of a random vector for each of its lemmas"
    : "one random vector of length 1";
}

/** Says what true dirty pairs give with random text codes; undefined where they were not trained. */
export function codesFinding(
  attribution: Attribution,
  { accuracy }: MeasureWords,
  isOfCaptions: boolean,
): string | undefined {
  const cell = dirtyWithRandomCodes(attribution, true);
  const drop = attribution.dirty_drops?.text;
  if (cell === undefined || drop === undefined) return undefined;
  return `Trained on the same dirty pairs with each text's embedding replaced by a random code, ` +
    `${codesPhrase(isOfCaptions)}, ${accuracy} is ` +
    `${withRange(cell.balanced_top1.mean, cell.balanced_top1)}; dirty ${accuracy} minus that is ` +
    `${withRange(drop.value, drop)}.`;
}

/** Says what leaked pairs give without pre-trained knowledge, by the baseline with random text codes. */
export function bareLeak(attribution: Attribution): string | undefined {
  const cell = dirtyWithRandomCodes(attribution, false);
  if (cell === undefined) return undefined;
  const { balanced_top1: accuracy, chance = attribution.path.chance } = cell;
  return `The baseline with random codes, which knows nothing of sounds or words before training, ` +
    `gets ${withRange(accuracy.mean, accuracy)} from the dirty pool, where chance is ` +
    `${chanceText(chance)}.`;
}

/** Finds the cell of true dirty pairs with random text codes, with the audio backbone or the baseline. */
function dirtyWithRandomCodes(
  { cells }: Attribution,
  audio: boolean,
): AttributionCell | undefined {
  return cells.find((cell) => cell.audio === audio && !cell.text && cell.pairing && cell.leakage);
}
