/**
 * Keeps a limited number of the worst findings of a scan.
 * @module
 */
import { excerpt, LONGEST_EVIDENCE } from "./findings_file.ts";
import type { ScannedFinding } from "./scanned_finding.ts";

/** Orders findings: flagged ones first, then by confidence, then by the share of the text that matches. */
function compareWorst(a: ScannedFinding, b: ScannedFinding): number {
  return rank(a) - rank(b) || b.confidence - a.confidence || shareOf(b) - shareOf(a);
}

function rank({ flagged, suppressed }: ScannedFinding): number {
  return flagged ? 0 : suppressed === undefined ? 1 : 2;
}

function shareOf({ span, evidence }: ScannedFinding): number {
  return span === undefined ? 1 : (span[1] - span[0]) / Math.min(evidence.length, LONGEST_EVIDENCE);
}

/**
 * Copies a finding, bounded in size and sharing no memory with what was read. A text that is a slice of a block keeps
 * the whole block in memory; a few thousand of them kept 350 MiB of a million captions.
 */
function detached(finding: ScannedFinding): ScannedFinding {
  const { evidence, span, item, matched } = finding;
  return structuredClone({
    ...finding,
    evidence: excerpt(evidence, span),
    item: excerpt(item),
    // A megabyte of spaces can separate the words of a label.
    ...(matched === undefined ? {} : { matched: excerpt(matched) }),
  });
}

/** Keeps the worst findings in memory that does not grow with the number of findings. */
export class WorstFindings {
  /** Number of findings added. */
  given = 0;
  /** The largest number of findings to keep. */
  readonly most: number;
  #kept: ScannedFinding[] = [];
  /** The last finding that is kept, once there are too many. */
  #last: ScannedFinding | undefined;

  /**
   * Prepares an empty collection.
   *
   * @param most the largest number of findings to keep
   */
  constructor(most: number) {
    this.most = most;
  }

  /** Adds a finding. */
  add(finding: ScannedFinding): void {
    this.given++;
    if (this.#isAmongWorst(finding)) this.#keep(detached(finding));
  }

  /**
   * Adds the worst of `given` later findings, as {@link WorstFindings.sorted} of another collection gives them. Their
   * texts are excerpts, which a second cut around the span would shift.
   */
  merge(worst: readonly ScannedFinding[], given: number): void {
    this.given += given;
    for (const finding of worst) if (this.#isAmongWorst(finding)) this.#keep(finding);
  }

  #isAmongWorst(finding: ScannedFinding): boolean {
    return this.#last === undefined || compareWorst(finding, this.#last) < 0;
  }

  #keep(finding: ScannedFinding): void {
    this.#kept.push(finding);
    if (this.#kept.length < 2 * this.most) return;
    this.#kept = this.sorted();
    this.#last = this.#kept.at(-1);
  }

  /** Returns the findings that are kept, the worst first; equal ones keep the order in which they were added. */
  sorted(): ScannedFinding[] {
    return this.#kept.toSorted(compareWorst).slice(0, this.most);
  }
}

/** The worst finding of each rule and label. */
export class Examples {
  readonly #best = new Map<string, ScannedFinding>();

  /** Adds a finding. */
  add(finding: ScannedFinding): void {
    if (this.#isBest(finding)) this.#best.set(keyOf(finding), detached(finding));
  }

  /** Adds later findings, as {@link Examples.best} of another collection gives them: their texts are excerpts. */
  merge(best: readonly ScannedFinding[]): void {
    for (const finding of best) if (this.#isBest(finding)) this.#best.set(keyOf(finding), finding);
  }

  #isBest(finding: ScannedFinding): boolean {
    if (finding.suppressed !== undefined) return false;
    const best = this.#best.get(keyOf(finding));
    return best === undefined || compareWorst(finding, best) < 0;
  }

  /** The worst finding of each rule and label, in the order in which these were first found. */
  best(): ScannedFinding[] {
    return [...this.#best.values()];
  }

  /** Returns the worst findings, spread over labels and rules: the least used label, then rule, comes next. */
  spread(most: number): ScannedFinding[] {
    const left = [...this.#best.values()].sort(compareWorst);
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

function keyOf({ rule, label = "" }: ScannedFinding): string {
  return `${rule} ${label}`;
}
