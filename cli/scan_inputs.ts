/** Opens a scan, for `scan` and `split`: all that can be wrong with its inputs but the pairs is found here. */
import { readLedger } from "../src/backbones/open.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import { parseSuppressions } from "../src/leakage/output/suppressions.ts";
import { openDictionary } from "../src/leakage/scan.ts";
import { ScanRun } from "../src/leakage/scan_run.ts";
import { TEXT_RULES } from "../src/leakage/text/meaning.ts";
import { readSelections } from "../src/projector/files/projector_file.ts";
import { fileOptions } from "./card_options.ts";
import { OpenedScan, type Scan } from "./opened_scan.ts";
import type { ProgressDisplay } from "./progress.ts";
import { readEvaluation } from "./scan_evaluation.ts";
import { checkOptions, type ScanOptions } from "./scan_options.ts";
import { rulesOf } from "./scan_rules.ts";
import { checkTextBackbone } from "./scan_semantic.ts";

export type { Scan } from "./opened_scan.ts";
export { parseRules, type ScanOptions, scanOptions } from "./scan_options.ts";

/**
 * Opens a scan; `keepPairs` keeps all pairs in memory, for `split`.
 *
 * @throws {InputError} when options contradict each other, or something is missing or malformed
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
 */
export async function openScan(
  path: string,
  options: ScanOptions,
  progress: ProgressDisplay,
  keepPairs: boolean,
): Promise<Scan> {
  checkOptions(options);
  const { flag, report, backbone } = options;
  const { labels, items, evaluationSets, hashes } = await readEvaluation(options);
  const rules = rulesOf(options, items);
  const isSemantic = rules.includes("TEXT-SEMANTIC");
  if (isSemantic) await checkTextBackbone(options);
  const access = fileOptions(options);
  const backbones = await Promise.all(backbone.map((reference) => readLedger(reference, access)));
  const selections = (await Promise.all(options.projector.map(readSelections))).flat();
  const { suppressions, hash } = await readSuppressions(options.suppressions);
  // What any rule about words finds, TEXT-SEMANTIC needs to know.
  const dictionary = await openDictionary(labels, isSemantic ? [...TEXT_RULES, ...rules] : rules);
  const run = new ScanRun({ labels, items }, {
    rules,
    flag,
    report,
    suppressions,
    dictionary,
    backbones,
    evaluationSets,
    selections,
    onProgress: progress.report,
  });
  const inputs = {
    path,
    options,
    rules,
    labels,
    items,
    evaluationSets,
    dictionary,
    hashes: { ...hashes, ...hash },
  };
  return new OpenedScan(inputs, run, progress, keepPairs);
}

async function readSuppressions(path: string | undefined) {
  if (path === undefined) return { suppressions: [], hash: {} };
  const bytes = await readInputFile(path);
  return {
    suppressions: parseSuppressions(decodeUtf8(bytes, path), path),
    hash: { suppressions: { path, sha256: sha256Of(bytes) } },
  };
}
