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
  /** One JSON value on stdout in place of tables. */
  readonly json: boolean;
  /** Only say how the command is used. */
  readonly help: boolean;
}

const NAMES = Object.keys(FAMILIES) as FamilyName[];

const LONG = NAMES.filter((name) => FAMILIES[name].long);

/** What `--help` prints. */
export const HELP = `Usage: deno task bench [--only NAME...] [--all] [--quick] [--json]

Times Earnest and other software on one machine, in turns, and prints medians,
quartiles and the ratio to Earnest. tfjs and jax-js run on the same adapter,
onnxruntime-web (wasm) and usearch (native) on the CPU. The other software is
fetched from npm on the first run.

  --only NAME...  these families alone:
                  ${NAMES.slice(0, 3).join(", ")},
                  ${NAMES.slice(3).join(", ")}
  --all           the long ones too: ${LONG.join(", ")}
  --quick         fewer repetitions
  --json          one JSON value on stdout
  --help          this text

Example: deno task bench --quick --only matrix-multiply search`;

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
  const { only, all, quick, json, help, names } = parse(args);
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
  return { families, quick, json, help };
}

function parse(args: readonly string[]) {
  const flag = { type: "boolean", default: false } as const;
  const options = {
    only: { type: "string", multiple: true },
    all: flag,
    quick: flag,
    json: flag,
    help: flag,
  } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
    });
    const { only = [], ...flags } = values;
    return { ...flags, only: only.length > 0, names: [...only, ...positionals] };
  } catch (thrown) {
    throw new InputError(messageOf(thrown));
  }
}
