/**
 * Tries a drafted configuration: reads what it names, and chooses the number of class folds by what the clean pools
 * would hold.
 * @module
 */
import { basename, dirname, join } from "node:path";
import { type Prospect, prospectsOf } from "../claims/prospects.ts";
import { type AuditConfiguration, parseConfiguration } from "../configuration/configuration.ts";
import { InputError } from "../../basics/errors.ts";
import type { WorkOptions } from "../../basics/progress.ts";
import type { AuditRunOptions } from "../folder/options.ts";
import { type PreviewedInputs, previewInputs } from "../folder/preview.ts";
import { type AuditPlan, planAudit } from "../trainings/plan_audit.ts";
import { fewestClassFolds } from "../trainings/small_pools.ts";
import type { DraftChoice } from "./choice.ts";
import type { ConfigurationDraft } from "./draft_configuration.ts";

/** Names the folder beside a configuration in which its audit is expected: `found`, or `found-NAME` of another name. */
export function foundFolder(out: string): string {
  const name = basename(out).replace(/\.json$/i, "");
  return join(dirname(out), name === "audit" ? "found" : `found-${name}`);
}

/** A draft that an audit would run. */
export interface SettledDraft extends ConfigurationDraft {
  /** The configuration's text. */
  readonly text: string;
  /** What the audit would read. */
  readonly previewed: PreviewedInputs;
  /** Number of trainings. */
  readonly trainings: number;
  /** What the audit will be able to claim. */
  readonly prospects: readonly Prospect[];
}

/**
 * Tries a draft as far as `audit --dry-run` does, but times nothing: backbones of cards and for sounds are not run.
 *
 * @param out where the configuration will lie
 * @throws {InputError} when the audit would be refused
 * @throws {SurroundingsError} when something cannot be fetched
 */
export async function settleDraft(
  draft: ConfigurationDraft,
  out: string,
  options: Omit<AuditRunOptions, "source" | "seed"> = {},
): Promise<SettledDraft> {
  const name = basename(out);
  const source = dirname(out);
  const parsed = parseConfiguration(textOf(draft.configuration), name);
  const previewed = await previewInputs(parsed, foundFolder(out), {
    ...options,
    source,
    withoutAbsent: true,
  });
  const { inputs } = previewed;
  const onStep = (done: number) =>
    options.onProgress?.({ stage: "choosing class folds, planning", done, total: 2 });
  onStep(0);
  const hasTraining = parsed.training !== undefined;
  const { pairs, evaluation, leaks } = inputs;
  const pool = { pairs, nouns: leaks.nouns, unit: parsed.leakage.unit };
  const least = hasTraining ? 1 : 2;
  const { folds, isEnough } = fewestClassFolds(pool, evaluation, leaks.findings, least);
  onStep(1);
  const configuration = withFolds(draft.configuration, folds);
  const whole = parseConfiguration(textOf(configuration), name);
  const plan = await planned(whole, inputs, options);
  onStep(2);
  return {
    configuration,
    choices: [...draft.choices, foldsChoice(folds, isEnough, hasTraining)],
    text: textOf(configuration),
    previewed: { ...previewed, configuration: whole },
    trainings: plan.groups.length,
    prospects: prospectsOf(plan),
  };
}

/** Plans the audit; where nothing is left to train on, it says what would be without training items. */
async function planned(
  configuration: AuditConfiguration,
  inputs: PreviewedInputs["inputs"],
  { onProgress, signal }: WorkOptions,
): Promise<AuditPlan> {
  try {
    return await planAudit(configuration, inputs, { onProgress, signal });
  } catch (thrown) {
    const isEmpty = thrown instanceof InputError && thrown.message.includes("The clean pool has");
    if (!isEmpty || configuration.training === undefined) throw thrown;
    throw new InputError(
      `${thrown.message}, or leave --training out: class folds then train on the evaluation's ` +
        "other classes",
    );
  }
}

function withFolds(configuration: ConfigurationDraft["configuration"], classFolds: number) {
  const evaluation = configuration["evaluation"] as Readonly<Record<string, unknown>>;
  const { classFolds: _, ...others } = evaluation;
  const folds = classFolds === 1 ? {} : { classFolds };
  return { ...configuration, evaluation: { ...others, ...folds } };
}

function foldsChoice(folds: number, isEnough: boolean, hasTraining: boolean): DraftChoice {
  const more = hasTraining
    ? ""
    : "there are no training items, so each fold trains on the others; ";
  const why = isEnough
    ? `${more}${
      folds === (hasTraining ? 1 : 2) ? "" : "the fewest with which "
    }each clean pool is ` +
      "large enough to learn from"
    : `${more}no number of folds of five labels or more makes each clean pool large enough; with this ` +
      "one the smallest is largest";
  return {
    key: "evaluation.classFolds",
    value: String(folds),
    why,
    change: "more folds leave more in clean pools, and take more trainings",
    isUnsure: !isEnough,
  };
}

/** A configuration as text: short lists and objects in a line. */
function textOf(configuration: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(configuration, null, 2);
  // Lists of plain values read better in one line.
  const lists = text.replaceAll(
    /\[\n\s+((?:"(?:[^"\\]|\\.)*"|[\d.]+)(?:,\n\s+(?:"(?:[^"\\]|\\.)*"|[\d.]+))*)\n\s+\]/g,
    (_, inside: string) => `[${inside.replaceAll(/,\n\s+/g, ", ")}]`,
  );
  return `${lists}\n`;
}
