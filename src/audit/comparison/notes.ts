/**
 * What a reader of a comparison must know, and in which settings its audits differ.
 * @module
 */
import { printable, quotable } from "../../basics/printable.ts";
import { corporaOf } from "../configuration/corpora.ts";
import { CODE_FIELDS } from "../run.ts";
import type { ComparedAudit, Definitions } from "./comparison.ts";
import type { FinishedAudit } from "./finished_audit.ts";
import { poolDifferences } from "./pools.ts";

/** Settings that two audits of one evaluation may differ in, by the names of the configuration. */
type Settings = Readonly<Record<string, unknown>>;

/** Returns the names of the settings in which an audit differs from the first of its evaluation. */
export function settingsThatDiffer(first: FinishedAudit, other: FinishedAudit): string[] {
  const [ones, others] = [settingsOf(first), settingsOf(other)];
  return [
    ...Object.keys(ones).filter((key) => JSON.stringify(ones[key]) !== JSON.stringify(others[key])),
    ...poolDifferences(first, other).map(({ key }) => key),
  ];
}

function settingsOf({ configuration, results: { fingerprint, environment } }: FinishedAudit) {
  const { evaluation, training, projector, optimizer, seeds } = configuration;
  const settings: Settings = {
    // Manifests are compared by their content: two audits may have them in other places.
    "training": corporaOf(training).map(({ items, key: _, ...entry }) => {
      return { ...entry, items: fingerprint[`file ${items}`] ?? items };
    }),
    "evaluation.prompts": evaluation.prompts,
    "projector": projector,
    "optimizer": optimizer,
    "seeds": seeds.toSorted((one, other) => one - other),
    "code": CODE_FIELDS.map((field) => fingerprint[field]),
    "device": environment.device_class,
  };
  return settings;
}

/** Returns the notes, in sentences. */
export function notesOf(
  audits: readonly ComparedAudit[],
  { measure }: Pick<Definitions, "measure">,
): string[] {
  const evaluations = new Set(audits.map(({ evaluation }) => evaluation)).size;
  const isSingle = audits.some(({ seeds }) => seeds.length === 1);
  return [
    ...(measure === "macro_map"
      ? [
        "Items have several labels: there are no differences, since an audit's files do not hold what each " +
        "recording adds to a label's average precision. Two intervals say nothing of a difference.",
      ]
      : evaluations > 1
      ? [
        `The audits have ${evaluations} evaluations: differences are of rows of one evaluation alone, which ` +
        "name the same items among the same labels. Others stand side by side, and two intervals say nothing " +
        "of a difference.",
      ]
      : []),
    ...audits.flatMap((audit) => differenceNote(audit, audits)),
    ...audits.flatMap(fewNote),
    ...(isSingle && measure !== "macro_map"
      ? [
        "An audit with one training seed does not show how trainings differ: no row is called higher.",
      ]
      : []),
  ];
}

/** Says by what else the audits of one evaluation call pairs clean, with both values. */
export function poolNotes([first, ...others]: readonly FinishedAudit[]): string[] {
  return others.flatMap((other) =>
    poolDifferences(first!, other).map(({ key, values: [one, two] }) =>
      `"${key}" is ${quotable(one)} in "${quotable(first!.folder)}", and ${quotable(two)} in ` +
      `"${quotable(other.folder)}".`
    )
  );
}

/** Says what an audit has too little of; its own report says what that costs, and how many it takes. */
function fewNote({ folder, few }: ComparedAudit): string[] {
  if (few.length === 0) return [];
  const what = listed(few.map((kind) => {
    return kind === "small-clean-pool" ? "a small clean pool" : kind.replace("-", " ");
  }));
  return [`"${quotable(folder)}" has ${what}, so its intervals hold little: see its report.`];
}

function differenceNote(
  { folder, evaluation, differs }: ComparedAudit,
  audits: readonly ComparedAudit[],
): string[] {
  if (differs.length === 0) return [];
  const first = audits.find((one) => one.evaluation === evaluation)!;
  return [
    `"${quotable(folder)}" and "${quotable(first.folder)}" differ in ${
      printable(listed(differs))
    }: a difference of their rows has that in it.`,
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
