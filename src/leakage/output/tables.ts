/**
 * Formats a scan for a terminal of 80 columns.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import type { LeakRule } from "../findings.ts";
import { excerpt } from "./findings_file.ts";
import type { ScannedFinding } from "./scanned_finding.ts";
import type { ScanSummary } from "./summary.ts";

const WIDTH = 80;
/** Most labels that have a row of their own. */
const MOST_LABELS = 15;

/** Returns the lines of the tables by rule and by label, without control characters other than line ends. */
export function scanTables(summary: ScanSummary): string {
  const { byRule, byLabel } = summary;
  const rules = Object.entries(byRule).map(([rule, { findings, flagged, flaggedPairs }]) => [
    rule,
    number(findings),
    number(flagged),
    number(flaggedPairs),
  ]);
  const labels = Object.entries(byLabel).map(([label, ofRules]) => ({
    label,
    findings: sumOf(ofRules, "findings"),
    flagged: sumOf(ofRules, "flagged"),
    most: mostFound(ofRules),
  })).sort((a, b) => b.flagged - a.flagged || b.findings - a.findings);
  const shown = labels.slice(0, MOST_LABELS).map(({ label, findings, flagged, most }) => [
    printable(label),
    number(findings),
    number(flagged),
    most,
  ]);
  const others = labels.slice(MOST_LABELS);
  if (others.length > 0) {
    const [findings, flagged] = (["findings", "flagged"] as const).map((key) =>
      others.reduce((sum, one) => sum + one[key], 0)
    );
    shown.push([
      `${others.length} other label${others.length === 1 ? "" : "s"}`,
      number(findings!),
      number(flagged!),
      "",
    ]);
  }
  return [
    ...tableRows(["rule", "findings", "flagged", "flagged pairs"], rules),
    ...(shown.length === 0
      ? []
      : ["", ...tableRows(["label", "findings", "flagged", "mostly by"], shown)]),
  ].join("\n");
}

/** Returns two lines for each example: rule, label, item and path, then the text around the match. */
export function exampleLines(examples: readonly ScannedFinding[]): string {
  return examples.map(({ rule, label, item, evidence, matched = "", path, line }) => {
    const where = line === undefined ? "" : `, line ${line}`;
    const way = path === undefined ? "" : ` (${printable(path)})`;
    const head = `${rule} ${printable(label ?? "")} in ${printable(item)}${where}${way}`;
    // The evidence may be an excerpt itself.
    const at = Math.max(0, evidence.indexOf(matched));
    // A line break within a text is shown as a space.
    const shown = excerpt(evidence, [at, at + matched.length], WIDTH - 8).replaceAll(/\s/g, " ");
    const said = printable(shown);
    return `${excerpt(head, undefined, WIDTH - 2)}\n    ${said}`;
  }).join("\n");
}

function sumOf(ofRules: ScanSummary["byLabel"][string], key: "findings" | "flagged"): number {
  return Object.values(ofRules).reduce((sum, tally) => sum + tally[key], 0);
}

/** The rule of most flagged findings; where none is flagged, of most findings. */
function mostFound(ofRules: ScanSummary["byLabel"][string]): LeakRule | "" {
  const [best] = Object.entries(ofRules)
    .sort(([, a], [, b]) => b.flagged - a.flagged || b.findings - a.findings);
  return best === undefined ? "" : best[0] as LeakRule;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function tableRows(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, ...rows].map(([name, a, b, c]) =>
    `  ${excerpt(name!, undefined, 34).padEnd(36)}${a!.padStart(10)}${b!.padStart(10)}  ${
      c!.padStart(16)
    }`.trimEnd()
  );
}
