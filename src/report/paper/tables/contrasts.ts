/**
 * The table of differences between backbones.
 * @module
 */
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { printable } from "../../../basics/printable.ts";
import { decimal, range, rangeFixed } from "../../../statistics/format.ts";
import {
  ENDS,
  endsOf,
  intervalsCaption,
  measuredHeads,
  numbers,
  type PaperTable,
  words,
} from "../table.ts";

/** Makes the table; undefined where no two backbones of a side were compared. */
export function contrastsTable(results: AuditResults): PaperTable | undefined {
  const { contrasts, measure } = results;
  if (contrasts.length === 0) return undefined;
  const measured = wordsOf(measure);
  const [, ...intervals] = measuredHeads(measured, results);
  return {
    name: "contrasts",
    columns: [
      ...["first", "second", "side", "with", "condition", "value", ...ENDS],
      ...["low_together", "high_together"],
    ],
    rows: contrasts.map((one) => [
      ...[...one.between, one.side, one.with, one.condition, one.value, ...endsOf(one)],
      ...[one.low_together, one.high_together],
    ]),
    shown: [{
      caption:
        `Differences of ${measured.accuracy} between backbones of a side, each two with the ` +
        `same backbone on the other side. ${intervalsCaption(results)} Together: intervals that ` +
        "hold with 95 % for all differences at once.",
      heads: [
        ...["first minus second", "with", "condition"].map(words),
        numbers("difference"),
        ...intervals,
        numbers("together"),
      ],
      groups: [{
        rows: contrasts.map((one) => [
          printable(`${one.between[0]} − ${one.between[1]}`),
          printable(one.with),
          one.condition,
          decimal(one.value),
          range(one),
          rangeFixed(one),
          range({ ...one, low: one.low_together, high: one.high_together }),
        ]),
      }],
    }],
  };
}
