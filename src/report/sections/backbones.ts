/**
 * The report's sections about the backbones: their ledgers, and what they know before the audit trains.
 * @module
 */
import type {
  BackboneRecord,
  CoverageResult,
  LabelHeadResult,
  PublishedResult,
} from "../../audit/results/backbones.ts";
import { type MeasureWords, wordsOf } from "../../audit/results/measure_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import type { Measured } from "../../statistics/measured.ts";
import { type Column, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import { chanceText, count, withRange } from "../../statistics/format.ts";

/** Makes the section on what the backbones declare about their training; undefined where the results have none. */
export function ledgerSection({ backbones, classes }: AuditResults): Section | undefined {
  if (backbones.length === 0) return undefined;
  const columns: Column[] = [
    "backbone",
    "is",
    "embeddings",
    "trained on",
    "training labels",
    "evaluation labels among them",
    "license",
    "source",
  ].map((head) => ({ head, words: true }));
  return {
    title: "Ledger of the backbones",
    answers: "What were the backbones trained on, as far as they declare it?",
    body:
      markup`<p>What the backbones' cards declare. A backbone that was trained with labels of the
evaluation has seen them before any pair of this audit; one that declares nothing may have.</p>
${table("Backbones", columns, backbones.map((one) => ledgerRow(one, classes.length)))}`,
  };
}

function ledgerRow(one: BackboneRecord, classes: number): string[] {
  const { ledger, covered_labels: covered } = one;
  const data = ledger?.training_data;
  const labels = ledger?.training_labels;
  return [
    one.name,
    `${one.role === "baseline" ? "baseline" : "chosen"} ${one.modality} backbone`,
    `${count(one.dimensions)} dimensions, ${one.embeddings}`,
    data === undefined
      ? "not declared"
      : data === "unknown"
      ? "unknown"
      : data.join(", ") || "nothing",
    labels === undefined ? "not declared" : typeof labels === "number" ? count(labels) : labels,
    labels === "none" || covered?.length === 0
      ? "none"
      : covered === undefined
      ? "unknown"
      : `${count(covered.length)} of ${count(classes)}: ${covered.join(", ")}`,
    ledger?.license ?? "not declared",
    ledger?.source ?? "not declared",
  ];
}

/** Makes the section on label heads and covered classes; undefined where no backbone has any. */
export function labelHeadsSection(
  { label_heads: heads, coverage, class_folds: folds, measure }: AuditResults,
): Section | undefined {
  if (heads.length === 0 && coverage.length === 0) return undefined;
  const words = wordsOf(measure);
  return {
    title: "What the backbone's labels know already",
    answers: "What do the labels of the pre-training name without any training of ours?",
    body:
      markup`<p>A label head names sounds by the labels that its backbone was trained with, with no
training of ours. Covered ${words.classes} are those that BACKBONE‑LABEL finds among these labels; a head
chooses among the covered ${words.classes} of a class fold alone, so its chance is its own.</p>
${heads.length === 0 ? undefined : headsTable(heads, folds, words)}${
        coverage.length === 0 ? undefined : coverageTable(coverage, words)
      }`,
  };
}

/** Computes the accuracy of guessing among covered classes, in folds that have at least two of them. */
function headChance(covered: readonly string[], folds: AuditResults["class_folds"]): number {
  const counts = folds.map((labels) => labels.filter((label) => covered.includes(label)).length)
    .filter((count) => count >= 2);
  return counts.length / counts.reduce((sum, count) => sum + count, 0);
}

function headsTable(
  heads: readonly LabelHeadResult[],
  folds: AuditResults["class_folds"],
  { accuracy, classes }: MeasureWords,
): Markup {
  const columns: Column[] = [
    { head: "backbone", words: true },
    { head: "labels of the head" },
    { head: `covered ${classes}` },
    { head: `${accuracy} on them` },
    { head: "chance" },
    { head: "found as", words: true },
    { head: "not found", words: true },
  ];
  const rows = heads.map(({ audio, head_labels, covered, uncovered, balanced_top1, chance }) => [
    audio,
    count(head_labels),
    count(Object.keys(covered).length),
    shown(balanced_top1),
    balanced_top1 === undefined
      ? ""
      : chanceText(chance ?? headChance(Object.keys(covered), folds)),
    Object.entries(covered).map(([label, by]) => `${label}: ${by.join(", ")}`).join("; "),
    uncovered.join(", "),
  ]);
  return table("Label heads", columns, rows);
}

function coverageTable(coverage: readonly CoverageResult[], words: MeasureWords): Markup {
  const columns: Column[] = [
    { head: "backbones", words: true },
    { head: "trained on", words: true },
    { head: `covered ${words.classes}` },
    { head: words.accuracy },
    { head: `other ${words.classes}` },
    { head: words.accuracy },
  ];
  const rows = coverage.map((one) => [
    `${one.audio} with ${one.text}`,
    one.condition,
    count(one.covered_classes),
    shown(one.covered),
    count(one.uncovered_classes),
    shown(one.uncovered),
  ]);
  return table(`${words.first} on covered ${words.classes} and on the others`, columns, rows);
}

/** Makes the section on published models; undefined without any. */
export function publishedSection({ published, measure }: AuditResults): Section | undefined {
  if (published.length === 0) return undefined;
  const columns: Column[] = [
    { head: "model", words: true },
    { head: wordsOf(measure).accuracy },
    { head: "top‑1" },
    { head: "top‑5" },
    { head: "its audio alone" },
  ];
  const rows = published.map((one: PublishedResult) => [
    one.name,
    shown(one.balanced_top1),
    shown(one.top1),
    shown(one.top5),
    shown(one.nearest_centroid),
  ]);
  return {
    title: "Published models",
    answers: "What do shared spaces of others get on this evaluation as they are?",
    body:
      markup`<p>Shared spaces of published models, evaluated as they are. What they were trained on
is not known here, unless their makers declare it. Its audio alone: a nearest‑centroid classifier on
its audio embeddings, learned from the evaluation's items, the whole source of the judged clip left
out.</p>
${table("Published models", columns, rows)}`,
  };
}

function shown(measured: Measured | undefined): string {
  return measured === undefined ? "" : withRange(measured.value, measured);
}
