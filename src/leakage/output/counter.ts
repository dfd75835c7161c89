/**
 * Counts findings while they come.
 * @module
 */
import type { LeakRule } from "../findings.ts";
import type { ScannedFinding } from "./scanned_finding.ts";
import type { Tally } from "./summary.ts";

/** A tally that grows; pairs are told apart as long as their findings come one after the other. */
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
    // There the item is a backbone.
    if (rule.startsWith("BACKBONE-") || item === this.#lastPair || this.#seen?.has(item)) return;
    this.flaggedPairs++;
    this.#seen?.add(item);
    this.#lastPair = item;
  }

  tally(): Tally {
    const { findings, flagged, flaggedPairs } = this;
    return { findings, flagged, flaggedPairs };
  }
}

type ByRule = Map<LeakRule, Growing>;

/** Counts by rule and by label, in memory that does not grow with the findings unless pairs come again. */
export class FindingCounter {
  /** Number of findings that are suppressed. */
  suppressed = 0;
  readonly #total: Growing;
  readonly #byRule: ByRule;
  readonly #byLabel: Map<string, ByRule>;

  /** @param again whether findings of a pair come again when all pairs have been seen once */
  constructor(rules: readonly LeakRule[], labels: readonly string[], again: boolean) {
    this.#total = new Growing(again ? new Set() : undefined);
    this.#byRule = new Map(rules.map((rule) => [rule, new Growing()]));
    this.#byLabel = new Map(labels.map((label) => [label, new Map()]));
  }

  /** Counts a finding. Those of a pair come one after the other, but for the rules that come after all pairs. */
  add(finding: ScannedFinding): void {
    if (finding.suppressed !== undefined) {
      this.suppressed++;
      return;
    }
    this.#total.add(finding);
    growingOf(this.#byRule, finding.rule).add(finding);
    if (finding.label === undefined) return;
    let ofLabel = this.#byLabel.get(finding.label);
    if (ofLabel === undefined) this.#byLabel.set(finding.label, ofLabel = new Map());
    growingOf(ofLabel, finding.rule).add(finding);
  }

  /** The numbers by now. */
  numbers() {
    const labels = [...this.#byLabel].filter(([, rules]) => rules.size > 0);
    return {
      total: this.#total.tally(),
      byRule: tallies(this.#byRule),
      byLabel: Object.fromEntries(labels.map(([label, rules]) => [label, tallies(rules)])),
      suppressed: this.suppressed,
    };
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
