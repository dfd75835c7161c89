/**
 * How near sounds lie to classes for how near their texts lie to the labels: what transfer alone brings near.
 *
 * A straight line through pairs of a topic and a label that is not the nearest to its text, of which no one is thought
 * to be a hidden leak. Its spread tells how probably transfer alone brings a topic as near to its nearest label as some
 * bound.
 * @module
 */
import { normalCumulative } from "../../compute/cpu/normal_distribution.ts";
import { mean } from "../../statistics/means.ts";

/** A topic and a label. */
export interface TextAndSound {
  /** The cosine of their texts. */
  readonly text: number;
  /** How near the topic's sounds lie to the label's items, in any unit; more is nearer. */
  readonly sound: number;
}

/** The line, and the spread around it. */
export interface TextNearness {
  /** Returns the probability that sounds whose texts have this cosine lie at least as near as a bound. */
  readonly probabilityOf: (text: number, bound: number) => number;
}

/** Fewer pairs tell nothing of the spread. */
export const LEAST_PAIRS = 20;

/**
 * Fits the line by least squares; nearer texts are never taken to bring sounds apart. Undefined for fewer pairs than
 * {@link LEAST_PAIRS}.
 *
 * @example Sounds lie about half as near as their texts:
 * ```ts
 * import assert from "node:assert/strict";
 * const texts = Array.from({ length: 40 }, (_, i) => i / 40);
 * const line = fitTextNearness(texts.map((text, i) => ({ text, sound: text / 2 + (-1) ** i * 0.1 })))!;
 * assert.ok(Math.abs(line.probabilityOf(0.5, 0.25) - 0.5) < 0.03);
 * assert.ok(line.probabilityOf(0.9, 0.25) > 0.95 && line.probabilityOf(0.1, 0.45) < 0.001);
 * ```
 */
export function fitTextNearness(pairs: readonly TextAndSound[]): TextNearness | undefined {
  if (pairs.length < LEAST_PAIRS) return undefined;
  const [text, sound] = [mean(pairs.map((one) => one.text)), mean(pairs.map((one) => one.sound))];
  let [squares, products] = [0, 0];
  for (const one of pairs) {
    squares += (one.text - text) ** 2;
    products += (one.text - text) * (one.sound - sound);
  }
  const slope = squares > 0 ? Math.max(0, products / squares) : 0;
  const at = (cosine: number) => sound + slope * (cosine - text);
  const rest = pairs.reduce((sum, one) => sum + (one.sound - at(one.text)) ** 2, 0);
  const deviation = Math.sqrt(rest / (pairs.length - 2));
  return {
    probabilityOf: (cosine, bound) => {
      const away = squares > 0 ? (cosine - text) ** 2 / squares : 0;
      const spread = deviation * Math.sqrt(1 + 1 / pairs.length + away);
      // The smallest spread stands for none, so that a bound on the line is reached by half.
      const z = (at(cosine) - bound) / Math.max(spread, Number.MIN_VALUE);
      return normalCumulative(z, Math.exp(-z * z / 2));
    },
  };
}
