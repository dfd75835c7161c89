/**
 * The schema of how an audit finds leaks.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { LEAK_RULES } from "../../leakage/findings.ts";
import { LEAK_UNITS } from "../../leakage/pools/flagged.ts";
import { described } from "../../basics/described.ts";
import { distinct, once } from "./lists.ts";

const columns = z.strictObject({
  training: described(z.string(), "The column of the training items."),
  evaluation: described(z.string(), "The column of the evaluation items."),
});

/** The schema of a configuration's `leakage`. */
export const leakageSchema = z.strictObject({
  unit: described(
    z.enum(LEAK_UNITS).default("sound"),
    "What a flagged pair takes out of the clean pool: all captions of its `sound`, or the `pair` " +
      "alone.",
  ),
  rules: described(
    distinct(z.enum(LEAK_RULES)).optional(),
    "The [rules](scan.md) that run; each must have what it needs. See " +
      "[rules and label sets](audit.md#rules-and-label-sets).",
    "those about words, sources and backbones, each where it has what it needs",
  ),
  flag: described(
    once(z.enum(LEAK_RULES)).default([]),
    "Rules that take pairs out of the clean pool although they only report by default.",
  ),
  report: described(
    once(z.enum(LEAK_RULES)).default([]),
    "Rules that only report although they take pairs out of the clean pool by default.",
  ),
  labels: described(
    z.string().optional(),
    "A label set with the labels' senses, for the rules that need them: a file, or the name of one " +
      "that ships.",
    "a shipped set with all labels, else a draft from WordNet, unchecked",
  ),
  sourceColumn: described(
    columns.optional(),
    "The columns that tell the recording.",
    "`source_id` on both sides",
  ),
  exclude: described(
    z.array(z.string().min(1)).min(1).optional(),
    "Files that list recordings to be left out, for `AUDIO-LISTED`; see [scan.md](scan.md).",
    "none",
  ),
  evaluationSets: described(
    z.array(z.string().min(1)).min(1).optional(),
    "Names of the evaluation's data set, for `BACKBONE-DATA`.",
    "that of `leakage.labels`",
  ),
}).check(({ value: { flag, report }, issues }) => {
  const both = flag.filter((rule) => report.includes(rule));
  if (both.length === 0) return;
  const message = 'expected rules that "leakage.report" does not name';
  issues.push({ code: "custom", input: both, path: ["flag"], message });
}).prefault({});
