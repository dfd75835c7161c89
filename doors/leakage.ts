/**
 * Leakage: labels, rules that find pairs that leak, and pools without them.
 *
 * Packages and WordNet are fetched when a function that needs them is called.
 *
 * The example runs with `--allow-read=.`, where `.` is Earnest's code (by URL `--allow-import` of its host). Files need
 * `--allow-read`, and rules that use WordNet need it of Deno's cache, which `deno info` names; an output folder needs
 * `--allow-write` of the folder that it is made in.
 *
 * @example Find the captions that name a class:
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = { name: "pets", labels: [{ label: "dog" }] };
 * const pairs = [{ id: "1", text: "a dog barks" }, { id: "2", text: "dogma" }];
 * const findings = await scanPairs(pairs, { labels, items: [] }, ["TEXT-EXACT"]);
 * assert.deepEqual(findings.map(({ item }) => item), ["1"]);
 * ```
 * @module
 */
export * from "./basics.ts";
export { type ListedSound, parseExclusionList } from "../src/leakage/audio/exclusion_list.ts";
export {
  type EvaluationCaption,
  type EvaluationItem,
  type Finding,
  FLAGS_BY_DEFAULT,
  LEAK_RULES,
  type LeakRule,
  type Place,
  type TrainingPair,
  type WrittenPlace,
} from "../src/leakage/findings.ts";
export { compileScan, openDictionary, scanPairs } from "./leakage/scan.ts";
export type { Evaluation, PairFindings } from "../src/leakage/scan.ts";
export {
  DEFAULT_RULES,
  PAIR_RULES,
  type PairRule,
  SOUND_RULES,
  type SoundRule,
} from "../src/leakage/rule_groups.ts";
export type { LeakageOptions, PairStream, Semantic } from "../src/leakage/scan_leakage.ts";
export { scanBatches, scanLeakage } from "./leakage/scan_leakage.ts";
export {
  type BlockCounts,
  type CalibratedSemantic,
  ScanRun,
  type ScanRunOptions,
} from "../src/leakage/scan_run.ts";
export type { PairCounts } from "../src/leakage/pair_tally.ts";
export type { FindingNumbers } from "../src/leakage/output/counter.ts";
export { Examples, WorstFindings } from "../src/leakage/output/worst.ts";
export type { Collected } from "../src/leakage/corpus/collected.ts";
export type { ScanSummary, Tally, Verdict } from "../src/leakage/output/summary.ts";
export type { ScannedFinding } from "../src/leakage/output/scanned_finding.ts";
export { parseSuppressions } from "./leakage/parse_suppressions.ts";
export type { Suppression } from "../src/leakage/output/suppressions.ts";
export type { SemanticSummary } from "../src/leakage/semantic/summary.ts";
export type { NotRun } from "../src/leakage/not_run.ts";
export type { RulePolicy } from "../src/leakage/policy.ts";
export {
  formatLabelSet,
  type LabelEntry,
  type LabelPart,
  type LabelSet,
  type LabelSource,
  type Meaning,
} from "../src/leakage/labels/label_set.ts";
export { parseLabelSet } from "./leakage/parse_label_set.ts";
export type { LabelOptions } from "../src/leakage/labels/read_labels.ts";
export { readLabels } from "./leakage/read_labels.ts";
export { draftLabels } from "./leakage/draft_labels.ts";
export type { LabelDraft, LabelGuess } from "../src/leakage/labels/draft_labels.ts";
export type { SenseGuess } from "../src/leakage/labels/guess_sense.ts";
export type { SenseChoice } from "../src/leakage/labels/sense_candidates.ts";
export { TEXT_RULES, type TextRule } from "../src/leakage/text/meaning.ts";
export { compileTextRules } from "./leakage/text_rules.ts";
export type { Mention, TextMatcher } from "../src/leakage/text/text_rules.ts";
export type { Dictionary } from "../src/leakage/wordnet/dictionary.ts";
export type { PartOfSpeech, Synset } from "../src/leakage/wordnet/synset.ts";
export { WordNet } from "../src/leakage/wordnet/wordnet.ts";
export type {
  ListenOptions,
  SoundScan,
  UnreadableSound,
  UnusualSound,
} from "../src/leakage/audio/scan_sounds.ts";
export { scanSounds } from "./leakage/scan_sounds.ts";
export {
  calibrateSemantic,
  type CalibrationData,
  type CalibrationOptions,
  type LabelThreshold,
  type SemanticThresholds,
} from "../src/leakage/semantic/calibrate.ts";
export { calibrateOnPairs } from "./leakage/calibrate_pairs.ts";
export type { PairCalibration } from "../src/leakage/semantic/calibrate_pairs.ts";
export {
  findSemantic,
  type SemanticFindings,
  type SemanticSearch,
} from "../src/leakage/semantic/find.ts";
export type {
  Caption,
  EmbeddedLabels,
  SemanticLabel,
} from "../src/leakage/semantic/similarities.ts";
export {
  compileBackboneLabel,
  type EvaluationLabel,
} from "../src/leakage/backbone/backbone_label.ts";
export { declares, findBackboneData } from "../src/leakage/backbone/backbone_data.ts";
export { findSelection, type Selection } from "../src/leakage/backbone/selection.ts";
export type { CleanAndControl, ControlMatch } from "../src/leakage/pools/control_match.ts";
export type { LeakUnit } from "../src/leakage/pools/flagged.ts";
export type {
  CaptionNouns,
  PoolSize,
  Sound,
  SoundsAndTopics,
} from "../src/leakage/pools/sounds_and_topics.ts";
export { captionNouns } from "./leakage/caption_nouns.ts";
export { makePools, type MakingPools, type Pools } from "../src/leakage/pools/pools.ts";
export {
  makePoolSet,
  type PoolLists,
  type PoolOptions,
  type PoolSet,
  type ShuffledPool,
} from "../src/leakage/pools/pool_set.ts";
export { type Diversity, diversity, type LeakDose, leakDose } from "../src/leakage/pools/series.ts";
export type { GroupedBy } from "../src/leakage/pools/groups.ts";
export { groupedValidation, type Validation } from "../src/leakage/pools/validation.ts";
export {
  type Condition,
  formatCondition,
  parseCondition,
} from "../src/leakage/pools/conditions.ts";
export { type ConditionPool, type DrawnPools, poolOf } from "../src/leakage/pools/pool_of.ts";
export { conditionNamed, conditionsIn, storedPools } from "../src/leakage/pools/stored_pools.ts";
export { parsePools, readPools, writePools } from "./leakage/pools_file.ts";
export type { PoolsFile, PoolsOrigin } from "../src/leakage/pools/pools_file.ts";
export { shuffleTexts } from "../src/leakage/pools/shuffle.ts";
export type { CorpusScanOptions } from "../src/leakage/corpus/options.ts";
export type { HashedInput } from "../src/leakage/corpus/scan_inputs.ts";
export type { ScanFolderOptions } from "../src/leakage/folder/scan_into_folder.ts";
export { scanIntoFolder } from "./leakage/scan_into_folder.ts";
export type { ScanResults } from "../src/leakage/folder/scan_results.ts";
export type { SplitFolderOptions, SplitPools } from "../src/leakage/folder/split_into_folder.ts";
export { splitIntoFolder } from "./leakage/split_into_folder.ts";
