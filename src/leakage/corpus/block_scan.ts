/**
 * Scans a block of a manifest from its text to the lines of `findings.jsonl`: all that a worker does, as plain data.
 * @module
 */
import { PairParser, type ParserStart } from "../../datasets/pair_parser.ts";
import type { DatasetOptions } from "../../datasets/open.ts";
import { type EarlierRow, fingerprintOf, type SeenRows } from "../../datasets/stream_ids.ts";
import { partsOf, type RowBlock } from "../../datasets/stream_rows.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { LeakRule, TrainingPair } from "../findings.ts";
import { FindingCounter } from "../output/counter.ts";
import { findingLine } from "../output/findings_file.ts";
import type { ScannedFinding } from "../output/scanned_finding.ts";
import { type Suppression, Suppressions } from "../output/suppressions.ts";
import { Examples, WorstFindings } from "../output/worst.ts";
import { PairTally } from "../pair_tally.ts";
import type { RulePolicy } from "../policy.ts";
import { compileScan, type Evaluation } from "../scan.ts";
import { PAIR_RULES } from "../rule_groups.ts";
import type { BlockCounts } from "../scan_run.ts";
import type { Dictionary } from "../wordnet/dictionary.ts";

/** What all blocks of a scan share. */
export interface BlockJob {
  /** The manifest's name. */
  readonly path: string;
  /** How its pairs are read. */
  readonly reading: DatasetOptions;
  readonly evaluation: Evaluation;
  readonly rules: readonly LeakRule[];
  readonly policy: RulePolicy;
  readonly suppressions: readonly Suppression[];
  /** Whether the rules look words up in WordNet. */
  readonly usesWordNet: boolean;
  /** Number of the worst findings to keep; none where undefined. */
  readonly worst: number | undefined;
}

/** A block of whole rows, and what the blocks before it have told. */
export interface ScanBlock extends RowBlock {
  readonly start: ParserStart;
  /** Numbers of its rows that have the id of an earlier row of the same sound, where it is scanned again for them. */
  readonly repeats?: readonly number[];
}

/** What was found in a block. */
export interface BlockResult extends BlockCounts {
  /** The lines of `findings.jsonl`, in UTF-8. */
  readonly lines: Uint8Array;
  /**
   * Of each row the two halves of its id's fingerprint, a hash of what it is about, and its number; empty where row
   * numbers are the ids.
   */
  readonly ids: Uint32Array;
  /** The values that `where` names and rows have, by column. */
  readonly met: Readonly<Record<string, readonly string[]>>;
  /** Rows without a text, and rows with a quote in a field without quotes. */
  readonly odd: Pick<
    ReadFile,
    | "emptyRows"
    | "firstEmptyRow"
    | "missingTexts"
    | "firstMissingText"
    | "strayQuotes"
    | "firstStrayQuote"
  >;
  /** The worst finding of each rule and label. */
  readonly examples: readonly ScannedFinding[];
  /** The worst findings, if they were asked for. */
  readonly worst: { readonly findings: readonly ScannedFinding[]; readonly given: number };
}

/** What scans blocks. */
export interface BlockScanner {
  /** Number of blocks to ask for before the first result is awaited. */
  readonly ahead: number;
  /** Scans a block; the rejection of a call that is not awaited yet is not unhandled. */
  scan(block: ScanBlock): Promise<BlockResult>;
}

/** Numbers in {@link BlockResult.ids} for each row. */
export const ID_FIELDS = 4;

/** Keeps fingerprints of ids: those of other blocks are not known here, but for the rows that are said to repeat. */
class Fingerprints implements SeenRows {
  readonly #fields: number[] = [];
  readonly #repeats: ReadonlySet<number>;

  constructor(repeats: readonly number[] = []) {
    this.#repeats = new Set(repeats);
  }

  add(id: string, row: number, about: number): EarlierRow | undefined {
    const [high, low] = fingerprintOf(id);
    this.#fields.push(high, low, about, row);
    return this.#repeats.has(row) ? { row, isSame: true } : undefined;
  }

  all(): Uint32Array {
    return Uint32Array.from(this.#fields);
  }
}

/** Counts some pairs and collects what is found in them. */
export interface PairsAtWork {
  /** Looks at pairs. */
  add(pairs: readonly TrainingPair[]): void;
  /** What was found in all of them; ids and oddities are left to whoever reads the pairs. */
  result(): Omit<BlockResult, "ids" | "met" | "odd">;
}

/**
 * Compiles the rules into a function that begins to look at some pairs.
 *
 * @param dictionary of the rules about words
 */
export function compilePairScan(job: BlockJob, dictionary: Dictionary): () => PairsAtWork {
  const { evaluation, rules, policy, suppressions, worst } = job;
  const pairRules = PAIR_RULES.filter((rule) => rules.includes(rule));
  const look = compileScan(evaluation, { rules: pairRules, dictionary }, policy);
  const labels = evaluation.labels.labels.map(({ label }) => label);
  const encoder = new TextEncoder();
  return () => {
    const tally = new PairTally(rules);
    const counter = new FindingCounter(rules, labels, false);
    const accepted = new Suppressions(suppressions);
    const examples = new Examples();
    const worstFindings = worst === undefined ? undefined : new WorstFindings(worst);
    const lines: Uint8Array[] = [];
    const add = (pairs: readonly TrainingPair[]) => {
      let text = "";
      for (const pair of pairs) {
        tally.add(pair);
        for (const found of look(pair).findings) {
          const finding = accepted.settle(found);
          counter.add(finding);
          examples.add(finding);
          worstFindings?.add(finding);
          text += findingLine(finding);
        }
      }
      lines.push(encoder.encode(text));
    };
    const result = () => ({
      lines: joined(lines),
      counts: tally.counts(),
      numbers: counter.numbers(),
      used: accepted.used(),
      examples: examples.best(),
      worst: { findings: worstFindings?.sorted() ?? [], given: worstFindings?.given ?? 0 },
    });
    return { add, result };
  };
}

/**
 * Compiles the rules into a function that scans blocks. Blocks may come in any order; their results, put together in the
 * order of the file, are those of a scan of the whole.
 *
 * @param dictionary of the rules about words
 */
export function compileBlockScan(
  job: BlockJob,
  dictionary: Dictionary,
): (block: ScanBlock) => BlockResult {
  const { path, reading } = job;
  const scan = compilePairScan(job, dictionary);
  return ({ start, repeats, ...block }) => {
    const read: ReadFile = { sha256: "", badLines: 0 };
    const ids = new Fingerprints(repeats);
    const findings = scan();
    const parser = new PairParser(path, reading, read, ids, start);
    for (const part of partsOf(block, path)) findings.add(parser.parse(part).pairs);
    const { sha256: _, badLines: _none, ...odd } = read;
    return { ...findings.result(), ids: ids.all(), met: parser.filter?.met() ?? {}, odd };
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
