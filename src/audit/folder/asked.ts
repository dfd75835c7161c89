/**
 * What an audit in a folder is asked for, found out before anything is read.
 * @module
 */
import { dirname, join, resolve } from "node:path";
import { readInputFile } from "../../basics/input_file.ts";
import { isThere } from "../../basics/output/place.ts";
import type { Compute } from "../../compute/compute.ts";
import { type KeptVariants, parseVariants, VARIANTS_FILE } from "../../compute/variants_file.ts";
import { withKernels } from "../../compute/with_kernels.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { filesOf } from "../configuration/named_files.ts";
import { readConfiguration, withSeed } from "../configuration/read_configuration.ts";
import type { InputOptions } from "../inputs/input_options.ts";
import { leaveThreadsToWorkers, WORKER_THREADS } from "../trainings/workers.ts";
import type { AuditFolderOptions, AuditRunOptions } from "./options.ts";

/** A configuration and where its files are. */
export interface AskedAudit {
  /** The configuration, its seeds shifted as asked. */
  readonly configuration: AuditConfiguration;
  /** The folder to which its paths are relative. */
  readonly source: string;
  /** The configuration's file, where there is one, and all files that it names. */
  readonly files: readonly string[];
}

/** A configuration, read where it is the path of a file. */
export async function readAsked(
  asked: AuditConfiguration | string,
  { seed, source }: Pick<AuditRunOptions, "seed" | "source">,
): Promise<AskedAudit> {
  const isFile = typeof asked === "string";
  const configuration = isFile ? await readConfiguration(asked, seed) : withSeed(asked, seed);
  const folder = source ?? (isFile ? dirname(asked) : ".");
  const named = filesOf(configuration).map((file) => resolve(folder, file));
  return { configuration, source: folder, files: isFile ? [asked, ...named] : named };
}

/** The kernels of the folder in which an audit is resumed: others would give other bits. */
export async function keptVariants(
  folder: string,
  { variants, resume = false }: Pick<AuditFolderOptions, "variants" | "resume">,
): Promise<KeptVariants | undefined> {
  const path = join(folder, VARIANTS_FILE);
  if (variants !== undefined || !resume || !isThere(path)) return variants;
  return parseVariants(decodeUtf8(await readInputFile(path), path), path);
}

/** How the inputs of an audit in a folder are read. */
export function inputOptions(
  folder: string,
  { device = "auto", onNote, ...options }: AuditRunOptions,
): InputOptions {
  const { allowOutside, maxDownloadBytes, itemTimeoutSeconds, strict, onProgress, signal } =
    options;
  return {
    ...(allowOutside === undefined ? {} : { allowOutside }),
    ...(maxDownloadBytes === undefined ? {} : { maxDownloadBytes }),
    work: folder,
    device,
    itemTimeoutSeconds,
    strict,
    onProgress,
    onNote: (note) => onNote?.(note, "inputs"),
    signal,
  };
}

/** Does the work on the device that trains. */
export async function onTrainingDevice<Result>(
  { device, tune, onProgress, onNote, signal }: AuditRunOptions,
  variants: KeptVariants | undefined,
  work: (compute: Compute, variants: KeptVariants) => Promise<Result>,
): Promise<Result> {
  await leaveThreadsToWorkers();
  const options = {
    device,
    variants,
    tune: tune && variants === undefined,
    threads: WORKER_THREADS,
    onProgress,
    signal,
    onNote: (note: string) => onNote?.(note, "device"),
  };
  return await withKernels(options, work);
}
