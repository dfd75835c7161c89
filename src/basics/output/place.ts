/**
 * Resolves where an output is written from the path that a user named.
 * @module
 */
import { basename, dirname, join, relative, resolve } from "node:path";
import { EarnestError, InputError, SurroundingsError } from "../errors.ts";
import { failure } from "../failure.ts";
import { refusalOf } from "../missing_permission.ts";
import { quotable } from "../printable.ts";

/**
 * Returns the path without links: the target of a link is written, not the link.
 *
 * @throws {InputError} when it is a broken link, or its name is too long
 * @throws {SurroundingsError} when its folder does not exist or cannot be read
 */
export function realPlace(path: string): string {
  const place = resolve(path);
  const isFound = isThere(path);
  try {
    if (isFound) return Deno.realPathSync(place);
    return join(Deno.realPathSync(dirname(place)), basename(place));
  } catch (thrown) {
    if (isFound && thrown instanceof Deno.errors.NotFound) {
      throw new InputError(`"${quotable(path)}" is a link that leads nowhere; name another place`);
    }
    throw unwritable(path, thrown);
  }
}

/**
 * Returns a path beside a place, as the user would name it.
 *
 * @param path the place as the user named it
 */
export function asNamed(made: string, path: string, place: string): string {
  const isBeside = basename(path) === basename(place) && realOf(dirname(path)) === dirname(place);
  return isBeside ? join(dirname(path), basename(made)) : made;
}

/**
 * Whether anything exists at a path, including a broken link.
 *
 * @param failure makes the error of a path that cannot be inspected; default: it cannot be written
 * @throws {EarnestError} when the path cannot be inspected
 */
export function isThere(
  path: string,
  failure: (path: string, thrown: unknown) => EarnestError = unwritable,
): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return false;
    if (thrown instanceof Deno.errors.NotADirectory) return false;
    throw failure(path, thrown);
  }
}

/** Returns the first file that is a place or lies in it, following links; files that do not exist are ignored. */
export function inputIn(place: string, inputs: readonly string[]): string | undefined {
  const real = realOf(place);
  return real && inputs.find((input) => {
    const file = realOf(input);
    return file !== undefined && isWithin(real, file);
  });
}

/** Whether a path is a folder or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way.startsWith("..") || resolve(way) === way);
}

function realOf(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}

/**
 * Says why a path could not be written, in one line that names it.
 *
 * @param path as the user named it
 */
export function unwritable(path: string, thrown: unknown): EarnestError {
  if (thrown instanceof EarnestError) return thrown;
  const tooLong = lengthError(path, thrown);
  if (tooLong !== undefined) return tooLong;
  if (thrown instanceof Deno.errors.NotFound) {
    return new SurroundingsError(`Cannot write "${path}": its folder does not exist`);
  }
  return unwritten(path, thrown);
}

/**
 * The error of a path that could not be written for a reason outside. Files of our own lie beside it while it is written:
 * a missing permission is said for their folder.
 */
export function unwritten(path: string, thrown: unknown): SurroundingsError {
  const { permission, what = "" } = refusalOf(thrown) ?? {};
  const beside = /^"(.*)"$/s.exec(what)?.[1] ?? path;
  const isBeside = resolve(beside) !== resolve(path) && isWithin(dirname(path), dirname(beside));
  if (permission === undefined || !isBeside) return failure(`Cannot write "${path}"`, thrown);
  const message = `Needs --allow-${permission} for "${dirname(beside)}"`;
  return new SurroundingsError(message, { cause: thrown });
}

/** The error for a name that is too long, if the thrown value says so. */
export function lengthError(path: string, thrown: unknown): InputError | undefined {
  if ((thrown as { code?: unknown } | null)?.code !== "ENAMETOOLONG") return undefined;
  const bytes = new TextEncoder().encode(basename(path)).length;
  return new InputError(
    `"${quotable(path)}" is too long for this file system (its last name has ${bytes} bytes); ` +
      "choose a shorter name",
  );
}
