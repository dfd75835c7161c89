/**
 * What a methods paragraph says of leak rules and pools.
 * @module
 */
import type { AuditResults } from "../../../audit/results/results.ts";
import { FLAGS_BY_DEFAULT, LEAK_RULES } from "../../../leakage/findings.ts";
import { needsWordNet } from "../../../leakage/labels/meanings.ts";
import { RULE_TEXTS } from "../../../leakage/output/rule_texts.ts";
import { count } from "../../../statistics/format.ts";
import {
  conditionOf,
  hasCaptions,
  isFirstSchema,
  listed,
  type MethodsInput,
  type Paragraph,
  say,
  type Sentence,
  withoutPeriod,
} from "./sentence.ts";

/** Says what leak rules looked for and found, and what each condition trains on. */
export function leaksParagraph(input: MethodsInput): Paragraph {
  return {
    heading: "Leaks and training pools",
    sentences: [
      ...rules(input),
      ...senses(input),
      ...pools(input),
    ],
  };
}

/** Whether a rule's findings take pairs out of the clean pool in this audit. */
export function isFlagging(rule: string, { configuration }: MethodsInput): boolean {
  const known = LEAK_RULES.find((one) => one === rule);
  if (known === undefined) return false;
  const { flag, report } = configuration.leakage;
  return flag.includes(known) || (FLAGS_BY_DEFAULT[known] && !report.includes(known));
}

function rules(input: MethodsInput): Sentence[] {
  const { results } = input;
  const { by_rule, not_run = [] } = results.leakage;
  const entries = Object.entries(by_rule);
  const [flagging, reporting] = [true, false].map((does) =>
    entries.filter(([rule]) => isFlagging(rule, input) === does)
  );
  const mean = results.class_folds.length > 1 ? ", on average over class folds" : "";
  return [
    flagging!.length === 0 ? say("No leak rule that ran flags training pairs") : say(
      `Of ${count(results.training_items)} training pairs the leak rules flagged${mean}: ${
        listed(flagging!.map(([rule, { flagged_pairs }]) =>
          `${count(flagged_pairs)} by ${described(rule)}`
        ))
      }`,
    ),
    ...(reporting!.length === 0 ? [] : [
      say(
        `Findings of ${listed(reporting!.map(([rule]) => described(rule)))} are only reported`,
      ),
    ]),
    ...(not_run.length === 0 ? [] : [
      say(
        `Not run, or not for all labels: ${
          not_run.map(({ rule, labels, reason }) =>
            `${rule}${labels === undefined ? "" : `, for ${labels}`} (${withoutPeriod(reason)})`
          ).join("; ")
        }`,
      ),
    ]),
  ];
}

function described(rule: string): string {
  const known = LEAK_RULES.find((one) => one === rule);
  return known === undefined ? rule : `${rule} (${RULE_TEXTS[known].short.toLowerCase()})`;
}

function senses({ results, configuration }: MethodsInput): Sentence[] {
  const { label_set: set, rules } = results.leakage;
  if (!rules.some((rule) => needsWordNet(LEAK_RULES.find((one) => one === rule) ?? "TEXT-EXACT"))) {
    return [];
  }
  if (set?.drafted) {
    return [
      say("What labels mean was drafted from WordNet and not checked by hand", "miller1995wordnet"),
    ];
  }
  const named = set?.name ?? configuration.leakage.labels;
  return named === undefined
    ? []
    : [say(`What labels mean is taken from the label set ${named}`, "miller1995wordnet")];
}

function pools(input: MethodsInput): Sentence[] {
  const { results, configuration } = input;
  const { conditions } = configuration;
  const clean = conditionOf(results, "clean");
  const mean = results.class_folds.length > 1 ? ", the mean over class folds" : "";
  const unit = hasCaptions(results) && configuration.leakage.unit === "sound"
    ? withSounds(results)
    : "";
  const heldOut = configuration.optimizer.validation === "none"
    ? ""
    : ", those held out for validation included";
  const of: Readonly<Record<string, string>> = {
    dirty: "dirty trains on every pair",
    clean: `clean leaves the flagged pairs out${unit}${
      clean === undefined ? "" : ` (${count(clean.pairs)} pairs remain${mean}${heldOut})`
    }`,
    shuffled: `shuffled trains on clean pairs whose texts are exchanged between ${
      hasCaptions(results) ? "sounds" : "labels"
    }, anew for each of ${count(conditionOf(results, "shuffled")?.trainings ?? 0)} trainings`,
    untrained: "untrained keeps the projectors as they were initialized",
  };
  const named = conditions.flatMap((condition) => of[condition] ?? []);
  return [
    ...(named.length > 0 ? [say(`Conditions: ${named.join("; ")}`)] : []),
    ...control(results),
  ];
}

/** Says that captions leave the pool with their sound, unless each sound has one caption. */
function withSounds({ controls }: AuditResults): string {
  const isSingle = controls.length > 0 &&
    controls.every(({ pairs, sounds }) => pairs[0] === sounds[0]);
  return isSingle ? "" : ", each with the other captions of its sound";
}

function control(results: AuditResults): Sentence[] {
  if (conditionOf(results, "control") === undefined) return [];
  const invalid = results.controls.find(({ valid }) => !valid);
  const folds = results.class_folds.length > 1 ? " in each class fold" : "";
  const draws = isFirstSchema(results) ? "" : `, at least five times${folds}`;
  const made = say(
    "Control pools are to have as many pairs, sounds and topics as the clean pool, but with the " +
      "flagged pairs: unflagged topics drawn at random are left out in their place, anew for each " +
      `seed${draws}`,
  );
  if (results.controls.length === 0) return [made];
  const split = invalid === undefined
    ? say("Every control pool matches its clean pool within 2 % of pairs, sounds and topics")
    : say(
      "No control pool matches the clean pool of every class fold, so the drop from dirty to clean " +
        `is not split${invalid.reason === undefined ? "" : ` (${withoutPeriod(invalid.reason)})`}`,
    );
  return [made, split];
}
