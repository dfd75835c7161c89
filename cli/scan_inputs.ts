/** What `scan` and `split` share: the options of a scan, and a scan by the rules that need nothing but the pairs. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { openDataset } from "../src/datasets/open.ts";
import { readItems } from "../src/datasets/items.ts";
import type { Finding, LeakRule, TrainingPair } from "../src/leakage/findings.ts";
import { scanPairs } from "../src/leakage/scan.ts";
import type { CommonOptions } from "./options.ts";
import type { ProgressDisplay } from "./progress.ts";

/** Values of the options that {@link scanOptions} adds. */
export interface ScanOptions extends CommonOptions {
  labels: string;
  flag: LeakRule[];
  report: LeakRule[];
  labelColumn?: string;
  textColumn?: string;
  idColumn?: string;
  sourceColumn?: string;
  fileColumn?: string;
}

/** A scan whose inputs are checked. */
export interface Scan {
  readonly rules: readonly LeakRule[];
  readonly files: readonly string[];
  findings(): AsyncIterable<readonly Finding[]>;
  pairs(): readonly TrainingPair[];
}

/** Adds the options of a scan to a command. */
export function scanOptions(command: Command): Command {
  return command.requiredOption("--labels <manifest>", "manifest of the evaluation's items")
    .option("--text-column <name>", "column of texts").option(
      "--file-column <name>",
      "column of files",
    )
    .option("--label-column <name>", "column of labels").option(
      "--id-column <name>",
      "column of ids",
    )
    .option("--source-column <name>", "column of recordings")
    .option("--flag <rule...>", "rules that flag", []).option(
      "--report <rule...>",
      "report only",
      [],
    );
}

/** Opens a scan. */
export async function openScan(
  path: string,
  options: ScanOptions,
  _progress: ProgressDisplay,
  _keepPairs: boolean,
): Promise<Scan> {
  const columns = Object.fromEntries(
    ["labelColumn", "textColumn", "idColumn", "sourceColumn", "fileColumn"].flatMap((key) => {
      const column = options[key as keyof ScanOptions];
      return column === undefined ? [] : [[key, column]];
    }),
  );
  const { items } = await openDataset(path, { ...columns, modality: "text" });
  const labels = (await readItems(options.labels)).map(({ columns }) => columns["label"]!);
  const pairs = items.map(({ id, text, label, source }) => ({
    id,
    text: text!,
    ...(label === undefined ? {} : { label }),
    ...(source === undefined ? {} : { source }),
  }));
  return {
    rules: ["TEXT-EXACT"],
    files: [path, options.labels],
    findings: () => ReadableStream.from([scanPairs(pairs, { labels, items: [] }, ["TEXT-EXACT"])]),
    pairs: () => pairs,
  };
}
