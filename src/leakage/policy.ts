/**
 * Decides which rules flag and which only report.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { type Finding, FLAGS_BY_DEFAULT, LEAK_RULES, type LeakRule } from "./findings.ts";

/** Changes to {@link FLAGS_BY_DEFAULT}. */
export interface RulePolicy {
  /** Rules whose findings are flagged although they only report by default. */
  readonly flag?: readonly LeakRule[] | undefined;
  /** Rules whose findings are only reported although they flag by default. */
  readonly report?: readonly LeakRule[] | undefined;
}

/**
 * Returns the rules that flag.
 *
 * @throws {InputError} when a rule is set both to flag and to report only
 */
export function flaggingRules({ flag = [], report = [] }: RulePolicy): ReadonlySet<LeakRule> {
  const both = flag.find((rule) => report.includes(rule));
  if (both !== undefined) {
    throw new InputError(`${both} is both to be flagged and to be reported only; choose one`);
  }
  return new Set(
    LEAK_RULES.filter((rule) =>
      flag.includes(rule) || (FLAGS_BY_DEFAULT[rule] && !report.includes(rule))
    ),
  );
}

/** Applies the policy to a finding; one that its rule left unflagged stays unflagged in any case. */
export function settled(finding: Finding, flagging: ReadonlySet<LeakRule>): Finding {
  return finding.flagged && !flagging.has(finding.rule) ? { ...finding, flagged: false } : finding;
}
