/**
 * What a reviewer would ask about how sure the numbers are, and whether anything was chosen.
 * @module
 */
import { chosenPairs } from "../../../audit/claims/chosen_pairs.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { count, decimal, pValue, withRange } from "../../../statistics/format.ts";
import { conditionOf, type MethodsInput } from "../methods/sentence.ts";
import { unitsOf } from "../table.ts";
import { notAnswered, type Question, SECTIONS } from "./question.ts";

/** Questions about intervals, sizes, tests and choices. */
export function sizeQuestions(input: MethodsInput): Question[] {
  const { results } = input;
  return [
    intervals(results),
    seeds(results),
    classes(results),
    chance(results),
    ...multiplicity(results),
    selection(input),
    prompts(results),
  ];
}

function intervals(results: AuditResults): Question {
  const { all: units } = unitsOf(results);
  return {
    question: `Are intervals over ${units}, recordings and training seeds?`,
    answer: `Yes: low and high for ${units} like these (${units} and seeds), low_fixed and ` +
      `high_fixed for these ${units} (recordings and seeds). Pools are given: other training data ` +
      "are not in them.",
    report: SECTIONS.intervals,
    results: "conditions[].accuracy",
  };
}

function seeds({ seeds, conditions, claims }: AuditResults): Question {
  const trainings = conditions.reduce((total, one) => total + one.trainings, 0);
  const few = claims.some(({ kind }) => kind === "few-seeds")
    ? " Fewer than 3 seeds say little of how trainings differ; more seeds would."
    : "";
  return {
    question: "How many training seeds are behind each number?",
    answer:
      `${count(seeds.length)} (${seeds.join(", ")}). The conditions' numbers are means over ` +
      `${
        count(trainings)
      } trainings in all; one that serves several class folds counts once there, ` +
      "one that serves several pairs of backbones with each of them. Trainings of no condition, " +
      `such as those with random codes, are not among these.${few}`,
    report: SECTIONS.data,
    results: "seeds, conditions[].trainings",
  };
}

function classes(results: AuditResults): Question {
  const { classes, evaluation_items, least_sources: sources, claims } = results;
  const { one, all: units } = unitsOf(results);
  const few = claims.filter(({ kind }) => kind === "few-classes" || kind === "few-sources")
    .map(({ sentence }) => ` ${sentence}`).join("");
  const least = sources === undefined ? "" : `, at least ${count(sources)} recordings a ${one}`;
  return {
    question: `Are there enough ${units} and recordings?`,
    answer: `${count(classes.length)} ${units}, ${count(evaluation_items)} sounds${least}.${few}`,
    report: SECTIONS.data,
    results: "classes, evaluation_items, least_sources",
  };
}

function chance(results: AuditResults): Question {
  const question = "Was the score tested against chance?";
  const tested = chosenPairs(results).flatMap(({ name, audio, text, attribution }) => {
    const own = results.conditions.filter((one) => one.audio === audio && one.text === text);
    const values = own.flatMap(({ condition, permutation_p: p }) =>
      p === undefined ? [] : [`${condition} p ${equals(p)}`]
    );
    const lead = attribution?.transfer.over_shuffled;
    const over = lead ? [`clean minus shuffled trainings ${withRange(lead.value, lead)}`] : [];
    return values.length === 0 ? [] : [`${name}: ${[...values, ...over].join(", ")}`];
  });
  if (tested.length === 0) {
    return notAnswered(
      question,
      "A new run of this audit makes the permutation test.",
      "conditions[].permutation_p",
    );
  }
  return {
    question,
    answer: `By permuting labels among their texts. ${tested.join("; ")}.`,
    report: SECTIONS.path(results.measure),
    results: "conditions[].permutation_p, attribution[].transfer",
  };
}

function equals(p: number): string {
  const text = pValue(p);
  return text.startsWith("<") ? text : `= ${text}`;
}

function multiplicity({ contrasts, claims }: AuditResults): Question[] {
  if (contrasts.length === 0) return [];
  const claimed = claims.filter(({ kind }) => kind === "backbones-differ").length;
  return [{
    question: "Are comparisons of backbones corrected for their number?",
    answer: `${count(contrasts.length)} differences have intervals that hold with 95 % together; ${
      count(claimed)
    } are claimed.`,
    report: SECTIONS.contrasts,
    results: "contrasts[].low_together, contrasts[].high_together",
  }];
}

function selection({ results, configuration }: MethodsInput): Question {
  const { validation } = configuration.optimizer;
  const chosen = validation === "none"
    ? "No: the last of a fixed number of steps is evaluated."
    : "No: the step is chosen by the loss on held-out training pairs.";
  const measured = results.conditions.flatMap(({ audio, text, condition, selection }) =>
    selection ? [`${condition} of ${audio} with ${text} ${decimal(selection.leakage)}`] : []
  );
  return {
    question: "Was anything chosen on evaluation items?",
    answer: measured.length > 0
      ? `${chosen} What choosing the best step would have added: ${measured.join(", ")}.`
      : `${chosen} What choosing would have added was not measured.`,
    report: measured.length > 0 ? SECTIONS.choices : "",
    results: "conditions[].selection",
  };
}

function prompts(results: AuditResults): Question {
  const question = "Does the score depend on the prompt?";
  const clean = conditionOf(results, "clean") ?? conditionOf(results, "dirty");
  if (clean?.prompts === undefined) {
    return notAnswered(
      question,
      "Several templates in evaluation.prompts would, each measured alone.",
      "conditions[].prompts",
    );
  }
  const all = results.conditions.filter(({ condition }) => condition === clean.condition);
  const values = all.flatMap(({ prompts }) =>
    prompts?.single.map((one) => one.balanced_top1) ?? []
  );
  const among = all.length === 1 ? "" : `, over all pairs of backbones`;
  return {
    question,
    answer: `Single prompts give ${spanOf(values)} (${clean.condition}${among}); the headline ` +
      `takes the ensemble of all ${count(clean.prompts.single.length)}.`,
    report: SECTIONS.choices,
    results: "conditions[].prompts",
  };
}

/** Says from where to where values go, where that is more than one rounded number. */
function spanOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => decimal(value!));
  return least === most ? `${least} each` : `${least} to ${most}`;
}
