/**
 * Earnest measures how much of an audio-text zero-shot accuracy was learned across modalities, how much came with the
 * backbones, and how much leaked.
 *
 * Importing this module loads no model, opens no device and downloads no data set.
 *
 * @example Multiply two matrices on the best available device:
 * ```ts
 * import assert from "node:assert/strict";
 * const { compute } = await openCompute("auto");
 * const left = compute.tensor(1, 2, Float32Array.of(1, 2));
 * const right = compute.tensor(2, 1, Float32Array.of(3, 4));
 * const product = compute.tensor(1, 1);
 * compute.matrixMultiply(left, right, product);
 * assert.deepEqual(await compute.read(product), Float32Array.of(11));
 * compute.close();
 * ```
 * @module
 */
export * from "./src/basics/errors.ts";
export { TimedOut } from "./src/basics/time_limit.ts";
export { type OnProgress, type ProgressReport, type WorkOptions } from "./src/basics/progress.ts";
export { VERSION } from "./src/basics/version.ts";

export * from "./src/compute/compute.ts";
export {
  DEVICE_CHOICES,
  type DeviceChoice,
  type KnownDevice,
  openCompute,
  type OpenedCompute,
} from "./src/compute/open.ts";
export type { KeptVariants } from "./src/compute/variants_file.ts";
export type { VariantMeasurement } from "./src/compute/webgpu/tuning.ts";
export type { ShapeClass, VariantName, VariantTable } from "./src/compute/webgpu/variants.ts";
export { type KernelOptions, withKernels } from "./src/compute/with_kernels.ts";
export { checkDevice, type KernelCheck } from "./src/compute/doctor.ts";

export { type NpyArray, readNpy, writeNpy } from "./src/formats/npy.ts";
export {
  readSafetensors,
  type Safetensors,
  type StoredArray,
  writeSafetensors,
} from "./src/formats/safetensors.ts";

export { AudioDecoder, type DecodedAudio, type MonoAudio } from "./src/audio/decode.ts";
export { Resampler } from "./src/audio/resample.ts";
export type * from "./src/audio/front_end/configuration.ts";
export { type ModelInput, prepareInput } from "./src/audio/front_end/model_input.ts";
export { FRONT_END_PRESETS } from "./src/audio/front_end/presets.ts";
export { readPreprocessorConfig } from "./src/audio/front_end/preprocessor_config.ts";
export * from "./src/backbones/backbone.ts";
export type * from "./src/backbones/card.ts";
export { CARD_VARIABLES } from "./src/backbones/card_path.ts";
export { parseCard } from "./src/backbones/card_schema.ts";
export type { Pooling } from "./src/backbones/pooling.ts";
export type { InputAxis } from "./src/backbones/window_batches.ts";
export type { OutputAxis } from "./src/backbones/output_rows.ts";
export type { TextOptions } from "./src/backbones/text_card.ts";
export type { FileOptions, ReadCardFile } from "./src/backbones/card_files.ts";
export type { OnnxOptions } from "./src/backbones/onnx/session.ts";
export type { ThreadOptions } from "./src/backbones/worker/model_thread.ts";
export { CHARACTER_NGRAMS, openCharacterNgrams } from "./src/backbones/character_ngrams.ts";
export { GLOVE_100D, openGlove100d } from "./src/backbones/glove_100d.ts";
export { type Inference, openInference } from "./src/backbones/inference.ts";
export { LOG_MEL_STATISTICS, openLogMelStatistics } from "./src/backbones/log_mel_statistics.ts";
export {
  type BackboneOptions,
  openBackbone,
  readLedger,
  SHIPPED_BACKBONES,
} from "./src/backbones/open.ts";
export { OPEN_WAKE_WORD, openOpenWakeWord } from "./src/backbones/openwakeword.ts";
export { fetchHubFile, type HubFile, type HubFileOptions } from "./src/backbones/hub/fetch.ts";
export { HUB_VARIABLES, type HubEnvironment } from "./src/backbones/hub/environment.ts";
export { MOST_DOWNLOAD_BYTES } from "./src/backbones/hub/room.ts";
export type { Patience } from "./src/backbones/hub/patience.ts";
export { type HubReference, parseHubReference } from "./src/backbones/hub/reference.ts";

export { type Item, type ItemOptions, readItems } from "./src/datasets/items.ts";
export {
  type Dataset,
  type DatasetItem,
  type DatasetOptions,
  openDataset,
} from "./src/datasets/open.ts";
export type { Where } from "./src/datasets/where.ts";
export { type PairOptions, streamPairs } from "./src/datasets/stream_pairs.ts";
export type { PlacedPair } from "./src/datasets/pair_reader.ts";
export type { ReadFile } from "./src/datasets/stream_text.ts";
export { placeIn } from "./src/datasets/place.ts";
export { type InstrumentItem, loadInstruments } from "./src/datasets/instruments.ts";

export { type EmbeddingArray, readEmbeddingArray, type RowKeys } from "./src/embeddings/arrays.ts";
export { embedDataset, type Embedded, type EmbedOptions } from "./src/embeddings/embed_dataset.ts";
export type {
  EmbeddingSet,
  SetDescription,
  SetItem,
  UnreadableItem,
  UnusualItem,
} from "./src/embeddings/embedding_set.ts";
export { readEmbeddingSet, readSetItems } from "./src/embeddings/reading.ts";
export type { Json, JsonObject } from "./src/embeddings/identity.ts";
export type { OpenMode } from "./src/embeddings/opening.ts";
export type { Cut, Shard } from "./src/embeddings/parts.ts";
export type { Environment } from "./src/embeddings/set_file.ts";
export type { SetSummary } from "./src/embeddings/set_folder.ts";
export type { SetWriterOptions } from "./src/embeddings/writer.ts";
export { type EmbeddedTexts, embedTexts } from "./src/embeddings/embed_texts.ts";
export { joinReadyMade, type SourceFile } from "./src/embeddings/ready_made.ts";
export { writeEmbeddingSet } from "./src/embeddings/whole_set.ts";

export { type ListedSound, parseExclusionList } from "./src/leakage/audio/exclusion_list.ts";
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
} from "./src/leakage/findings.ts";
export {
  compileScan,
  type Evaluation,
  openDictionary,
  PAIR_RULES,
  type PairFindings,
  type PairRule,
  scanPairs,
} from "./src/leakage/scan.ts";
export {
  DEFAULT_RULES,
  type LeakageOptions,
  type PairStream,
  scanBatches,
  scanLeakage,
  type Semantic,
} from "./src/leakage/scan_leakage.ts";
export {
  type BlockCounts,
  type CalibratedSemantic,
  ScanRun,
  type ScanRunOptions,
} from "./src/leakage/scan_run.ts";
export type { PairCounts } from "./src/leakage/pair_tally.ts";
export type { FindingNumbers } from "./src/leakage/output/counter.ts";
export { Examples, WorstFindings } from "./src/leakage/output/worst.ts";
export type { Collected } from "./src/leakage/corpus/collected.ts";
export type { ScanSummary, Tally, Verdict } from "./src/leakage/output/summary.ts";
export type { ScannedFinding } from "./src/leakage/output/scanned_finding.ts";
export { parseSuppressions, type Suppression } from "./src/leakage/output/suppressions.ts";
export type { SemanticSummary } from "./src/leakage/semantic/summary.ts";
export type { NotRun } from "./src/leakage/not_run.ts";
export type { RulePolicy } from "./src/leakage/policy.ts";
export {
  formatLabelSet,
  type LabelEntry,
  type LabelPart,
  type LabelSet,
  type LabelSource,
  type Meaning,
  parseLabelSet,
} from "./src/leakage/labels/label_set.ts";
export { type LabelOptions, readLabels } from "./src/leakage/labels/read_labels.ts";
export {
  draftLabels,
  type LabelDraft,
  type LabelGuess,
} from "./src/leakage/labels/draft_labels.ts";
export type { SenseGuess } from "./src/leakage/labels/guess_sense.ts";
export type { SenseChoice } from "./src/leakage/labels/sense_candidates.ts";
export { TEXT_RULES, type TextRule } from "./src/leakage/text/meaning.ts";
export { compileTextRules, type Mention, type TextMatcher } from "./src/leakage/text/text_rules.ts";
export type { Dictionary } from "./src/leakage/wordnet/dictionary.ts";
export type { PartOfSpeech, Synset } from "./src/leakage/wordnet/synset.ts";
export { WordNet } from "./src/leakage/wordnet/wordnet.ts";
export {
  type ListenOptions,
  scanSounds,
  SOUND_RULES,
  type SoundRule,
  type SoundScan,
  type UnreadableSound,
  type UnusualSound,
} from "./src/leakage/audio/scan_sounds.ts";
export {
  calibrateSemantic,
  type CalibrationData,
  type CalibrationOptions,
  type LabelThreshold,
  type SemanticThresholds,
} from "./src/leakage/semantic/calibrate.ts";
export { calibrateOnPairs, type PairCalibration } from "./src/leakage/semantic/calibrate_pairs.ts";
export {
  findSemantic,
  type SemanticFindings,
  type SemanticSearch,
} from "./src/leakage/semantic/find.ts";
export type {
  Caption,
  EmbeddedLabels,
  SemanticLabel,
} from "./src/leakage/semantic/similarities.ts";
export {
  compileBackboneLabel,
  type EvaluationLabel,
} from "./src/leakage/backbone/backbone_label.ts";
export { declares, findBackboneData } from "./src/leakage/backbone/backbone_data.ts";
export { findSelection, type Selection } from "./src/leakage/backbone/selection.ts";
export type { CleanAndControl, ControlMatch } from "./src/leakage/pools/control_match.ts";
export type { LeakUnit } from "./src/leakage/pools/flagged.ts";
export type { CaptionNouns } from "./src/leakage/pools/sounds_and_topics.ts";
export { captionNouns } from "./src/leakage/caption_nouns.ts";
export { makePools, type MakingPools, type Pools } from "./src/leakage/pools/pools.ts";
export {
  makePoolSet,
  type PoolLists,
  type PoolOptions,
  type PoolSet,
  type ShuffledPool,
} from "./src/leakage/pools/pool_set.ts";
export { type Diversity, diversity, type LeakDose, leakDose } from "./src/leakage/pools/series.ts";
export type { GroupedBy } from "./src/leakage/pools/groups.ts";
export { groupedValidation, type Validation } from "./src/leakage/pools/validation.ts";
export { type Condition, formatCondition, parseCondition } from "./src/leakage/pools/conditions.ts";
export { type ConditionPool, type DrawnPools, poolOf } from "./src/leakage/pools/pool_of.ts";
export { conditionNamed, conditionsIn, storedPools } from "./src/leakage/pools/stored_pools.ts";
export {
  parsePools,
  type PoolsFile,
  type PoolsOrigin,
  readPools,
  writePools,
} from "./src/leakage/pools/pools_file.ts";
export { shuffleTexts } from "./src/leakage/pools/shuffle.ts";
export type { CorpusScanOptions } from "./src/leakage/corpus/options.ts";
export type { HashedInput } from "./src/leakage/corpus/corpus_scan.ts";
export { type ScanFolderOptions, scanIntoFolder } from "./src/leakage/folder/scan_into_folder.ts";
export type { ScanResults } from "./src/leakage/folder/scan_results.ts";
export {
  type SplitFolderOptions,
  splitIntoFolder,
  type SplitPools,
} from "./src/leakage/folder/split_into_folder.ts";

export * from "./src/projector/configuration.ts";
export type { ChosenStep } from "./src/projector/early_stopping.ts";
export type { PairRows } from "./src/projector/training_step.ts";
export {
  type Parameter,
  Parameters,
  type ParameterSetting,
  type ParameterShape,
  type Side,
} from "./src/projector/parameters.ts";
export {
  type CheckpointOptions,
  type Looks,
  projectRows,
  readProjectors,
  type RowsToProject,
  type TrainedProjectors,
  type TrainingConfiguration,
  type TrainingData,
  type TrainingOptions,
  trainProjectors,
  untrainedProjectors,
} from "./src/projector/training.ts";

export {
  type ExportedSide,
  exportIntoFolder,
  type ExportOptions,
  type ExportRecord,
} from "./src/projector/files/export_into_folder.ts";
export { type ProjectedSet, projectSet } from "./src/projector/files/project_set.ts";
export { type ProjectorFile, readProjectorFile } from "./src/projector/files/projector_file.ts";
export {
  type PoolTrainingOptions,
  type PoolTrainingSummary,
  trainOnPool,
} from "./src/projector/files/train_pool.ts";
export { type TrainingFiles, TrainingPlaces } from "./src/projector/files/places.ts";
export type { StoredProjectors } from "./src/projector/stored_projectors.ts";
export type { NamedEmbeddings, PairColumns } from "./src/projector/files/pairing.ts";
export type { PoolTraining } from "./src/projector/files/pool_training.ts";

export type { Classification } from "./src/measures/classification.ts";
export {
  classifyByScores,
  classifyZeroShot,
  type ItemsAndLabels,
  type LabelScoresOfItems,
  type ZeroShot,
} from "./src/measures/zero_shot/zero_shot.ts";
export type { ClassAssociations } from "./src/measures/zero_shot/associations.ts";
export {
  measureRetrieval,
  type Retrieval,
  type RetrievalData,
  type RetrievalMeasure,
  type RetrievalMeasures,
} from "./src/measures/retrieval/retrieval.ts";
export type {
  CaptionedSounds,
  FoundByQueries,
  RetrievalRanks,
} from "./src/measures/retrieval/ranks.ts";
export {
  type LabelMeasures,
  measureZeroShot,
  type PromptSpread,
  type ZeroShotData,
  type ZeroShotMeasures,
} from "./src/measures/zero_shot/zero_shot_measures.ts";
export {
  measureMultiLabel,
  type MultiLabelData,
  type MultiLabelEvaluation,
  type MultiLabelMeasures,
  type MultiLabelVectors,
} from "./src/measures/multi_label/multi_label_measures.ts";
export {
  commonClasses,
  type CommonItems,
  commonItems,
  type NamedSet,
} from "./src/measures/common_items.ts";
export {
  type ClassSeparability,
  type MeasuredClassification,
  measureSeparability,
  type Separability,
} from "./src/measures/separability/measure.ts";
export { associate, type Association, spearman } from "./src/statistics/spearman.ts";
export { type Measured, measuredOf } from "./src/statistics/measured.ts";
export { classifyByCentroids } from "./src/measures/separability/centroids.ts";
export type { LabeledVectors, SourcedItems } from "./src/measures/labeled_vectors.ts";
export { classifyByNeighbors } from "./src/measures/separability/neighbors.ts";
export {
  type NeighborhoodOverlap,
  neighborhoodOverlap,
  type OverlapOptions,
  type TwoSpaces,
} from "./src/measures/separability/overlap.ts";
export {
  cosineSilhouette,
  euclideanSilhouette,
  type Silhouette,
} from "./src/measures/separability/silhouette.ts";
export {
  type Neighbors,
  searchNearest,
  type SearchOptions,
} from "./src/measures/retrieval/search_nearest.ts";
export { tsne, type TsneMap } from "./src/measures/tsne/tsne.ts";
export {
  bootstrap,
  type BootstrapOptions,
  type Estimate,
  type Quantity,
} from "./src/statistics/bootstrap.ts";
export type { Bounds } from "./src/statistics/bounds.ts";
export { difference, type Interval, intervalOf } from "./src/statistics/intervals.ts";
export { groupSources, type SourceTable, sumBySource } from "./src/statistics/sources.ts";

export {
  type AuditConfiguration,
  type AuditOptimizer,
  parseConfiguration,
  type RandomValidation,
  type SideColumns,
} from "./src/audit/configuration/configuration.ts";
export type {
  ItemPaths,
  TrainingEntries,
  TrainingEntry,
} from "./src/audit/configuration/corpora.ts";
export type {
  AudioEntry,
  AudioSources,
  BaselineEntry,
  LabelHeadSource,
  PublishedEntry,
  TextBaselineEntry,
  TextEntry,
  TextSources,
  TwinEntry,
} from "./src/audit/configuration/backbone_entries.ts";
export {
  type AuditAudio,
  type AuditBackbone,
  type AuditBackbones,
  type AuditEvaluation,
  type AuditInputs,
  type AuditLeaks,
  type AuditPair,
  type AuditPublished,
  type AuditText,
  type InputOptions,
  readInputs,
} from "./src/audit/inputs/read_inputs.ts";
export type { Look, ProjectedRows, TrainingOutcome } from "./src/audit/trainings/run_training.ts";
export type {
  RetrievalDirection,
  RetrievalRecall,
  RetrievalResult,
} from "./src/audit/results/retrieval.ts";
export type { SharedSpace } from "./src/audit/trainings/shared_space.ts";
export type { Fold } from "./src/audit/trainings/folds.ts";
export type { RankedSounds, Sounds } from "./src/audit/trainings/ranked_sounds.ts";
export type { Ranking } from "./src/audit/trainings/ranking.ts";
export type { LabelValues } from "./src/statistics/label_bootstrap.ts";
export type { Blocks } from "./src/measures/multi_label/influences.ts";
export type { Matrix, Standardization } from "./src/basics/matrix.ts";
export type { Arm, PlannedRetest, Training } from "./src/audit/trainings/plan.ts";
export { type AuditPlan, planAudit } from "./src/audit/trainings/plan_audit.ts";
export type { ResidualResult } from "./src/audit/trainings/residual_topics.ts";
export type { Retest, Retests } from "./src/audit/trainings/retests.ts";
export type { Curves } from "./src/audit/trainings/possible_curves.ts";
export type {
  AuditPools,
  ControlDraw,
  FoldPools,
  PooledPairs,
} from "./src/audit/trainings/fold_pools.ts";
export type { Trainer } from "./src/audit/trainings/trainer.ts";
export type { TrainingSetting } from "./src/audit/trainings/train_projectors.ts";
export type { TextedPairs, TrainingPool } from "./src/audit/trainings/pool.ts";
export { runHere, type TrainingRunner } from "./src/audit/trainings/runner.ts";
export { runInWorkers, type TrainedInWorkers, workersFor } from "./src/audit/trainings/workers.ts";
export { FinishedTrainings } from "./src/audit/trainings/finished_trainings.ts";
export type { GroupMember, TrainingGroup } from "./src/audit/trainings/training_group.ts";
export * from "./src/audit/configuration/conditions.ts";
export * from "./src/audit/results/results.ts";
export * from "./src/audit/results/references.ts";
export * from "./src/audit/results/residual.ts";
export * from "./src/audit/results/spaces.ts";
export * from "./src/audit/results/backbones.ts";
export * from "./src/audit/results/maps.ts";
export type { AuditRun } from "./src/audit/results/run_file.ts";
export { type Audit, type AuditOptions, runAudit } from "./src/audit/run.ts";
export type {
  AuditFolderOptions,
  AuditRunOptions,
  NoteSubject,
} from "./src/audit/folder/options.ts";
export type { AuditInFolder } from "./src/audit/folder/run_in_folder.ts";
export type { FolderMode } from "./src/audit/folder/content.ts";
export type { PlanSummary } from "./src/audit/folder/plan_summary.ts";
export type { Prospect } from "./src/audit/claims/prospects.ts";
export type { DraftChoice } from "./src/audit/draft/choice.ts";
export {
  type ConfigurationDraft,
  draftConfiguration,
  type DraftRequest,
} from "./src/audit/draft/draft_configuration.ts";
export { previewAudit } from "./src/audit/folder/preview.ts";
export { compareAudits, type ComparisonOptions } from "./src/audit/comparison/compare_audits.ts";
export * from "./src/audit/comparison/comparison.ts";
export { auditIntoFolder } from "./src/report/folder/audit_into_folder.ts";
export { type ReportOptions, rewriteReport } from "./src/report/folder/write_folder.ts";
export { writeAuditFolder } from "./src/report/folder/write_audit_folder.ts";
export { type ArrayAudit, type ArrayAuditOptions, audit } from "./src/audit/in_memory/audit.ts";
export type {
  AudioArrays,
  AudioMatrices,
  AuditArrays,
  AuditSettings,
  EvaluationArrays,
  PublishedArrays,
  TextArrays,
  TextVectors,
  TrainingArrays,
} from "./src/audit/in_memory/arrays.ts";
export type { CellPlace } from "./src/audit/results/cell_place.ts";
export type { ReportCell } from "./src/report/folder/read_folder.ts";
export { renderReport, type Report, type ReportInput } from "./src/report/html.ts";
export {
  type ComparisonFolderOptions,
  writeComparison,
} from "./src/report/compare/write_comparison.ts";
export { reportSentences } from "./src/report/words/report_sentences.ts";
export { resultsTable } from "./src/report/table.ts";
export { paperTables } from "./src/report/paper/paper_tables.ts";
export {
  type PaperTable,
  type ShownGroup,
  type ShownHead,
  type ShownTable,
  TABLE_NAMES,
  type TableName,
  type Value,
} from "./src/report/paper/table.ts";
export { TABLE_FORMATS, type TableFormat } from "./src/report/paper/paper_files.ts";
export { asCsv } from "./src/report/paper/csv.ts";
export { asLatex } from "./src/report/paper/latex.ts";
export { asMarkdown } from "./src/report/paper/markdown.ts";
