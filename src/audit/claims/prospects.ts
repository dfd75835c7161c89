/**
 * Says before an audit is run what it will be able to claim: with so many classes, seeds and sources, with these pools
 * and backbones. Whether it then is claimed depends on the numbers.
 * @module
 */
import { printable } from "../../basics/printable.ts";
import type { AuditCondition } from "../configuration/conditions.ts";
import { canPass, perfectP } from "../../statistics/permutation.ts";
import { count, pValue } from "../../statistics/format.ts";
import { leastSources, resamplingOf } from "../scores/resampling.ts";
import type { AuditPlan } from "../trainings/plan_audit.ts";
import { smallPoolOf } from "../trainings/small_pools.ts";
import { hasSeveralSeeds } from "./chosen_pairs.ts";
import { fewClasses, fewSeeds, fewSources } from "./sizes.ts";

/** What an audit will be able to say of one subject. */
export interface Prospect {
  /** What it is about. */
  readonly about:
    | "classes"
    | "seeds"
    | "sources"
    | "clean pool"
    | "leakage"
    | "transfer"
    | "audio backbone"
    | "differences";
  /** Whether it can be claimed, or there is enough of it. */
  readonly isEnough: boolean;
  /** One or more sentences. */
  readonly sentence: string;
}

type Planned = Pick<AuditPlan, "configuration" | "inputs" | "trainer" | "isControlValid">;

/**
 * Returns what a planned audit will be able to claim: first whether there is enough of what every claim needs, then
 * claim by claim.
 */
export function prospectsOf(plan: Planned): Prospect[] {
  return [
    classes(plan),
    seeds(plan),
    sources(plan),
    cleanPool(plan),
    leakage(plan),
    transfer(plan),
    ...audioBackbones(plan),
    ...differences(plan),
  ];
}

const sizesOf = ({ trainer: { folds } }: Planned) => folds.map(({ labels }) => labels.length);

function measureOf({ inputs: { evaluation } }: Planned) {
  return evaluation.severalLabels ? "macro_map" : "balanced_top1";
}

function classes(plan: Planned): Prospect {
  const sizes = sizesOf(plan);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const few = fewClasses(measureOf(plan), all, sizes);
  const among = sizes.length === 1
    ? "all named among each other"
    : `named among ${rangeText(sizes)} each, in ${count(sizes.length)} class folds`;
  return {
    about: "classes",
    isEnough: few === undefined,
    sentence: few?.sentence ?? `${count(all)} classes, ${among}: enough.`,
  };
}

function rangeText(sizes: readonly number[]): string {
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return least === most ? count(least) : `${count(least)} to ${count(most)}`;
}

function seeds({ configuration }: Planned): Prospect {
  const few = fewSeeds(configuration);
  return {
    about: "seeds",
    isEnough: few === undefined,
    sentence: few?.sentence ?? `${count(configuration.seeds.length)} training seeds: enough.`,
  };
}

function sources(plan: Planned): Prospect {
  const { configuration, inputs: { evaluation } } = plan;
  const least = leastSources(resamplingOf(configuration, evaluation));
  const few = fewSources({ least_sources: least, measure: measureOf(plan) });
  const isKnown = evaluation.items.some(({ source }) => source !== undefined);
  const counted = isKnown ? "" : " No item's recording is known, so each counts as one of its own.";
  const enough = `The class with the fewest recordings has ${count(least)}: enough.`;
  return {
    about: "sources",
    isEnough: few === undefined,
    sentence: `${few?.sentence ?? enough}${counted}`,
  };
}

function cleanPool(plan: Planned): Prospect {
  const small = smallPoolOf(plan);
  return {
    about: "clean pool",
    isEnough: small === undefined,
    sentence: small ?? "Each clean pool is large enough to learn from.",
  };
}

function leakage({ configuration, inputs: { pairs }, trainer, isControlValid }: Planned): Prospect {
  const { folds, pools } = trainer;
  const sizes = folds.map(({ number }) => {
    const { dirty, clean } = pools.of({ fold: number, seed: configuration.seeds[0]! });
    return dirty.length - clean.length;
  });
  const place = folds.length === 1 ? "the clean pool" : "the clean pool of a class fold";
  const flagged = `${rangeText(sizes)} of ${count(pairs.length)} training pairs are taken out of ` +
    place;
  const about = "leakage";
  if (sizes.every((size) => size === 0)) {
    const sentence = "No training pair is flagged, so nothing will be said of leakage.";
    return { about, isEnough: false, sentence };
  }
  if (!hasSeveralSeeds(configuration)) {
    const sentence = `${flagged}, but with one seed nothing is claimed of leakage.`;
    return { about, isEnough: false, sentence };
  }
  const lacking = lackingConditions(configuration, ["dirty", "clean"]);
  if (lacking !== undefined) {
    return { about, isEnough: false, sentence: `${flagged}, but leakage takes ${lacking}.` };
  }
  const withoutControl = lackingConditions(configuration, ["control"]);
  if (withoutControl !== undefined) {
    const sentence = `${flagged}. Without the condition control, only what flagged pairs give as ` +
      "a whole is said (dirty minus clean).";
    return { about, isEnough: false, sentence };
  }
  if (isControlValid) {
    const sentence = `${flagged}, and the control matches: leakage and volume can be separated.`;
    return { about, isEnough: true, sentence };
  }
  const matches = folds.map(({ number }) => pools.controlMatch(number));
  const reason = matches.find(({ valid }) => !valid)?.reason;
  return {
    about,
    isEnough: false,
    sentence: `${flagged}. No control matches, so only what flagged pairs give as a whole is ` +
      `said (dirty minus clean).${reason === undefined ? "" : ` ${reason}`}`,
  };
}

function transfer(plan: Planned): Prospect {
  const sizes = sizesOf(plan);
  const p = pValue(perfectP(sizes));
  const best = `names that are all right would have p ${p.startsWith("<") ? p : `= ${p}`}`;
  const lacking = lackingConditions(plan.configuration, ["clean", "shuffled"]);
  if (lacking !== undefined) {
    const sentence = `Transfer cannot be claimed: it takes ${lacking}.`;
    return { about: "transfer", isEnough: false, sentence };
  }
  const isEnough = canPass(sizes);
  const sentence = isEnough
    ? `Transfer can be claimed: the permutation test can be passed (${best}).`
    : `Transfer cannot be claimed: the permutation test cannot be passed (${best}, and it takes ` +
      "0.025). Five labels or more in a group can pass.";
  return { about: "transfer", isEnough, sentence };
}

function audioBackbones({ configuration, inputs: { backbones } }: Planned): Prospect[] {
  const chosen = new Set(configuration.audio.map(({ name }) => name));
  const conditions = lackingConditions(configuration, ["clean", "shuffled"]);
  const lacking = [
    ...hasSeveralSeeds(configuration) ? [] : ["several training seeds"],
    ...conditions === undefined ? [] : [conditions],
  ].join(" and ");
  const canCompare = lacking === "";
  return backbones.audio.filter(({ name }) => chosen.has(name)).map(({ name, baseline, twin }) => {
    const parts = [
      baseline === undefined
        ? "nothing can be claimed of what it adds, since it has no baseline"
        : `what it adds to ${printable(baseline)} can be claimed`,
      twin === undefined
        ? "nothing of what its training labels gave, since it has no twin"
        : !configuration.attribution
        ? 'nothing of what its training labels gave, since "attribution" is switched off'
        : `what its training labels gave, beside ${printable(twin)}, too`,
    ];
    return {
      about: "audio backbone" as const,
      isEnough: baseline !== undefined && canCompare,
      sentence: canCompare
        ? `Of ${printable(name)}: ${parts.join("; ")}.`
        : `Of ${printable(name)}: nothing can be claimed of what it adds, which takes ${lacking}.`,
    };
  });
}

/** The conditions that a claim takes and that are not trained, in words; undefined where all are. */
function lackingConditions(
  { conditions }: Planned["configuration"],
  needed: readonly AuditCondition[],
): string | undefined {
  const missing = needed.filter((one) => !conditions.includes(one));
  if (missing.length === 0) return undefined;
  const names = missing.map((one) => `"${one}"`).join(" and ");
  return `${names} among "conditions"`;
}

function differences({ configuration }: Planned): Prospect[] {
  const several = [configuration.audio, configuration.text].filter(({ length }) => length > 1);
  if (several.length === 0) return [];
  if (!hasSeveralSeeds(configuration)) {
    return [{
      about: "differences",
      isEnough: false,
      sentence: "Nothing is claimed of differences between the chosen backbones, which takes " +
        "several training seeds.",
    }];
  }
  return [{
    about: "differences",
    isEnough: true,
    sentence:
      "Differences between the chosen backbones can be claimed, each with an interval that " +
      "holds together with those of all.",
  }];
}
