/**
 * The report's section about choices that change an accuracy: the prompt, and the step at which training stops.
 * @module
 */
import type { MeasureWords } from "../../audit/results/measure_names.ts";
import type { ConditionResult } from "../../audit/results/results.ts";
import { type Column, type Section, table } from "../elements.ts";
import { type Markup, markup } from "../markup.ts";
import type { BackbonePair } from "../pairs.ts";
import { count, decimal } from "../../statistics/format.ts";

/** Makes the section on prompt spread and selection leakage; undefined where neither was measured. */
export function choicesSection(
  pairs: readonly BackbonePair[],
  { accuracy }: MeasureWords,
): Section | undefined {
  const tables = pairs.flatMap(({ name, conditions }) => {
    const results = Object.values(conditions);
    return [promptsTable(name, results), selectionTable(name, results)];
  }).filter((one) => one !== undefined);
  if (tables.length === 0) return undefined;
  return {
    title: "What choosing would add",
    answers: "How far does the prompt matter, and the step at which training stops?",
    body:
      markup`<p>Nothing here is chosen on evaluation items. Prompts: the ${accuracy} of each prompt
alone; the headline takes the ensemble of all. Selection: the best ${accuracy} among the steps at which
evaluation items were looked at, one step a seed for all class folds, beside that of the step chosen
without them; their difference is what choosing on the evaluation would have added.</p>
${tables}`,
  };
}

function promptsTable(name: string, results: readonly ConditionResult[]): Markup | undefined {
  const measured = results.flatMap(({ condition, prompts, balanced_top1: { mean } }) =>
    prompts ? [{ condition, prompts, mean }] : []
  );
  if (measured.length === 0) return undefined;
  const columns: Column[] = [
    { head: "prompt", words: true },
    ...measured.map(({ condition }) => ({ head: condition })),
  ];
  const rows = measured[0]!.prompts.single.map(({ prompt }, at) => [
    prompt,
    ...measured.map(({ prompts }) => accuracyOf(prompts.single[at]?.balanced_top1)),
  ]);
  return table(`Single prompts: ${name}`, columns, [
    ...rows,
    ["mean of the prompts", ...measured.map(({ prompts }) => decimal(prompts.mean))],
    ["standard deviation", ...measured.map(({ prompts }) => decimal(prompts.sd))],
    ["ensemble", ...measured.map(({ mean }) => decimal(mean))],
  ], { arm: name });
}

function accuracyOf(value: number | undefined): string {
  return value === undefined ? "" : decimal(value);
}

function selectionTable(name: string, results: readonly ConditionResult[]): Markup | undefined {
  const measured = results.flatMap(({ condition, selection }) =>
    selection ? [{ condition, selection }] : []
  );
  if (measured.length === 0) return undefined;
  const columns: Column[] = [
    { head: "trained on", words: true },
    { head: "best step" },
    { head: "chosen step" },
    { head: "selection leakage" },
    { head: "looked at" },
  ];
  const rows = measured.map(({ condition, selection: { best, chosen, leakage, steps } }) => [
    condition,
    decimal(best),
    decimal(chosen),
    decimal(leakage),
    `${count(steps.length)} steps`,
  ]);
  const conditions = measured.map(({ condition }) => condition);
  return table(`Selection leakage: ${name}`, columns, rows, { arm: name, conditions });
}
