/**
 * Counts findings as they arrive.
 * @module
 */
import type { LeakRule } from "../findings.ts";
import type { ScannedFinding } from "./scanned_finding.ts";
import type { ScanSummary, Tally } from "./summary.ts";

/** A tally that grows; it counts a pair once as long as the pair's findings arrive one after the other. */
class Growing {
  findings = 0;
  flagged = 0;
  flaggedPairs = 0;
  #lastPair: string | undefined;
  readonly #seen: Set<string> | undefined;

  constructor(seen?: Set<string>) {
    this.#seen = seen;
  }

  add({ rule, flagged, item }: ScannedFinding): void {
    this.findings++;
    if (!flagged) return;
    this.flagged++;
    // The item of these rules is a backbone.
    if (rule.startsWith("BACKBONE-") || item === this.#lastPair || this.#seen?.has(item)) return;
    this.flaggedPairs++;
    this.#seen?.add(item);
    this.#lastPair = item;
  }

  merge({ findings, flagged, flaggedPairs }: Tally): void {
    this.findings += findings;
    this.flagged += flagged;
    this.flaggedPairs += flaggedPairs;
  }

  tally(): Tally {
    const { findings, flagged, flaggedPairs } = this;
    return { findings, flagged, flaggedPairs };
  }
}

type ByRule = Map<LeakRule, Growing>;

/** Numbers of findings, as plain data. */
export type FindingNumbers = Pick<ScanSummary, "total" | "byRule" | "byLabel" | "suppressed">;

/** Counts by rule and by label, in memory that does not grow with the findings unless pairs appear again. */
export class FindingCounter {
  /** Number of findings that are suppressed. */
  suppressed = 0;
  readonly #total: Growing;
  readonly #byRule: ByRule;
  readonly #byLabel: Map<string, ByRule>;

  /** @param again whether more findings of a pair follow after all pairs have been seen */
  constructor(rules: readonly LeakRule[], labels: readonly string[], again: boolean) {
    this.#total = new Growing(again ? new Set() : undefined);
    this.#byRule = new Map(rules.map((rule) => [rule, new Growing()]));
    this.#byLabel = new Map(labels.map((label) => [label, new Map()]));
  }

  /** Counts a finding. The findings of a pair arrive one after the other, except those of rules that run last. */
  add(finding: ScannedFinding): void {
    if (finding.suppressed !== undefined) {
      this.suppressed++;
      return;
    }
    this.#total.add(finding);
    growingOf(this.#byRule, finding.rule).add(finding);
    if (finding.label === undefined) return;
    growingOf(this.#ofLabel(finding.label), finding.rule).add(finding);
  }

  /** Adds what another counter has counted of later pairs. */
  merge({ total, byRule, byLabel, suppressed }: FindingNumbers): void {
    this.suppressed += suppressed;
    this.#total.merge(total);
    mergeRules(this.#byRule, byRule);
    for (const [label, rules] of Object.entries(byLabel)) mergeRules(this.#ofLabel(label), rules);
  }

  #ofLabel(label: string): ByRule {
    let ofLabel = this.#byLabel.get(label);
    if (ofLabel === undefined) this.#byLabel.set(label, ofLabel = new Map());
    return ofLabel;
  }

  /** Returns the numbers so far. */
  numbers(): FindingNumbers {
    const labels = [...this.#byLabel].filter(([, rules]) => rules.size > 0);
    return {
      total: this.#total.tally(),
      byRule: tallies(this.#byRule),
      byLabel: Object.fromEntries(labels.map(([label, rules]) => [label, tallies(rules)])),
      suppressed: this.suppressed,
    };
  }
}

function mergeRules(rules: ByRule, tallies: FindingNumbers["byRule"]): void {
  for (const [rule, tally] of Object.entries(tallies)) {
    growingOf(rules, rule as LeakRule).merge(tally);
  }
}

function growingOf(rules: ByRule, rule: LeakRule): Growing {
  let growing = rules.get(rule);
  if (growing === undefined) rules.set(rule, growing = new Growing());
  return growing;
}

function tallies(rules: ByRule): Partial<Record<LeakRule, Tally>> {
  return Object.fromEntries(Array.from(rules, ([rule, growing]) => [rule, growing.tally()]));
}
