/**
 * What `results.json` says of retrieval, where the evaluation has captions. Nothing is claimed of it.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { recordOf } from "../../basics/record_schema.ts";
import type { RetrievalMeasure } from "../../measures/retrieval/retrieval.ts";
import { number, pair, text } from "./schema_parts.ts";

/** A recall with that of a random order. */
export interface RetrievalRecall extends RetrievalMeasure {
  /** The recall of a random order. */
  readonly chance: number;
}

/** Retrieval in one direction: means over trainings, with intervals over sources of the sounds and seeds. */
export interface RetrievalDirection {
  /** Number of queries. */
  readonly queries: number;
  /** Number of candidates that are ranked for each query; the mean over class folds. */
  readonly candidates: number;
  /** Share of queries with a right answer among the first k, by `k1` and so on, with that of a random order. */
  readonly recall: Readonly<Record<string, RetrievalRecall>>;
  /** Mean average precision at 10, which divides by the smaller of right answers and 10. */
  readonly map_at_10: RetrievalMeasure;
  /** Median over queries of the rank of the first right answer; the mean over trainings. */
  readonly median_rank: number;
}

/** Retrieval with the projectors of one condition. */
export interface RetrievalResult {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** What the projectors trained on. */
  readonly condition: string;
  /** Captions as queries, sounds as candidates. */
  readonly text_to_audio: RetrievalDirection;
  /** Sounds as queries, captions as candidates. */
  readonly audio_to_text: RetrievalDirection;
}

const measure = { value: number, low: number, high: number };
const direction = z.object({
  queries: number,
  candidates: number,
  recall: recordOf(z.object({ ...measure, chance: number })),
  map_at_10: z.object(measure),
  median_rank: number,
});

/** The schema of a {@link RetrievalResult}. */
export const retrievalResult = z.object({
  ...pair,
  condition: text,
  text_to_audio: direction,
  audio_to_text: direction,
});
