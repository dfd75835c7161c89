/**
 * The table of each class's accuracy, in each condition.
 * @module
 */
import { CONDITIONS } from "../../../audit/configuration/conditions.ts";
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { printable } from "../../../basics/printable.ts";
import { decimal } from "../../../statistics/format.ts";
import { type BackbonePair, pairsOf } from "../../pairs.ts";
import { numbers, type PaperTable, type ShownTable, unitsOf, words } from "../table.ts";

/** Makes the table: a row for each class of each pair of backbones, in the order of the class folds. */
export function classesTable(results: AuditResults): PaperTable {
  const groups = [
    ...Map.groupBy(results.conditions, ({ audio, text }) => JSON.stringify([audio, text])).values(),
  ];
  return {
    name: "classes",
    columns: ["audio", "text", "class", ...CONDITIONS],
    rows: groups.flatMap((group) => {
      const values = CONDITIONS.map((condition) =>
        new Map(
          Object.entries(group.find((one) => one.condition === condition)?.per_class ?? {}),
        )
      );
      const { audio, text } = group[0]!;
      return results.classes.map((label) => [
        audio,
        text,
        label,
        ...values.map((byLabel) => byLabel.get(label)),
      ]);
    }),
    shown: pairsOf(results).map((pair) => shownOf(pair, results)),
  };
}

function shownOf({ name, conditions }: BackbonePair, results: AuditResults): ShownTable {
  const { first } = wordsOf(results.measure);
  const { one } = unitsOf(results);
  const trained = CONDITIONS.filter((condition) => conditions[condition] !== undefined);
  const values = trained.map((condition) =>
    new Map(Object.entries(conditions[condition]!.per_class))
  );
  return {
    caption: `${first} of each ${one} with ${name}, by condition: means over trainings, ` +
      "without intervals.",
    heads: [words(one), ...trained.map(numbers)],
    groups: [{
      rows: results.classes.map((label) => [
        printable(label),
        ...values.map((byLabel) => {
          const value = byLabel.get(label);
          return value === undefined ? "" : decimal(value);
        }),
      ]),
    }],
  };
}
