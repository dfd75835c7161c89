/**
 * Tries a drafted card on a second of sound, or on three texts.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { RandomStream } from "../../basics/random.ts";
import type { FileOptions } from "../card_files.ts";
import { openCard } from "../open.ts";

/** What a backbone gave. */
export interface Trial {
  /** What it was tried on. */
  readonly tried: string;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** Euclidean length of each embedding. */
  readonly norms: readonly number[];
}

/** What text backbones are tried on. */
export const TRIED_TEXTS: readonly string[] = ["a dog barks", "rain on a roof", "piano"];

/**
 * Runs a card as `embed` would.
 *
 * @param card the card's text
 * @param path where it lies, or will lie
 * @throws {InputError} when it cannot be run
 */
export async function tryCard(
  card: string,
  path: string,
  options: FileOptions = {},
): Promise<Trial> {
  const backbone = await openCard(card, path, options);
  try {
    const { dimensions } = backbone;
    if (backbone.modality === "text") {
      const { vectors } = await backbone.embed(TRIED_TEXTS);
      const norms = TRIED_TEXTS.map((_, i) =>
        normOf(vectors.subarray(i * dimensions, (i + 1) * dimensions))
      );
      return { tried: `${TRIED_TEXTS.length} texts`, dimensions, norms };
    }
    const random = new RandomStream(0, "card");
    const { sampleRateHz } = backbone.preparation;
    const noise = Float32Array.from({ length: sampleRateHz }, () => 0.1 * random.normal());
    const norms = [normOf(await backbone.embed(noise))];
    if (!norms.every(Number.isFinite)) {
      throw new InputError(
        `The model of "${quotable(path)}" gives numbers that are not finite for a second of noise`,
      );
    }
    return { tried: "a second of noise", dimensions, norms };
  } finally {
    await backbone.close();
  }
}

function normOf(row: Float32Array): number {
  return Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
}
