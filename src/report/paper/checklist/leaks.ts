/**
 * What a reviewer would ask about leaks and pools.
 * @module
 */
import { topicsIn } from "../../../audit/results/count_topics.ts";
import { LEAK_RULES, type LeakRule } from "../../../leakage/findings.ts";
import { RULE_TEXTS } from "../../../leakage/output/rule_texts.ts";
import { count } from "../../../statistics/format.ts";
import { isFlagging } from "../methods/leaks.ts";
import {
  conditionOf,
  isFirstSchema,
  listed,
  type MethodsInput,
  withoutPeriod,
} from "../methods/sentence.ts";
import { unitsOf } from "../table.ts";
import { notAnswered, type Question, SECTIONS } from "./question.ts";

const TEXT: readonly LeakRule[] = ["TEXT-EXACT", "TEXT-LEMMA", "TEXT-SYNONYM", "TEXT-HYPONYM"];
const AUDIO: readonly LeakRule[] = ["AUDIO-SOURCE", "AUDIO-LISTED", "AUDIO-EXACT", "AUDIO-NEAR"];

/** Questions about what leaks into training, and what the pools hold. */
export function leakQuestions(input: MethodsInput): Question[] {
  return [
    named(input),
    remaining(input),
    common(input),
    hidden(input),
    notRun(input),
    control(input),
  ];
}

function named(input: MethodsInput): Question {
  const { results } = input;
  const { verdict, by_rule, covered_classes: covered } = results.leakage;
  const flagged = Object.entries(by_rule).filter(([, found]) => found.flagged_pairs > 0)
    .map(([rule, { flagged_pairs }], at) =>
      `${rule} ${at === 0 ? "flags " : ""}${count(flagged_pairs)}`
    );
  const classes = covered === undefined
    ? ""
    : ` Flagged texts name ${count(covered)} of ${count(results.classes.length)} ${
      unitsOf(results).all
    }.`;
  return {
    question: "Do training pairs name or hold what is evaluated?",
    answer: flagged.length === 0
      ? `No rule that ran flags any of ${count(results.training_items)} pairs; verdict: ${verdict}.`
      : `Of ${count(results.training_items)} pairs${means(results)} ${listed(flagged)}.${classes}`,
    report: SECTIONS.leaks,
    results: "leakage.by_rule, leakage.covered_classes",
  };
}

function remaining(input: MethodsInput): Question {
  const { leakage } = input.results;
  const { all: units } = unitsOf(input.results);
  const [ran, missing] = split(TEXT, input);
  const drafted = leakage.label_set?.drafted
    ? ` The labels' senses were drafted and not checked${
      leakage.label_set.unsure ? `, ${count(leakage.label_set.unsure.length)} are unsure` : ""
    }.`
    : "";
  const looked = missing.length === 0
    ? ""
    : ` Not looked for: ${listed(missing.map((rule) => RULE_TEXTS[rule].short.toLowerCase()))}.`;
  return {
    question: `Does the clean pool still name the ${units}?`,
    answer: ran.length === 0
      ? `Not known: no rule about words flagged pairs.${looked}`
      : `Not by ${listed(ran)}, whose findings are left out.${looked}${drafted}`,
    report: SECTIONS.leaks,
    results: "leakage.rules, leakage.label_set",
  };
}

function common(input: MethodsInput): Question {
  const [ran, missing] = split(AUDIO, input);
  const question = "Are sounds in training and evaluation the same, or from the same recordings?";
  const others = missing.length === 0 ? "" : ` Not run: ${listed(missing)}.`;
  if (ran.length === 0) {
    return notAnswered(question, remedyOf(input), "leakage.rules");
  }
  const found = ran.map((rule) =>
    `${rule} flags ${count(input.results.leakage.by_rule[rule]?.flagged_pairs ?? 0)} pairs`
  );
  return {
    question,
    answer: `${listed(found)}${means(input.results)} which the clean pool leaves out.${others}`,
    report: SECTIONS.leaks,
    results: "leakage.by_rule",
  };
}

/** Says what would tell whether sounds are in common: a rule that was left out, else what the rules need. */
function remedyOf({ configuration: { leakage } }: MethodsInput): string {
  const { rules, sourceColumn } = leakage;
  if (sourceColumn !== undefined && rules !== undefined && !rules.includes("AUDIO-SOURCE")) {
    return "The configuration names columns of sources, but AUDIO-SOURCE, which compares them, is " +
      "not among its leakage.rules; it would answer it.";
  }
  return "A column of sources, or the sounds themselves with AUDIO-EXACT and AUDIO-NEAR in " +
    "leakage.rules, would answer it.";
}

/** Says that numbers of pairs are means, where there are class folds. */
function means({ class_folds: folds }: MethodsInput["results"]): string {
  return folds.length > 1 ? ", on average over class folds," : ",";
}

/** Divides rules into those that ran and flag pairs, and the others. */
function split(rules: readonly LeakRule[], input: MethodsInput): [LeakRule[], LeakRule[]] {
  const { rules: run, not_run = [] } = input.results.leakage;
  const isMeant = (rule: LeakRule) =>
    run.includes(rule) && isFlagging(rule, input) &&
    !not_run.some((one) => one.rule === rule && one.labels === undefined);
  return [rules.filter(isMeant), rules.filter((rule) => !isMeant(rule))];
}

function hidden({ results }: MethodsInput): Question {
  const { all: units } = unitsOf(results);
  const question = `May the clean pool hold sounds of the ${units} under other names?`;
  if (isFirstSchema(results) || results.attribution.length === 0) {
    return notAnswered(question, "A new run makes the residual check.", "residual");
  }
  const found = results.residual.filter(({ status }) => status === "listed")
    .map(({ topic, label }) => `${topic} (as ${label})`);
  const unsure = topicsIn(results.residual, "cannot tell");
  const rest = unsure === 0 ? "" : ` Of ${count(unsure)} it cannot tell.`;
  return {
    question,
    answer: found.length === 0
      ? `The residual check lists no topic.${rest}`
      : `The residual check lists ${
        listed([...new Set(found)])
      }; transfer is tested again without ` +
        `them where enough ${units} are left.${rest}`,
    report: SECTIONS.path(results.measure),
    results: "residual, attribution[].transfer.without_listed",
  };
}

function notRun({ results }: MethodsInput): Question {
  const { rules, not_run = [] } = results.leakage;
  const idle = LEAK_RULES.filter((rule) => !rules.includes(rule));
  const reasons = not_run.map(({ rule, labels, reason }) =>
    `${rule}${labels === undefined ? "" : ` for ${labels}`}: ${withoutPeriod(reason)}`
  );
  return {
    question: "Which leak rules did not run?",
    answer: [
      idle.length === 0 ? "All ran." : `${listed(idle)}.`,
      ...(reasons.length === 0 ? [] : [`${reasons.join("; ")}.`]),
    ].join(" "),
    report: SECTIONS.leaks,
    results: not_run.length === 0 ? "leakage.rules" : "leakage.rules, leakage.not_run",
  };
}

function control({ results }: MethodsInput): Question {
  const question = "Is the drop from dirty to clean the leak, or only fewer pairs?";
  const [first] = results.controls;
  if (conditionOf(results, "control") === undefined || first === undefined) {
    return notAnswered(
      question,
      "The condition control would: it trains on as few pairs as clean, with the flagged ones.",
      "conditions[].condition, controls",
    );
  }
  const invalid = results.controls.find(({ valid }) => !valid);
  const sizes = results.controls.map(({ pairs: [clean, own] }) =>
    `${count(clean)} and ${count(own)}`
  );
  return {
    question,
    answer: invalid === undefined
      ? `Control pools match clean ones in pairs, sounds and topics (clean and control pairs by class ` +
        `fold: ${sizes.join("; ")}); leakage is control minus clean, volume dirty minus ` +
        "control."
      : `Not split: no control pool matches${
        invalid.reason === undefined ? "" : ` (${withoutPeriod(invalid.reason)})`
      }.`,
    report: SECTIONS.path(results.measure),
    results: "controls, attribution[].path",
  };
}
