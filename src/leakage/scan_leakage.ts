/**
 * All leak rules over a stream of training pairs.
 * @module
 */
import { DEFAULT_RULES } from "./rule_groups.ts";
import type { BackboneLedger, TextBackbone } from "../backbones/backbone.ts";
import type { OnProgress } from "../basics/progress.ts";
import type { Compute } from "../compute/compute.ts";
import { scanSounds, type UnreadableSound, type UnusualSound } from "./audio/scan_sounds.ts";
import { SOUND_RULES } from "./rule_groups.ts";
import { findBackboneData } from "./backbone/backbone_data.ts";
import { compileBackboneLabel } from "./backbone/backbone_label.ts";
import { findSelection, type Selection } from "./backbone/selection.ts";
import { placeIn } from "../datasets/place.ts";
import { type Finding, LEAK_RULES, type LeakRule, type TrainingPair } from "./findings.ts";
import { flaggingRules, type RulePolicy, settled } from "./policy.ts";
import { compileScan, type Evaluation, openDictionary, type PairFindings } from "./scan.ts";
import { PAIR_RULES } from "./rule_groups.ts";
import type { SemanticThresholds } from "./semantic/calibrate.ts";
import { findSemantic } from "./semantic/find.ts";
import { type EmbeddedLabels, embedLabels } from "./semantic/similarities.ts";
import { TEXT_RULES } from "./text/meaning.ts";
import type { Dictionary } from "./wordnet/dictionary.ts";

/** What `TEXT-SEMANTIC` needs: a device, a text backbone and its thresholds. */
export interface Semantic {
  /** Where similarities are computed. */
  readonly compute: Compute;
  /** The backbone that embeds texts. */
  readonly backbone: TextBackbone;
  /** Thresholds that were calibrated with the same backbone. */
  readonly thresholds: SemanticThresholds;
}

/** What a scan needs besides pairs and evaluation. */
export interface LeakageOptions extends RulePolicy {
  /** The rules. Default {@link DEFAULT_RULES}. */
  readonly rules?: readonly LeakRule[] | undefined;
  /** The words' senses. Default: WordNet, where the rules need it. */
  readonly dictionary?: Dictionary | undefined;
  /** What `TEXT-SEMANTIC` needs; without it, the rule does not run. */
  readonly semantic?: Semantic | undefined;
  /** The backbones that `BACKBONE-LABEL` and `BACKBONE-DATA` look at. */
  readonly backbones?: readonly BackboneLedger[] | undefined;
  /** Names of the evaluation's data set, for `BACKBONE-DATA`. */
  readonly evaluationSets?: readonly string[] | undefined;
  /** What was chosen on which items, for `SELECTION`. */
  readonly selections?: readonly Selection[] | undefined;
  /** Called with the number of sounds decoded so far. */
  readonly onProgress?: OnProgress | undefined;
  /** Called with each sound that cannot be read; the rules know nothing about it. */
  readonly onUnreadable?: ((sound: UnreadableSound) => void) | undefined;
  /** Called with each sound that was read although its file is unusual. */
  readonly onUnusual?: ((sound: UnusualSound) => void) | undefined;
  /** Whether a sound that cannot be read, or whose file is unusual, ends the scan. */
  readonly strict?: boolean | undefined;
  /** Called with the number of pairs whose text the backbone of `TEXT-SEMANTIC` cannot embed. */
  readonly onUnusable?: ((count: number) => void) | undefined;
  /** Ends the scan after the batch of pairs or the sound at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Training pairs as they come, one by one or in batches of any size. */
export type PairStream =
  | Iterable<TrainingPair | readonly TrainingPair[]>
  | AsyncIterable<TrainingPair | readonly TrainingPair[]>;

/** Pairs of one batch: few enough to hold in memory, enough to keep a device busy. */
const BATCH = 4096;

/** Implements {@link scanLeakage}, which `doors/leakage/scan_leakage.ts` documents. */
export async function* scanLeakage(
  pairs: PairStream,
  evaluation: Evaluation,
  options: LeakageOptions = {},
): AsyncGenerator<Finding> {
  for await (const findings of scanBatches(batchesOf(pairs), evaluation, options)) yield* findings;
}

async function* batchesOf(pairs: PairStream): AsyncGenerator<readonly TrainingPair[]> {
  let batch: TrainingPair[] = [];
  for await (const one of pairs) {
    for (const pair of "length" in one ? one : [one]) {
      batch.push(pair);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Implements {@link scanBatches}, which `doors/leakage/scan_leakage.ts` documents. */
export async function* scanBatches(
  batches: AsyncIterable<readonly TrainingPair[]>,
  evaluation: Evaluation,
  options: LeakageOptions = {},
): AsyncGenerator<readonly Finding[]> {
  const { rules = DEFAULT_RULES, semantic } = options;
  const flagging = flaggingRules(options);
  const isSemantic = semantic !== undefined && rules.includes("TEXT-SEMANTIC");
  const dictionary = options.dictionary ??
    await openDictionary(evaluation.labels, isSemantic ? TEXT_RULES : rules);
  // TEXT-SEMANTIC does not repeat what a rule about words finds.
  const pairRules = PAIR_RULES.filter((rule) =>
    rules.includes(rule) || (isSemantic && rule.startsWith("TEXT-"))
  );
  // Compiled when the first pair comes: where workers have scanned all pairs, none does.
  let compiled: ReturnType<typeof compileScan> | undefined;
  const look = (pair: TrainingPair) =>
    (compiled ??= compileScan(evaluation, { rules: pairRules, dictionary }, options))(pair);
  const embedded = isSemantic
    ? await embedLabels(semantic.backbone, semantic.thresholds.labels)
    : undefined;
  const soundRules = SOUND_RULES.filter((rule) => rules.includes(rule));
  const sounds: TrainingPair[] = [];
  for await (const batch of batches) {
    options.signal?.throwIfAborted();
    const looked = batch.map((pair) => ({ pair, ...look(pair) }));
    const close = embedded && semantic
      ? await compareMeanings(looked, semantic, embedded, flagging, options.onUnusable)
      : undefined;
    const findings = looked.flatMap(({ pair, findings }) => {
      const ofPair = close?.get(pair.id);
      return ofPair === undefined ? findings : [...findings, ...ofPair].sort(byRule);
    }).filter(({ rule }) => rules.includes(rule));
    if (soundRules.length > 0) { for (const sound of soundsOf(batch)) sounds.push(sound); }
    if (findings.length > 0) yield findings;
  }
  if (soundRules.length > 0) {
    const { findings, unreadable, unusual } = await scanSounds(sounds, evaluation.items, {
      ...options,
      rules: soundRules,
    });
    for (const sound of unreadable) options.onUnreadable?.(sound);
    for (const sound of unusual) options.onUnusual?.(sound);
    yield findings.map((finding) => settled(finding, flagging));
  }
  yield lookAtBackbones(evaluation, options, dictionary)
    .filter(({ rule }) => rules.includes(rule))
    .map((finding) => settled(finding, flagging));
}

/** The fields of pairs that are kept until their sounds are decoded. All pairs are kept, so the text is left out. */
function soundsOf(batch: readonly TrainingPair[]): TrainingPair[] {
  return batch.flatMap(({ id, file, text, place }) =>
    file === undefined
      ? []
      : [{ id, file, text: "", ...(place && { place: placeIn(place, text, 0) }) }]
  );
}

const byRule = (a: Finding, b: Finding) => LEAK_RULES.indexOf(a.rule) - LEAK_RULES.indexOf(b.rule);

/** The findings of `TEXT-SEMANTIC`, by the pair's id. */
async function compareMeanings(
  looked: readonly (PairFindings & { readonly pair: TrainingPair })[],
  { compute, backbone, thresholds }: Semantic,
  embedded: EmbeddedLabels,
  flagging: ReadonlySet<LeakRule>,
  onUnusable: LeakageOptions["onUnusable"],
): Promise<Map<string, Finding[]>> {
  const captions = looked.map(({ pair, mentions }) => ({ ...pair, mentions }));
  const all: Finding[] = [];
  for await (
    const { findings, unusable } of findSemantic(compute, {
      backbone,
      thresholds,
      pairs: captions,
      embedded,
    })
  ) {
    for (const finding of findings) all.push(settled(finding, flagging));
    if (unusable > 0) onUnusable?.(unusable);
  }
  return Map.groupBy(all, ({ item }) => item);
}

function lookAtBackbones(
  { labels, items }: Evaluation,
  { rules = DEFAULT_RULES, backbones = [], evaluationSets = [], selections = [] }: LeakageOptions,
  dictionary: Dictionary,
): Finding[] {
  const findLabels = backbones.length > 0 && rules.includes("BACKBONE-LABEL")
    ? compileBackboneLabel(labels.labels, dictionary)
    : () => [];
  return [
    ...backbones.flatMap((ledger) => [
      ...findLabels(ledger),
      ...findBackboneData(ledger, evaluationSets),
    ]),
    ...findSelection(selections, items),
  ];
}
