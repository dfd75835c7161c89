/**
 * Describes the cells of the four factors, in words that claim no more than the numbers do.
 * @module
 */
import type { Attribution, AttributionCell } from "../../audit/results/results.ts";
import { chanceText, withRange } from "../../statistics/format.ts";

/**
 * Says what the dirty accuracy owes to the meaning of the texts, by true pairs with random text codes; undefined where
 * they were not trained.
 */
export function textMeaning(attribution: Attribution): string | undefined {
  const cell = dirtyWithRandomCodes(attribution, true);
  const drop = attribution.dirty_drops?.text;
  if (cell === undefined || drop === undefined) return undefined;
  const score = `Trained on the same dirty pairs with random text codes, accuracy is ` +
    withRange(cell.balanced_top1.mean, cell.balanced_top1);
  const change = `the text backbone adds ${withRange(drop.value, drop)} to that`;
  return drop.low > 0
    ? `${score}; ${change}, which may come from what the texts mean; the rest needs none of it.`
    : `${score}; ${change}, not clearly above zero, so the dirty score is not shown to need any ` +
      `meaning of the texts.`;
}

/** Says what leaked pairs give without pre-trained knowledge, by the baseline with random text codes. */
export function bareLeak(attribution: Attribution): string | undefined {
  const cell = dirtyWithRandomCodes(attribution, false);
  if (cell === undefined) return undefined;
  const { balanced_top1: accuracy } = cell;
  const score = `The baseline with random codes, which knows nothing of sounds or words before ` +
    `training, gets ${withRange(accuracy.mean, accuracy)} from the dirty pool`;
  const chance = `chance (${chanceText(attribution.path.chance)})`;
  return accuracy.low > attribution.path.chance
    ? `${score}, above ${chance}: that much leaked pairs can give by themselves.`
    : `${score}, not clearly above ${chance}.`;
}

/** Finds the cell of true dirty pairs with random text codes, with the audio backbone or the baseline. */
function dirtyWithRandomCodes(
  { cells }: Attribution,
  audio: boolean,
): AttributionCell | undefined {
  return cells.find((cell) => cell.audio === audio && !cell.text && cell.pairing && cell.leakage);
}
