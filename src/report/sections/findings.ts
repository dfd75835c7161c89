/**
 * The report's section that spells out what was found.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import type { Section } from "../elements.ts";
import { markup } from "../markup.ts";
import { summarize } from "../words/summary.ts";

/** Everything that the numbers say of each pair of backbones, step by step. */
export function findingsSection(results: AuditResults): Section {
  return {
    title: "The findings, step by step",
    body: markup`${summarize(results).map((point) => markup`<p>${point}</p>\n`)}`,
  };
}
