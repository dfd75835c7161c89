/**
 * The rows of a comparison: what each audit's results say of a pair of backbones, or of a published model.
 * @module
 */
import { chanceOf, chosenPairs } from "../claims/chosen_pairs.ts";
import type { Claim } from "../results/claims.ts";
import type { ComparedModel, ComparedRow, RowClaim } from "./comparison.ts";
import type { FinishedAudit } from "./finished_audit.ts";

/** Returns a row for each chosen audio backbone with each chosen text backbone. */
export function rowsOf({ folder, results }: FinishedAudit, first: number): ComparedRow[] {
  return chosenPairs(results).map((pair, at) => {
    const { audio, text, conditions: { dirty, clean }, attribution } = pair;
    const { leakage } = attribution?.path ?? {};
    const { without_listed: _, over_shuffled: __, ...transfer } = attribution?.transfer ?? {};
    return {
      row: first + at,
      folder,
      audio,
      text,
      chance: chanceOf(pair, "clean"),
      ...(dirty ? { dirty: dirty.accuracy } : {}),
      ...(clean ? { clean: clean.accuracy } : {}),
      ...(leakage ? { leakage } : {}),
      ...(attribution ? { flaggedPairs: attribution.flaggedPairs } : {}),
      ...("value" in transfer ? { transfer } : {}),
      claims: results.claims.filter((one) => one.audio === audio && one.text === text).map(
        rowClaim,
      ),
    };
  });
}

/** Returns a row for each published model. */
export function modelsOf({ folder, results }: FinishedAudit, first: number): ComparedModel[] {
  return results.published.map((model, at) => {
    const { name, balanced_top1: score, chance = results.chance, permutation_p } = model;
    return {
      row: first + at,
      folder,
      model: name,
      chance,
      score,
      ...(permutation_p === undefined ? {} : { permutation_p }),
      claims: results.claims.filter((claim) => claim.model === name).map(rowClaim),
    };
  });
}

function rowClaim({ kind, condition, numbers }: Claim): RowClaim {
  const { listed_topics, without_listed_p } = numbers;
  return {
    kind,
    ...(condition === undefined ? {} : { condition }),
    ...(listed_topics === undefined
      ? {}
      : { without_listed: typeof without_listed_p === "number" ? without_listed_p : "untested" }),
  };
}
