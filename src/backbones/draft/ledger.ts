/**
 * What the files of a model tell of its training and license.
 * @module
 */
import { parse } from "npm:yaml@2.9.1"; // Reads the head of a model's README.
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { messageOf } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { CardLedger } from "../card.ts";
import type { Choices } from "./choices.ts";
import type { ModelConfiguration } from "./configurations.ts";
import type { ModelFiles } from "./model_files.ts";

/** The texts that are not blank; any other value is left out. */
const texts = z.unknown().optional().transform((value) =>
  [value].flat().filter((one) => typeof one === "string" && one.trim() !== "") as string[]
);
const head = z.looseObject({ license: texts, datasets: texts });

/** What the head of a README says. */
interface Head {
  readonly license: string | undefined;
  readonly datasets: readonly string[];
  /** Why it says nothing, if it cannot be read. */
  readonly problem?: string;
}

/** Longest head of a README that is read, in characters. */
const LONGEST_HEAD = 2 ** 16;

/** Reads what the head of a model's README says: its license and the data sets. */
async function headOf(files: ModelFiles): Promise<Head> {
  const none = { license: undefined, datasets: [] };
  try {
    const readme = await files.text("README.md");
    if (readme === undefined) return { ...none, problem: "there is no README.md" };
    const [, yaml] = /^---\r?\n([^]*?)\r?\n---/.exec(readme?.slice(0, LONGEST_HEAD) ?? "") ?? [];
    if (yaml === undefined) return none;
    // Warnings would be printed, with whatever stands in the file.
    const options = { maxAliasCount: 10, logLevel: "error", prettyErrors: false } as const;
    const { data } = head.safeParse(parse(yaml, options));
    if (data === undefined) return none;
    const { license: [license, ...more], datasets } = data;
    return { license: more.length > 0 ? undefined : license, datasets };
  } catch (thrown) {
    return { ...none, problem: `README.md cannot be read: ${quotable(messageOf(thrown))}` };
  }
}

/**
 * Drafts license and ledger. What no file says is "unknown": nothing is assumed of a backbone's training.
 *
 * @param given the ledger that the user gave
 */
export async function draftLedger(
  files: ModelFiles,
  configuration: ModelConfiguration | undefined,
  given: CardLedger | undefined,
  choices: Choices,
): Promise<{ license: string; ledger: CardLedger }> {
  const { license, datasets, problem: unread } = await headOf(files);
  if (license) choices.told("license", license, "README.md");
  else choices.guessed("license", "unknown", unread ?? "README.md does not say");
  if (given !== undefined) {
    choices.told("ledger", "as given", "--ledger");
    return { license: license ?? "unknown", ledger: given };
  }
  const names = Object.values(configuration?.id2label ?? {});
  const labels = names.filter((name) => name.trim() !== "" && !/^LABEL_\d+$/.test(name));
  if (datasets.length > 0) {
    choices.told("ledger.trainingData", datasets, "README.md; it may not be all");
  } else choices.guessed("ledger.trainingData", "unknown", unread ?? "README.md names no data set");
  if (labels.length > 0) {
    choices.told("ledger.trainingLabels", `${labels.length} labels`, "id2label in config.json");
  } else choices.guessed("ledger.trainingLabels", "unknown", "config.json has no names of labels");
  return {
    license: license ?? "unknown",
    ledger: {
      trainingData: datasets.length > 0 ? datasets : "unknown",
      trainingLabels: labels.length > 0 ? labels : "unknown",
      source: files.source,
    },
  };
}
