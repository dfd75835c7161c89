/** The options that every command takes, and how their values are read. */
import { Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { DEVICE_CHOICES, type DeviceChoice } from "../src/compute/open.ts";
import { suggestion } from "../src/basics/nearest.ts";
import type { Where } from "../src/datasets/where.ts";
import { ITEM_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS } from "../src/basics/time_limit.ts";

/** Values of the options that every command takes. */
export interface CommonOptions {
  device: DeviceChoice;
  seed?: number;
  quiet: boolean;
  json: boolean;
  debug: boolean;
}

function parseDevice(value: string): DeviceChoice {
  const choice = DEVICE_CHOICES.find((known) => known === value);
  if (choice) return choice;
  throw new InvalidArgumentError(suggestion(value, DEVICE_CHOICES));
}

/** `--item-timeout`, of the commands that run models on items. */
export function itemTimeoutOption(): Option {
  return new Option(
    "--item-timeout <seconds>",
    "time limit of an item; one that exceeds it is listed as unreadable",
  )
    .default(ITEM_TIMEOUT_SECONDS).argParser(parseTimeout);
}

/** `--strict`, of the commands that decode sounds. */
export function strictOption(): Option {
  return new Option(
    "--strict",
    "fail on the first item that cannot be read, or whose sound file is unusual",
  ).default(false);
}

/**
 * `--label-separator`, of the commands that read an evaluation's labels.
 *
 * @param where the cells that hold several labels
 */
export function labelSeparatorOption(where: string): Option {
  return new Option(
    "--label-separator <text>",
    `what is between several labels ${where}: --label-separator , for "Bark,Dog" ` +
      "(default: , in tables of FSD50K and AudioSet)",
  ).argParser((value) => {
    if (value !== "") return value;
    throw new InvalidArgumentError("expected a text such as ,");
  });
}

/**
 * Parses `column=value,value`; a value with a comma is in double quotes. Values of a column that is given again are added
 * to those before.
 */
export function parseWhere(value: string, before: Where = {}): Where {
  const [, column, values] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (column === undefined) {
    throw new InvalidArgumentError("expected column=value,value, such as split=dev");
  }
  const known = Object.hasOwn(before, column) ? before[column]! : [];
  return { ...before, [column]: [...known, ...valuesIn(values!)] };
}

/** The values of a list; one in double quotes may hold commas, and quotes that are doubled. */
function valuesIn(list: string): string[] {
  const values = `,${list}`.matchAll(/,(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g);
  return Array.from(values, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}

/**
 * `--where`, of the commands that read a data set.
 *
 * @param what what is kept
 */
export function whereOption(what: string): Option {
  return new Option(
    "--where <column=values>",
    `keep ${what} with these values: --where split=dev, --where fold=1,2, ` +
      `--where 'label="a, b"'; repeatable`,
  ).argParser(parseWhere);
}

function parseTimeout(value: string): number {
  const seconds = Number(value);
  if (/^[\d.]+$/.test(value) && seconds > 0 && seconds <= LONGEST_TIMEOUT_SECONDS) return seconds;
  throw new InvalidArgumentError(
    `expected seconds, above 0 and at most ${LONGEST_TIMEOUT_SECONDS}`,
  );
}

function parseSeed(value: string): number {
  const seed = Number(value);
  if (/^\d+$/.test(value) && seed < 2 ** 32) return seed;
  throw new InvalidArgumentError("expected a whole number from 0 to 4294967295");
}

/** Which options of all commands change what a command does; the others are taken, too, and not shown. */
export interface Effects {
  /** Whether it computes on a device. */
  readonly device?: boolean;
  /** What its seed decides; absent where nothing is drawn. */
  readonly seed?: string;
}

/**
 * A command with the common options, in the order in which `--help` shows them.
 *
 * @param example a command line that a page of the documentation has, and so a test runs
 */
export function command(
  name: string,
  description: string,
  example: string,
  { device = false, seed }: Effects = {},
): Command {
  return new Command(name)
    .description(description)
    .addOption(
      new Option("--device <device>", "what computes").choices(DEVICE_CHOICES).default("auto")
        .argParser(parseDevice).hideHelp(!device),
    )
    .addOption(
      new Option("--seed <n>", seed ?? "without effect").argParser(parseSeed)
        .hideHelp(seed === undefined),
    )
    .option("--json", "print one JSON value instead of tables", false)
    .option("--quiet", "no progress and no notes", false)
    .option("--debug", "show stack traces", false)
    .addHelpText("after", `\nExample:\n  ${example}`);
}
