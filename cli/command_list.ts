/** The commands, as `earnest --help` lists them: it loads none of them. */

/** A command in the list. */
export interface ListedCommand {
  /** Its name, which is also that of its file. */
  readonly name: string;
  /** The heading that it stands under. */
  readonly group: string;
  /** What it does, in a few words. */
  readonly summary: string;
}

/** The headings of the list and what stands under each, both in the order of `--help`. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Start:": {
    demo: "the audit of a speech backbone on real instrument recordings",
    init: "writes a configuration for your data and models",
  },
  "Audit:": {
    audit: "takes an accuracy apart into chance, transfer, leakage and volume",
    report: "the report again, and tables for a paper",
    compare: "several audits side by side, with paired differences",
  },
  "Models and embeddings:": {
    embed: "sounds or texts through a frozen backbone",
    backbones: "the backbones that ship, and what one was trained on",
    card: "drafts a card from a model's own files",
  },
  "Data and leaks:": {
    scan: "what training pairs and backbones know of an evaluation",
    split: "dirty, clean, control and shuffled training pools",
    labels: "drafts what labels mean, and goes through it with you",
  },
  "Train and measure:": {
    train: "projectors on one of the pools",
    project: "a set in the shared space",
    export: "projectors as two ONNX files",
    evaluate: "zero-shot, multi-label or retrieval measures of two sets",
    separability: "how well classes keep apart",
    overlap: "whether two spaces agree about what is near what",
    tsne: "a map of a set",
    search: "the exact nearest items",
  },
  "Machines:": {
    submit: "sends a command as an array of tasks to Slurm or Kubernetes",
    status: "which shards are done, run, failed or are missing",
    collect: "puts the shards of a command together",
    prepare: "fetches and checks all that later runs need",
    doctor: "adapters, known answers of every kernel, what is missing",
    completions: "a script by which a shell completes commands and options",
  },
};

/** All commands, in the order of `--help`. */
export const COMMANDS: readonly ListedCommand[] = Object.entries(GROUPS).flatMap(
  ([group, commands]) =>
    Object.entries(commands).map(([name, summary]) => ({ name, group, summary })),
);
