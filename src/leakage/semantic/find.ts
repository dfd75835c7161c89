/**
 * The rule `TEXT-SEMANTIC`: a training text whose embedding is nearer to a label's than unrelated texts are.
 * @module
 */
import type { TextBackbone } from "../../backbones/backbone.ts";
import { quotable } from "../../basics/printable.ts";
import type { Compute } from "../../compute/compute.ts";
import { type Finding, findingPlace, type TrainingPair } from "../findings.ts";
import { type LabelThreshold, percent, type SemanticThresholds } from "./calibrate.ts";
import {
  type Caption,
  type EmbeddedLabels,
  embedLabels,
  similarityBlocks,
} from "./similarities.ts";

/** UTF-16 units of a caption that are kept as evidence, more than real captions have. */
const LONGEST_EVIDENCE = 500;

/** What is searched, and with what. */
export interface SemanticSearch {
  /** The backbone that embeds texts. */
  readonly backbone: TextBackbone;
  /** Thresholds that were calibrated with the same backbone. */
  readonly thresholds: SemanticThresholds;
  /** The pairs, of any number. */
  readonly pairs: Iterable<TrainingPair & Caption> | AsyncIterable<TrainingPair & Caption>;
  /** The thresholds' labels as `embedLabels` returns them, for callers that search many times. */
  readonly embedded?: EmbeddedLabels | undefined;
}

/** What the rule gives for a block of training pairs. */
export interface SemanticFindings {
  /** In order of the pairs, then of the labels. */
  readonly findings: readonly Finding[];
  /** Number of pairs of the block that were compared. */
  readonly compared: number;
  /** Number of pairs of the block whose text the backbone cannot embed; the rule knows nothing about them. */
  readonly unusable: number;
}

/** Implements {@link findSemantic}, which `doors/leakage/find_semantic.ts` documents. */
export async function* findSemantic(
  compute: Compute,
  { backbone, thresholds, pairs, embedded }: SemanticSearch,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<SemanticFindings> {
  const { labels, falseAlarmRate } = thresholds;
  embedded ??= await embedLabels(backbone, labels);
  for await (const block of similarityBlocks(compute, backbone, embedded, pairs)) {
    signal?.throwIfAborted();
    const { captions, similarities, unusable } = block;
    const findings = captions.flatMap((pair, i) =>
      labels.flatMap((label, j) => {
        const similarity = similarities[i * labels.length + j]!;
        if (similarity < label.threshold || pair.mentions?.includes(label.label)) return [];
        return [semanticFinding(pair, label, similarity, falseAlarmRate)];
      })
    );
    yield { findings, compared: captions.length, unusable };
  }
}

function semanticFinding(
  pair: TrainingPair,
  { label, words, threshold }: LabelThreshold,
  similarity: number,
  rate: number,
): Finding {
  return {
    rule: "TEXT-SEMANTIC",
    flagged: true,
    item: pair.id,
    label,
    evidence: excerpt(pair.text),
    path: `similarity ${similarity.toFixed(3)} to "${quotable(words)}", threshold ` +
      `${threshold.toFixed(3)} (false alarms ${percent(rate)} a caption)`,
    confidence: threshold < 1 ? Math.min(1, (similarity - threshold) / (1 - threshold)) : 1,
    ...findingPlace(pair, 0),
  };
}

function excerpt(text: string): string {
  // The cut may fall between the two halves of a character, so the text is made well-formed.
  return text.length > LONGEST_EVIDENCE
    ? `${text.slice(0, LONGEST_EVIDENCE).toWellFormed()}…`
    : text;
}
