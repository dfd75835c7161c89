/**
 * Opens the scan of a corpus: all that can be wrong with its inputs but the pairs is found here.
 * @module
 */
import { readLedger } from "../../backbones/open.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { type ListedSound, parseExclusionList } from "../audio/exclusion_list.ts";
import { readSelections } from "../backbone/read_selections.ts";
import { areCaptions } from "../labels/caption_labels.ts";
import { parseSuppressions } from "../output/parse_suppressions.ts";
import { openDictionary } from "../scan.ts";
import { ScanRun } from "../scan_run.ts";
import { TEXT_RULES } from "../text/meaning.ts";
import { CorpusScan } from "./corpus_scan.ts";
import { readEvaluation } from "./evaluation.ts";
import { checkOptions, type CorpusScanOptions, fileOptions } from "./options.ts";
import { rulesOf } from "./rules.ts";
import type { Suppression } from "../output/suppressions.ts";
import type { HashedInput, ScanInputs } from "./scan_inputs.ts";
import { checkTextBackbone } from "./semantic.ts";

/**
 * Opens a scan.
 *
 * @param path of the training pairs: a manifest or the folder of a data set
 * @param keepPairs whether all pairs are kept in memory, for pools
 * @throws {InputError} when options contradict each other, or something is missing or malformed
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
 */
export async function openScan(
  path: string,
  options: CorpusScanOptions,
  keepPairs: boolean,
): Promise<CorpusScan> {
  checkOptions(options);
  const { flag, report, backbones: references = [], projectors = [] } = options;
  const evaluation = await readEvaluation(options);
  const { meanings, captions, items, evaluationSets, hashes, notes } = evaluation;
  const { labelSet: labels, chosen } = meanings;
  const { rules, notRun } = rulesOf(options, {
    items,
    captions,
    areLabelsCaptions: options.labels === undefined ||
      areCaptions(labels.labels.map(({ label }) => label)),
    senseless: meanings.notRun,
  });
  const lists = await readLists(options.exclude ?? []);
  const isSemantic = rules.includes("TEXT-SEMANTIC");
  if (isSemantic) await checkTextBackbone(options);
  const access = fileOptions(options);
  const backbones = await Promise.all(references.map((reference) => readLedger(reference, access)));
  const selections = (await Promise.all(projectors.map(readSelections))).flat();
  const { suppressions, hash } = await readSuppressions(options.suppressions);
  // What any rule about words finds, TEXT-SEMANTIC needs to know.
  const dictionary = meanings.dictionary ??
    await openDictionary(labels, isSemantic ? [...TEXT_RULES, ...rules] : rules);
  const { listed } = lists;
  const run = new ScanRun({ labels, items, captions, listed }, {
    rules,
    flag,
    report,
    suppressions,
    notRun,
    dictionary,
    backbones,
    evaluationSets,
    selections,
    strict: options.strict,
    onProgress: options.onProgress,
    signal: options.signal,
  });
  const inputs = {
    path,
    options,
    rules,
    labels,
    chosen,
    items,
    captions,
    listed,
    evaluationSets,
    notes: [...notes, ...lists.notes],
    dictionary,
    suppressions,
    hashes: { ...hashes, ...lists.hashes, ...hash },
  };
  return new CorpusScan(inputs, run, keepPairs);
}

async function readSuppressions(
  path: string | undefined,
): Promise<{ suppressions: readonly Suppression[]; hash: ScanInputs["hashes"] }> {
  if (path === undefined) return { suppressions: [], hash: {} };
  const bytes = await readInputFile(path);
  return {
    suppressions: parseSuppressions(decodeUtf8(bytes, path), path),
    hash: { suppressions: { path, sha256: sha256Of(bytes) } },
  };
}

/** Reads the lists of recordings to be left out. */
async function readLists(paths: readonly string[]) {
  const listed: ListedSound[] = [];
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  const hashes: Record<string, HashedInput> = {};
  for (const [i, path] of paths.entries()) {
    const bytes = await readInputFile(path);
    for (const sound of parseExclusionList(bytes, path, onNote)) listed.push(sound);
    hashes[i === 0 ? "exclude" : `exclude ${i + 1}`] = { path, sha256: sha256Of(bytes) };
  }
  return { listed, notes, hashes };
}
