/**
 * Loads packages, and modules with much behind them, when they are first used.
 *
 * Deno fetches a literal `import("npm:...")` when the program starts, even if it never runs. What {@link later} gets is
 * no literal to Deno, so importing Earnest fetches nothing that is not used, and `deno.lock` still checks each package.
 * @module
 */
import { codeFailure, failure } from "./failure.ts";

/** Everything that may be loaded later, as far as its modules are here. */
const known = new Map<string, () => Promise<unknown>>();

/**
 * Returns a function that loads a module: the first call fetches and runs it, later ones give the same.
 *
 * @param module an `npm:` specifier with its exact version, or `new URL("./file.ts", import.meta.url)`
 * @typeParam Module the module's type, `typeof import("./file.ts")`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const words = later<typeof import("./words.ts")>(new URL("./words.ts", import.meta.url));
 * const { asWords } = await words();
 * assert.equal(asWords("crying_baby"), "crying baby");
 * ```
 */
export function later<Module>(module: string | URL): () => Promise<Module> {
  const specifier = String(module);
  const load = (): Promise<Module> => loaded(specifier);
  known.set(specifier, load);
  return load;
}

async function loaded<Module>(specifier: string): Promise<Module> {
  try {
    return await import(specifier);
  } catch (thrown) {
    if (!isNotFetched(thrown)) throw thrown;
    if (specifier.startsWith("file:")) {
      throw codeFailure(`Cannot load "${specifier}"`, thrown);
    }
    const what = specifier.startsWith("npm:")
      ? `npm package ${specifier.slice("npm:".length)}`
      : `"${specifier}"`;
    const advice = "; connect to the network and run again (what was fetched is kept)";
    throw failure(`Cannot fetch ${what}`, thrown, advice);
  }
}

function isNotFetched(thrown: unknown): boolean {
  return thrown instanceof TypeError && "code" in thrown && thrown.code === "ERR_MODULE_NOT_FOUND";
}

/** Loads all that may be loaded later, and what that loads later in turn, so that nothing is left to fetch. */
export async function loadAll(): Promise<void> {
  // The map grows while it is walked: a module that is loaded may name others.
  for (const load of known.values()) await load();
}
