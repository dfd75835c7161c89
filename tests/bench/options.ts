/**
 * The command line of the bench.
 * @module
 */
import { parseArgs } from "node:util";
import { InputError, messageOf } from "../../src/basics/errors.ts";
import { FAMILIES } from "./comparisons.ts";
import type { FamilyName } from "./work.ts";

/** What was asked for. */
export interface Options {
  /** The families to run. */
  readonly families: readonly FamilyName[];
  /** Fewer repetitions. */
  readonly quick: boolean;
  /** Pythons whose libraries take part. */
  readonly pythons: readonly string[];
  /** What is printed: tables, a JSON value a line, or the tables of the documentation. */
  readonly output: "text" | "json" | "markdown";
  /** Only say how the command is used. */
  readonly help: boolean;
}

const NAMES = Object.keys(FAMILIES) as FamilyName[];

const LONG = NAMES.filter((name) => FAMILIES[name].long);

/** What `--help` prints. */
export const HELP = `Usage: deno task bench [--only NAME...] [--all] [--quick] [--python PATH]...
                       [--json | --markdown]

Times Earnest on each of its devices and other software on one machine, in
turns, and prints medians and quartiles by wall clock, medians of the processor
time of all threads, and the ratio to the first of Earnest's devices that is
here. tfjs and jax-js run on the same adapter, onnxruntime-web (wasm) and
usearch (native) on the CPU; these are fetched from npm on the first run.

  --only NAME...  these families alone:
                  ${NAMES.slice(0, 3).join(", ")},
                  ${NAMES.slice(3).join(", ")}
  --all           the long ones too: ${LONG.join(", ")}
  --quick         fewer repetitions
  --python PATH   also PyTorch, NumPy, scikit-learn and faiss, as far as this
                  Python has them, on one thread and on all; may be repeated
  --json          a JSON value a line on stdout, each as soon as it is known
  --markdown      the tables of docs/performance.md
  --help          this text

Example: deno task bench --quick --only matrix-multiply search

For the same BLAS library on both sides give a Python whose NumPy uses the one
of the system (Debian: python3-numpy and libopenblas0). A NumPy from PyPI brings
its own.`;

/**
 * Reads the command line.
 *
 * @throws {InputError} for an unknown option or family
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(readOptions(["--only", "search", "--json"]).families, ["search"]);
 * assert.throws(() => readOptions(["--only", "sorting"]), /no family "sorting"/);
 * ```
 */
export function readOptions(args: readonly string[]): Options {
  const { only, all, quick, help, names, pythons, output } = parse(args);
  const unknown = names.find((name) => !(name in FAMILIES));
  if (unknown !== undefined) {
    throw new InputError(`There is no family "${unknown}"; expected ${NAMES.join(", ")}`);
  }
  if (names.length > 0 && !only) {
    throw new InputError(`Found "${names[0]}" without --only; see deno task bench --help`);
  }
  const families = only
    ? NAMES.filter((name) => names.includes(name))
    : NAMES.filter((name) => all || !FAMILIES[name].long);
  return { families, quick, pythons, output, help };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const options = {
    only: { type: "string", multiple: true },
    all: flag,
    quick: flag,
    python: { type: "string", multiple: true },
    json: flag,
    markdown: flag,
    help: flag,
  } as const;
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], options, allowPositionals: true })
  );
  const { only = [], python: pythons = [], json, markdown, ...flags } = values;
  if (json && markdown) throw new InputError("Found --json and --markdown; expected one of them");
  const output = json ? "json" as const : markdown ? "markdown" as const : "text" as const;
  return { ...flags, output, pythons, only: only.length > 0, names: [...only, ...positionals] };
}

function parsed<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (thrown) {
    throw new InputError(messageOf(thrown));
  }
}
