/**
 * How an audit is run in a folder.
 * @module
 */
import type { FileOptions } from "../../backbones/card_files.ts";
import type { OnProgress } from "../../basics/progress.ts";
import type { DeviceChoice } from "../../compute/open.ts";
import type { KeptVariants } from "../../compute/variants_file.ts";
import type { FolderMode } from "./content.ts";
import type { PlanSummary } from "./plan_summary.ts";

/** What a note is about. */
export type NoteSubject = "inputs" | "device" | "trainings";

/** How what a configuration names is read, and on what an audit trains. */
export interface AuditRunOptions extends Omit<FileOptions, "onProgress"> {
  /** The device that trains, and that runs the models of cards; default `auto`. */
  readonly device?: DeviceChoice | undefined;
  /** The kernels of an earlier run. Default: those that the folder keeps where it is resumed, else those shipped. */
  readonly variants?: KeptVariants | undefined;
  /** Whether the adapter's kernels are timed first, to take the fastest; without effect where kernels are given. */
  readonly tune?: boolean | undefined;
  /** Replaces the first training seed, and shifts the others with it. */
  readonly seed?: number | undefined;
  /** The folder to which the configuration's paths are relative; default that of its file, else the current one. */
  readonly source?: string | undefined;
  /** Seconds that a step of work on an item may take; default 600. */
  readonly itemTimeoutSeconds?: number | undefined;
  /** Whether an item that cannot be read, or whose sound file is unusual, ends the work. */
  readonly strict?: boolean | undefined;
  /** Called as the work proceeds. */
  readonly onProgress?: OnProgress | undefined;
  /** Called with what a user should know, a line each, and what it is about. */
  readonly onNote?: ((note: string, about: NoteSubject) => void) | undefined;
  /**
   * Ends the work: after the step, the batch of items or the sound at work, and where several workers train, after their
   * trainings, the promise rejects with the signal's reason. What an audit has finished stays in its folder, and `resume`
   * continues it.
   */
  readonly signal?: AbortSignal | undefined;
}

/** How an audit is run in a folder. */
export interface AuditFolderOptions extends AuditRunOptions, FolderMode {
  /** The command line that makes the folder again, as the report shows it. */
  readonly command?: string | undefined;
  /**
   * Called with the plan before the first training. Only where it is given, trainings are timed for its estimate, which
   * takes seconds.
   */
  readonly onPlan?: ((plan: PlanSummary) => void) | undefined;
}
