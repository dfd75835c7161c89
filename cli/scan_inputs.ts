/** What `scan` and `split` share: the options of a scan, and a scan that gives its findings while it reads. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { readLedger } from "../src/backbones/open.ts";
import { InputError } from "../src/basics/errors.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { suggestion } from "../src/basics/nearest.ts";
import { quotable } from "../src/basics/printable.ts";
import { sha256Of } from "../src/basics/sha256.ts";
import type { ItemOptions } from "../src/datasets/items.ts";
import { type DatasetItem, openDataset } from "../src/datasets/open.ts";
import type { PlacedPair } from "../src/datasets/pair_reader.ts";
import { streamPairs } from "../src/datasets/stream_pairs.ts";
import type { ReadFile } from "../src/datasets/stream_text.ts";
import { placeIn } from "../src/datasets/place.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import { scanSounds, SOUND_RULES } from "../src/leakage/audio/scan_sounds.ts";
import { sourceOf } from "../src/leakage/audio/source.ts";
import { declares } from "../src/leakage/backbone/backbone_data.ts";
import {
  type EvaluationItem,
  type Finding,
  FLAGS_BY_DEFAULT,
  LEAK_RULES,
  type LeakRule,
  type TrainingPair,
} from "../src/leakage/findings.ts";
import type { LabelSet } from "../src/leakage/labels/label_set.ts";
import { readLabels } from "../src/leakage/labels/read_labels.ts";
import { FindingCounter } from "../src/leakage/output/counter.ts";
import type { ScannedFinding } from "../src/leakage/output/scanned_finding.ts";
import type { ScanSummary } from "../src/leakage/output/summary.ts";
import { parseSuppressions, Suppressions } from "../src/leakage/output/suppressions.ts";
import { WordNet } from "../src/leakage/wordnet/wordnet.ts";
import type { CommonOptions } from "./options.ts";
import type { ProgressDisplay } from "./progress.ts";
import { backboneFindings, compileRules, rulesOf } from "./scan_rules.ts";

/** Values of the options that {@link scanOptions} adds. */
export interface ScanOptions extends CommonOptions {
  labels: string;
  items?: string;
  rules?: LeakRule[];
  flag: LeakRule[];
  report: LeakRule[];
  suppressions?: string;
  backbone: string[];
  calibration?: string;
  labelColumn?: string;
  textColumn?: string;
  idColumn?: string;
  sourceColumn?: string;
  fileColumn?: string;
  allowOutside: boolean;
}

/** A scan whose inputs are checked and whose rules are compiled. */
export interface Scan {
  /** The rules that run, in the order of `LEAK_RULES`. */
  readonly rules: readonly LeakRule[];
  /** The evaluation's labels. */
  readonly labels: LabelSet;
  /** The evaluation's items; empty without `--items`. */
  readonly items: readonly EvaluationItem[];
  /** Files that were read, for `fillFolder`. */
  readonly files: readonly string[];
  /** Reads the pairs once and gives the findings, some at a time; flags and suppressions are settled. */
  findings(): AsyncIterable<readonly ScannedFinding[]>;
  /** What was found; only after {@link findings} has ended. */
  summary(): ScanSummary;
  /** Path and SHA-256 of each input; only after {@link findings} has ended. */
  hashes(): Readonly<Record<string, { path: string; sha256: string }>>;
  /** The pairs; only after {@link findings} has ended, and only where they were to be kept. */
  pairs(): readonly TrainingPair[];
}

/** Parses a list of rules, with commas between them. */
export function parseRules(value: string): LeakRule[] {
  return value.split(",").map((name) => {
    const rule = LEAK_RULES.find((known) => known === name.trim().toUpperCase());
    if (rule !== undefined) return rule;
    throw new InvalidArgumentError(
      `there is no rule "${quotable(name)}"; ${suggestion(name, LEAK_RULES)}`,
    );
  });
}

/** Adds the options of a scan to a command. */
export function scanOptions(command: Command): Command {
  const rules = (flags: string, what: string) => new Option(flags, what).argParser(parseRules);
  return command
    .argument("<pairs>", "training pairs: manifest (.csv, .jsonl, .parquet) or data set folder")
    .requiredOption("--labels <ref>", "evaluation labels: a list, label set, manifest, or esc50")
    .option("--items <path>", "evaluation items, for the rules that compare sounds")
    .addOption(rules("--rules <rules>", "rules that run (default: those without audio or model)"))
    .addOption(rules("--flag <rules>", "rules whose findings count").default([], "as documented"))
    .addOption(rules("--report <rules>", "rules that only report").default([], "as documented"))
    .option("--suppressions <file>", "findings that are accepted, with reasons, JSON")
    .option("--backbone <refs...>", "backbones whose training is looked at, too", [])
    .option("--calibration <file>", "unrelated captions, for TEXT-SEMANTIC")
    .option("--label-column <name>", "column of labels (default: label)")
    .option("--text-column <name>", "column of texts (default: text, caption or caption_1 ...)")
    .option("--id-column <name>", "column of ids (default: id, else the file name)")
    .option("--source-column <name>", "column of recordings (default: source_id)")
    .option("--file-column <name>", "column of audio files (default: file_name)")
    .option("--allow-outside", "allow files outside the manifest's folder", false);
}

/** Opens a scan; `keepPairs` keeps all pairs in memory, for `split`. */
export async function openScan(
  path: string,
  options: ScanOptions,
  progress: ProgressDisplay,
  keepPairs: boolean,
): Promise<Scan> {
  const { flag, report, suppressions: accepted } = options;
  const both = flag.find((rule) => report.includes(rule));
  if (both !== undefined) throw new InputError(`${both} is in --flag and in --report`);
  const labels = await readLabels(options.labels);
  const { items, hash } = await readEvaluation(options.items);
  const ledgers = await Promise.all(options.backbone.map((reference) => readLedger(reference)));
  const rules = rulesOf(options, items.some((item) => sourceOf(item) !== undefined));
  const bytes = accepted === undefined ? undefined : await readInputFile(accepted);
  const suppressions = new Suppressions(
    bytes === undefined ? [] : parseSuppressions(decodeUtf8(bytes, accepted!), accepted!),
  );
  const find = compileRules(labels, items, rules, await WordNet.open());
  const sounds = SOUND_RULES.filter((rule) => rules.includes(rule));
  const counter = new FindingCounter(
    rules,
    labels.labels.map(({ label }) => label),
    sounds.length > 0,
  );
  const settle = settler(options, suppressions, counter);
  const keep = keepPairs || sounds.length > 0;
  const read: ReadFile = { sha256: "", badLines: 0 };
  const kept: PlacedPair[] = [];
  const notes: string[] = options.rules !== undefined || rules.includes("AUDIO-SOURCE") ? [] : [
    `AUDIO-SOURCE did not run: ${
      options.items === undefined ? "no --items were given" : "no evaluation item has a source"
    }.`,
  ];
  let pairs = 0;
  let sources = 0;

  async function* findings() {
    const onBytes = (done: number, total: number) =>
      progress.report({ stage: "reading", done, total, note: `${pairs} pairs` });
    const batches = streamPairs(path, { ...columnsOf(options), modality: "text", onBytes }, read);
    for await (const batch of batches) {
      pairs += batch.length;
      if (keep) kept.push(...batch);
      if (rules.includes("AUDIO-SOURCE") && sources === 0) {
        sources = batch.filter((pair) => sourceOf(pair) !== undefined).length;
      }
      yield batch.flatMap((pair) => find(pair).map((finding) => settle(placed(finding, pair))));
    }
    if (rules.includes("AUDIO-SOURCE") && sources === 0) {
      notes.push("AUDIO-SOURCE found nothing to compare: no training pair has a source.");
    }
    if (sounds.length > 0) {
      const { findings, unreadable } = await scanSounds(kept, items, sounds, progress.report);
      if (unreadable.length > 0) notes.push(`${unreadable.length} sounds could not be read.`);
      yield findings.map(settle);
    }
    yield (await backboneFindings(ledgers, labels, rules, options.items)).map(settle);
  }

  const summary = (): ScanSummary => {
    const numbers = counter.numbers();
    const undeclared = ledgers.filter((ledger) => !declares(ledger));
    const verdict = numbers.total.flagged > 0
      ? "leaky"
      : undeclared.length > 0
      ? "unknown"
      : "clean";
    const bad = read.badLines === 0 ? [] : [
      `"${quotable(path)}" has bytes that are not UTF-8 on ${read.badLines} line(s), the first ` +
      `line ${read.firstBadLine}; they are read as U+FFFD.`,
    ];
    const unused = suppressions.unused().map((i) => `Suppression ${i} suppresses nothing.`);
    const declared = ledgers.length > 0 ? [] : [
      "No backbone was given: the verdict says nothing about what backbones were trained on.",
    ];
    const silent = undeclared.map(({ name }) =>
      `Backbone "${quotable(name)}" does not declare all that it was trained on.`
    );
    return {
      verdict,
      pairs,
      ...numbers,
      notes: [...notes, ...bad, ...unused, ...silent, ...declared],
    };
  };
  return {
    rules,
    labels,
    items,
    files: [path, options.labels, options.items, accepted].filter((file) => file !== undefined),
    findings,
    summary,
    hashes: () => ({
      pairs: { path, sha256: read.sha256 },
      // Of the label set as it was understood: a shipped one has no file.
      labels: { path: options.labels, sha256: sha256Of(JSON.stringify(labels)) },
      ...(hash === undefined ? {} : { items: { path: options.items!, sha256: hash } }),
      ...(bytes === undefined
        ? {}
        : { suppressions: { path: accepted!, sha256: sha256Of(bytes) } }),
    }),
    pairs: () => kept,
  };
}

/** Settles whether a finding is flagged or suppressed, and counts it. */
function settler(
  { flag, report }: ScanOptions,
  suppressions: Suppressions,
  counter: FindingCounter,
): (finding: Finding) => ScannedFinding {
  const flags = { ...FLAGS_BY_DEFAULT };
  for (const rule of flag) flags[rule] = true;
  for (const rule of report) flags[rule] = false;
  return (finding) => {
    const suppressed = suppressions.reasonFor(finding);
    const settled: ScannedFinding = suppressed === undefined
      ? { ...finding, flagged: finding.flagged && flags[finding.rule] }
      : { ...finding, flagged: false, suppressed };
    counter.add(settled);
    return settled;
  };
}

/** Adds where a finding stands. */
function placed(finding: Finding, { place, text }: PlacedPair): Finding {
  if (place === undefined) return finding;
  return { ...finding, ...placeIn(place, text, finding.span?.[0] ?? 0) };
}

async function readEvaluation(path: string | undefined) {
  if (path === undefined) return { items: [], hash: undefined };
  const { items, sha256 } = await openDataset(path, { modality: "audio" });
  return { items: items.map(evaluationItem), hash: sha256 };
}

function evaluationItem({ id, label = "", source, file }: DatasetItem): EvaluationItem {
  return {
    id,
    label,
    ...(source === undefined ? {} : { source }),
    ...(file === undefined ? {} : { file }),
  };
}

/** The columns that were named. */
function columnsOf(options: ScanOptions): ItemOptions & { allowOutside: boolean } {
  const { labelColumn, textColumn, idColumn, sourceColumn, fileColumn, allowOutside } = options;
  const columns = { labelColumn, textColumn, idColumn, sourceColumn, fileColumn };
  const named = Object.entries(columns).filter(([, column]) => column !== undefined);
  return { ...Object.fromEntries(named), allowOutside };
}
