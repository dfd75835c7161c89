/** The options of a scan, which `scan` and `split` share. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { suggestion } from "../src/basics/nearest.ts";
import { quotable } from "../src/basics/printable.ts";
import type { ItemOptions } from "../src/datasets/items.ts";
import type { Where } from "../src/datasets/where.ts";
import type { CorpusScanOptions } from "../src/leakage/corpus/options.ts";
import { backboneNames } from "../src/backbones/shipped.ts";
import { LEAK_RULES, type LeakRule } from "../src/leakage/findings.ts";
import { SHIPPED_LABEL_SETS } from "../src/leakage/labels/shipped.ts";
import {
  type CommonOptions,
  itemTimeoutOption,
  labelSeparatorOption,
  parseWhere,
  strictOption,
  whereOption,
} from "./options.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { offering } from "./offered.ts";
import type { ProgressDisplay } from "./progress.ts";

/** Values of the options that {@link scanOptions} adds. */
export interface ScanOptions extends CommonOptions, CardOptions {
  labels?: string;
  evaluationCaptions?: string;
  items?: string;
  itemsLabelColumn?: string;
  itemsSourceColumn?: string;
  itemsFileColumn?: string;
  labelSeparator?: string;
  itemsWhere?: Where;
  where?: Where;
  rules?: LeakRule[];
  flag: LeakRule[];
  report: LeakRule[];
  suppressions?: string;
  exclude: string[];
  backbone: string[];
  projector: string[];
  evaluationSet?: string[];
  textBackbone?: string;
  calibration?: string;
  falseAlarmRate?: number;
  itemTimeout: number;
  strict: boolean;
  labelColumn?: string;
  textColumn?: string;
  idColumn?: string;
  sourceColumn?: string;
  fileColumn?: string;
}

/** Parses a list of rules, with commas between them. */
export function parseRules(value: string): LeakRule[] {
  return value.split(",").map((name) => {
    const rule = LEAK_RULES.find((known) => known === name.trim().toUpperCase());
    if (rule !== undefined) return rule;
    throw new InvalidArgumentError(
      `there is no rule "${quotable(name)}"; ${suggestion(name, LEAK_RULES)}`,
    );
  });
}

function parseRate(value: string): number {
  const rate = Number(value);
  if (value.trim() !== "" && rate > 0 && rate < 1) return rate;
  throw new InvalidArgumentError("expected a share above 0 and below 1, such as 0.01");
}

/** Adds the options of a scan to a command. */
export function scanOptions(command: Command): Command {
  const rules = (flags: string, what: string) =>
    offering(new Option(flags, what).argParser(parseRules), LEAK_RULES);
  command
    .argument(
      "<pairs>",
      "training pairs: manifest (.csv, .jsonl, .parquet), archive (.tar) or data set folder",
    )
    .addOption(offering(
      new Option(
        "--labels <ref>",
        "evaluation labels: a list, label set, manifest, data set folder, or the name of a set that " +
          `ships: ${SHIPPED_LABEL_SETS.join(", ")}`,
      ),
      SHIPPED_LABEL_SETS,
    ))
    .option(
      "--evaluation-captions <file>",
      "captions of a retrieval evaluation, which must not be copied (TEXT-COPY): " +
        "--evaluation-captions clotho_captions_evaluation.csv",
    )
    .option("--items <path>", "evaluation items, for the rules that compare sounds")
    .option("--items-label-column <name>", "column of labels in --items, --labels (default: label)")
    .option("--items-source-column <name>", "column of recordings in --items (default: source_id)")
    .option("--items-file-column <name>", "column of audio files in --items (default: file_name)")
    .addOption(labelSeparatorOption("in --items, --labels"))
    .addOption(
      new Option("--items-where <column=values>", "keep these of --items: fold=1,2,3,5; repeatable")
        .argParser(parseWhere),
    )
    .addOption(whereOption("the training pairs"))
    .addOption(rules("--rules <rules>", "rules that run (default: those without audio or model)"))
    .addOption(rules("--flag <rules>", "rules whose findings count").default([], "as documented"))
    .addOption(rules("--report <rules>", "rules that only report").default([], "as documented"))
    .addOption(
      new Option("--exclude <files...>", "lists of recordings to be left out (AUDIO-LISTED)")
        .default([], "none"),
    )
    .option("--suppressions <file>", "findings that are accepted, with reasons, JSON")
    .addOption(
      offering(
        new Option("--backbone <refs...>", "backbones whose training is looked at, too")
          .default([], "none"),
        backboneNames(),
      ),
    )
    .addOption(
      new Option("--projector <files...>", "trained projectors whose choices are looked at, too")
        .default([], "none"),
    )
    .option("--evaluation-set <names...>", "names of the evaluation's data set, for BACKBONE-DATA")
    .addOption(offering(
      new Option("--text-backbone <ref>", "compares texts for TEXT-SEMANTIC (default: glove-100d)"),
      backboneNames("text"),
    ))
    .option("--calibration <path>", "unrelated captions for TEXT-SEMANTIC (default: the pairs)")
    .addOption(
      new Option("--false-alarm-rate <share>", "of TEXT-SEMANTIC, a caption (default: 0.01)")
        .argParser(parseRate),
    )
    .addOption(itemTimeoutOption())
    .addOption(strictOption())
    .option("--label-column <name>", "column of labels (default: label)")
    .option("--text-column <name>", "column of texts (default: text, caption or caption_1 ...)")
    .option("--id-column <name>", "column of ids (default: id, else the file name)")
    .option("--source-column <name>", "column of recordings (default: source_id)")
    .option("--file-column <name>", "column of audio files (default: file_name)");
  return withCardOptions(command);
}

/** The options as the library takes them. */
export function corpusOptions(options: ScanOptions, progress: ProgressDisplay): CorpusScanOptions {
  const { labels, evaluationCaptions, items, labelSeparator, itemsWhere, rules, flag, report } =
    options;
  const { suppressions, exclude, backbone, projector, evaluationSet } = options;
  const { textBackbone, calibration, falseAlarmRate } = options;
  return {
    ...fileOptions(options),
    ...{ labels, evaluationCaptions },
    ...{ items, labelSeparator, itemsWhere, rules, flag, report, suppressions, exclude },
    ...{ textBackbone, calibration, falseAlarmRate, device: options.device },
    backbones: backbone,
    projectors: projector,
    evaluationSets: evaluationSet,
    itemTimeoutSeconds: options.itemTimeout,
    strict: options.strict,
    columns: {
      ...(options.where && { where: options.where }),
      ...given({
        labelColumn: options.labelColumn,
        textColumn: options.textColumn,
        idColumn: options.idColumn,
        sourceColumn: options.sourceColumn,
        fileColumn: options.fileColumn,
      }),
    },
    itemColumns: given({
      labelColumn: options.itemsLabelColumn,
      sourceColumn: options.itemsSourceColumn,
      fileColumn: options.itemsFileColumn,
    }),
    onProgress: progress.report,
    onNote: (note) => progress.note(`earnest: ${note}`),
  };
}

function given(columns: Record<string, string | undefined>): ItemOptions {
  return Object.fromEntries(Object.entries(columns).filter(([, column]) => column !== undefined));
}
