/**
 * The fields of a row of `cells.jsonl` that tell which training it is of.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.

/** Which training, evaluated in which class fold, a row of `cells.jsonl` is of. */
export interface CellPlace {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** Whether random codes replaced the text backbone's embeddings. */
  readonly random_text: boolean;
  /** What the projectors trained on. */
  readonly condition: string;
  /** Number of the class fold, from 0. */
  readonly fold: number;
  /** Training seed. */
  readonly seed: number;
}

/** The schemas of these fields, to be spread into that of a row. */
export const cellPlace = {
  audio: z.string(),
  text: z.string(),
  random_text: z.boolean(),
  condition: z.string(),
  fold: z.int().nonnegative(),
  seed: z.int(),
};
