/**
 * Audits: how much of a zero-shot accuracy was learned, came with the backbones, or leaked.
 *
 * {@link auditIntoFolder} runs a whole audit. What runs it is fetched when it is called.
 *
 * The example runs with `--allow-read=.`, where `.` is Earnest's code (by URL `--allow-import` of its host). An audit
 * also needs `--allow-read` of the files that it names and of Deno's cache, which `deno info` names, for WordNet, and
 * `--allow-write` of the folder that its own is made in; `--allow-env=XDG_RUNTIME_DIR` keeps WebGPU from printing that
 * the variable is not set.
 *
 * @example Parse a configuration, and see what is not given:
 * ```ts
 * import assert from "node:assert/strict";
 * const text = JSON.stringify({
 *   evaluation: { items: "items.csv" },
 *   training: { items: "pairs.csv" },
 *   audio: [{ name: "mine", training: "pairs.npy", evaluation: "items.npy" }],
 *   text: [{ name: "glove-100d", backbone: "glove-100d" }],
 * });
 * const { conditions } = await parseConfiguration(text, "audit.json");
 * assert.ok(conditions.includes("clean"));
 * ```
 * @module
 */
export * from "./basics.ts";
export type {
  AuditConfiguration,
  AuditOptimizer,
  RandomValidation,
  SideColumns,
} from "../src/audit/configuration/configuration.ts";
export { parseConfiguration } from "./audit/parse_configuration.ts";
export type {
  ItemPaths,
  TrainingEntries,
  TrainingEntry,
} from "../src/audit/configuration/corpora.ts";
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
} from "../src/audit/configuration/backbone_entries.ts";
export type {
  AuditAudio,
  AuditBackbone,
  AuditBackbones,
  AuditEvaluation,
  AuditInputs,
  AuditLeaks,
  AuditPair,
  AuditPublished,
  AuditText,
  InputOptions,
} from "../src/audit/inputs/read_inputs.ts";
export type { MissingRun } from "../src/audit/inputs/missing_run.ts";
export { readInputs } from "./audit/read_inputs.ts";
export type { Look, ProjectedRows, TrainingOutcome } from "../src/audit/trainings/run_training.ts";
export type {
  RetrievalDirection,
  RetrievalRecall,
  RetrievalResult,
} from "../src/audit/results/retrieval.ts";
export type { SharedSpace } from "../src/audit/trainings/shared_space.ts";
export type { Fold } from "../src/audit/trainings/folds.ts";
export type { RankedSounds, Sounds } from "../src/audit/trainings/ranked_sounds.ts";
export type { Ranking } from "../src/audit/trainings/ranking.ts";
export type { Arm, PlannedRetest, Training } from "../src/audit/trainings/plan.ts";
export type { AuditPlan } from "../src/audit/trainings/plan_audit.ts";
export { planAudit } from "./audit/plan_audit.ts";
export type { ResidualResult } from "../src/audit/trainings/residual_topics.ts";
export type { Retest, Retests } from "../src/audit/trainings/retests.ts";
export type { Curves } from "../src/audit/trainings/possible_curves.ts";
export type {
  AuditPools,
  ControlDraw,
  FoldPools,
  PooledPairs,
} from "../src/audit/trainings/fold_pools.ts";
export type { Trainer } from "../src/audit/trainings/trainer.ts";
export type { TrainingSetting } from "../src/audit/trainings/setting.ts";
export type { TextedPairs, TrainingPool } from "../src/audit/trainings/pool.ts";
export { runHere, type TrainingRunner } from "../src/audit/trainings/runner.ts";
export { runInWorkers, type TrainedInWorkers, workersFor } from "../src/audit/trainings/workers.ts";
export { openFinishedTrainings } from "./audit/finished_trainings.ts";
export type {
  FinishedTrainings,
  FinishedTrainingsOptions,
} from "../src/audit/trainings/finished_trainings.ts";
export type { GroupMember, TrainingGroup } from "../src/audit/trainings/training_group.ts";
export * from "../src/audit/configuration/conditions.ts";
export * from "../src/audit/results/results.ts";
export * from "../src/audit/results/references.ts";
export * from "../src/audit/results/residual.ts";
export * from "../src/audit/results/spaces.ts";
export * from "../src/audit/results/backbones.ts";
export * from "../src/audit/results/maps.ts";
export type { AuditRun } from "../src/audit/results/run_file.ts";
export type { Audit, AuditOptions } from "../src/audit/run.ts";
export { runAudit } from "./audit/run.ts";
export type {
  AuditFolderOptions,
  AuditRunOptions,
  NoteSubject,
} from "../src/audit/folder/options.ts";
export type { AuditInFolder } from "../src/audit/folder/run_in_folder.ts";
export type { FolderMode } from "../src/audit/folder/content.ts";
export type { PlanSummary } from "../src/audit/folder/plan_summary.ts";
export type { Prospect } from "../src/audit/claims/prospects.ts";
export type { DraftChoice } from "../src/audit/draft/choice.ts";
export type { ConfigurationDraft, DraftRequest } from "../src/audit/draft/draft_configuration.ts";
export { draftConfiguration } from "./audit/draft_configuration.ts";
export { previewAudit } from "./audit/preview.ts";
export { compareAudits } from "./audit/compare_audits.ts";
export type { ComparisonOptions } from "../src/audit/comparison/compare_audits.ts";
export * from "../src/audit/comparison/comparison.ts";
export { audit } from "./audit/audit.ts";
export type { ArrayAudit, ArrayAuditOptions } from "../src/audit/in_memory/audit.ts";
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
} from "../src/audit/in_memory/arrays.ts";
export { auditIntoFolder } from "./audit/audit_into_folder.ts";
export type { CellPlace } from "../src/audit/results/cell_place.ts";
