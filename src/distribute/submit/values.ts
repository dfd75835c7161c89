/**
 * What may be asked of an engine. Everything here becomes part of a script or manifest, so each value has a strict form.
 * @module
 */

/** The form of a value. */
export interface ValueForm {
  /** What the whole text must match. */
  readonly pattern: RegExp;
  /** The form in words, with an example. */
  readonly expected: string;
}

/** The forms by option. */
export const VALUE_FORMS = {
  memory: { pattern: /^[1-9]\d{0,6}[MGT]$/, expected: "a whole number of M, G or T, such as 16G" },
  time: {
    pattern: /^(\d{1,3}-\d{1,2}(:\d{2}){0,2}|\d{1,6}(:\d{2}){0,2})$/,
    expected: "minutes, hours:minutes:seconds or days-hours, such as 60, 04:00:00 or 1-12",
  },
  gres: {
    pattern: /^[A-Za-z]\w{0,30}(:\w[\w.-]{0,60})?(:[1-9]\d{0,2})?$/,
    expected: "a resource of Slurm, such as gpu:1 or gpu:a100:1",
  },
  sbatch: {
    // Without quotes and backslashes, what it holds is in one line and, between double quotes, one word.
    pattern: /^--[a-z][a-z-]{1,40}(=[ !#-&(-\[\]-~]{1,200})?$/,
    expected: "a long option of sbatch without quotes and backslashes, such as --constraint=a100",
  },
  partition: {
    pattern: /^\w[\w.-]{0,60}(,\w[\w.-]{0,60}){0,20}$/,
    expected: "names of letters, digits and . _ - with commas between them",
  },
  account: {
    pattern: /^\w[\w.@+-]{0,60}$/,
    expected: "a name of letters, digits and . _ @ + -",
  },
  image: {
    pattern:
      /^[a-z0-9][a-z0-9._/:-]{0,200}(?<=[a-z0-9])(:\w[\w.-]{0,126})?(@sha256:[0-9a-f]{64})?$/,
    expected: "an image such as registry.example.org/earnest:0.1.0",
  },
  namespace: {
    pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    expected: "a name of lower-case letters, digits and -",
  },
  volume: {
    pattern: /^[a-z0-9]([a-z0-9.-]{0,240}[a-z0-9])?(:\/[\w@%+=,./ -]*)?$/,
    expected: "the name of a claim, or CLAIM:/FOLDER, such as corpora or corpora:/data",
  },
} as const satisfies Readonly<Record<string, ValueForm>>;

/** What a task gets, on any engine. */
export interface TaskResources {
  /** Graphics cards of each task. */
  readonly gpus?: number | undefined;
  /** Processors of each task. */
  readonly cpus?: number | undefined;
  /** Memory of each task, in the form of {@link VALUE_FORMS}; units are powers of 1,024. */
  readonly memory?: string | undefined;
  /** Tasks that may run at once. */
  readonly maxParallel?: number | undefined;
}
