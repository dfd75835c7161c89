/**
 * Paired differences of the rows of one evaluation, by the bootstrap that an audit's own contrasts have: classes, and
 * seeds where both rows have the same ones, are drawn together.
 *
 * `cells.jsonl` has accuracies by class and training, which is all that the intervals for classes like these take: the
 * draws depend on the seed alone, so within one audit they are its own. Those for these classes resample recordings,
 * which the file does not have. Nor has it what each recording adds to a label's average precision: where items have
 * several labels there are no differences.
 * @module
 */
import { bootstrap, type Estimate, type Quantity } from "../../statistics/bootstrap.ts";
import { combine } from "../../statistics/intervals.ts";
import { groupSources, type SourceTable } from "../../statistics/sources.ts";
import type { Contrast } from "../results/contrasts.ts";
import { type ClassValues, classValues } from "./class_values.ts";
import type {
  ComparedModel,
  ComparedRow,
  Comparison,
  RowDifference,
  Subtracted,
} from "./comparison.ts";
import type { FinishedAudit } from "./finished_audit.ts";

/** A difference with its resamples. */
export interface EstimatedDifference extends Pick<RowDifference, "row" | "from" | "of"> {
  /** The difference. */
  readonly estimate: Estimate;
}

/** The rows of one evaluation. */
export interface RowsOfEvaluation {
  /** Its pairs of backbones. */
  readonly rows: readonly ComparedRow[];
  /** Its published models. */
  readonly models: readonly ComparedModel[];
  /** Its audits, by folder. */
  readonly audits: ReadonlyMap<string, FinishedAudit>;
}

/** Returns what each row differs by from the first of its kind. */
export function rowDifferences(
  { rows, models, audits }: RowsOfEvaluation,
  resampling: Comparison["resampling"],
): EstimatedDifference[] {
  const [first] = [...rows, ...models];
  if (first === undefined) return [];
  const labels = labelsOf(audits.get(first.folder)!);
  const draws = new PairedDraws(labels, resampling);
  const auditOf = ({ folder }: { readonly folder: string }) => audits.get(folder)!;
  const firstSeeds = rows[0] ? auditOf(rows[0]).results.seeds : [];
  const scored = rows.map((one) => {
    const audit = auditOf(one);
    // The same seeds in another order are the same, and are drawn in the first row's.
    const isSame = haveSame(audit.results.seeds, firstSeeds);
    const seeds = isSame ? firstSeeds : audit.results.seeds;
    const arm = (condition: Contrast["condition"]) => {
      const { audio, text } = one;
      const values = classValues(audit, { audio, text, condition }, labels, seeds);
      return values && draws.of(values, isSame ? "seeds" : `seeds ${seeds}`);
    };
    const [dirty, clean] = [arm("dirty"), arm("clean")];
    const control = one.leakage ? arm("control") : undefined;
    return { row: one.row, dirty, clean, control };
  });
  const shown = models.map((one) => {
    const { per_class } = auditOf(one).results.published.find(({ name }) => name === one.model)!;
    const values = Float64Array.from(labels, (label) => per_class[label]!);
    const trained = JSON.stringify([auditOf(one).results.fingerprint, one.model]);
    return { row: one.row, score: draws.of({ trainings: [values], trained }, "no trainings") };
  });
  draws.draw();
  return [
    ...scored.slice(1).flatMap((row) => armDifferences(scored[0]!, row)),
    ...shown.slice(1).map(({ row, score }) => {
      const estimate = combine([[1, score()], [-1, shown[0]!.score()]]);
      return { row, from: shown[0]!.row, of: "score" as const, estimate };
    }),
  ];
}

/** Whether two lists, which name nothing twice, name the same seeds. */
function haveSame(seeds: readonly number[], others: readonly number[]): boolean {
  return seeds.length === others.length && seeds.every((seed) => others.includes(seed));
}

/** Gives an estimate, once all are drawn. */
type Drawn = () => Estimate;

/** The arms of a row that were trained. */
interface ScoredRow {
  readonly row: number;
  readonly dirty: Drawn | undefined;
  readonly clean: Drawn | undefined;
  readonly control: Drawn | undefined;
}

function armDifferences(first: ScoredRow, other: ScoredRow): EstimatedDifference[] {
  const { row } = other;
  const of = (of: Subtracted, plus: keyof Arms, minus?: keyof Arms): EstimatedDifference[] => {
    const arms = [other[plus], first[plus], ...(minus ? [other[minus], first[minus]] : [])];
    const weights = [1, -1, -1, 1];
    const terms = arms.flatMap((arm, at) => arm ? [[weights[at]!, arm()] as const] : []);
    // What was not trained in one of the rows has no difference.
    return terms.length < arms.length
      ? []
      : [{ row, from: first.row, of, estimate: combine(terms) }];
  };
  const isSplit = first.control && other.control;
  return [
    ...of("dirty", "dirty"),
    ...of("clean", "clean"),
    ...(isSplit ? of("leakage", "control", "clean") : of("flaggedPairs", "dirty", "clean")),
  ];
}

type Arms = Omit<ScoredRow, "row">;

/** The classes in the order in which their audits draw them. */
function labelsOf({ results }: FinishedAudit): string[] {
  const first = results.conditions[0] ?? results.published[0];
  return Object.keys(first!.per_class);
}

/** Collects quantities of the same classes, and draws the resamples of all at once. */
class PairedDraws {
  readonly #table: SourceTable;
  readonly #quantities: Quantity[] = [];
  readonly #places = new Map<string, number>();
  #estimates: readonly Estimate[] = [];

  constructor(
    labels: readonly string[],
    private readonly resampling: Comparison["resampling"],
  ) {
    // A class is drawn with its mean: no recordings are resampled.
    this.#table = groupSources(labels.map((_, at) => at), labels.map(() => undefined));
  }

  /** Adds a quantity. Those of the same trainings are one, so that their difference is exactly nothing. */
  of({ trainings, trained }: ClassValues, seedList: string): Drawn {
    const key = JSON.stringify([seedList, trained]);
    const place = this.#places.get(key) ?? this.#quantities.length;
    if (place === this.#quantities.length) {
      this.#places.set(key, place);
      this.#quantities.push({ mean: "classes", values: "shares", seedList, trainings });
    }
    return () => this.#estimates[place]!;
  }

  /** Draws the resamples. */
  draw(): void {
    this.#estimates = bootstrap(this.#table, this.#quantities, this.resampling);
  }
}
