/**
 * The report's section that explains the findings in sentences.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import type { Section } from "../elements.ts";
import { markup } from "../markup.ts";
import { summarize } from "../words/summary.ts";

/** Makes the section on what the numbers say about each pair of backbones, step by step. */
export function findingsSection(results: AuditResults): Section {
  return {
    title: "The findings, step by step",
    body: markup`${summarize(results).map((point) => markup`<p>${point}</p>\n`)}`,
  };
}
