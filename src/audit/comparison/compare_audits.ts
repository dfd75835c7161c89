/**
 * Sets several audits side by side.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { breather } from "../../basics/progress.ts";
import { quotable } from "../../basics/printable.ts";
import type { Claim } from "../results/claims.ts";
import {
  type ComparedAudit,
  type ComparedModel,
  type ComparedRow,
  type Comparison,
  COMPARISON_SCHEMA,
  type TooFew,
} from "./comparison.ts";
import { definitionsOf, refuseMixed, refuseOtherMeanings } from "./definitions.ts";
import { type EstimatedDifference, rowDifferences, type RowsOfEvaluation } from "./differences.ts";
import { groupByEvaluation } from "./evaluations.ts";
import { type FinishedAudit, readFinishedAudit } from "./finished_audit.ts";
import { notesOf, poolNotes, settingsThatDiffer } from "./notes.ts";
import { refuseOtherPools } from "./pools.ts";
import { modelsOf, rowsOf } from "./rows.ts";
import { withEnds } from "./shown.ts";

/** How audits are compared. */
export interface ComparisonOptions {
  /** Seed of the resamples; default the first training seed of the first audit, whose own resamples these are. */
  readonly seed?: number | undefined;
  /** Ends the comparison after the audit at hand, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Implements {@link compareAudits}, which `doors/audit/compare_audits.ts` documents. */
export async function compareAudits(
  folders: readonly string[],
  { seed, signal }: ComparisonOptions = {},
): Promise<Comparison> {
  const audits: FinishedAudit[] = [];
  const pause = breather(signal);
  for (const folder of folders) {
    await pause();
    audits.push(await readFinishedAudit(folder));
  }
  if (audits.length === 0) throw new InputError("No audit is named; expected folders of audits");
  await refuseRepeats(folders);
  refuseMixed(audits);
  refuseOtherPools(audits);
  const groups = groupByEvaluation(audits);
  groups.forEach(refuseOtherMeanings);
  const evaluations = numberRows(groups);
  const rows = evaluations.flatMap(({ rows, models }) => [...rows, ...models]);
  if (rows.length < 2) throw tooFew(folders, rows.length);
  const definitions = definitionsOf(audits[0]!);
  const resampling = {
    resamples: Math.max(...audits.map(({ configuration }) => configuration.bootstrap)),
    seed: seed ?? audits[0]!.results.seeds[0]!,
  };
  const estimated: EstimatedDifference[][] = [];
  for (const one of evaluations) {
    await pause();
    estimated.push(definitions.measure === "macro_map" ? [] : rowDifferences(one, resampling));
  }
  const count = estimated.flat().length;
  const compared = audits.map((audit) => comparedAudit(audit, groups));
  return {
    schema: COMPARISON_SCHEMA,
    definitions,
    audits: compared,
    evaluations: evaluations.map((one, at) => {
      const { results } = groups[at]![0]!;
      return {
        evaluation: at + 1,
        items: results.evaluation_items,
        class_folds: results.class_folds,
        chance: results.chance,
        rows: one.rows,
        models: one.models,
        differences: withEnds(estimated[at]!, one, count),
      };
    }),
    resampling,
    notes: [...notesOf(compared, definitions), ...groups.flatMap(poolNotes)],
  };
}

/** Numbers the rows of all evaluations: of each its pairs of backbones, then its published models. */
function numberRows(groups: readonly (readonly FinishedAudit[])[]): RowsOfEvaluation[] {
  let next = 1;
  const numbered = <Row>(
    group: readonly FinishedAudit[],
    of: (audit: FinishedAudit, first: number) => Row[],
  ) =>
    group.flatMap((audit) => {
      const rows = of(audit, next);
      next += rows.length;
      return rows;
    });
  return groups.map((group) => {
    const rows: ComparedRow[] = numbered(group, rowsOf);
    const models: ComparedModel[] = numbered(group, modelsOf);
    return { rows, models, audits: new Map(group.map((audit) => [audit.folder, audit])) };
  });
}

function comparedAudit(
  audit: FinishedAudit,
  groups: readonly (readonly FinishedAudit[])[],
): ComparedAudit {
  const { folder, results: { seeds, leakage, claims, fingerprint } } = audit;
  const at = groups.findIndex((group) => group.includes(audit));
  return {
    folder,
    evaluation: at + 1,
    seeds,
    verdict: leakage.verdict,
    few: claims.flatMap(tooFewOf),
    differs: settingsThatDiffer(groups[at]![0]!, audit),
    fingerprint,
  };
}

function tooFewOf({ kind, condition }: Claim): TooFew[] {
  // The audit's claim of few topics in the clean pool has the kind of that of few classes.
  if (kind === "few-classes" && condition === "clean") return ["small-clean-pool"];
  return kind.startsWith("few-") ? [kind] : [];
}

/** Refuses a folder that is named twice, by whatever path. */
async function refuseRepeats(folders: readonly string[]): Promise<void> {
  const places = new Map<string, string>();
  for (const folder of folders) {
    const place = await Deno.realPath(folder);
    const earlier = places.get(place);
    if (earlier === undefined) places.set(place, folder);
    else {
      const both = earlier === folder
        ? `"${quotable(folder)}" is named twice`
        : `"${quotable(earlier)}" and "${quotable(folder)}" are the same folder`;
      throw new InputError(`${both}; name each audit once`);
    }
  }
}

function tooFew(folders: readonly string[], rows: number): InputError {
  const names = folders.map((folder) => `"${quotable(folder)}"`).join(" and ");
  const found = rows === 0 ? "no pair of backbones" : "one pair of backbones or published model";
  return new InputError(`${names} has ${found}; name the folders of at least two audits`);
}
