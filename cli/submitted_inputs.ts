/** Looks for what a command reads before it is sent: a name that is misspelled would fail in each of its tasks. */
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { cardsOf } from "../src/audit/configuration/named_files.ts";
import { readAsked } from "../src/audit/folder/asked.ts";
import { readLedger } from "../src/backbones/open.ts";
import { SHIPPED_BACKBONES } from "../src/backbones/shipped.ts";
import { InputError } from "../src/basics/errors.ts";
import { nearest } from "../src/basics/nearest.ts";
import { isOnDisk } from "../src/basics/on_disk.ts";
import { quotable } from "../src/basics/printable.ts";
import { filesOf } from "../src/datasets/shards.ts";
import type { ShardedCommand } from "../src/distribute/plan.ts";
import { splitArrayName } from "../src/embeddings/arrays.ts";
import { isShipped } from "../src/leakage/labels/shipped.ts";
import { type CardOptions, fileOptions } from "./card_options.ts";
import type { ParsedWords } from "./parsed_words.ts";

/** Where a command runs, and where its files are here. */
export interface Directories {
  /** The folder to which paths of the command are relative, where it runs. */
  readonly there: string;
  /** The same folder, here. */
  readonly here: string;
  /** Whether paths outside of it are the same here and there. */
  readonly isShared: boolean;
}

/** A path that is read, and what names it. */
interface NamedPath {
  readonly name: string;
  readonly path: string;
}

/** Options whose values are paths, by the commands that read them. */
const PATH_OPTIONS: Readonly<Record<Exclude<ShardedCommand, "audit">, readonly string[]>> = {
  embed: ["ledger"],
  scan: ["evaluationCaptions", "items", "suppressions", "exclude", "projector", "calibration"],
  split: ["evaluationCaptions", "items", "suppressions", "exclude", "projector", "calibration"],
  search: ["query", "items", "queryItems"],
};
/** Options that name backbones. */
const BACKBONE_OPTIONS = ["backbone", "textBackbone"];

/**
 * Makes sure that what a command reads is there, as far as that takes no time.
 *
 * @throws {InputError} that names what is missing, or is wrong with a configuration or a card
 */
export async function requireInputs(
  command: ShardedCommand,
  { args, options }: ParsedWords,
  directories: Directories,
): Promise<void> {
  const [input] = args;
  if (input === undefined) return;
  await requireThere(command, { name: `what ${command} reads`, path: input }, directories);
  if (command === "audit") return await requireConfiguration(input, options, directories);
  const named = PATH_OPTIONS[command].flatMap((key) => pathsOf(options, key));
  const { labels } = options;
  if (typeof labels === "string" && !isShipped(labels)) named.push(...pathsOf(options, "labels"));
  for (const one of named) await requireThere(command, one, directories);
  // With a ledger, a model of the Hub may be meant.
  if (options["ledger"] !== undefined) return;
  for (const { path } of BACKBONE_OPTIONS.flatMap((key) => pathsOf(options, key))) {
    await requireBackbone(path, options, directories);
  }
}

/** Reads a configuration, and looks for the files that it names. */
async function requireConfiguration(
  config: string,
  options: ParsedWords["options"],
  directories: Directories,
): Promise<void> {
  const place = placeHere(config, directories);
  if (place === undefined) return;
  const seed = options["seed"] as number | undefined;
  const { configuration, source, files } = await readAsked(place, { seed });
  // What it names relative to itself is a path of this machine already.
  const within = directories.isShared ? directories : { ...directories, there: directories.here };
  const name = `a file that "${quotable(config)}" names`;
  for (const path of files) await requireThere("audit", { name, path }, within);
  for (const card of cardsOf(configuration)) {
    await requireBackbone(resolve(source, card), options, within);
  }
}

async function requireBackbone(
  reference: string,
  options: ParsedWords["options"],
  directories: Directories,
): Promise<void> {
  if (SHIPPED_BACKBONES.some(({ name }) => name === reference)) return;
  const isCard = /\.json$/i.test(reference);
  const place = isCard ? placeHere(reference, directories) : reference;
  if (place === undefined) return;
  await readLedger(place, fileOptions(options as unknown as CardOptions));
}

/** The values of an option, one or several. */
function pathsOf(options: ParsedWords["options"], key: string): NamedPath[] {
  const value = options[key];
  const name = `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const paths = Array.isArray(value) ? value : [value];
  return paths.filter((path) => typeof path === "string").map((path) => ({ name, path }));
}

async function requireThere(
  command: ShardedCommand,
  { name, path }: NamedPath,
  directories: Directories,
): Promise<void> {
  const place = placeHere(path, directories);
  if (place === undefined || await isOnDisk(place)) return;
  // Of a pattern, all files are made together.
  const shards = filesOf(place);
  if (shards !== undefined && await isOnDisk(shards[0]!)) return;
  const { file } = splitArrayName(place);
  if (await isOnDisk(file)) return;
  const meant = nearest(basename(file), namesBeside(file));
  throw new InputError(
    `"${quotable(path)}" (${name}) does not exist here` +
      (meant === undefined ? "" : `; did you mean "${quotable(meant)}"?`) +
      `; nothing was sent, since every task of ${command} would fail`,
  );
}

function namesBeside(file: string): string[] {
  try {
    return Array.from(Deno.readDirSync(dirname(file)), ({ name }) => name);
  } catch {
    return [];
  }
}

/** Where a path of the command is here; undefined where it is on a volume that cannot be seen from here. */
function placeHere(path: string, { there, here, isShared }: Directories): string | undefined {
  if (isShared) return resolve(here, path);
  const inside = relative(there, resolve(there, path));
  return inside.startsWith("..") || isAbsolute(inside) ? undefined : join(here, inside);
}
