/**
 * Runs the leak rules once for all class folds, since some of them decode every sound or embed every text.
 * @module
 */
import type { BackboneLedger } from "../../backbones/backbone.ts";
import { InputError } from "../../basics/errors.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { openCpu } from "../../compute/cpu/cpu_compute.ts";
import { parseExclusionList } from "../../leakage/audio/exclusion_list.ts";
import { SOUND_RULES } from "../../leakage/rule_groups.ts";
import { compileBackboneLabel } from "../../leakage/backbone/backbone_label.ts";
import { captionNouns } from "../../leakage/caption_nouns.ts";
import type {
  EvaluationCaption,
  EvaluationItem,
  Finding,
  LeakRule,
  TrainingPair,
} from "../../leakage/findings.ts";
import type { LabelSet } from "../../leakage/labels/label_set.ts";
import { openDictionary } from "../../leakage/scan.ts";
import { type CalibratedSemantic, ScanRun } from "../../leakage/scan_run.ts";
import { calibrateOnPairs } from "../../leakage/semantic/calibrate_pairs.ts";
import { TEXT_RULES } from "../../leakage/text/meaning.ts";
import type { Dictionary } from "../../leakage/wordnet/dictionary.ts";
import type { AuditBackbone, AuditLeaks, AuditPair } from "./shape.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { Sides } from "./audio.ts";
import type { InputFiles } from "./files.ts";
import type { LabelMeanings } from "../../leakage/labels/meanings.ts";
import { notRunOf, rulesOf } from "./leak_rules.ts";
import type { InputOptions } from "./input_options.ts";
import { contentsOf, withBackbone } from "./running.ts";
import { soundsOf } from "./sounds.ts";

/** What the leak rules scan. */
export interface Scanned {
  readonly pairs: readonly AuditPair[];
  readonly items: readonly EvaluationItem[];
  readonly captions: readonly EvaluationCaption[];
  readonly meanings: LabelMeanings;
  readonly backbones: readonly AuditBackbone[];
  readonly sides: Sides;
}

/**
 * Runs the rules over the training pairs and the backbones.
 *
 * @param onNote called with each note for the report
 * @throws {InputError} when a rule lacks what it needs
 * @throws {SurroundingsError} when WordNet is needed and cannot be fetched
 */
export async function findLeaks(
  configuration: AuditConfiguration,
  scanned: Scanned,
  files: InputFiles,
  options: InputOptions,
  onNote: (note: string) => void,
): Promise<AuditLeaks> {
  const { meanings: { labelSet, chosen, noWordNet, ...meanings }, backbones } = scanned;
  const { leakage } = configuration;
  const evaluationSets = leakage.evaluationSets ??
    (leakage.labels === undefined ? [] : [labelSet.name]);
  const listed = [];
  for (const path of leakage.exclude ?? []) {
    listed.push(...parseExclusionList(await files.read(path), path, onNote));
  }
  const material = { ...scanned, listed, evaluationSets, noWordNet, notRun: meanings.notRun };
  const rules = rulesOf(configuration, material);
  const notRun = notRunOf(configuration, material);
  const { pairs, items } = await withSounds(scanned, rules, files);
  const ledgers = backbones.map(ledgerOf);
  const dictionary = meanings.dictionary ?? await openDictionary(labelSet, [
    ...(rules.includes("TEXT-SEMANTIC") ? TEXT_RULES : rules),
    ...(ledgers.some(listsLabels) ? ["BACKBONE-LABEL"] : []),
  ]);
  const run = new ScanRun({ labels: labelSet, items, listed, captions: scanned.captions }, {
    rules,
    flag: leakage.flag,
    report: leakage.report,
    notRun,
    dictionary,
    backbones: ledgers,
    evaluationSets,
    selections: [],
    strict: options.strict,
    onProgress: options.onProgress,
    signal: options.signal,
  });
  const scan = async (semantic?: CalibratedSemantic): Promise<Finding[]> =>
    (await Array.fromAsync(run.findings([pairs], semantic))).flat();
  const findings = rules.includes("TEXT-SEMANTIC")
    ? await withSemantic(configuration, pairs, labelSet, dictionary, files, options, scan)
    : await scan();
  const { verdict, notes } = run.summary();
  notes.forEach(onNote);
  return {
    rules,
    findings,
    verdict,
    notRun,
    labelSet: chosen,
    nouns: await captionNouns(pairs, dictionary, onNote),
    covered: noWordNet === undefined
      ? coveredLabels(labelSet, ledgers, dictionary)
      : ledgers.map(() => undefined),
  };
}

/** Returns what a backbone declares, or a ledger that says that nothing is known. */
function ledgerOf({ ledger, name, modality, dimensions }: AuditBackbone): BackboneLedger {
  return ledger ?? {
    name,
    modality,
    dimensions,
    license: "unknown",
    trainingData: "unknown",
    trainingLabels: "unknown",
    source: "unknown",
  };
}

/** Adds the paths of sounds to pairs and items, where a rule needs them. */
async function withSounds(
  { pairs, items, sides }: Scanned,
  rules: readonly LeakRule[],
  files: InputFiles,
): Promise<{ pairs: readonly TrainingPair[]; items: readonly EvaluationItem[] }> {
  const rule = SOUND_RULES.find((rule) => rules.includes(rule));
  if (rule === undefined) return { pairs, items };
  const located = async <One extends { readonly id: string; readonly sound?: string }>(
    all: readonly One[],
    name: "training" | "evaluation",
  ) => {
    const sounds = [];
    for (const side of sides[name]) {
      const own = await soundsOf(side, files, rule);
      sounds.push(...own.map((sound) => ({ ...sound, id: side.prefix + sound.id })));
    }
    // Embeddings may be ready-made, and then nothing else says which sounds were compared.
    files.hashes[`sounds of ${name}`] = sha256Of(await contentsOf(sounds, files));
    const fileOf = new Map(sounds.map(({ id, file }) => [id, file!]));
    return all.map((one) => ({ ...one, file: fileOf.get(soundIdOf(one))! }));
  };
  return {
    pairs: await located(pairs, "training"),
    items: await located(items, "evaluation"),
  };
}

/** Scans with the first text backbone, calibrated on the training texts themselves. */
async function withSemantic(
  { text }: AuditConfiguration,
  pairs: readonly TrainingPair[],
  labels: LabelSet,
  dictionary: Dictionary,
  files: InputFiles,
  options: InputOptions,
  scan: (semantic: CalibratedSemantic) => Promise<Finding[]>,
): Promise<Finding[]> {
  const { backbone: reference } = text[0]!;
  if (reference === undefined) {
    throw new InputError(
      "TEXT-SEMANTIC cannot run: the first text backbone is ready-made; name its card in " +
        '"text[0].backbone"',
    );
  }
  const texts = [...pairs.map(({ text }) => text), ...labels.labels.map(({ label }) => label)];
  return await withBackbone(reference, files, { ...options, texts }, async (backbone) => {
    if (backbone.modality !== "text") {
      throw new RangeError("A backbone is not what its ledger says");
    }
    // The CPU gives the same findings on every machine, and an audit has few texts.
    const compute = openCpu();
    try {
      const thresholds = await calibrateOnPairs(compute, {
        backbone,
        labels,
        batches: batchOf(pairs),
        dictionary,
      }, { signal: options.signal });
      return await scan({ compute, backbone, thresholds, calibratedOn: "pairs" });
    } finally {
      compute.close();
    }
  });
}

// It is an async generator because scans take batches as files are read.
async function* batchOf(pairs: readonly TrainingPair[]): AsyncGenerator<readonly TrainingPair[]> {
  yield await Promise.resolve(pairs);
}

function listsLabels({ trainingLabels }: BackboneLedger): boolean {
  return typeof trainingLabels !== "string";
}

/** Returns the evaluation labels that each backbone's training labels name; undefined where it lists none. */
function coveredLabels(
  { labels }: LabelSet,
  ledgers: readonly BackboneLedger[],
  dictionary: Dictionary,
): AuditLeaks["covered"] {
  if (!ledgers.some(listsLabels)) return ledgers.map(() => undefined);
  const find = compileBackboneLabel(labels, dictionary);
  return ledgers.map((ledger) =>
    listsLabels(ledger) ? find(ledger).map(({ label }) => label!) : undefined
  );
}
