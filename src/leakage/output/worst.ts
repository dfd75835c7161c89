/**
 * The worst findings of a scan, of which only so many are kept.
 * @module
 */
import type { ScannedFinding } from "./scanned_finding.ts";

/** What counts first: flagged, sure, and how much of its text the match is. */
function compare(a: ScannedFinding, b: ScannedFinding): number {
  return rank(a) - rank(b) || b.confidence - a.confidence || shareOf(b) - shareOf(a);
}

function rank({ flagged, suppressed }: ScannedFinding): number {
  return flagged ? 0 : suppressed === undefined ? 1 : 2;
}

function shareOf({ span, evidence }: ScannedFinding): number {
  return span === undefined ? 1 : (span[1] - span[0]) / evidence.length;
}

/** Keeps the worst findings, in memory that does not grow with those that it is given. */
export class WorstFindings {
  /** Number of findings that it was given. */
  given = 0;
  readonly #most: number;
  #kept: ScannedFinding[] = [];

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a finding. */
  add(finding: ScannedFinding): void {
    this.given++;
    this.#kept.push(finding);
    if (this.#kept.length >= 2 * this.#most) this.#kept = this.sorted();
  }

  /** Those that are kept, the worst first; alike ones in the order in which they came. */
  sorted(): ScannedFinding[] {
    return this.#kept.toSorted(compare).slice(0, this.#most);
  }
}

/** The worst finding of each rule and label. */
export class Examples {
  readonly #best = new Map<string, ScannedFinding>();

  /** Takes a finding. */
  add(finding: ScannedFinding): void {
    if (finding.suppressed !== undefined) return;
    const key = `${finding.rule} ${finding.label ?? ""}`;
    const best = this.#best.get(key);
    if (best === undefined || compare(finding, best) < 0) this.#best.set(key, finding);
  }

  /** The worst first, spread over labels and rules: each time the least used label, then rule, comes next. */
  spread(most: number): ScannedFinding[] {
    const left = [...this.#best.values()].sort(compare);
    const used = new Map<string, number>();
    const uses = (key = "") => used.get(key) ?? 0;
    const chosen: ScannedFinding[] = [];
    while (chosen.length < most && left.length > 0) {
      const cost = (one: ScannedFinding) =>
        1e6 * rank(one) + 1e3 * uses(one.rule) + uses(`label ${one.label}`);
      const next = left.reduce((best, one) => cost(one) < cost(best) ? one : best);
      left.splice(left.indexOf(next), 1);
      for (const key of [next.rule, `label ${next.label}`]) used.set(key, uses(key) + 1);
      chosen.push(next);
    }
    return chosen;
  }
}
