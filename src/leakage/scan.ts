/**
 * The leak rules that look at one training pair at a time.
 * @module
 */
import type { PairRule } from "./rule_groups.ts";
import { InputError } from "../basics/errors.ts";
import { compileAudioListed } from "./audio/audio_listed.ts";
import type { ListedSound } from "./audio/exclusion_list.ts";
import { compileAudioSource } from "./audio/audio_source.ts";
import { type Recorded, sourceOf } from "./audio/source.ts";
import {
  type EvaluationCaption,
  type EvaluationItem,
  type Finding,
  findingPlace,
  type TrainingPair,
} from "./findings.ts";
import type { LabelSet } from "./labels/label_set.ts";
import { flaggingRules, type RulePolicy, settled } from "./policy.ts";
import { TEXT_RULES, type TextRule } from "./text/meaning.ts";
import { compileTextCopy } from "./text/text_copy.ts";
import { compileTextRules, type Mention } from "./text/text_rules.ts";
import { type Dictionary, NO_WORDS } from "./wordnet/dictionary.ts";
import { WordNet } from "./wordnet/wordnet.ts";

/** The evaluation, which training pairs must not know. */
export interface Evaluation {
  /** The label set. */
  readonly labels: LabelSet;
  /** The items; rules about sounds need their sources or files. */
  readonly items: readonly EvaluationItem[];
  /** The captions, where the evaluation is one by captions; `TEXT-COPY` needs them. */
  readonly captions?: readonly EvaluationCaption[] | undefined;
  /** Recordings that are to be left out; `AUDIO-LISTED` needs them. */
  readonly listed?: readonly ListedSound[] | undefined;
}

/** The findings about a pair. */
export interface PairFindings {
  /** In the order of the rules, by label. */
  readonly findings: readonly Finding[];
  /** The labels that any rule about words found. */
  readonly mentions: readonly string[];
}

const NOTHING: PairFindings = { findings: [], mentions: [] };

/** Implements {@link openDictionary}, which `doors/leakage/scan.ts` documents. */
export async function openDictionary(
  labels: LabelSet,
  rules: readonly string[],
): Promise<Dictionary> {
  const beyondWords = [...TEXT_RULES.filter((rule) => rule !== "TEXT-EXACT"), "BACKBONE-LABEL"];
  const isNeeded = beyondWords.some((rule) => rules.includes(rule)) ||
    (rules.includes("TEXT-EXACT") &&
      labels.labels.some(({ senses, parts }) => senses !== undefined || parts !== undefined));
  return isNeeded ? await WordNet.open() : NO_WORDS;
}

/** Implements {@link compileScan}, which `doors/leakage/scan.ts` documents. */
export function compileScan(
  { labels, items, captions = [], listed = [] }: Evaluation,
  { rules, dictionary }: { readonly rules: readonly PairRule[]; readonly dictionary: Dictionary },
  policy: RulePolicy = {},
): (pair: TrainingPair) => PairFindings {
  const flagging = flaggingRules(policy);
  const textRules: readonly TextRule[] = TEXT_RULES.filter((rule) => rules.includes(rule));
  const matcher = textRules.length > 0
    ? compileTextRules(labels, dictionary, textRules)
    : undefined;
  const findSource = rules.includes("AUDIO-SOURCE") ? compileAudioSource(items) : undefined;
  const findListed = rules.includes("AUDIO-LISTED") && listed.length > 0
    ? compileAudioListed(listed)
    : undefined;
  const findCopy = rules.includes("TEXT-COPY") && captions.length > 0
    ? compileTextCopy(captions)
    : undefined;
  return (pair) => {
    const mentions = matcher?.find(pair.text) ?? [];
    const onList = findListed?.(pair);
    const shared = [...findSource?.(pair) ?? [], ...onList === undefined ? [] : [onList]];
    const copy = findCopy?.(pair);
    if (mentions.length === 0 && shared.length === 0 && copy === undefined) return NOTHING;
    const findings = mentions.map((mention) =>
      mentionFinding(mention, pair, flagging.has(mention.rule))
    );
    if (copy !== undefined) {
      findings.push({ ...settled(copy, flagging), ...findingPlace(pair, copy.span![0]) });
    }
    for (const finding of shared) {
      findings.push({ ...settled(finding, flagging), ...findingPlace(pair, 0) });
    }
    return { findings, mentions: mentions.map(({ label }) => label) };
  };
}

function mentionFinding(mention: Mention, pair: TrainingPair, flags: boolean): Finding {
  const { rule, label, start, end, matched, path, confidence, certain } = mention;
  return {
    rule,
    flagged: flags && certain,
    item: pair.id,
    label,
    evidence: pair.text,
    matched,
    span: [start, end],
    ...(path === undefined ? {} : { path }),
    confidence,
    ...findingPlace(pair, start),
  };
}

/** Implements {@link scanPairs}, which `doors/leakage/scan.ts` documents. */
export async function scanPairs(
  pairs: readonly TrainingPair[],
  evaluation: Evaluation,
  rules: readonly PairRule[],
): Promise<Finding[]> {
  if (rules.includes("AUDIO-SOURCE")) {
    requireSources(pairs, "training pair");
    requireSources(evaluation.items, "evaluation item");
  }
  const look = compileScan(evaluation, {
    rules,
    dictionary: await openDictionary(evaluation.labels, rules),
  });
  return pairs.flatMap((pair) => look(pair).findings);
}

function requireSources(side: readonly Recorded[], what: string): void {
  if (side.some((one) => sourceOf(one) !== undefined)) return;
  throw new InputError(`AUDIO-SOURCE cannot run: none of ${side.length} ${what}s has a source`);
}
