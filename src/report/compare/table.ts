/**
 * Formats a comparison as plain-text tables for a terminal of 80 columns.
 * @module
 */
import type {
  ComparedEvaluation,
  ComparedModel,
  ComparedRow,
  Comparison,
} from "../../audit/comparison/comparison.ts";
import { decimal, pValue, range, withRange } from "../../statistics/format.ts";
import { aligned } from "../text.ts";
import { ends, evaluationWords, measureName, subtractedName } from "./words.ts";

const WIDTH = 80;

/** What stands where a row has no number. */
export const NONE = "–";

/** Marks what flagged pairs give where they are not split into leakage and volume. */
export const UNSPLIT = "*";

/** Says what {@link UNSPLIT} means. */
export const UNSPLIT_NOTE =
  `${UNSPLIT} dirty minus clean: no control was trained that matches the clean pool`;

/**
 * Returns the tables: of each evaluation the numbered rows, published models, and differences from the first row.
 *
 * @returns lines of at most 80 columns, the last one without a line end
 */
export function comparisonTable(comparison: Comparison): string {
  const head = `${measureName(comparison)} with 95 % intervals for classes like these`;
  const { evaluations } = comparison;
  const blocks = evaluations.map((one) => {
    const number = evaluations.length > 1 ? `Evaluation ${one.evaluation}: ` : "";
    return `${number}${blockOf(one).join("\n")}`;
  });
  return [head, ...blocks].join("\n\n");
}

function blockOf(evaluation: ComparedEvaluation): string[] {
  const { rows, models, differences } = evaluation;
  const isUnsplit = rows.some((row) => !row.leakage && row.flaggedPairs);
  return [
    evaluationWords(evaluation),
    ...(rows.length > 0
      ? within(WIDTH, [
        ["row", "dirty", "clean", "leakage", "transfer (p)"],
        ...rows.map(rowCells),
      ])
      : []),
    ...(isUnsplit ? [`  ${UNSPLIT_NOTE}`] : []),
    ...(models.length > 0
      ? ["", ...within(WIDTH, [["row", "published, as it is", "p"], ...models.map(modelCells)])]
      : []),
    ...(differences.length > 0
      ? ["", ...within(WIDTH, [["row", ...DIFFERENCE_HEADS], ...differenceCells(evaluation)])]
      : []),
  ];
}

/** Headings of the differences, after the row's number. */
const DIFFERENCE_HEADS = ["minus", "of", "difference", "together", ""];

function rowCells(row: ComparedRow): string[] {
  const { dirty, clean, transfer } = row;
  return [
    String(row.row),
    dirty ? withRange(dirty.mean, dirty) : NONE,
    clean ? withRange(clean.mean, clean) : NONE,
    leakageCell(row),
    transfer ? `${decimal(transfer.value)} (${pCell(transfer.permutation_p)})` : NONE,
  ];
}

/** What flagged pairs give: leakage, or where it is not split off, marked, all of it. */
export function leakageCell({ leakage, flaggedPairs }: ComparedRow): string {
  if (leakage) return withRange(leakage.value, leakage);
  return flaggedPairs ? `${withRange(flaggedPairs.value, flaggedPairs)}${UNSPLIT}` : NONE;
}

/** A p-value, where the test was made. */
export function pCell(p: number | undefined): string {
  return p === undefined ? NONE : pValue(p);
}

function modelCells({ row, score, permutation_p }: ComparedModel): string[] {
  return [String(row), withRange(score.value, score), pCell(permutation_p)];
}

function differenceCells({ differences }: ComparedEvaluation): string[][] {
  return differences.map((one) => [
    String(one.row),
    String(one.from),
    subtractedName(one.of),
    withRange(one.value, ends(one.low, one.high)),
    togetherCell(one),
    one.shown,
  ]);
}

/** The interval that holds together with those of all differences. */
export function togetherCell(
  { low_together, high_together }: ComparedEvaluation["differences"][number],
): string {
  return range(ends(low_together, high_together));
}

/**
 * Pads the columns of a table; where it would be wider than the terminal, the columns that do not fit follow in a table
 * of their own, with the first column again.
 */
function within(width: number, rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]!.length;
  const take = (chosen: readonly number[]) =>
    aligned(rows.map((row) => [row[0]!, ...chosen.map((column) => row[column]!)]));
  const isWide = (lines: readonly string[]) => lines.some(({ length }) => length > width);
  const tables: number[][] = [[]];
  for (let column = 1; column < columns; column++) {
    const last = tables.at(-1)!;
    if (last.length > 0 && isWide(take([...last, column]))) tables.push([column]);
    else last.push(column);
  }
  return tables.flatMap((chosen) => take(chosen));
}
