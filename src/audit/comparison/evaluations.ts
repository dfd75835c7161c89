/**
 * Tells which audits have the same evaluation: the same items, to be named among the same labels.
 * @module
 */
import { pathsOf } from "../configuration/corpora.ts";
import type { FinishedAudit } from "./finished_audit.ts";

/** Groups audits by evaluation, in the order of the first of each. */
export function groupByEvaluation(audits: readonly FinishedAudit[]): FinishedAudit[][] {
  return [...Map.groupBy(audits, evaluationKey).values()];
}

/**
 * Returns a text that audits have in common where they name the same items among the same labels in the same class folds.
 * The items are identified by the hash of their manifests, wherever these lie, by how its rows become items, and by how many
 * there are of each class: sounds that could not be read are left out.
 */
export function evaluationKey(audit: FinishedAudit): string {
  const { folder, configuration: { evaluation, training, seeds, leakage }, results } = audit;
  const { items, labelColumn, labelSeparator, soundColumn, where } = evaluation;
  const hashes = pathsOf(items).map((path) =>
    results.fingerprint[`file ${path}`] ?? ["unknown", folder, path]
  );
  return JSON.stringify([
    hashes,
    [labelColumn, labelSeparator ?? null, soundColumn ?? null],
    Object.keys(where).sort().map((column) => [column, where[column]!.toSorted()]),
    // Without training items the recordings are dealt into halves, by the first seed.
    training === undefined ? [seeds[0], leakage.sourceColumn?.evaluation ?? null] : null,
    results.class_folds,
    [results.evaluation_items, results.least_sources ?? null],
    itemsOfClasses(audit),
  ]);
}

/** Counts the items of each class, class fold after class fold; none where items have several labels. */
function itemsOfClasses({ results, cells }: FinishedAudit): number[] {
  return results.class_folds.flatMap((_, number) => {
    const confusion = cells.find(({ fold }) => fold === number)?.confusion ?? [];
    return confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  });
}
