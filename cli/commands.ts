/**
 * What `earnest --help` says of each command. The help of all commands is shown without the code of any, which fetches
 * no package but the one that parses the command line; a test compares each row with its command.
 * @module
 */
import { Command } from "npm:commander@15.1.0"; // Parses the command line.

/** The commands, in the order of `--help`: what each does, and its arguments. Each has a file of its name. */
export const COMMANDS: Readonly<Record<string, readonly [does: string, ...takes: string[]]>> = {
  demo: [
    "Audits a speech backbone on real instrument recordings: takes its accuracy at naming instruments apart into chance, transfer, leakage and volume.",
  ],
  init: [
    "Writes a configuration for your data and models, and beside it a file that says why it is so. On a terminal it asks for what no option gives.",
  ],
  audit: [
    "Takes a zero-shot accuracy apart into chance, transfer, leakage and volume. Use --resume to continue an interrupted run.",
    "<config>",
  ],
  report: [
    "Writes report.html and charts/ of an audit's folder again, from its results.",
    "<folder>",
  ],
  compare: [
    "Sets finished audits side by side: a row for each pair of backbones and published model, and their differences from the first row, where the evaluation is the same.",
    "<folders...>",
  ],
  embed: [
    "Embeds sounds or texts with a frozen backbone. Use --resume to continue an interrupted run.",
    "<items>",
  ],
  scan: [
    "Finds the training pairs, and backbones, that know an evaluation's labels or items.",
    "<pairs>",
  ],
  split: [
    "Makes training pools without the pairs that leak, and pools to compare them with.",
    "<pairs>",
  ],
  train: [
    "Trains projectors into a shared space. Use --resume to continue an interrupted run.",
  ],
  project: [
    "Takes an embedding set into the shared space of projectors; rows get length one.",
    "<set>",
  ],
  export: [
    "Writes projectors as two ONNX files, which take a backbone's embeddings as they are.",
    "<file>",
  ],
  labels: [
    "Drafts a label set: guesses what each label means in WordNet and shows what to check.",
    "<labels>",
  ],
  evaluate: [
    "Measures how well texts name or find sounds: any two embedding sets in one space. Texts that are captions of the sounds are measured by retrieval, all others as prompts of their classes, or of the labels of sounds that have several (mean average precision).",
  ],
  separability: [
    "Measures how well the classes of an embedding set keep apart, with no text and no training.",
    "<set>",
  ],
  overlap: [
    "Measures whether two spaces agree about what is near what: the share of neighbors that classes, or items with distinct texts, have in common.",
    "<set>",
    "<other>",
  ],
  tsne: [
    "Draws a t-SNE map of an embedding set: a picture of which items lie near which, never a number.",
    "<set>",
  ],
  search: [
    "Finds the items of a set that are nearest to those of another; every one is compared.",
    "<set>",
  ],
  backbones: [
    "Lists the backbones that ship with Earnest, with their licenses.",
  ],
  card: [
    "Drafts a backbone card from a model's own files, says where each choice comes from, and tries it on a second of noise or three texts.",
    "<model>",
  ],
  status: [
    "Says which shards of a command with --shard are done, run, failed or are missing.",
    "<folder>",
  ],
  collect: [
    "Puts the shards of a command with --shard together; it ends with 4 while shards are missing.",
    "<folder>",
  ],
  submit: [
    "Sends a command as an array of tasks to Slurm or Kubernetes; its own options stand behind it.",
    "[engine...]",
  ],
  prepare: [
    "Fetches packages, models, recordings and WordNet into their caches and checks them, so that later runs need no network.",
    "[files...]",
  ],
  doctor: [
    "Lists adapters and limits, tests every kernel against known answers, says what is missing.",
  ],
};

/** Returns a command for the list of all: it has a name, arguments, an option and a description, and does nothing. */
export function listedCommand(name: string): Command {
  const [does, ...takes] = COMMANDS[name]!;
  const listed = new Command(name).description(does).option("--json");
  for (const one of takes) listed.argument(one);
  return listed;
}
