/**
 * What else tells clean pairs apart, beside the rules: the columns of recordings, the lists of those to be left out, the
 * label set and the names of the evaluation's data set. Of the same items another one is another definition of clean, and is refused;
 * of other items it comes with them, and is noted.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { LeakRule } from "../../leakage/findings.ts";
import { corporaOf, pathsOf } from "../configuration/corpora.ts";
import { RUN_FILE } from "../results/run_file.ts";
import { asksForSenses, definitionsOf } from "./definitions.ts";
import type { FinishedAudit } from "./finished_audit.ts";

/** Rules that look for a label's words. */
const PLAIN: readonly string[] = ["TEXT-EXACT", "TEXT-LEMMA", "TEXT-SEMANTIC"] satisfies LeakRule[];

/** A setting that shapes the clean pool. */
interface PoolSetting {
  readonly key: string;
  /** Two audits have the same setting where these are the same. */
  readonly told: string;
  /** The setting in words. */
  readonly value: string;
  /** Whether a rule that flags pairs goes by it. */
  readonly defines: boolean;
  /** The hashes of the manifests that it is about. */
  readonly items: string;
}

/** A setting in which two audits differ, with both values. */
export interface PoolDifference {
  /** The key of the configuration. */
  readonly key: string;
  /** The value of each audit, in the order in which they were given. */
  readonly values: readonly [string, string];
}

/**
 * Makes sure that of the same items no two audits have other definitions of clean.
 *
 * @throws {InputError} that names two files, the key and both values, and what to do
 */
export function refuseOtherPools(audits: readonly FinishedAudit[]): void {
  for (const [at, first] of audits.entries()) {
    for (const other of audits.slice(at + 1)) refusePair(first, other);
  }
}

/** Returns the settings of pools in which an audit differs from the first of its evaluation. */
export function poolDifferences(first: FinishedAudit, other: FinishedAudit): PoolDifference[] {
  const others = poolSettings(other);
  return poolSettings(first).flatMap(({ key, told, value }, at) =>
    told === others[at]!.told ? [] : [{ key, values: [value, others[at]!.value] as const }]
  );
}

function refusePair(first: FinishedAudit, other: FinishedAudit): void {
  const others = poolSettings(other);
  for (const [at, { key, told, value, defines, items }] of poolSettings(first).entries()) {
    const second = others[at]!;
    if (told === second.told || !defines || !second.defines || items !== second.items) continue;
    const [one, two] = [first, other].map(({ folder }) => quotable(join(folder, RUN_FILE)));
    throw new InputError(
      `"${one}" has "configuration.${key}" ${quotable(value)}, "${two}" has ${
        quotable(second.value)
      }; of the same items they call others clean: run one of the audits again with the other's ` +
        `"${key}"`,
    );
  }
}

function poolSettings(audit: FinishedAudit): PoolSetting[] {
  const { configuration: { evaluation, training, leakage }, results } = audit;
  const { sourceColumn, exclude = [], labels, evaluationSets } = leakage;
  const { rules } = definitionsOf(audit);
  const flagging = (...some: LeakRule[]) => some.some((rule) => rules.includes(rule));
  const trained = hashesOf(audit, corporaOf(training).map(({ items }) => items));
  const evaluated = hashesOf(audit, pathsOf(evaluation.items));
  const columns = sourceColumn ?? { training: "source_id", evaluation: "source_id" };
  const lists = exclude.length === 0 ? "none" : exclude.join(", ");
  const excluded = hashesOf(audit, exclude);
  // Rules that ask for senses are looked at elsewhere; the others go by how a label set writes its labels.
  const isPlain = rules.some((rule) => PLAIN.includes(rule)) && !rules.some(asksForSenses);
  const sets = evaluationSets?.join(", ") ?? "not named";
  return [
    {
      key: "leakage.sourceColumn.training",
      told: columns.training,
      value: columns.training,
      defines: flagging("AUDIO-SOURCE", "AUDIO-LISTED"),
      items: trained,
    },
    {
      key: "leakage.sourceColumn.evaluation",
      told: columns.evaluation,
      value: columns.evaluation,
      defines: flagging("AUDIO-SOURCE"),
      items: evaluated,
    },
    {
      key: "leakage.exclude",
      told: flagging("AUDIO-LISTED") ? excluded : "",
      value: exclude.length === 0 ? lists : `${lists} (SHA-256 ${shortened(excluded)})`,
      defines: flagging("AUDIO-LISTED"),
      items: trained,
    },
    {
      key: "leakage.labels",
      told: isPlain && labels !== undefined ? hashesOf(audit, [labels]) : "",
      value: labels ?? "not named",
      defines: labels !== undefined,
      items: evaluated,
    },
    {
      // What backbones know takes no pair out of a pool.
      key: "leakage.evaluationSets",
      told: results.leakage.rules.includes("BACKBONE-DATA") ? sets : "",
      value: sets,
      defines: false,
      items: "",
    },
  ];
}

/** Manifests and lists are compared by their content: two audits may have them in other places. */
function hashesOf({ results: { fingerprint } }: FinishedAudit, paths: readonly string[]): string {
  return paths.map((path) => fingerprint[`file ${path}`] ?? path).toSorted().join(", ");
}

function shortened(hashes: string): string {
  return hashes.split(", ").map((hash) => hash.slice(0, 12)).join(", ");
}
