/**
 * What the files of a model tell of its training and license.
 * @module
 */
import { parse } from "npm:yaml@2.9.1"; // Reads the head of a model's README.
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import type { CardLedger } from "../card.ts";
import type { Choices } from "./choices.ts";
import type { ModelConfiguration } from "./configurations.ts";
import type { ModelFiles } from "./model_files.ts";

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional();
const head = z.looseObject({
  license: z.string().optional().catch(undefined),
  datasets: list.catch(undefined),
});

/** Longest head of a README that is read, in characters. */
const LONGEST_HEAD = 2 ** 16;

/** Reads what the head of a model's README says: its license and the data sets. */
async function headOf(files: ModelFiles): Promise<z.infer<typeof head>> {
  const readme = await files.text("README.md").catch(() => undefined);
  const [, yaml] = /^---\r?\n([^]*?)\r?\n---/.exec(readme?.slice(0, LONGEST_HEAD) ?? "") ?? [];
  if (yaml === undefined) return {};
  try {
    return head.parse(parse(yaml, { maxAliasCount: 10 }));
  } catch {
    return {};
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
  const { license, datasets } = await headOf(files);
  if (license) choices.told("license", license, "README.md");
  else choices.guessed("license", "unknown", "README.md does not say");
  if (given !== undefined) {
    choices.told("ledger", "as given", "--ledger");
    return { license: license ?? "unknown", ledger: given };
  }
  const names = Object.values(configuration?.id2label ?? {});
  const labels = names.filter((name) => !/^LABEL_\d+$/.test(name));
  if (datasets?.length) {
    choices.told("ledger.trainingData", datasets, "README.md; it may not be all");
  } else choices.guessed("ledger.trainingData", "unknown", "README.md names no data set");
  if (labels.length > 0) {
    choices.told("ledger.trainingLabels", `${labels.length} labels`, "id2label in config.json");
  } else choices.guessed("ledger.trainingLabels", "unknown", "config.json has no names of labels");
  return {
    license: license ?? "unknown",
    ledger: {
      trainingData: datasets?.length ? datasets : "unknown",
      trainingLabels: labels.length > 0 ? labels : "unknown",
      source: files.source,
    },
  };
}
