/**
 * The worst findings of a scan, of which only so many are kept.
 * @module
 */
import { excerpt, LONGEST_EVIDENCE } from "./findings_file.ts";
import type { ScannedFinding } from "./scanned_finding.ts";

/** What counts first: flagged, sure, and how much of its text the match is. */
function compare(a: ScannedFinding, b: ScannedFinding): number {
  return rank(a) - rank(b) || b.confidence - a.confidence || shareOf(b) - shareOf(a);
}

function rank({ flagged, suppressed }: ScannedFinding): number {
  return flagged ? 0 : suppressed === undefined ? 1 : 2;
}

function shareOf({ span, evidence }: ScannedFinding): number {
  return span === undefined ? 1 : (span[1] - span[0]) / Math.min(evidence.length, LONGEST_EVIDENCE);
}

/**
 * A copy that is bounded in size and shares no memory with what was read: a text that is a slice of a block keeps the
 * whole block, and a few thousand of them kept 350 MiB of a million captions.
 */
function detached(finding: ScannedFinding): ScannedFinding {
  const { evidence, span, item, matched } = finding;
  return structuredClone({
    ...finding,
    evidence: excerpt(evidence, span),
    item: excerpt(item),
    // Between the words of a label a megabyte of spaces can stand.
    ...(matched === undefined ? {} : { matched: excerpt(matched) }),
  });
}

/** Keeps the worst findings, in memory that does not grow with those that it is given. */
export class WorstFindings {
  /** Number of findings that it was given. */
  given = 0;
  readonly #most: number;
  #kept: ScannedFinding[] = [];
  /** Once there are too many: the last that is kept. */
  #last: ScannedFinding | undefined;

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a finding. */
  add(finding: ScannedFinding): void {
    this.given++;
    if (this.#last !== undefined && compare(finding, this.#last) >= 0) return;
    this.#kept.push(detached(finding));
    if (this.#kept.length < 2 * this.#most) return;
    this.#kept = this.sorted();
    this.#last = this.#kept.at(-1);
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
    if (best === undefined || compare(finding, best) < 0) this.#best.set(key, detached(finding));
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
