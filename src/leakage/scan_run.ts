/**
 * Runs a scan, suppresses accepted findings, and counts all of them.
 * @module
 */
import { later } from "../basics/later.ts";
import type { BackboneLedger } from "../backbones/backbone.ts";
import { quotable } from "../basics/printable.ts";
import type { UnreadableSound, UnusualSound } from "./audio/scan_sounds.ts";
import { SOUND_RULES } from "./rule_groups.ts";
import { declares } from "./backbone/backbone_data.ts";
import type { Finding, LeakRule, TrainingPair } from "./findings.ts";
import { type NotRun, notRunNotes } from "./not_run.ts";
import { languageNotes, type PairCounts, PairTally } from "./pair_tally.ts";
import { FindingCounter, type FindingNumbers } from "./output/counter.ts";
import type { ScannedFinding } from "./output/scanned_finding.ts";
import type { ScanSummary, Verdict } from "./output/summary.ts";
import { type Suppression, Suppressions } from "./output/suppressions.ts";
import { flaggingRules } from "./policy.ts";
import type { Evaluation } from "./scan.ts";
import type { LeakageOptions, Semantic } from "./scan_leakage.ts";
import { DEFAULT_RULES } from "./rule_groups.ts";
import { semanticNotes, type SemanticSummary, summarizeSemantic } from "./semantic/summary.ts";

const scanning = later<typeof import("./scan_leakage.ts")>(
  new URL("./scan_leakage.ts", import.meta.url),
);

/** Options of a run. */
export interface ScanRunOptions
  extends Omit<LeakageOptions, "semantic" | "onUnreadable" | "onUnusual" | "onUnusable"> {
  /** Findings that are accepted. */
  readonly suppressions?: readonly Suppression[] | undefined;
  /** Rules that are on by default and could not run, or not for all labels: the verdict is not clean then. */
  readonly notRun?: readonly NotRun[] | undefined;
}

/** What was counted of a block of pairs, as plain data. */
export interface BlockCounts {
  /** Counts of the pairs. */
  readonly counts: PairCounts;
  /** Numbers of the findings. */
  readonly numbers: FindingNumbers;
  /** The suppressions that were used, by their numbers from 0. */
  readonly used: readonly number[];
}

/** What `TEXT-SEMANTIC` needs, and what it was calibrated on. */
export interface CalibratedSemantic extends Semantic {
  /** Whether it was calibrated on the scanned captions themselves or on others. */
  readonly calibratedOn: SemanticSummary["calibratedOn"];
}

/**
 * One run of the leak rules over training pairs.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const labels = { name: "pets", labels: [{ label: "dog" }] };
 * const run = new ScanRun({ labels, items: [] }, {
 *   rules: ["TEXT-EXACT"],
 *   suppressions: [{ item: "2", reason: "a toy" }],
 * });
 * const pairs = [{ id: "1", text: "a dog" }, { id: "2", text: "a toy dog" }];
 * const findings = (await Array.fromAsync(run.findings([pairs]))).flat();
 * assert.deepEqual(findings.map(({ flagged, suppressed }) => [flagged, suppressed]), [
 *   [true, undefined],
 *   [false, "a toy"],
 * ]);
 * assert.equal(run.summary().verdict, "leaky");
 * ```
 */
export class ScanRun {
  readonly #evaluation: Evaluation;
  readonly #options: ScanRunOptions;
  readonly #suppressions: Suppressions;
  readonly #counter: FindingCounter;
  readonly #unreadable: UnreadableSound[] = [];
  readonly #unusual: UnusualSound[] = [];
  readonly #tally: PairTally;
  #semantic: SemanticSummary | undefined;

  /** Prepares a run. */
  constructor(evaluation: Evaluation, options: ScanRunOptions) {
    const { rules = DEFAULT_RULES, suppressions = [] } = options;
    this.#evaluation = evaluation;
    this.#options = { ...options, rules };
    this.#tally = new PairTally(rules);
    this.#suppressions = new Suppressions(suppressions);
    this.#counter = new FindingCounter(
      rules,
      evaluation.labels.labels.map(({ label }) => label),
      SOUND_RULES.some((rule) => rules.includes(rule)),
    );
  }

  /** Number of pairs read so far. */
  get pairs(): number {
    return this.#tally.counts().pairs;
  }

  /** Whether any pair read so far has a source, without which `AUDIO-SOURCE` finds nothing; false where it does not run. */
  get hasSources(): boolean {
    return this.#tally.counts().hasSources;
  }

  /**
   * Reads the pairs once and yields the findings batch by batch.
   *
   * @param semantic what `TEXT-SEMANTIC` needs; without it, the rule does not run
   * @throws {InputError} and {SurroundingsError} as {@link scanBatches}
   */
  async *findings(
    batches: Iterable<readonly TrainingPair[]> | AsyncIterable<readonly TrainingPair[]>,
    semantic?: CalibratedSemantic,
  ): AsyncGenerator<readonly ScannedFinding[]> {
    let unusable = 0;
    let close = 0;
    let lastClose: string | undefined;
    const { scanBatches } = await scanning();
    const all = scanBatches(this.#counted(batches), this.#evaluation, {
      ...this.#options,
      semantic,
      onUnreadable: (sound) => this.#unreadable.push(sound),
      onUnusual: (sound) => this.#unusual.push(sound),
      onUnusable: (count) => unusable += count,
    });
    for await (const findings of all) {
      for (const { rule, item } of findings) {
        if (rule !== "TEXT-SEMANTIC" || item === lastClose) continue;
        close++;
        lastClose = item;
      }
      yield findings.map((finding) => this.#settle(finding));
    }
    if (semantic === undefined) return;
    const { backbone, thresholds, calibratedOn } = semantic;
    const numbers = { pairs: this.pairs, unusable, found: close };
    this.#semantic = summarizeSemantic(backbone.name, thresholds, calibratedOn, numbers);
  }

  /** Adds what was counted of a block of pairs that was scanned elsewhere, after those of all blocks before. */
  merge({ counts, numbers, used }: BlockCounts): void {
    this.#tally.merge(counts);
    this.#counter.merge(numbers);
    this.#suppressions.merge(used);
  }

  /** Summarizes what was found so far; it is complete once {@link findings} has ended. */
  summary(): ScanSummary {
    const numbers = this.#counter.numbers();
    const { backbones = [] } = this.#options;
    const notRun = this.#notRun();
    const flagging = flaggingRules(this.#options);
    const isOpen = backbones.some((ledger) => !declares(ledger)) || this.#unreadable.length > 0 ||
      notRun.some(({ rule }) => flagging.has(rule)) || this.#isMostlyForeign(flagging);
    const verdict: Verdict = numbers.total.flagged > 0 ? "leaky" : isOpen ? "unknown" : "clean";
    const semantic = this.#semantic;
    return {
      verdict,
      notRun,
      pairs: this.pairs,
      notEnglish: this.#tally.counts().notEnglish,
      ...numbers,
      notes: this.#notes(),
      ...(semantic === undefined ? {} : { semantic }),
    };
  }

  /** Whether the rules that flag, all about English words or copies, do not speak of most captions. */
  #isMostlyForeign(flagging: ReadonlySet<LeakRule>): boolean {
    const speaksOfWords = [...flagging].some((rule) => rule.startsWith("TEXT-"));
    return speaksOfWords && 2 * this.#tally.counts().notEnglish > this.pairs;
  }

  async *#counted(
    batches: Iterable<readonly TrainingPair[]> | AsyncIterable<readonly TrainingPair[]>,
  ) {
    for await (const batch of batches) {
      for (const pair of batch) this.#tally.add(pair);
      yield batch;
    }
  }

  #settle(finding: Finding): ScannedFinding {
    const settled = this.#suppressions.settle(finding);
    this.#counter.add(settled);
    return settled;
  }

  #notRun(): readonly NotRun[] {
    const { rules = DEFAULT_RULES, notRun = [] } = this.#options;
    if (!rules.includes("AUDIO-SOURCE") || this.hasSources) return notRun;
    return [...notRun, { rule: "AUDIO-SOURCE", reason: "no training pair has a source" }];
  }

  /** Says that lists match nothing: they may hold names of another kind. */
  #listNotes(): string[] {
    const { listed = [] } = this.#evaluation;
    const { byRule, suppressed } = this.#counter.numbers();
    const found = byRule["AUDIO-LISTED"]?.findings;
    if (listed.length === 0 || found !== 0 || suppressed > 0 || this.pairs === 0) return [];
    return [
      `None of the ${listed.length} recording(s) to be left out (AUDIO-LISTED) matches any of ` +
      `${this.pairs} pairs; the first is "${quotable(listed[0]!.name)}".`,
    ];
  }

  #notes(): string[] {
    const { backbones = [] } = this.#options;
    const notes = this.#semantic === undefined ? [] : semanticNotes(this.#semantic);
    notes.push(...notRunNotes(this.#notRun()), ...languageNotes(this.#tally.counts()));
    notes.push(...this.#listNotes());
    notes.push(...unreadableNotes(this.#unreadable), ...unusualNotes(this.#unusual));
    notes.push(...this.#suppressions.unused().map((i) => `Suppression ${i} suppresses nothing.`));
    for (const ledger of backbones.filter((ledger) => !declares(ledger))) {
      notes.push(undeclaredNote(ledger));
    }
    if (backbones.length === 0) {
      notes.push("No backbone was given: nothing is known of what backbones were trained on.");
    }
    return notes;
  }
}

function undeclaredNote({ name, ...ledger }: BackboneLedger): string {
  const unknown = (["trainingData", "trainingLabels"] as const)
    .filter((key) => ledger[key] === "unknown").map((key) => `"${key}"`);
  return `Backbone "${
    quotable(name)
  }" does not declare all that it was trained on: no ledger says ` +
    `its ${unknown.join(" and ")}.`;
}

function unreadableNotes(unreadable: readonly UnreadableSound[]): string[] {
  const bySide = Map.groupBy(unreadable, ({ side }) => side);
  return Array.from(bySide, ([side, sounds]) => {
    const count = sounds.length === 1 ? "1 sound" : `${sounds.length} sounds`;
    return `${count} of ${side}s could not be read, and nothing is known of that; ` +
      `the first: ${sounds[0]!.reason}.`;
  });
}

function unusualNotes(unusual: readonly UnusualSound[]): string[] {
  const bySide = Map.groupBy(unusual, ({ side }) => side);
  return Array.from(bySide, ([side, sounds]) => {
    const [count, were] = sounds.length === 1
      ? ["1 sound", "was read although its file is"]
      : [`${sounds.length} sounds`, "were read although their files are"];
    return `${count} of ${side}s ${were} unusual; the first: ${sounds[0]!.note}.`;
  });
}
