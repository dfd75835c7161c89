/** A command's output folder: made beside its place and renamed into it, so that it is whole or not there. */
import { basename, dirname, join, relative, resolve } from "node:path";
import { RESULTS_SCHEMA } from "../src/audit/results/results.ts";
import { RUN_FILE, RUN_SCHEMA } from "../src/audit/results/run_file.ts";
import { InputError, messageOf, SurroundingsError } from "../src/basics/errors.ts";
import { SCAN_SCHEMA } from "../src/leakage/output/summary.ts";
import { POOLS_FILE, POOLS_SCHEMA } from "../src/leakage/pools/pools_file.ts";
import { interruptible } from "./interrupt.ts";

/** Whether anything is at a path. */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return false;
    throw new SurroundingsError(`Cannot look for "${path}": ${messageOf(thrown)}`);
  }
}

function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch {
    // It is gone already, or its place is: nothing half-written is left to find.
  }
}

/** The file by which the output of `export` is known. */
export const EXPORT_FILE = "export.json";
/** Its schema. */
export const EXPORT_SCHEMA = "earnest/export/1";

/** By which file, of which schema, the output of each command is known. */
const OUTPUTS = {
  "results.json": RESULTS_SCHEMA,
  [RUN_FILE]: RUN_SCHEMA,
  "scan.json": SCAN_SCHEMA,
  [POOLS_FILE]: POOLS_SCHEMA,
  [EXPORT_FILE]: EXPORT_SCHEMA,
};

/** Whether a folder holds a JSON file of some schema. */
export function holds(folder: string, file: string, schema: string): boolean {
  try {
    return JSON.parse(Deno.readTextFileSync(join(folder, file))).schema === schema;
  } catch {
    return false;
  }
}

function checkReplaceable(path: string, force: boolean, inputs: readonly string[]): void {
  if (!force) {
    throw new InputError(`"${path}" exists; choose another --out, or replace it with --force`);
  }
  checkOutput(path, inputs);
}

/**
 * Makes sure that a folder may be replaced: an earlier command wrote it, no other one is ever replaced.
 *
 * @param inputs files that must not lie in it
 * @throws {InputError} when it may not
 */
export function checkOutput(path: string, inputs: readonly string[]): void {
  const place = resolve(path);
  if (!Object.entries(OUTPUTS).some(([file, schema]) => holds(place, file, schema))) {
    throw new InputError(
      `"${path}" is no output of an audit, a scan, a split or an export, so --force does not replace it`,
    );
  }
  const inside = inputs.find((input) => !relative(place, resolve(input)).startsWith(".."));
  if (inside !== undefined) {
    throw new InputError(`"${path}" holds the input "${inside}", so --force does not replace it`);
  }
}

/**
 * Fills a folder: `fill` writes into a temporary one beside it, which takes its place when all is written.
 * On an error or a signal nothing is left behind and an older folder stays as it was.
 *
 * @param force whether an earlier output may be replaced
 * @param inputs files that must not lie in what is replaced
 */
export async function fillFolder<Result>(
  path: string,
  force: boolean,
  inputs: readonly string[],
  fill: (folder: string) => Promise<Result>,
): Promise<Result> {
  const place = resolve(path);
  if (exists(place)) checkReplaceable(path, force, inputs);
  const temporary = join(dirname(place), `.${basename(place)}.${crypto.randomUUID()}.partial`);
  try {
    Deno.mkdirSync(temporary);
  } catch (thrown) {
    throw new SurroundingsError(`Cannot write "${path}": ${messageOf(thrown)}`);
  }
  const cleanUp = () => remove(temporary);
  return await interruptible(cleanUp, async () => {
    try {
      const result = await fill(temporary);
      takePlace(temporary, place);
      return result;
    } catch (thrown) {
      cleanUp();
      throw thrown;
    }
  });
}

function takePlace(temporary: string, place: string): void {
  try {
    if (!exists(place)) return Deno.renameSync(temporary, place);
    const old = `${temporary}.old`;
    Deno.renameSync(place, old);
    try {
      Deno.renameSync(temporary, place);
    } catch (thrown) {
      Deno.renameSync(old, place);
      throw thrown;
    }
    remove(old);
  } catch (thrown) {
    throw new SurroundingsError(`Cannot write "${place}": ${messageOf(thrown)}`);
  }
}
