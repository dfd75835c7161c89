/**
 * Writes a comparison as a table for spreadsheets and programs: a line for each row.
 * @module
 */
import type {
  ComparedModel,
  ComparedRow,
  Comparison,
  RowDifference,
  Subtracted,
} from "../../audit/comparison/comparison.ts";
import { printable } from "../../basics/printable.ts";
import { writeCsv } from "../../formats/csv.ts";
import { claimWords, subtractedName } from "./words.ts";

const SUBTRACTED: readonly Subtracted[] = ["dirty", "clean", "leakage", "flaggedPairs", "score"];
const MEASURED: readonly (Subtracted | "transfer")[] = [...SUBTRACTED, "transfer"];
const ENDS = ["low", "high"] as const;
const DIFFERENCE = ["value", ...ENDS, "low_together", "high_together", "shown"] as const;

const COLUMNS: readonly string[] = [
  ...["row", "evaluation", "folder", "audio", "text", "model", "chance"],
  ...MEASURED.flatMap((one) => [columnOf(one), ...ENDS.map((end) => `${columnOf(one)}_${end}`)]),
  ...["permutation_p", "claims", "minus_row"],
  ...SUBTRACTED.flatMap((of) => DIFFERENCE.map((field) => `${columnOf(of)}_difference_${field}`)),
];

/**
 * Returns the table. Numbers have all their digits; a name that a spreadsheet would take for a formula begins with an
 * apostrophe.
 */
export function comparisonCsv({ evaluations }: Comparison): string {
  const rows = evaluations.flatMap(({ evaluation, rows, models, differences }) =>
    [...rows, ...models].map((row) => ({
      evaluation: String(evaluation),
      ...("model" in row ? modelFields(row) : pairFields(row)),
      ...differenceFields(differences.filter((one) => one.row === row.row)),
    }))
  );
  return writeCsv(COLUMNS, rows);
}

type Fields = Record<string, string>;

function pairFields(row: ComparedRow): Fields {
  const { audio, text, dirty, clean, leakage, flaggedPairs, transfer } = row;
  const accuracy = (one: typeof dirty) => one && { ...one, value: one.mean };
  return {
    ...rowFields(row),
    audio: name(audio),
    text: name(text),
    ...measuredFields("dirty", accuracy(dirty)),
    ...measuredFields("clean", accuracy(clean)),
    ...measuredFields("leakage", leakage),
    ...measuredFields("flaggedPairs", flaggedPairs),
    ...measuredFields("transfer", transfer),
    ...pField(transfer?.permutation_p),
  };
}

function modelFields(row: ComparedModel): Fields {
  return {
    ...rowFields(row),
    model: name(row.model),
    ...measuredFields("score", row.score),
    ...pField(row.permutation_p),
  };
}

function rowFields({ row, folder, chance, claims }: ComparedRow | ComparedModel): Fields {
  const numbers = { row: String(row), chance: String(chance) };
  return { ...numbers, folder: name(folder), claims: claimWords(claims) };
}

function measuredFields(
  of: Subtracted | "transfer",
  measured: { readonly value: number; readonly low: number; readonly high: number } | undefined,
): Fields {
  if (measured === undefined) return {};
  const ends = ENDS.map((end) => [`${columnOf(of)}_${end}`, String(measured[end])]);
  return { [columnOf(of)]: String(measured.value), ...Object.fromEntries(ends) };
}

function pField(p: number | undefined): Fields {
  return p === undefined ? {} : { permutation_p: String(p) };
}

function differenceFields(differences: readonly RowDifference[]): Fields {
  const fields = differences.flatMap((one) =>
    DIFFERENCE.map((field) => [`${columnOf(one.of)}_difference_${field}`, String(one[field])])
  );
  const [first] = differences;
  return { ...(first ? { minus_row: String(first.from) } : {}), ...Object.fromEntries(fields) };
}

function columnOf(of: Subtracted | "transfer"): string {
  return of === "transfer" ? of : subtractedName(of).replace(" ", "_");
}

/** A name from outside, which no spreadsheet takes for a formula. */
function name(text: string): string {
  const safe = printable(text);
  return /^[=+\-@]/.test(safe) ? `'${safe}` : safe;
}
