/**
 * Scans a block of a manifest from its text to the lines of `findings.jsonl`: all that a worker does, as plain data.
 * @module
 */
import { PairParser, type ParserStart } from "../../datasets/pair_parser.ts";
import type { DatasetOptions } from "../../datasets/open.ts";
import { type EarlierRow, fingerprintOf, type SeenRows } from "../../datasets/stream_ids.ts";
import { partsOf, type RowBlock } from "../../datasets/stream_rows.ts";
import type { ReadFile } from "../../datasets/stream_text.ts";
import type { LeakRule } from "../findings.ts";
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
   * Of each row the two halves of its id's fingerprint, and a hash of what it is about; empty where row numbers are the
   * ids.
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

/** Keeps fingerprints of ids: those of other blocks are not known here, but for the rows that are said to repeat. */
class Fingerprints implements SeenRows {
  readonly #fields: number[] = [];
  readonly #repeats: ReadonlySet<number>;

  constructor(repeats: readonly number[] = []) {
    this.#repeats = new Set(repeats);
  }

  add(id: string, row: number, about: number): EarlierRow | undefined {
    const [high, low] = fingerprintOf(id);
    this.#fields.push(high, low, about);
    return this.#repeats.has(row) ? { row, isSame: true } : undefined;
  }

  all(): Uint32Array {
    return Uint32Array.from(this.#fields);
  }
}

/**
 * Compiles the rules into a function that scans blocks. Blocks may come in any order; their results, put together in the
 * order of the file, are those of a scan of the whole.
 *
 * @param dictionary of the rules about words
 */
export function compileBlockScan(
  { path, reading, evaluation, rules, policy, suppressions, worst }: BlockJob,
  dictionary: Dictionary,
): (block: ScanBlock) => BlockResult {
  const pairRules = PAIR_RULES.filter((rule) => rules.includes(rule));
  const look = compileScan(evaluation, { rules: pairRules, dictionary }, policy);
  const labels = evaluation.labels.labels.map(({ label }) => label);
  const encoder = new TextEncoder();
  return ({ start, repeats, ...block }) => {
    const read: ReadFile = { sha256: "", badLines: 0 };
    const ids = new Fingerprints(repeats);
    const tally = new PairTally(rules);
    const counter = new FindingCounter(rules, labels, false);
    const accepted = new Suppressions(suppressions);
    const examples = new Examples();
    const worstFindings = worst === undefined ? undefined : new WorstFindings(worst);
    const lines: Uint8Array[] = [];
    const parser = new PairParser(path, reading, read, ids, start);
    for (const part of partsOf(block, path)) {
      let text = "";
      for (const pair of parser.parse(part).pairs) {
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
    }
    const { sha256: _, badLines: _none, ...odd } = read;
    return {
      lines: joined(lines),
      ids: ids.all(),
      met: parser.filter?.met() ?? {},
      odd,
      counts: tally.counts(),
      numbers: counter.numbers(),
      used: accepted.used(),
      examples: examples.best(),
      worst: { findings: worstFindings?.sorted() ?? [], given: worstFindings?.given ?? 0 },
    };
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
