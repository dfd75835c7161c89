/**
 * Writes findings as SARIF 2.1.0, which code hosts use to annotate the lines of manifests. No package is needed: the
 * log is one object.
 * @module
 */
import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { printable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { LeakRule } from "../findings.ts";
import { excerpt } from "./findings_file.ts";
import { safeJson } from "../../basics/safe_json.ts";
import { FLAGS_BY_DEFAULT } from "../findings.ts";
import { RULE_TEXTS } from "./rule_texts.ts";
import type { ScannedFinding } from "./scanned_finding.ts";

/** Most results of a file: code hosts accept 25,000 and show fewer. */
export const MOST_RESULTS = 5_000;

/** Longest text in a message, in UTF-16 units. */
const LONGEST_MESSAGE_TEXT = 200;

/**
 * Returns the SARIF log of one run.
 *
 * @param findings the findings, the worst first
 * @param rules the rules that ran
 * @param manifest the file to annotate where a finding names none
 * @param version the version of Earnest
 * @param root the folder that paths are relative to; files outside of it have absolute addresses
 */
export function sarifOf(
  findings: readonly ScannedFinding[],
  rules: readonly LeakRule[],
  manifest: string,
  version: string,
  root: string,
): string {
  const driver = {
    name: "Earnest",
    version,
    rules: rules.map((id) => ({
      id,
      shortDescription: { text: RULE_TEXTS[id].short },
      fullDescription: { text: RULE_TEXTS[id].full },
      help: { text: RULE_TEXTS[id].help },
      defaultConfiguration: { level: FLAGS_BY_DEFAULT[id] ? "warning" : "note" },
    })),
  };
  const results = findings.map((finding) => resultOf(finding, rules, manifest, root));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${safeJson({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, 1)}\n`;
}

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

function resultOf(
  finding: ScannedFinding,
  rules: readonly LeakRule[],
  manifest: string,
  root: string,
) {
  const { rule, flagged, item, label, matched, file, suppressed, evaluationItem } = finding;
  const region = regionOf(finding);
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: flagged ? "warning" : "note",
    message: { text: messageOf(finding) },
    locations: [{
      physicalLocation: {
        artifactLocation: artifact(file ?? manifest, root),
        ...(region === undefined ? {} : { region }),
      },
    }],
    partialFingerprints: {
      "earnestFinding/v1": sha256Of(JSON.stringify([rule, label, item, matched, evaluationItem])),
    },
    ...(suppressed === undefined ? {} : {
      suppressions: [{
        kind: "external",
        status: "accepted",
        justification: printable(suppressed),
      }],
    }),
  };
}

/** Returns the text that viewers show. Some render Markdown, so links and markup are escaped. */
function messageOf({ rule, item, label, evidence, path, matched = "" }: ScannedFinding): string {
  // The evidence may be an excerpt itself.
  const at = Math.max(0, evidence.indexOf(matched));
  const said = plain(excerpt(evidence, [at, at + matched.length], LONGEST_MESSAGE_TEXT));
  const of = label === undefined ? "the evaluation" : `label "${plain(label)}"`;
  const what = matched === "" ? "" : `"${plain(excerpt(matched))}" `;
  const way = path === undefined ? "" : ` (${plain(path)})`;
  return `${rule}: ${what}in "${plain(excerpt(item, undefined, 100))}" leaks ${of}${way}: ${said}`;
}

function plain(text: string): string {
  return printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]|~]/g, (mark) => `\\${mark}`);
}

function regionOf({ line, column, span, matched }: ScannedFinding) {
  if (line === undefined) return undefined;
  if (column === undefined) return { startLine: line };
  const length = span === undefined || matched === undefined || /[\r\n"\\]/.test(matched)
    ? 1
    : span[1] - span[0];
  return { startLine: line, startColumn: column, endColumn: column + length };
}

function artifact(file: string, root: string) {
  const inside = isAbsolute(file) ? relative(root, file) : relative(".", file);
  if (inside.startsWith("..")) return { uri: pathToFileURL(file).href };
  return {
    uri: inside.toWellFormed().split("/").map(encodeURIComponent).join("/"),
    uriBaseId: "%SRCROOT%",
  };
}
