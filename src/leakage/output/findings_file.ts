/**
 * Formats `findings.jsonl`: a line for each finding, safe to print and bounded in length.
 * @module
 */
import { printableJson } from "../../basics/safe_json.ts";
import type { ScannedFinding } from "./scanned_finding.ts";

/** Longest text that is shown whole, in UTF-16 units. */
export const LONGEST_EVIDENCE = 300;

/**
 * Returns a text, or the part around a span of it where it is long; no surrogate pair is cut.
 *
 * @param span [start, end) in UTF-16 units
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const long = "a".repeat(1000) + " dog";
 * assert.equal(excerpt(long, [1001, 1004]).slice(-4), " dog");
 * assert(excerpt(long, [1001, 1004]).length <= 302);
 * ```
 */
export function excerpt(
  text: string,
  span: readonly [number, number] = [0, 0],
  longest = LONGEST_EVIDENCE,
): string {
  if (text.length <= longest) return text;
  const middle = Math.floor((span[0] + Math.min(span[1], span[0] + longest)) / 2);
  let start = Math.max(0, Math.min(middle - Math.floor(longest / 2), text.length - longest));
  let end = start + longest;
  if (isInsidePair(text, start)) start++;
  if (isInsidePair(text, end)) end--;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

function isInsidePair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}

/** Returns the line of a finding in `findings.jsonl`, with its line end. The text is put together once, key by key. */
export function findingLine(finding: ScannedFinding): string {
  const { rule, flagged, item, label, evidence, matched, span, path, confidence } = finding;
  const { evaluationItem, file, line, column, suppressed } = finding;
  return printableJson(
    `{"rule":"${rule}","flagged":${flagged},"item":${JSON.stringify(item)}${text("label", label)}` +
      `${text("evidence", excerpt(evidence, span))}` +
      `${text("matched", matched === undefined ? undefined : excerpt(matched))}` +
      `${span === undefined ? "" : `,"span":[${span[0]},${span[1]}]`}${text("path", path)}` +
      `,"confidence":${confidence}${text("evaluationItem", evaluationItem)}${text("file", file)}` +
      `${number("line", line)}${number("column", column)}${text("suppressed", suppressed)}}\n`,
  );
}

function text(key: string, value: string | undefined): string {
  return value === undefined ? "" : `,"${key}":${JSON.stringify(value)}`;
}

function number(key: string, value: number | undefined): string {
  return value === undefined ? "" : `,"${key}":${value}`;
}
